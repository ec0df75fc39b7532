"""States in words, for every face of the program: feelings, levels, scores, places, reasons.

The first screen needs some of them, so no model is imported before it is used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from trainer import i18n
from trainer.i18n import N_, ngettext
from trainer.i18n import gettext as _

if TYPE_CHECKING:
    from datetime import datetime

    from trainer.model.assessment import Assessment, Finding
    from trainer.model.disc import Disc
    from trainer.model.event import Started
    from trainer.model.mood import Mood
    from trainer.model.rubric import Criterion, Rubric
    from trainer.model.scenario import Fact, Scenario
    from trainer.session.transcript import Transcript, Turn


VENUES: Mapping[str, str] = {
    "hall": N_("service hall"),
    "community": N_("community office"),
    "visit": N_("home visit"),
    "hotline": N_("hotline"),
    "incident": N_("incident"),
}
STAGES: Mapping[str, str] = {
    "opening": N_("opening"),
    "middle": N_("middle"),
    "closing": N_("closing"),
}
MODES: Mapping[str, str] = {
    "coached": N_("Coached"),
    "guided": N_("Guided"),
    "exam": N_("Exam"),
}
HELD: Mapping[str, str] = {**MODES, "imported": N_("Imported conversation")}
"""How a session came about: practised in a mode, or a conversation that really took place."""
MODE_NOTES: Mapping[str, str] = {
    "coached": N_("feedback after every reply"),
    "guided": N_("feedback, and ready-made replies where the scenario has them"),
    "exam": N_("no feedback until the end"),
}
GRADES: Mapping[str, str] = {
    "A": N_("satisfied"),
    "B": N_("accepts a reasoned no"),
    "C": N_("leaves unhappy"),
    "D": N_("complains"),
    "E": N_("films and posts"),
    "F": N_("emergency"),
}
FEELINGS: Mapping[str, str] = {
    "anger": N_("Anger"),
    "anxiety": N_("Anxiety"),
    "helplessness": N_("Helplessness"),
    "trust": N_("Trust"),
    "face": N_("Face"),
    "patience": N_("Patience"),
    "fairness": N_("Fairness"),
}
_DEGREES: Mapping[str, tuple[str, ...]] = {
    "anger": (N_("calm"), N_("irritated"), N_("angry"), N_("very angry"), N_("furious")),
    "anxiety": (N_("at ease"), N_("uneasy"), N_("worried"), N_("very anxious"), N_("panicking")),
    "helplessness": (
        N_("sees a way"), N_("a bit lost"), N_("at a loss"), N_("helpless"), N_("in despair"),
    ),
    "trust": (N_("no trust"), N_("wary"), N_("unsure"), N_("trusting"), N_("full trust")),
    "face": (N_("humiliated"), N_("stung"), N_("composed"), N_("respected"), N_("honoured")),
    "patience": (
        N_("used up"), N_("running out"), N_("some left"), N_("patient"), N_("very patient"),
    ),
    "fairness": (
        N_("feels wronged"), N_("feels slighted"), N_("undecided"), N_("feels fairly treated"),
        N_("sees full fairness"),
    ),
}  # fmt: skip


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Within it, texts are in `lang`, whatever the interface's language is."""
    before = i18n.current()
    if before == lang:
        yield
        return
    i18n.use(lang)
    try:
        yield
    finally:
        i18n.use(before)


