"""A session as a debrief: the document a trainer and a trainee sit down with.

In the order debriefings are held (PEARLS: Eppich & Cheng 2015, Simulation in Healthcare 10): reactions
before any judgement, what happened, what went well, what to try, oneself beside the scores, and what
follows from it. Pure: the same transcript in the same language gives the same document; times are UTC.
"""

from __future__ import annotations

from collections.abc import Sequence

from trainer.i18n import gettext as _
from trainer.model.assessment import CriterionScore
from trainer.model.base import in_language
from trainer.model.mood import BETTER_WHEN_LOW
from trainer.model.rating import Rating
from trainer.model.rubric import Criterion
from trainer.report import words
from trainer.report.better import better
from trainer.report.document import (
    Bar,
    Bars,
    BlankLines,
    Block,
    Cell,
    Checklist,
    Course,
    Document,
    Items,
    Paragraph,
    Run,
    Runs,
    Section,
    Series,
    Table,
    Ticks,
    labelled,
    note,
    runs,
    said,
)
from trainer.report.happened import happened, quoted
from trainer.report.highlights import Highlight, WrongFact, strengths, to_practise, wrong_facts
from trainer.report.next_practice import Advice
from trainer.report.questions import questions
from trainer.report.second_markers import second_markers
from trainer.report.telling import Telling, when
from trainer.session.transcript import Transcript

PLANS = 3
"""Rows of the action plan: more is not kept."""


def debrief(
    transcript: Transcript,
    lang: str,
    advice: Advice | None = None,
    ratings: Sequence[Rating] = (),
) -> Document:
    """The document in `lang`. `advice` is what to practise next, where something was found.

    `ratings`: what second markers gave, to stand beside what the program gave.
    """
    with words.speaking(lang):
        telling = Telling(transcript, lang)
        return Document(
            title=telling.scenario.title,
            lang=lang,
            subject=telling.started.session,
            at=telling.latest,
            particulars=particulars(telling),
            notice=words.how_to_read([transcript]),
            sections=debrief_sections(telling, advice, ratings),
        )


def particulars(telling: Telling) -> tuple[tuple[str, str], ...]:
    """Who, what, when; what is not known is left out."""
    started, scenario = telling.started, telling.scenario
    who = scenario.resident.name
    if scenario.resident.age is not None:
        who = _("{name}, {age}").format(name=who, age=scenario.resident.age)
    finished = telling.transcript.finished
    rubric = in_language(telling.rubric.title, telling.lang)
    practised = not started.is_imported
    begun, ended = when(started.at), when(finished) if finished else telling.unfinished
    if "times" in started.unknown:
        begun, ended = _("not known; the file is of {when}").format(when=begun), ""
    rows = (
        (_("Trainee"), started.trainee),
        (_("Resident"), who if telling.knows("name") else ""),
        (_("Place"), _(words.VENUES[scenario.venue]) if telling.knows("venue") else ""),
        (_("Mode"), _(words.HELD[started.mode])),
        (_("Difficulty"), _("{n} of 5").format(n=scenario.difficulty) if practised else ""),
        (_("Begun"), begun),
        (_("Ended"), ended),
        (_("Judged by"), _("{name}, version {version}").format(name=rubric, version=telling.rubric.version)),
        (_("Session"), started.session),
    )  # fmt: skip
    return tuple((name, value) for name, value in rows if value)


def debrief_sections(
    telling: Telling, advice: Advice | None, ratings: Sequence[Rating]
) -> tuple[Section, ...]:
    """The parts, in order; those with nothing to say are left out. To be called within `speaking`."""
    parts = (
        _reactions(telling),
        happened(telling),
        _result(telling),
        _well(telling),
        _practise(telling),
        _self_assessment(telling),
        second_markers(telling, ratings),
        _mood(telling),
        _levels(telling),
        _questions(telling),
        _plan(telling),
        _next(telling, advice),
        _facts(telling),
        _style(telling),
    )
    return tuple(part for part in parts if part is not None)


def _reactions(telling: Telling) -> Section:
    name = telling.resident
    prompts = (
        _("How was it for you? What is still on your mind?"),
        _("What do you think {name} took away from the talk?").format(name=name),
    )
    blocks: tuple[Block, ...] = (
        note(_("First of all, before the scores: a few words in your own hand.")),
        *(BlankLines(prompt, 2) for prompt in prompts),
    )
    return Section("reactions", _("Reactions"), blocks)


