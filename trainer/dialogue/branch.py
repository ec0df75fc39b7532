"""Which way the talk goes: conditions tried in order, and why the one that holds does."""

from __future__ import annotations

from collections.abc import Mapping

from trainer.model.assessment import Assessment
from trainer.model.base import Value
from trainer.model.condition import Bound, Condition
from trainer.model.mood import Mood
from trainer.model.rubric import Rubric


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


def in_words(condition: Condition, lang: str, rubric: Rubric | None = None) -> str:
    """A condition read aloud: `emotional_reaction ≥ 1 and anger < 50`."""
    zh = lang.startswith("zh")

    def name(criterion: str) -> str:
        known = rubric.criterion(criterion) if rubric else None
        return (known.title.get(lang) or criterion) if known else criterion

    parts = [f"{name(k)} {_bound(b)}" for k, b in condition.levels.items()]
    parts += [f"{k} {_bound(b)}" for k, b in condition.mood.items()]
    for key, one in (
        ("overall", condition.overall),
        ("visits", condition.visits),
        ("turn", condition.turn),
    ):
        if one is not None:
            parts.append(f"{key} {_bound(one)}")
    for key in ("cites", "contradicts", "promises", "acts", "says", "visited"):
        if listed := getattr(condition, key):
            parts.append(f"{key} {(' / ' if key == 'says' else ', ').join(listed)}")
    parts += [f"({in_words(part, lang, rubric)})" for part in condition.all]
    if condition.any:
        either = ("，或" if zh else " or ").join(in_words(p, lang, rubric) for p in condition.any)
        parts.append(f"({either})")
    if condition.no is not None:
        parts.append(("并非" if zh else "not ") + f"({in_words(condition.no, lang, rubric)})")
    return ("，且" if zh else " and ").join(parts) or ("总是" if zh else "always")


def _bound(bound: Bound) -> str:
    low = f"{bound.low:g}" if bound.low is not None else None
    high = f"{bound.high:g}" if bound.high is not None else None
    if low is not None and low == high:
        return f"= {low}"
    if low is not None and high is not None:
        return f"{low}–{high}"
    if low is not None:
        return f"{'>' if bound.open_low else '≥'} {low}"
    return f"{'<' if bound.open_high else '≤'} {high}"