def degree(feeling: str, value: float) -> str:
    """How strong a feeling is, 0..100 in five words."""
    return _(_DEGREES[feeling][min(4, max(0, int(value // 20)))])


def level_name(criterion: Criterion, level: int, lang: str) -> str:
    """A level as a word: the rubric's."""
    from trainer.model.base import in_language

    known = criterion.levels.get(level)
    return in_language(known.name, lang) if known else str(level)


def lacks_action(criterion: Criterion, level: int, reply: str) -> bool:
    """Whether an action was due and none is written: nothing was done wrong, it is missing."""
    if criterion.called_by != "action" or level != 0:
        return False
    from trainer.scoring.text import inside_actions

    return not any(character.isalnum() for character in inside_actions(reply))


def level_in(criterion: Criterion, finding: Finding, reply: str, lang: str) -> str:
    """The level of a finding as a word: the rubric's, unless what is judged is not there at all."""
    if lacks_action(criterion, finding.level, reply):
        return _("no action written")
    return level_name(criterion, finding.level, lang)


def why(turn: Turn, criterion: Criterion, finding: Finding, rubric: Rubric, lang: str) -> str:
    """Why a finding has its level.

    In `lang`, though it was judged in another, as far as the rubric says it; of a way of speaking what
    speaks for the level, not what speaks against it.
    """
    from trainer.model.base import in_language

    if lacks_action(criterion, finding.level, turn.reply):
        return _("an action was due here, in square brackets")
    known = criterion.levels.get(finding.level)
    if known is None or not finding.why.startswith(tuple(filter(None, known.descriptor.values()))):
        return finding.why
    told = in_language(known.descriptor, lang)
    if finding.doubtful:
        return told + _(" (a close call: others may not hear it so)")
    of_style = rubric.style is not None and rubric.style.criterion == criterion.id
    manner = _manner(turn, finding.level, rubric, lang) if of_style else ""
    return told + _(" ({words})").format(words=manner) if manner else told


def _manner(turn: Turn, level: int, rubric: Rubric, lang: str) -> str:
    """What in the way of speaking suited the resident, where the level is not low, and what clashed."""
    from trainer.model.base import in_language

    features = rubric.style.features if rubric.style else ()
    found = [m.id for m in turn.assessment.features] if turn.assessment else []
    suits = [in_language(f.title, lang) for f in features if f.id in found and level > 0]
    clashes = [in_language(f.title, lang) for f in features if f"!{f.id}" in found and level < 2]
    parts = [_("suits: {names}").format(names=_(", ").join(suits))] if suits else []
    if clashes:
        parts.append(_("clashes: {names}").format(names=_(", ").join(clashes)))
    return _("; ").join(parts)


def choice_note(turn: Turn, started: Started) -> str:
    """What the scenario says of a ready-made reply that was taken as it is; else nothing."""
    if started.mode != "guided":
        return ""
    return next((c.note or "" for c in turn.scene.choices if c.text == turn.reply), "")


def score_word(overall: int) -> str:
    """0..100 as a word."""
    if overall >= 85:
        return _("excellent")
    if overall >= 70:
        return _("good")
    if overall >= 50:
        return _("fair")
    return _("needs work")


def changes(before: Mood, after: Mood) -> list[tuple[str, int]]:
    """The feelings that moved by a point or more, the most moved first."""
    moved = [(f, round(getattr(after, f) - getattr(before, f))) for f in FEELINGS]
    return sorted((m for m in moved if m[1]), key=lambda m: -abs(m[1]))


def cause(disc: Disc, effect: str, lang: str) -> str:
    """Why a feeling moved, in words."""
    from trainer.model.base import in_language

    if effect == "no_progress":
        return _("nothing got better")
    if effect == "branch":
        return _("the turn the talk took")
    return next((in_language(e.title, lang) for e in disc.effects if e.id == effect), effect)


def reasons(turn: Turn, feeling: str, disc: Disc, lang: str) -> list[tuple[str, float]]:
    """What moved a feeling, in words, and by how much, the strongest first; what reads alike is one.

    A feeling goes no lower than 0 and no higher than 100: what a reason would have moved beyond that
    does not count, so that the reasons add up.
    """
    from trainer.dialogue.mood import shift

    sums: dict[str, float] = {}
    before = turn.before
    for move in turn.moves:
        if move.dimension == feeling:
            told = cause(disc, move.cause, lang)
            after = shift(before, [move])
            points = round(getattr(after, feeling) - getattr(before, feeling), 6)
            sums[told] = sums.get(told, 0.0) + points
            before = after
    return sorted((s for s in sums.items() if s[1]), key=lambda s: -abs(s[1]))


class Moved(NamedTuple):
    """Feelings that moved mostly for the same reason: by how much, and why, the strongest first."""

    changes: tuple[tuple[str, int], ...]
    reasons: tuple[str, ...]


def moved(turn: Turn, disc: Disc, lang: str, most: int | None = None) -> list[Moved]:
    """How a judged reply moved the mood: each reason once, with the feelings that it moved most.

    `most`: of so many feelings, those that moved most.
    """
    if turn.after is None:
        return []
    groups: dict[str, list[tuple[str, int]]] = {}
    weights: dict[str, dict[str, float]] = {}
    for feeling, delta in changes(turn.before, turn.after)[:most]:
        behind = [r for r in reasons(turn, feeling, disc, lang) if r[1] * delta > 0]
        first = behind[0][0] if behind else ""
        groups.setdefault(first, []).append((feeling, delta))
        weight = weights.setdefault(first, {})
        for told, points in behind:
            weight[told] = weight.get(told, 0.0) + abs(points)
    named = set(groups)
    found = []
    for first, together in groups.items():
        new = [told for told in weights[first] if told not in named]
        others = sorted(new, key=lambda told: -weights[first][told])
        named.update(others)
        found.append(Moved(tuple(together), tuple(filter(None, (first, *others)))))
    return found


def merits(found: Assessment, rubric: Rubric) -> list[tuple[Criterion, Finding]]:
    """What was called for and is no fault, in the rubric's order."""
    return [(c, f) for c, f in in_rubric_order(found, rubric) if f.called and c.kind == "merit"]


def faults(found: Assessment, rubric: Rubric) -> list[tuple[Criterion, Finding]]:
    """The faults that occurred, in the rubric's order."""
    return [
        (c, f) for c, f in in_rubric_order(found, rubric) if c.kind == "penalty" and f.level < 0
    ]


def breaches(turn: Turn, scenario: Scenario) -> list[str]:
    """What a reply got wrong beside the criteria: another language or matter, not the facts, beyond the limits."""
    found = turn.assessment
    if found is None:
        return []
    foreign = _foreign(turn.reply, scenario.lang)
    facts = {fact.id: fact.text for fact in scenario.facts}
    limits = {limit.id: limit.text for limit in scenario.limits}
    return [
        *([foreign] if foreign else []),
        *([_("This seems to answer another matter.")] if found.elsewhere and not foreign else []),
        *(
            _("“{words}” is not what the facts say: {fact}").format(
                words=" ".join(m.evidence.text.split()), fact=facts.get(m.id, m.id)
            )
            for m in found.contradicted
        ),
        *(
            _("Beyond what you may do: {limit}").format(limit=limits.get(m.id, m.id))
            for m in found.promised
        ),
    ]


def _foreign(reply: str, lang: str) -> str:
    """What to say of a reply in Chinese to an English resident or the other way round, else nothing."""
    from trainer.scoring.text import answered_in

    match answered_in(reply, lang):
        case "en":
            return _(
                "This talk is in Chinese. The reply is judged as English; it is not compared with the facts."
            )
        case "zh-CN":
            return _(
                "This talk is in English. The reply is judged as Chinese; it is not compared with the facts."
            )
    return ""


_SOURCED = N_("{fact} That is in {source}.")


def sourced(fact: Fact, lang: str) -> str:
    """A fact as it can be said, with the source it rests on, in `lang`, its scenario's language."""
    known = i18n.normal(lang)
    if not fact.source or known is None:
        return fact.text
    return i18n.texts_in(known)(_SOURCED).format(fact=sentence(fact.text), source=fact.source)


def wrong_words(said: Iterable[tuple[int, str]]) -> str:
    """Reply 2: “…”, reply by reply."""
    return _("; ").join(
        _("Reply {n}").format(n=number) + _(": ") + _("“{words}”").format(words=spoken)
        for number, spoken in said
    )


def in_rubric_order(found: Assessment, rubric: Rubric) -> list[tuple[Criterion, Finding]]:
    """Each finding with its criterion; a finding on a criterion the rubric lacks is left out."""
    by_id = {f.criterion: f for f in found.findings}
    return [(c, by_id[c.id]) for c in rubric.criteria if c.id in by_id]


_CLOSING = "”’\"')）"
"""What may stand behind the stop of a sentence."""


def then(first: str, second: str) -> str:
    """Two sentences, one after the other."""
    second = sentence(second)
    between = " " if second and not first.rstrip(_CLOSING).endswith(("。", "！", "？")) else ""
    return first + between + second


def sentence(said: str) -> str:
    """`said` with its capital and its full stop."""
    said = said.strip()
    if said and said.rstrip(_CLOSING)[-1:] not in tuple(".!?。！？…"):
        said += "。" if any(character >= "\u2e80" for character in said) else "."
    return said[:1].upper() + said[1:]


def replies(number: int) -> str:
    """3 replies."""
    return ngettext("{n} reply", "{n} replies", number).format(n=number)


def times(number: int) -> str:
    """3 times."""
    return ngettext("{n} time", "{n} times", number).format(n=number)


def when(at: datetime) -> str:
    """A time as people write it, in local time."""
    return at.astimezone().strftime("%Y-%m-%d %H:%M")


def signed(points: float) -> str:
    """+6, -11: ASCII signs, narrow everywhere."""
    return f"{round(points):+d}"


def notice(transcripts: Iterable[Transcript]) -> str:
    """What must be said of sessions wherever they are told: what scores are, and whether some is missing."""
    if not any(transcript.incomplete for transcript in transcripts):
        return advisory()
    missing = _(
        "The file of a session told here is damaged or was cut off: what follows the damage is missing, and "
        "counts in no score."
    )
    return then(missing, advisory())


def how_to_read(transcripts: Iterable[Transcript]) -> str:
    """What stands at the head of a report: `notice`, and what the overall score is."""
    return then(notice(transcripts), of_overall())


def of_overall() -> str:
    """What the overall score is, since beside scores by criterion it reads as their mean."""
    return _("The overall score judges each reply as a whole: it is not the mean of the criteria.")


def interval(bounds: tuple[float, float] | None, digits: int) -> str:
    """Where a figure lies, in brackets to stand behind it; nothing where that is not known."""
    if bounds is None:
        return ""
    low, high = (f"{value:.{digits}f}" for value in bounds)
    return _(" ({low} to {high})").format(low=low, high=high)


def advisory() -> str:
    """What must be said wherever scores are shown."""
    return _(
        "Scores are advisory: they are computed from the words alone, for practice. "
        "A trainer's judgement stands above them."
    )