def _result(telling: Telling) -> Section | None:
    card = telling.transcript.scorecard
    if not telling.transcript.turns:
        return None
    bars = [Bar(_("Overall"), card.overall, words.score_word(card.overall))]
    bars += [
        Bar(telling.dimension(d.dimension), d.score, words.replies(d.turns))
        for d in card.dimensions
    ]
    head = (_("What"), _("Score"), "")
    blocks: list[Block] = [Bars(_("Scores"), head, tuple(bars))]
    if telling.started.is_imported:
        told = _(
            "Nothing says what each moment of an imported conversation called for: every criterion counts in "
            "every reply, and its scores do not compare with those of practice."
        )
        blocks.insert(0, note(told))
    if card.penalties:
        blocks.append(Paragraph((labelled(_("Faults"), (), _(": ")),)))
        blocks.append(
            Items(
                tuple(
                    (runs(telling.title(name) + _(": ") + words.times(count)),)
                    for name, count in card.penalties.items()
                )
            )
        )
    if card.caps:
        held = _(", ").join(map(telling.title, card.caps))
        blocks.append(said(_("A severe fault limits the score: {names}").format(names=held)))
    return Section("result", _("Result"), tuple(blocks))


def _well(telling: Telling) -> Section | None:
    best = strengths(telling.transcript)
    if not best:
        return None
    items = []
    for shown in best:
        title = telling.title(shown.criterion.id)
        lines = [labelled(title, _mean(shown.card), _(": "), "good")]
        if shown.finding.evidence:
            lines.append(_in_reply(shown, quoted(shown.finding.evidence)))
        if why := words.why(
            shown.turn, shown.criterion, shown.finding, telling.rubric, telling.lang
        ):
            lines.append(runs(Run(why, "quiet")))
        items.append(tuple(lines))
    return Section("well", _("What went well"), (Items(tuple(items)),))


def _practise(telling: Telling) -> Section | None:
    items = [_wrong(each) for each in wrong_facts(telling.transcript)]
    items += [_weakness(telling, each) for each in to_practise(telling.transcript)]
    if not items:
        return None
    return Section("practise", _("What to practise"), (Items(tuple(items)),))


def _wrong(wrong: WrongFact) -> tuple[Runs, ...]:
    """The words that were wrong beside the fact: nothing weighs more than being told what is not so."""
    title = _("Fault: {name}").format(name=_("a wrong fact"))
    return (
        labelled(title, words.wrong_words(wrong.said), _(": "), "fault"),
        runs(_("The fact: {fact}").format(fact=wrong.fact)),
    )


def _weakness(telling: Telling, shown: Highlight) -> tuple[Runs, ...]:
    criterion, finding = shown.criterion, shown.finding
    title = telling.title(criterion.id)
    if criterion.kind == "penalty":
        title = _("Fault: {name}").format(name=title)
        lines = [labelled(title, _in_reply(shown, quoted(finding.evidence)), _(": "), "fault")]
    else:
        lines = [labelled(title, _mean(shown.card), _(": "))]
    lines.append(runs(Run(in_language(criterion.definition, telling.lang), "quiet")))
    if advised := better(shown.turn, telling.started, telling.lang).get(criterion.id):
        lines.append(_in_reply(shown, advised.told))
    return tuple(line for line in lines if line)


def _in_reply(shown: Highlight, words_: str) -> Runs:
    return runs(_("Reply {n}").format(n=shown.turn.number) + _(": ") + words_)


def _mean(card: CriterionScore) -> str:
    return _("{score} of 100 over {replies}.").format(
        score=round(100 * card.mean), replies=words.replies(card.turns)
    )


def _counted(telling: Telling) -> list[tuple[Criterion, CriterionScore]]:
    """The merits that counted and the faults that occurred, in the rubric's order."""
    cards = {card.criterion: card for card in telling.transcript.scorecard.criteria}
    return [
        (criterion, cards[criterion.id])
        for criterion in telling.rubric.criteria
        if criterion.id in cards and (criterion.kind == "merit" or any(cards[criterion.id].levels))
    ]


def _self_assessment(telling: Telling) -> Section | None:
    rows: list[tuple[Cell, ...]] = []
    for criterion, card in _counted(telling):
        title = telling.aim(criterion)
        names = _level_names(telling, criterion, card)
        counts = {name: names.count(name) for name in names}
        told = _(", ").join(
            name if count == 1 else _("{name} ×{count}").format(name=name, count=count)
            for name, count in counts.items()
        )
        rows.append((title, Ticks(("1", "2", "3")), str(round(100 * card.mean)), told))
    if not rows:
        return None
    head = (_("Criterion"), _("Yourself"), _("Score"), _("In the replies"))
    return Section(
        "self",
        _("Self-assessment"),
        (
            note(
                _(
                    "Tick your own column first: 1 not yet, 2 partly, 3 well. Where you and the score "
                    "differ is what to talk about."
                )
            ),
            Table(head, tuple(rows), (5, 4, 2, 5), frozenset({2})),
        ),
    )


