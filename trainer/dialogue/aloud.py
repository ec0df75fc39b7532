"""Conditions read aloud, as an author says them: “emotional reaction ≥ 1 and anger < 50”.

With a `Situation` each part also tells how it is now, which is why it holds or does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trainer.i18n import N_, texts_in
from trainer.model.base import in_language
from trainer.model.condition import Bound, Condition
from trainer.model.rubric import Criterion, Rubric
from trainer.model.scenario import Scenario

if TYPE_CHECKING:
    from trainer.dialogue.branch import Situation

_FAULTS: Mapping[tuple[float | None, float | None], str] = {
    (0, 0): N_("no {fault}"),
    (-2, -1): N_("{fault} present"),
    (None, -1): N_("{fault} present"),
    (-1, -1): N_("mild {fault}"),
    (-2, -2): N_("severe {fault}"),
    (None, -2): N_("severe {fault}"),
}
"""Bounds on a penalty that read better as words than as numbers."""

_LISTED: Mapping[str, str] = {
    "cites": N_("cites {ids}"),
    "contradicts": N_("gets {ids} wrong"),
    "promises": N_("breaks the limit {ids}"),
    "acts": N_("does: {ids}"),
    "visited": N_("has been in {ids}"),
}


def in_words(
    condition: Condition,
    lang: str,
    rubric: Rubric | None = None,
    scenario: Scenario | None = None,
    now: Situation | None = None,
) -> str:
    """`condition` read aloud in `lang`, “always” where it asks nothing.

    The rubric gives criteria their titles, the scenario gives scenes theirs. With `now`, each number
    that is asked for stands beside the one there is.
    """
    return _Reader(lang, rubric, scenario, now).read(condition)


@dataclass(frozen=True)
class _Reader:
    lang: str
    rubric: Rubric | None
    scenario: Scenario | None
    now: Situation | None

    def read(self, condition: Condition) -> str:
        parts = list(self._parts(condition))
        if not parts:
            return self._say(N_("always"))
        if len(parts) == 1:
            return parts[0][0]
        return self._join(
            self._say(N_(" and ")),
            [self._bracketed(said) if is_compound else said for said, is_compound in parts],
        )

    def _parts(self, condition: Condition) -> Iterator[tuple[str, bool]]:
        """Each part, and whether it is an “or” that needs brackets beside others."""
        for name, bound in condition.levels.items():
            yield self._level(name, bound), False
        for feeling, bound in condition.mood.items():
            # the feelings' names in the catalogue are their ids with a capital
            title = self._low(self._say(feeling.capitalize()))
            there = getattr(self.now.mood, feeling) if self.now else None
            yield self._with(f"{title} {numbers(bound)}", there), False
        if condition.overall is not None:
            there = self.now.assessment.overall if self.now and self.now.assessment else None
            title = self._say(N_("overall"))
            yield self._with(f"{title} {numbers(condition.overall)}", there), False
        for key, form in _LISTED.items():
            if ids := getattr(condition, key):
                named = self._say(N_(", ")).join(self._name(key, each) for each in ids)
                yield self._say(form).format(ids=named), False
        if condition.says:
            quoted = (self._say(N_("“{words}”")).format(words=word) for word in condition.says)
            words = " / ".join(quoted)
            yield self._say(N_("says {words}")).format(words=words), False
        if condition.visits is not None:
            there = self.now.visits.get(self.now.scene, 0) if self.now else None
            title = self._say(N_("times here"))
            yield self._with(f"{title} {numbers(condition.visits)}", there), False
        if condition.turn is not None:
            title, there = self._say(N_("number of the reply")), self.now.turn if self.now else None
            yield self._with(f"{title} {numbers(condition.turn)}", there), False
        for part in condition.all:
            yield self.read(part), _is_either(part)
        if condition.any:
            read = [(self.read(part), _size(part) > 1) for part in condition.any]
            several = len(read) > 1
            said = [
                self._bracketed(each) if several and compound else each for each, compound in read
            ]
            yield self._join(self._say(N_(" or ")), said), several
        if condition.no is not None:
            yield (
                self._say(N_("not {condition}")).format(
                    condition=self._bracketed(self.read(condition.no))
                ),
                False,
            )

    def _level(self, name: str, bound: Bound) -> str:
        known = self.rubric.criterion(name) if self.rubric else None
        title = self._low(in_language(known.title, self.lang) or name) if known else name
        there = self.now.assessment.level(name) if self.now and self.now.assessment else None
        form = _fault_form(known, bound)
        if form:  # in words it tells by itself what there is not
            return self._say(form).format(fault=title)
        return self._with(f"{title} {numbers(bound)}", there)

    def _name(self, key: str, name: str) -> str:
        if key == "acts" and self.rubric:
            action = next((a for a in self.rubric.actions if a.id == name), None)
            return self._low(in_language(action.title, self.lang)) if action else name
        if key == "visited" and self.scenario and (scene := self.scenario.scene(name)):
            return self._say(N_("“{words}”")).format(words=scene.title or name)
        return name

    def _with(self, said: str, there: float | None) -> str:
        if there is None:
            return said
        return self._say(N_("{condition} (now {number})")).format(
            condition=said, number=f"{round(there, 1):g}"
        )

    def _join(self, word: str, parts: list[str]) -> str:
        """Full-width brackets bring their own space."""
        said = parts[0]
        for part in parts[1:]:
            between = word.lstrip() if said.endswith("）") else word
            said += (between.rstrip() if part.startswith("（") else between) + part
        return said

    def _bracketed(self, said: str) -> str:
        return self._say(N_("({condition})")).format(condition=said)

    def _low(self, title: str) -> str:
        """A title within a sentence; what is written in capitals stays."""
        return title if title[1:2].isupper() else title[:1].lower() + title[1:]

    def _say(self, message: str) -> str:
        return texts_in(self.lang)(message)


def numbers(bound: Bound) -> str:
    """A range as signs: `≥ 1`, `< 50`, `40–60`, `= 2`."""
    low = f"{bound.low:g}" if bound.low is not None else None
    high = f"{bound.high:g}" if bound.high is not None else None
    if low is not None and low == high:
        return f"= {low}"
    if low is not None and high is not None:
        return f"{low}–{high}"
    if low is not None:
        return f"{'>' if bound.open_low else '≥'} {low}"
    return f"{'<' if bound.open_high else '≤'} {high}" if high is not None else ""


def _fault_form(criterion: Criterion | None, bound: Bound) -> str | None:
    if criterion is None or criterion.kind != "penalty" or bound.open_low or bound.open_high:
        return None
    return _FAULTS.get((bound.low, bound.high))


def _size(condition: Condition) -> int:
    """How many parts it has that “and” joins."""
    return (
        len(condition.levels)
        + len(condition.mood)
        + sum(bool(getattr(condition, key)) for key in (*_LISTED, "says", "any"))
        + sum(
            each is not None
            for each in (condition.overall, condition.visits, condition.turn, condition.no)
        )
        + len(condition.all)
    )


def _is_either(condition: Condition) -> bool:
    return _size(condition) == 1 and len(condition.any) > 1
