"""What line mode tells, as lines of plain text. Pure: values in, lines out."""

from __future__ import annotations

from trainer.i18n import gettext as _
from trainer.model.base import in_language
from trainer.model.event import Started
from trainer.model.scenario import Fact, Scenario, Scene
from trainer.report import words
from trainer.report.highlights import wrong_facts
from trainer.report.remarks import Remark, remarks
from trainer.session.transcript import Transcript, Turn

_MOST_MOVES = 3
"""Feelings of which a change is told after a reply."""
_MOST_QUOTES = 3
"""Pieces of the reply that are quoted for one finding."""


def briefing(transcript: Transcript) -> list[str]:
    """What the trainee knows before the first word."""
    started = transcript.started
    scenario, resident = started.scenario, started.scenario.resident
    about = _("{name}, {age}").format(name=resident.name, age=resident.age)
    lines = [
        scenario.title,
        _("{mode} practice, {place}, difficulty {n} of 5.").format(
            mode=_(words.MODES[started.mode]),
            place=_(words.VENUES[scenario.venue]),
            n=scenario.difficulty,
        ),
        "",
        _("Your role"),
        scenario.role,
        "",
        _("What happened before"),
        scenario.briefing,
        "",
        _("The resident"),
        about if resident.age is not None else resident.name,
        _("Forms of address: {forms}").format(forms=_(", ").join(resident.address_as)),
    ]
    if resident.background:
        lines.append(resident.background)
    lines += ["", _("What this practises"), *(f"- {goal}" for goal in scenario.goals), ""]
    return [*lines, *facts_and_limits(scenario), ""]


def facts_and_limits(scenario: Scenario) -> list[str]:
    """What may be cited, numbered, and what may not be promised."""
    lines = []
    if scenario.facts:
        lines.append(_("What you know"))
        lines += [f"{n}. {fact_in_words(fact)}" for n, fact in enumerate(scenario.facts, 1)]
    if scenario.limits:
        lines += [""] if lines else []
        lines.append(_("What you may not do"))
        lines += [f"- {limit.text}" for limit in scenario.limits]
    return lines


def fact_in_words(fact: Fact) -> str:
    """A fact with its source."""
    if not fact.source:
        return fact.text
    if not fact.as_of:
        return _("{fact} (Source: {source})").format(fact=fact.text, source=fact.source)
    return _("{fact} (Source: {source}, as of {date})").format(
        fact=fact.text, source=fact.source, date=fact.as_of
    )


def guidance(scene: Scene) -> list[str]:
    """The hint and the ready-made replies of a scene."""
    lines = [_("Hint: {hint}").format(hint=scene.hint)] if scene.hint else []
    if scene.choices:
        lines.append(_("Type a number, or a reply of your own:"))
        lines += [f"{n}. {choice.text}" for n, choice in enumerate(scene.choices, 1)]
    return lines


def feedback(turn: Turn, started: Started, lang: str) -> list[str]:
    """What was judged of one reply, and what it did."""
    found = turn.assessment
    if found is None:
        return []
    lines = [
        _("Feedback on reply {n}: {overall} of 100, {word}.").format(
            n=turn.number, overall=found.overall, word=words.score_word(found.overall)
        )
    ]
    if note := words.choice_note(turn, started):
        lines.append(note)
    said = remarks(turn, started, lang)
    lines += [line for each in said if each.is_fault for line in _remark(each)]
    lines += dict.fromkeys(words.breaches(turn, started.scenario))
    lines += [line for each in said if not each.is_fault for line in _remark(each)]
    lines += _moods(turn, started, lang)
    if turn.because:
        lines.append(_("Why the talk went this way: {because}").format(because=turn.because))
    return lines


def ending(transcript: Transcript) -> list[str]:
    """How it ended."""
    end = transcript.ending
    if end is None:
        return []
    return [
        _("The talk is over: {title} ({grade}).").format(
            title=end.title, grade=_(words.GRADES[end.grade])
        ),
        end.text,
    ]


def scorecard(transcript: Transcript, lang: str) -> list[str]:
    """What the session adds up to."""
    card, rubric = transcript.scorecard, transcript.started.rubric
    lines = [
        _("Score for the session: {overall} of 100, {word}.").format(
            overall=card.overall, word=words.score_word(card.overall)
        )
    ]
    titles = {d.id: in_language(d.title, lang) for d in rubric.dimensions}
    lines += [
        _("{title}: {score} of 100").format(
            title=titles.get(d.dimension, d.dimension), score=d.score
        )
        for d in card.dimensions
    ]
    names = {c.id: in_language(c.title, lang) for c in rubric.criteria}
    for wrong in wrong_facts(transcript):
        said = words.then(_("A wrong fact."), words.wrong_words(wrong.said))
        lines.append(words.then(said, _("The fact: {fact}").format(fact=wrong.fact)))
    lines += [
        _("Fault: {name}, {times}").format(name=names.get(each, each), times=words.times(n))
        for each, n in card.penalties.items()
    ]
    if card.caps:
        held = _(", ").join(names.get(each, each) for each in card.caps)
        lines.append(_("A severe fault limits the score: {names}").format(names=held))
    return [*lines, words.advisory()]


def _remark(each: Remark) -> list[str]:
    """One judgement, and the advice on it."""
    said = _("Fault: {title}, {level}.") if each.is_fault else _("{title}: {level}.")
    said = words.then(said.format(title=each.title, level=each.level), each.why)
    pieces = dict.fromkeys(e.text.strip() for e in each.finding.evidence if e.text.strip())
    quotes = [_("“{words}”").format(words=piece) for piece in list(pieces)[:_MOST_QUOTES]]
    if quotes:
        said = words.then(said, _("Your words: {quotes}").format(quotes=_(", ").join(quotes)))
    return [said, "  " + each.better.told] if each.better else [said]


def _moods(turn: Turn, started: Started, lang: str) -> list[str]:
    told = []
    for together, reasons in words.moved(turn, started.disc, lang, _MOST_MOVES):
        changes = _(", ").join(
            _("{feeling} {delta:+d} (now {state})").format(
                feeling=_(words.FEELINGS[feeling]),
                delta=delta,
                state=words.degree(feeling, getattr(turn.after, feeling)),
            )
            for feeling, delta in together
        )
        if reasons:
            changes = _("{changes} – {reason}").format(changes=changes, reason=reasons[0])
        told.append(changes)
    if not told:
        return []
    name = started.scenario.resident.name
    return [_("How {name} feels: {changes}.").format(name=name, changes=_("; ").join(told))]