def _level_names(telling: Telling, criterion: Criterion, card: CriterionScore) -> list[str]:
    """What the levels that counted are called, reply by reply."""
    found = [
        words.level_in(criterion, finding, turn.reply, telling.lang)
        for turn in telling.transcript.turns
        if turn.assessment is not None
        for finding in turn.assessment.findings
        if finding.criterion == criterion.id and finding.called
    ]
    if len(found) == len(card.levels):
        return found
    return [words.level_name(criterion, level, telling.lang) for level in card.levels]


def _mood(telling: Telling) -> Section | None:
    if telling.started.is_imported:
        return None
    states = telling.moods
    series = tuple(
        Series(
            _(title),
            tuple(float(getattr(mood, feeling)) for _step, mood in states),
            feeling in BETTER_WHEN_LOW,
        )
        for feeling, title in words.FEELINGS.items()
    )
    title = _("How the resident felt")
    course = Course(title, _("After reply"), tuple(step for step, _m in states), series)
    legend = _(
        "0 is none of it, 100 as much as can be. Anger, anxiety and helplessness are better low, "
        "the others high."
    )
    return Section("mood", title, (course, note(legend)))


def _levels(telling: Telling) -> Section | None:
    counted = _counted(telling)
    blocks: list[Block] = []
    for kind, levels in (("merit", (0, 1, 2)), ("penalty", (0, -1, -2))):
        those = [criterion for criterion, _card in counted if criterion.kind == kind]
        if those:
            head = (_("Criterion"), *(str(level) for level in levels))
            rows = tuple(
                (telling.title(c.id), *(_level(c, level, telling.lang) for level in levels))
                for c in those
            )
            blocks.append(Table(head, rows, (3, 4, 4, 4)))
    return Section("levels", _("What the levels mean"), tuple(blocks)) if blocks else None


def _level(criterion: Criterion, level: int, lang: str) -> str:
    known = criterion.levels.get(level)
    if known is None:
        return ""
    name, told = in_language(known.name, lang), in_language(known.descriptor, lang)
    return name if name == told else name + _(": ") + told


def _questions(telling: Telling) -> Section | None:
    asked = questions(telling)
    if not asked:
        return None
    items = Items(tuple((runs(question),) for question in asked))
    return Section("questions", _("Questions to discuss"), (items,))


def _plan(telling: Telling) -> Section:
    head = (_("What I will do"), _("When, with whom"), _("How I will notice that it works"))
    blocks: list[Block] = [Table(head, (("", "", ""),) * PLANS, (4, 3, 3), roomy=True)]
    offered = [
        labelled(_("Get the fact right"), wrong.fact, _(": "))
        for wrong in wrong_facts(telling.transcript)
    ]
    for shown in to_practise(telling.transcript):
        advised = better(shown.turn, telling.started, telling.lang).get(shown.criterion.id)
        definition = in_language(shown.criterion.definition, telling.lang)
        told = advised.text if advised else definition
        offered.append(labelled(telling.title(shown.criterion.id), told, _(": ")))
    if offered:
        blocks += [note(_("To choose from:")), Checklist(tuple(offered))]
    return Section("plan", _("Action plan"), tuple(blocks))


def _next(telling: Telling, advice: Advice | None) -> Section | None:
    if advice is None:
        return None
    kind = _("Drill") if advice.offer.kind == "drill" else _("Scenario")
    names = _(", ").join(map(telling.title, advice.criteria))
    lines = (
        labelled(kind, advice.offer.title, _(": ")),
        runs(_("It asks for what was weakest here: {names}.").format(names=names)),
        runs(Run(f"trainer play {advice.offer.id}", "quiet")),
    )
    return Section("next", _("Next practice"), (Paragraph(lines),))


def _facts(telling: Telling) -> Section | None:
    if not telling.scenario.facts:
        return None
    cited: dict[str, list[int]] = {}
    for turn in telling.transcript.turns:
        for mention in turn.assessment.cited if turn.assessment else ():
            cited.setdefault(mention.id, []).append(turn.number)
    rows = []
    for fact in telling.scenario.facts:
        source = fact.source or _("local")
        if fact.source and fact.as_of:
            source = _("{source}, as of {date}").format(source=source, date=fact.as_of)
        numbers = ", ".join(map(str, dict.fromkeys(cited.get(fact.id, ()))))
        rows.append((fact.text, source, numbers or "–"))
    head = (_("Fact"), _("Source"), _("Cited in reply"))
    return Section("facts", _("Facts"), (Table(head, tuple(rows), (6, 4, 2)),))


def _style(telling: Telling) -> Section | None:
    if not telling.knows("disc"):
        return None
    told = _("DISC style: {style}").format(style=telling.scenario.resident.disc)
    about = in_language(telling.started.disc.note, telling.lang)
    return Section("style", _("Style of the resident"), (said(told), note(about)))
