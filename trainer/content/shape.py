"""The keys of a document, checked against the models and mended where the meaning is plain.

A misspelt key is told once and then read as the key that was meant, so that all that stands under it is
checked as well and nothing is called missing that is only misspelt. Shorthands that authors may write
are expanded on the way (`Shorthand`); the result is what the models expect, every mark kept.
"""

from __future__ import annotations

import collections.abc
import types
import typing
from collections.abc import Callable, Collection, Mapping, Set
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel

from trainer.content import codes
from trainer.content.nearest import shorten
from trainer.content.nodes import Entry, Fields, Items, Node
from trainer.content.problems import (
    LIMIT,
    Problems,
    did_you_mean,
    list_all,
    respell,
)
from trainer.content.signs import run_on
from trainer.i18n import gettext as _


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value without keys of its own."""


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list whose items have all the same shape."""

    item: Shape


@dataclass(frozen=True, slots=True)
class MapOf:
    """A mapping with keys of its author's choice, or only those in `keys`."""

    keys: tuple[str, ...] | None
    value: Shape


@dataclass(frozen=True, slots=True)
class Model:
    """A mapping with the keys of a model."""

    model: type[BaseModel]


Shape = Leaf | ListOf | MapOf | Model
LEAF = Leaf()


@dataclass(frozen=True, slots=True)
class Shorthand:
    """How authors may write a model otherwise.

    `before` sees the value as written, `keys` are known beside the model's own, `after` expands the
    mapping once its keys are right. `whole` takes over altogether.
    """

    before: Callable[[Node], Node] | None = None
    keys: tuple[str, ...] = ()
    after: Callable[[Fields], Fields] | None = None
    whole: Callable[[Node], Node] | None = None


NO_SHORTHAND = Shorthand()


@dataclass(slots=True)
class Shaper:
    """Walks a tree along a model."""

    problems: Problems
    shorthands: Mapping[type[BaseModel], Shorthand] = field(default_factory=dict)

    def shape(self, node: Node, shape: Shape) -> Node:
        """`node` with its keys mended and its shorthands expanded; what does not fit stays as it is."""
        if isinstance(shape, Model):
            return self._model(node, shape.model)
        if isinstance(shape, ListOf) and isinstance(node, Items) and shape.item is not LEAF:
            return Items(node.mark, [self.shape(each, shape.item) for each in node.items])
        if isinstance(shape, MapOf) and isinstance(node, Fields):
            if shape.keys is not None:
                node = mend(node, shape.keys, (), self.problems)
            if shape.value is LEAF:
                return node
            entries = {
                key: Entry(e.mark, self.shape(e.node, shape.value))
                for key, e in node.entries.items()
            }
            return _with_entries(node, entries)
        return node

    def _model(self, node: Node, model: type[BaseModel]) -> Node:
        shorthand = self.shorthands.get(model, NO_SHORTHAND)
        if shorthand.whole:
            return shorthand.whole(node)
        if shorthand.before:
            node = shorthand.before(node)
        if not isinstance(node, Fields):
            return node
        known = _known_of(model, shorthand.keys)
        fields = node
        if not fields.entries.keys() <= known.keys():
            fields = mend(fields, known, required_of(model), self.problems)
        if lists := _lists_of(model):
            fields = self._parted(fields, lists)
        if shorthand.after:
            fields = shorthand.after(fields)
        nested = _nested_of(model)
        shaped = {
            key: Entry(e.mark, self.shape(e.node, nested[key]))
            for key, e in fields.entries.items()
            if key in nested
        }
        return _with_entries(fields, {**fields.entries, **shaped}) if shaped else fields

    def _parted(self, fields: Fields, lists: Mapping[str, type[BaseModel]]) -> Fields:
        """`fields` with the list that ran into another because the line with its key is missing.

        `lists` are the keys that hold a list of mappings, each with the model of these.
        """
        missing = {key: model for key, model in lists.items() if key not in fields.entries}
        for key in [key for key in fields.entries if key in lists] if missing else ():
            holder = fields.entries[key].node
            if not isinstance(holder, Items):
                continue
            for number, each in enumerate(holder.items):
                other = self._rather(each, lists[key], missing) if number else None
                if other is None:
                    continue
                self.problems.add(
                    codes.MISSING_KEY,
                    each.mark,
                    _("The key “{key}” is missing above this line.").format(key=other),
                    _("Begin the list with a line “{key}:”.").format(key=other),
                )
                kept = Items(holder.mark, holder.items[:number])
                rest = Items(each.mark, holder.items[number:])
                entries = {
                    **fields.entries,
                    key: Entry(fields.entries[key].mark, kept),
                    other: Entry(each.mark, rest),
                }
                return self._parted(_with_entries(fields, entries), lists)
        return fields

    def _rather(
        self, node: Node, model: type[BaseModel], others: Mapping[str, type[BaseModel]]
    ) -> str | None:
        """The key in `others` to whose model `node` belongs rather than to `model`."""
        if not isinstance(node, Fields) or len(node.entries) < 2:
            return None
        strange = node.entries.keys() - self._keys(model)
        if not strange:
            return None
        fits = {
            key: len(node.entries.keys() - self._keys(other))
            for key, other in others.items()
            if strange.intersection(required_of(other))
        }
        best = min(fits, key=lambda key: fits[key], default=None)
        return best if best is not None and 2 * fits[best] < len(strange) else None

    def _keys(self, model: type[BaseModel]) -> Set[str]:
        return _known_of(model, self.shorthands.get(model, NO_SHORTHAND).keys).keys()


