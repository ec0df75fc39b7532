"""Which way the talk goes: conditions tried in order, and why the one that holds does."""

from __future__ import annotations

from collections.abc import Mapping

from trainer.model.assessment import Assessment
from trainer.model.base import Value
from trainer.model.condition import Condition
from trainer.model.mood import Mood


class Situation(Value):
    """All a condition can look at.

    `visits` counts how often each scene was entered, the present one included; `turn` counts
    replies, this one included. Without a reply (`assessment` None) a condition on it does not hold.
    """

    scene: str
    mood: Mood
    visits: Mapping[str, int]
    turn: int
    reply: str = ""
    assessment: Assessment | None = None


def holds(condition: Condition, now: Situation) -> bool:
    """Whether `condition` holds in `now`."""
    return all(held for _, held in parts_of(condition, now))


def parts_of(condition: Condition, now: Situation) -> list[tuple[str, bool]]:
    """Every part of a condition with whether it holds; the part is named by its authored key."""
    found = now.assessment
    judged = found is not None
    cited = {m.id for m in found.cited} if found else set()
    contradicted = {m.id for m in found.contradicted} if found else set()
    promised = {m.id for m in found.promised} if found else set()
    acted = {m.id for m in found.actions} if found else set()
    parts: list[tuple[str, bool]] = [
        (key, judged and bound.holds(found.level(key) if found else 0))
        for key, bound in condition.levels.items()
    ]
    parts += [(key, bound.holds(getattr(now.mood, key))) for key, bound in condition.mood.items()]
    if condition.overall is not None:
        parts.append(("overall", judged and condition.overall.holds(found.overall if found else 0)))
    parts += [("cites", fact in cited) for fact in condition.cites]
    parts += [("contradicts", fact in contradicted) for fact in condition.contradicts]
    parts += [("promises", limit in promised) for limit in condition.promises]
    parts += [("acts", action in acted) for action in condition.acts]
    if condition.says:
        said = now.reply.casefold()
        parts.append(("says", any(word.casefold() in said for word in condition.says)))
    parts += [("visited", now.visits.get(scene, 0) > 0) for scene in condition.visited]
    if condition.visits is not None:
        parts.append(("visits", condition.visits.holds(now.visits.get(now.scene, 0))))
    if condition.turn is not None:
        parts.append(("turn", condition.turn.holds(now.turn)))
    parts += [("all", holds(part, now)) for part in condition.all]
    if condition.any:
        parts.append(("any", any(holds(part, now) for part in condition.any)))
    if condition.no is not None:
        parts.append(("not", not holds(condition.no, now)))
    return parts


def specificity(condition: Condition) -> int:
    """How much a condition asks: lines that ask more are said before those that ask less."""
    return (
        len(condition.levels)
        + len(condition.mood)
        + len(condition.cites)
        + len(condition.contradicts)
        + len(condition.promises)
        + len(condition.acts)
        + len(condition.visited)
        + sum(b is not None for b in (condition.overall, condition.visits, condition.turn))
        + bool(condition.says)
        + sum(map(specificity, condition.all))
        + bool(condition.any)
        + (condition.no is not None)
    )


def unmet(condition: Condition, now: Situation) -> Condition:
    """What of `condition` does not hold in `now`; an empty condition when all of it does."""
    told: dict[str, object] = {}
    for key in ("levels", "mood"):
        asked = getattr(condition, key)
        told[key] = {
            name: bound
            for name, bound in asked.items()
            if not holds(Condition.model_validate({key: {name: bound}}), now)
        }
    for key in ("cites", "contradicts", "promises", "acts", "visited"):
        told[key] = tuple(
            name
            for name in getattr(condition, key)
            if not holds(Condition.model_validate({key: (name,)}), now)
        )
    for key, asked in (
        ("overall", condition.overall),
        ("visits", condition.visits),
        ("turn", condition.turn),
        ("says", condition.says),
        ("not", condition.no),
    ):
        if asked and not holds(Condition.model_validate({key: asked}), now):
            told[key] = asked
    told["all"] = tuple(unmet(part, now) for part in condition.all if not holds(part, now))
    if condition.any and not any(holds(part, now) for part in condition.any):
        either: list[Condition] = []
        for part in condition.any:
            left = unmet(part, now)
            if left not in either:
                either.append(left)
        told["any"] = tuple(either)
    return Condition.model_validate(told)


def met(condition: Condition, now: Situation) -> Condition:
    """A condition that holds in `now`, of its alternatives only the first that does."""
    first = next((part for part in condition.any if holds(part, now)), None)
    return condition.model_copy(
        update={
            "all": tuple(met(part, now) for part in condition.all),
            "any": (met(first, now),) if first is not None else (),
        }
    )
