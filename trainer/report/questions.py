"""Questions to discuss, made from what happened: a trainer asks, the trainee finds the answer.

In the order of the talk's weight: faults, what was said wrongly, turning points, the weakest criteria,
what was known and not used, how it ended.
"""

from __future__ import annotations

from collections.abc import Iterator

from trainer.i18n import gettext as _
from trainer.model.base import GOOD
from trainer.model.mood import BETTER_WHEN_LOW
from trainer.report import words
from trainer.report.happened import quoted
from trainer.report.highlights import to_practise
from trainer.report.telling import Telling
from trainer.session.transcript import Turn

MOST = 7
"""A discussion has no room for more."""
TURNING = 12
"""Points, over all feelings together, from which a reply counts as a turning point."""
_SHOWN = 60


def questions(telling: Telling) -> list[str]:
    """The questions, at most `MOST`."""
    found = [
        *_faults(telling),
        *_wrong(telling),
        *_turning_points(telling),
        *_weakest(telling),
        *_unused(telling),
        *_ending(telling),
    ]
    return list(dict.fromkeys(found))[:MOST]


def lift(turn: Turn) -> float:
    """What a reply did to the mood: points over all feelings, positive where they got better."""
    if turn.after is None:
        return 0
    return sum(
        float(getattr(turn.after, f) - getattr(turn.before, f))
        * (-1 if f in BETTER_WHEN_LOW else 1)
        for f in words.FEELINGS
    )


def _faults(telling: Telling) -> Iterator[str]:
    asked: set[int] = set()
    for shown in to_practise(telling.transcript):
        if shown.criterion.kind == "penalty" and shown.turn.number not in asked:
            asked.add(shown.turn.number)
            yield _(
                "Reply {n} was heard as “{fault}” ({words}). What did you mean, and what would have said it?"
            ).format(
                n=shown.turn.number,
                fault=telling.title(shown.criterion.id),
                words=quoted(shown.finding.evidence) or brief(shown.turn.reply),
            )


def _wrong(telling: Telling) -> Iterator[str]:
    facts = {fact.id: fact.text for fact in telling.scenario.facts}
    limits = {limit.id: limit.text for limit in telling.scenario.limits}
    for turn in telling.transcript.turns:
        found = turn.assessment
        for mention in found.contradicted if found else ():
            yield _("In reply {n}, which part is not so? The fact: {fact}").format(
                n=turn.number, fact=facts.get(mention.id, mention.id)
            )
        for mention in found.promised if found else ():
            yield _("Reply {n} goes beyond this: {limit} What could you offer instead?").format(
                n=turn.number, limit=words.sentence(limits.get(mention.id, mention.id))
            )


def _turning_points(telling: Telling) -> Iterator[str]:
    turns = [turn for turn in telling.transcript.turns if turn.after is not None]
    if not turns:
        return
    worst, best = min(turns, key=lift), max(turns, key=lift)
    if lift(worst) <= -TURNING:
        yield _(
            "After reply {n} ({words}) {name} felt worse: {changes}. What in it did that? What was needed?"
        ).format(
            n=worst.number,
            words=brief(worst.reply),
            name=telling.resident,
            changes=_changes(worst),
        )
    if lift(best) >= TURNING:
        yield _(
            "After reply {n} ({words}) {name} felt better: {changes}. What did it, and where else could it help?"
        ).format(
            n=best.number, words=brief(best.reply), name=telling.resident, changes=_changes(best)
        )


def _changes(turn: Turn) -> str:
    if turn.after is None:
        return ""
    moved = words.changes(turn.before, turn.after)[:3]
    return _(", ").join(f"{_(words.FEELINGS[feeling])} {delta:+d}" for feeling, delta in moved)


def _weakest(telling: Telling) -> Iterator[str]:
    weak = [h for h in to_practise(telling.transcript, most=5) if h.criterion.kind == "merit"]
    for shown in weak[:2]:
        yield _(
            "“{criterion}” was weakest in reply {n} ({words}). What would {name} have had to hear there?"
        ).format(
            criterion=telling.title(shown.criterion.id),
            n=shown.turn.number,
            words=brief(shown.turn.reply),
            name=telling.resident,
        )


def _unused(telling: Telling) -> Iterator[str]:
    cited = {
        mention.id
        for turn in telling.transcript.turns
        if turn.assessment
        for mention in turn.assessment.cited
    }
    unused = [fact for fact in telling.scenario.facts if fact.id not in cited]
    if unused and telling.transcript.turns:
        yield _("You knew this and did not use it. Where would it have helped? {fact}").format(
            fact=words.sentence(unused[0].text)
        )


def _ending(telling: Telling) -> Iterator[str]:
    ending = telling.transcript.ending
    if telling.started.is_imported:
        return
    if ending is None:
        if telling.transcript.turns:
            yield _(
                "Where was the talk when it stopped, and what would have been your next sentence?"
            )
        return
    if ending.grade in GOOD:
        yield _(
            "It ended with “{ending}”. Which sentence of yours would you keep for next time?"
        ).format(ending=ending.title)
    else:
        yield _(
            "It ended with “{ending}”. At which reply could it still have gone another way, and by which words?"
        ).format(ending=ending.title)


def brief(reply: str) -> str:
    """The beginning of a reply in quotation marks, on one line."""
    flat = " ".join(reply.split())
    if not flat:
        return _("(no words)")
    return _("“{words}”").format(
        words=flat if len(flat) <= _SHOWN else flat[:_SHOWN].rstrip() + "…"
    )