def mend(
    fields: Fields, known: Collection[str], required: Collection[str], problems: Problems
) -> Fields:
    """`fields` with known keys only: a misspelt key is told and read as what it was meant to be."""
    unknown = [key for key in fields.entries if key not in known]
    if not unknown:
        return fields
    meant: dict[str, str | None] = {}
    free = [key for key in known if key not in fields.entries]
    free_at_first = tuple(free)
    for number, key in enumerate(unknown):
        joined = run_on(fields.entries[key].mark, key, free)
        if joined and joined.key in free:
            meant[key] = joined.key
            free.remove(joined.key)
            continue
        told = number < LIMIT and not problems.full  # guessing takes time, so only for what is told
        guess = problems.nearest(key, free) or problems.nearest(key, known) if told else None
        meant[key] = guess
        if guess in free:
            free.remove(guess)
    needed = [key for key in required if key in free]
    astray = [key for key, guess in meant.items() if guess is None]
    if len(needed) == len(astray) == 1:  # what else could it be?
        meant[astray[0]] = needed[0]
    entries: dict[str, Entry] = {}
    garbled = fields.garbled
    for key, entry in fields.entries.items():
        if key in known:
            entries[key] = entry
            continue
        guess = meant[key]
        joined = run_on(entry.mark, key, known)
        if problems.full:
            problems.omit()
        else:
            problems.add(
                codes.UNKNOWN_KEY,
                entry.mark,
                _("Unknown key “{key}”.").format(key=shorten(key)),
                joined.hint if joined else did_you_mean(guess) if guess else list_all(known),
                fix=joined.fix if joined else respell(entry.mark, key, free_at_first),
            )
        garbled = garbled or joined is not None
        if joined and guess not in required:
            continue  # its value is only part of what was meant
        if guess and guess not in fields.entries and guess not in entries:
            entries[guess] = entry
    return Fields(fields.mark, entries, garbled)


def _with_entries(fields: Fields, entries: dict[str, Entry]) -> Fields:
    return Fields(fields.mark, entries, fields.garbled)


@cache
def shapes_of(model: type[BaseModel]) -> dict[str, Shape]:
    """The shape of each key of `model`, by the name that authors write."""
    return {
        info.alias or name: _shape(info.annotation) for name, info in model.model_fields.items()
    }


@cache
def _known_of(model: type[BaseModel], more: tuple[str, ...]) -> Mapping[str, Shape]:
    """The shape of each key of `model`, and of those known beside its own."""
    return {**shapes_of(model), **dict.fromkeys(more, LEAF)}


@cache
def _nested_of(model: type[BaseModel]) -> Mapping[str, Shape]:
    """The shape of each key of `model` whose values have keys of their own."""
    return {key: shape for key, shape in shapes_of(model).items() if shape is not LEAF}


@cache
def _lists_of(model: type[BaseModel]) -> Mapping[str, type[BaseModel]]:
    """The keys of `model` that hold a list of mappings, each with the model of these."""
    return {
        key: shape.item.model
        for key, shape in shapes_of(model).items()
        if isinstance(shape, ListOf) and isinstance(shape.item, Model)
    }


@cache
def required_of(model: type[BaseModel]) -> tuple[str, ...]:
    """The keys that `model` needs."""
    return tuple(
        info.alias or name for name, info in model.model_fields.items() if info.is_required()
    )


def _shape(annotation: Any) -> Shape:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _shape(arguments[0])
    if origin in (typing.Union, types.UnionType):
        shapes = [_shape(each) for each in arguments if each is not type(None)]
        return shapes[0] if len(shapes) == 1 else LEAF
    if origin is tuple:
        return ListOf(_shape(arguments[0]))
    if origin is collections.abc.Mapping:
        keys = get_args(arguments[0]) if get_origin(arguments[0]) is Literal else None
        return MapOf(keys, _shape(arguments[1]))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return Model(annotation)
    return LEAF
