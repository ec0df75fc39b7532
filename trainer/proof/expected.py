"""What a condition asked for and did not get, in words for whoever wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from trainer.dialogue.aloud import in_words
from trainer.dialogue.branch import Situation, holds
from trainer.i18n import current
from trainer.i18n import gettext as _
from trainer.model.base import in_language
from trainer.model.condition import DIMENSIONS, Bound, Condition
from trainer.model.rubric import Rubric


class Missed(NamedTuple):
    """A key of a condition, as its author writes it, and what was found instead."""

    key: str
    found: str


def missed(condition: Condition, now: Situation, rubric: Rubric) -> Iterator[Missed]:
    """Every part of `condition` that does not hold in `now`, after a judged reply."""
    found = now.assessment
    if found is None:
        raise ValueError("no reply was judged")
    for key, bound in condition.levels.items():
        level = found.level(key)
        if not bound.holds(level):
            criterion = rubric.criterion(key)
            penalty = criterion is not None and criterion.kind == "penalty"
            yield Missed(
                key,
                _instead(title_of(key, rubric), _level(level, penalty), _wanted(bound, penalty)),
            )
    numbers: dict[str, tuple[Bound, float]] = {
        key: (bound, getattr(now.mood, key)) for key, bound in condition.mood.items()
    }
    if condition.overall is not None:
        numbers["overall"] = condition.overall, found.overall
    if condition.visits is not None:
        numbers["visits"] = condition.visits, now.visits.get(now.scene, 0)
    if condition.turn is not None:
        numbers["turn"] = condition.turn, now.turn
    for key, (bound, number) in numbers.items():
        if not bound.holds(number):
            yield Missed(
                key, _instead(title_of(key, rubric), f"{round(number, 1):g}", _wanted(bound))
            )
    for key, wanted, mentions, said in (
        ("cites", condition.cites, found.cited, _("the fact “{name}” was not cited")),
        ("contradicts", condition.contradicts, found.contradicted, _("the fact “{name}” was not contradicted")),
        ("promises", condition.promises, found.promised, _("the limit “{name}” was not broken")),
        ("acts", condition.acts, found.actions, _("the action “{name}” was not found")),
    ):  # fmt: skip
        there = {mention.id for mention in mentions}
        for name in wanted:
            if name not in there:
                yield Missed(key, said.format(name=name))
    if condition.says and not holds(Condition(says=condition.says), now):
        words = _(", ").join(_("“{words}”").format(words=each) for each in condition.says)
        yield Missed("says", _("none of these words was said: {words}").format(words=words))
    for scene in condition.visited:
        if not now.visits.get(scene):
            yield Missed("visited", _("the talk has not been in “{name}”").format(name=scene))
    for part in condition.all:
        if not holds(part, now):
            yield Missed("all", _unheld(part, now, rubric))
    if condition.any and not any(holds(part, now) for part in condition.any):
        yield Missed("any", _unheld(Condition(any=condition.any), now, rubric))
    if condition.no is not None and holds(condition.no, now):
        yield Missed("not", _unheld(Condition(no=condition.no), now, rubric))


def title_of(key: str, rubric: Rubric) -> str:
    """A criterion or feeling as its reader knows it, with the id that its author writes."""
    criterion = rubric.criterion(key)
    title = in_language(criterion.title, current()) if criterion else ""
    if key in DIMENSIONS:
        title = _(key.capitalize())  # the feelings' names in the catalogue
    if not title or title.lower() == key:
        return _("“{words}”").format(words=key)
    return _("{title} ({id})").format(title=title, id=key)


def _instead(title: str, found: str, wanted: str) -> str:
    return _("{title} was {found}, {wanted} was expected").format(
        title=title, found=found, wanted=wanted
    )


def _level(level: int, penalty: bool) -> str:
    if not penalty:
        return str(level)
    return {0: _("absent"), -1: _("mild"), -2: _("severe")}.get(level, str(level))


def _wanted(bound: Bound, penalty: bool = False) -> str:
    low, high = bound.low, bound.high
    if penalty:
        match low, high:
            case (0, 0):
                return _("absent")
            case (-2, -1):
                return _("present")
            case (-1, -1):
                return _("mild")
            case (-2, -2):
                return _("severe")
    if low is not None and high is not None:
        if low == high:
            return f"{low:g}"
        return _("{low} to {high}").format(low=f"{low:g}", high=f"{high:g}")
    if low is not None:
        said = _("above {n}") if bound.open_low else _("at least {n}")
        return said.format(n=f"{low:g}")
    said = _("below {n}") if bound.open_high else _("at most {n}")
    return said.format(n=f"{high:g}")


def _unheld(condition: Condition, now: Situation, rubric: Rubric) -> str:
    return _("this did not hold: {condition}").format(
        condition=in_words(condition, current(), rubric, now=now)
    )
