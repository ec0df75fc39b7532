"""Conditions as authors write them, read into `Condition`.

A flat mapping of criteria, moods and other keys becomes bounds; the names that it refers to are noted
with their places, for the rules to check.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, NamedTuple

from trainer.content import codes
from trainer.content.nearest import shorten
from trainer.content.nodes import Entry, Fields, Items, Made, Mark, Node, Scalar, text_of
from trainer.content.problems import Problems, did_you_mean, list_all, respell, titles_of
from trainer.content.signs import half_width, hint_at, run_on
from trainer.i18n import gettext as _
from trainer.model.condition import DIMENSIONS, SPECIAL_KEYS, Bound, Condition, read_bound
from trainer.model.diagnostic import Edit
from trainer.model.rubric import Criterion, Rubric
from trainer.model.walkthrough import Outcome

Kind = Literal["scene", "next", "fact", "limit", "criterion", "action"]

_LISTS: dict[str, Kind | None] = {
    "cites": "fact",
    "contradicts": "fact",
    "promises": "limit",
    "acts": "action",
    "visited": "scene",
    "says": None,
}
_NUMBERS = {"overall": (0.0, 100.0), "visits": (1.0, 1e6), "turn": (1.0, 1e6)}
_READ_AS_IT_IS = frozenset(SPECIAL_KEYS)
_MERIT, _PENALTY, _DEGREE = (0.0, 2.0), (-2.0, 0.0), (0.0, 100.0)

_SCENE = "scene"
"""What the key is called that names, beside those of a condition, the scene after a reply."""

_FAULTY = Condition(turn=Bound(low=1))
"""Stands in for a condition with mistakes: neither empty nor ever used."""


_read_bound = lru_cache(maxsize=4096)(read_bound)
"""Few forms make up nearly all bounds."""

_FEELINGS = frozenset(DIMENSIONS)
_OF_CONDITIONS = frozenset({"all", "any", "not"})
_ALWAYS_KNOWN = _FEELINGS | _READ_AS_IT_IS
"""Keys that mean the same by every rubric."""


@lru_cache(maxsize=4096)
def _simple(
    levels: tuple[tuple[str, Bound], ...],
    mood: tuple[tuple[str, Bound], ...],
    rest: tuple[tuple[str, object], ...],
) -> Condition:
    """A condition without conditions in it; few of them make up nearly all."""
    return Condition.model_validate({"levels": dict(levels), "mood": dict(mood), **dict(rest)})


class Use(NamedTuple):
    """A name that a condition refers to."""

    kind: Kind
    name: str
    mark: Mark


class _Parts(NamedTuple):
    """What a condition is made of: bounds on levels and feelings, and its other keys."""

    levels: dict[str, Bound]
    mood: dict[str, Bound]
    rest: dict[str, object]

    def condition(self) -> Condition:
        """The condition."""
        if self.rest.keys() & _OF_CONDITIONS:
            return Condition.model_validate({"levels": self.levels, "mood": self.mood, **self.rest})
        return _simple(
            tuple(self.levels.items()), tuple(self.mood.items()), tuple(self.rest.items())
        )


@dataclass(slots=True)
class Conditions:
    """Reads the conditions of one scenario. Without a rubric any word may be a criterion."""

    problems: Problems
    rubric: Rubric | None
    uses: list[Use] = field(default_factory=list)
    criteria: dict[str, Criterion] = field(init=False)

    def __post_init__(self) -> None:
        self.criteria = {c.id: c for c in self.rubric.criteria} if self.rubric else {}

    def knows(self, key: str) -> bool:
        """Whether `key` is sure to be one of a condition's."""
        return key in _ALWAYS_KNOWN or key in self.criteria

    def read(self, node: Node) -> Node:
        """`node` as a condition; left as it is when it is no mapping."""
        if not isinstance(node, Fields):
            return node
        condition = self._read(node)
        return Made(node.mark, _FAULTY if condition is None else condition, node)

    def outcome(self, node: Node) -> Node:
        """`node` as what must follow a reply: a condition, with `scene` beside its keys."""
        if not isinstance(node, Fields):
            return node
        read = self._parts(node, (_SCENE,))
        if read is None:
            return Made(node.mark, Outcome(condition=_FAULTY), node)
        scene = read.rest.pop(_SCENE, None)
        condition = read.condition()
        return Made(
            node.mark, Outcome.model_validate({_SCENE: scene, "condition": condition}), node
        )

    def _read(self, fields: Fields) -> Condition | None:
        parts = self._parts(fields)
        return None if parts is None else parts.condition()

    def _parts(self, fields: Fields, more: tuple[str, ...] = ()) -> _Parts | None:
        """The parts of a condition, with any of `more` among its keys; None when one is faulty."""
        levels: dict[str, Bound] = {}
        feelings: dict[str, Bound] = {}
        rest: dict[str, object] = {}
        faulty = False
        for written, entry in fields.entries.items():
            key: str | None = written
            if not self.knows(written):
                key = self._key(written, entry, fields, more)
            if key is None:
                faulty = True
            elif key in more or key in _READ_AS_IT_IS:
                read = self._scene if key in more else self._special
                rest[key] = value = read(key, entry.node)
                faulty |= value is None
            else:
                mood = key in _FEELINGS
                node = entry.node
                bound = self._bound(key, node, _DEGREE) if mood else self._level(key, node)
                if bound is None:
                    faulty = True
                else:
                    (feelings if mood else levels)[key] = bound
        return None if faulty else _Parts(levels, feelings, rest)

    def _scene(self, key: str, node: Node) -> str | None:
        """The name of the scene that comes next."""
        name = text_of(node)
        if not name:
            self.problems.add(
                codes.WRONG_KIND, node.mark, _("“{key}” needs the id of a scene.").format(key=key)
            )
            return None
        self.uses.append(Use("next", name, node.mark))
        return name

    def _special(self, key: str, node: Node) -> object:
        """The value of a key that is neither a criterion nor a mood; None when it is faulty."""
        if key in _NUMBERS:
            return self._bound(key, node, _NUMBERS[key])
        if key in _LISTS:
            return self._names(key, node)
        return self._one(key, node) if key == "not" else self._several(key, node)

    def _key(self, key: str, entry: Entry, fields: Fields, more: tuple[str, ...]) -> str | None:
        """The key that is meant, None when it cannot be told."""
        if self.rubric is None or key in more:
            return key
        known = [*self.criteria, *DIMENSIONS, *SPECIAL_KEYS, *more]
        message = _("“{key}” is no criterion, mood or other key of a condition.").format(
            key=shorten(key)
        )
        if joined := run_on(entry.mark, key, known):  # its value is only part of what was meant
            self.problems.add(
                codes.UNKNOWN_CRITERION, entry.mark, message, joined.hint, fix=joined.fix
            )
            return None
        near, fix = self._titles.get(key.casefold()), tuple[Edit, ...]()
        if near:
            fix = (Edit(line=entry.mark.line, column=entry.mark.column, old=key, new=near),)
        elif not self.problems.full and (near := self.problems.nearest(key, known)):
            fix = respell(entry.mark, key, known)
        hint = did_you_mean(near) if near else list_all(self.criteria)
        self.problems.add(codes.UNKNOWN_CRITERION, entry.mark, message, hint, fix=fix)
        return near if near and near not in fields.entries else None

    @property
    def _titles(self) -> Mapping[str, str]:
        """What criteria and moods are called where authors see them, with their keys."""
        moods = {_(mood.capitalize()).casefold(): mood for mood in DIMENSIONS}
        return {**moods, **titles_of(self.criteria.values())}

    def _level(self, criterion_id: str, node: Node) -> Bound | None:
        criterion = self.criteria.get(criterion_id)
        merit = criterion is None or criterion.kind == "merit"
        number = node.value if isinstance(node, Scalar) else None
        if merit and isinstance(number, int | float) and not isinstance(number, bool):
            if number == 0:
                self.problems.add(
                    codes.BOUND_IDLE,
                    node.mark,
                    _("A bare 0 means “at least 0”, which always holds."),
                    _("Write “exactly 0” if it has to be missing."),
                    severity="warning",
                )
            if number >= 0 or criterion:
                bound = Bound(low=number)
                return bound if self._can_hold(criterion_id, bound, node.mark, _MERIT) else None
        if criterion is None:
            return self._bound(criterion_id, node, (-2.0, 2.0))
        return self._bound(criterion_id, node, _MERIT if merit else _PENALTY)

    def _bound(self, key: str, node: Node, span: tuple[float, float]) -> Bound | None:
        if not isinstance(node, Scalar) or node.value is None:
            self.problems.add(
                codes.BOUND_UNREADABLE,
                node.mark,
                _("“{key}” needs a bound.").format(key=key),
                _hint_of(span),
            )
            return None
        value = node.value
        number = value if isinstance(value, int | float) and not isinstance(value, bool) else None
        try:
            bound = _read_bound(node.text[:200] if number is None else number)
        except ValueError:
            narrow = half_width(node.mark, node.text)
            self.problems.add(
                codes.BOUND_UNREADABLE,
                node.mark,
                _("“{text}” cannot be read as a bound.").format(text=shorten(node.text)),
                narrow[0] if narrow else hint_at(node.text) or _hint_of(span),
                fix=narrow[1] if narrow else (),
            )
            return None
        return bound if self._can_hold(key, bound, node.mark, span) else None

    def _can_hold(self, key: str, bound: Bound, mark: Mark, span: tuple[float, float]) -> bool:
        low, high = span
        floor = low if bound.low is None else max(low, bound.low)
        ceiling = high if bound.high is None else min(high, bound.high)
        if floor < ceiling or (floor == ceiling and bound.holds(floor)):
            return True
        self.problems.add(
            codes.BOUND_IDLE,
            mark,
            _("This can never hold: “{key}” is a number from {low} to {high}.").format(
                key=key, low=f"{low:g}", high=f"{high:g}"
            )
            if high < 1e6
            else _("This can never hold."),
            _hint_of(span),
        )
        return False

    def _names(self, key: str, node: Node) -> tuple[str, ...] | None:
        items = node.items if isinstance(node, Items) else [node]
        names: list[str] = []
        kind = _LISTS[key]
        for item in items:
            name = text_of(item)
            if not name:
                self.problems.add(
                    codes.WRONG_KIND,
                    item.mark,
                    _("“{key}” needs a list of words.").format(key=key),
                    _("Write them in brackets: [first, second]."),
                )
                return None
            if kind and (hint := hint_at(name)):
                self.problems.add(
                    codes.FORM,
                    item.mark,
                    _("“{value}” is not possible for “{key}”.").format(
                        value=shorten(name), key=key
                    ),
                    hint,
                )
                return None
            names.append(name)
            if kind:
                self.uses.append(Use(kind, name, item.mark))
        if not names:
            self.problems.add(
                codes.TOO_FEW, node.mark, _("“{key}” needs at least one item.").format(key=key)
            )
            return None
        return tuple(names)

    def _several(self, key: str, node: Node) -> tuple[Condition, ...] | None:
        if not isinstance(node, Items) or not node.items:
            self.problems.add(
                codes.WRONG_KIND,
                node.mark,
                _("“{key}” needs a list of conditions.").format(key=key),
                _("Write each condition on a line of its own that begins with “- ”."),
            )
            return None
        read = [self._one(key, item) for item in node.items]
        return None if None in read else tuple(each for each in read if each is not None)

    def _one(self, key: str, node: Node) -> Condition | None:
        if isinstance(node, Fields):
            return self._read(node)
        known = [*self.criteria, *DIMENSIONS, *SPECIAL_KEYS]
        joined = run_on(node.mark, text_of(node) or "", known)
        self.problems.add(
            codes.WRONG_KIND,
            node.mark,
            _("“{key}” needs a condition: lines of the form “key: value”.").format(key=key),
            joined.hint if joined else None,
            fix=joined.fix if joined else (),
        )
        return None


def _hint_of(span: tuple[float, float]) -> str:
    if span == _MERIT:
        return _("Write “at least 1”, “exactly 0” or “at most 1”.")
    if span == _PENALTY:
        return _("Write “absent”, “present”, “mild” or “severe”.")
    if span == _DEGREE:
        return _("Write “below 50”, “above 60” or “40 to 60”.")
    return _("Write “at least 2”, “at most 3” or “exactly 1”.")
