"""A YAML document as a tree in which every key and value knows where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

Plain = str | int | float | bool | None


class Mark(NamedTuple):
    """A place in a file, line and column counted from 1."""

    line: int
    column: int


@dataclass(slots=True)
class Scalar:
    """A single value; `text` is what the author typed, `value` what it reads as.

    `last_line` is known of unquoted text that goes over several lines; else it is 0.
    """

    mark: Mark
    text: str
    value: Plain
    last_line: int = 0


@dataclass(slots=True)
class Items:
    """A list."""

    mark: Mark
    items: list[Node] = field(default_factory=list)


class Entry(NamedTuple):
    """A key's place and its value."""

    mark: Mark
    node: Node


@dataclass(slots=True)
class Fields:
    """A mapping from key to value. `garbled`: two have run into one, or a key into its value."""

    mark: Mark
    entries: dict[str, Entry] = field(default_factory=dict)
    garbled: bool = False

    def get(self, key: str) -> Node | None:
        """The value of `key`, if it is there."""
        entry = self.entries.get(key)
        return entry.node if entry else None


@dataclass(slots=True)
class Made:
    """A value that was built already, where it was written, and what was written."""

    mark: Mark
    value: object
    source: Node | None = None


Node = Scalar | Items | Fields | Made


def data(node: Node) -> object:
    """The plain value that `node` stands for."""
    if isinstance(node, Fields):  # single values at once: there are thousands in a file
        return {
            key: each.value if type(each) is Scalar else data(each)
            for key, (_mark, each) in node.entries.items()
        }
    if isinstance(node, Items):
        return [each.value if type(each) is Scalar else data(each) for each in node.items]
    return node.value


def text_of(node: Node | None) -> str | None:
    """What is written in a single value, without surrounding space; None for anything else."""
    if not isinstance(node, Scalar) or node.value is None:
        return None
    return node.text.strip()
