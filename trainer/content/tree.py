"""YAML composed into a tree that knows the line and column of every key and value.

Nothing is constructed from the YAML but text, numbers, true, false and null. Words such as `yes`, `no`
and `on` stay words, and a date stays text: what a value means is for the models to say. The tree is built
from the parser's events, without recursion and within limits, so that no file can exhaust the program.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple, NoReturn

import yaml

from trainer.content import codes
from trainer.content.nearest import shorten
from trainer.content.nodes import Entry, Fields, Items, Mark, Node, Plain, Scalar, data
from trainer.content.problems import Problems
from trainer.content.sanitise import sanitise
from trainer.content.syntax import explain
from trainer.i18n import gettext as _
from trainer.model.diagnostic import Edit

MAX_DEPTH = 40
MAX_VALUES = 100_000
"""Values in one document, an alias counting for all that it stands for."""

FASTEST: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The loader in C where PyYAML has it; it is about ten times as fast."""

_START = Mark(1, 1)
_CORE = "tag:yaml.org,2002:"
_TAGS = {f"{_CORE}{name}" for name in ("str", "int", "float", "bool", "null", "map", "seq")}
_READ_TAGS = {f"{_CORE}{name}" for name in ("int", "float", "bool", "null")}
_NUMERIC = frozenset("+-.0123456789")
_INTEGER = re.compile(r"[-+]?[0-9]{1,15}")
_DECIMAL = re.compile(r"[-+]?(?:[0-9]{1,15}\.[0-9]{0,20}|\.[0-9]{1,20})(?:[eE][-+]?[0-9]{1,3})?")
_WORDS: dict[str, Plain] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff"
_MARK = "“”‘’…—·"
_FOLD = re.compile(
    rf" (?:(?<=[{_WIDE}] )(?=[{_WIDE}{_MARK}])|(?<=[{_MARK}] )(?=[{_WIDE}]))"  # spaces are rare
)
"""The space that YAML puts where a line was folded, where Chinese has none."""
_TAB_AFTER_KEY = re.compile(r"^([ ]*(?:- +)*[^\s:#'\"]+:)(\t+)", re.MULTILINE)


def compose(text: str, problems: Problems, loader: type[Any] = FASTEST) -> Fields | None:
    """The mapping that `text` holds; None when it is broken, with one diagnostic that says how."""
    if "\t" in text:
        text = _TAB_AFTER_KEY.sub(lambda found: found[1] + " " * len(found[2]), text)
    builder = _Builder(problems, text)
    problems.lines = text.split("\n")
    try:
        root = builder.build(loader(text))
    except yaml.YAMLError as error:
        tabs = _without_tabs(text, loader)
        explain(error, text, builder.open_bracket, builder.last_quoted, tabs, problems)
        return None
    except (ValueError, OverflowError):  # PyYAML's own scanner, at an escape beyond all characters
        problems.add(codes.SYNTAX, builder.latest, _("A “\\” here is followed by no valid code."))
        return None
    except _Refused:
        return None
    if root is None or (isinstance(root, Scalar) and root.value is None):
        problems.add(codes.EMPTY, _START, _("The file is empty."))
        return None
    if not isinstance(root, Fields):
        problems.add(
            codes.WRONG_KIND,
            root.mark,
            _("The file has to be a mapping: lines of the form “key: value”."),
        )
        return None
    return root


class _Refused(Exception):
    """The document is not looked at further; why is among the problems."""


class _Twice(NamedTuple):
    """A key given again, where it was given first, and both values."""

    key: str
    mark: Mark
    first: Entry
    again: Node


class _Open:
    """A collection being read, which `begun` began, and its size with all that is in it.

    In a mapping, `awaits_key` until a key was read; then `key` (None for one that is no text, whose
    value is dropped) and `key_mark` wait for their value.
    """

    # On the class what few collections change: there are hundreds in a file.
    key: str | None = None
    key_mark = _START
    size = 1
    height = 1
    twice: list[_Twice] | None = None

    def __init__(
        self,
        begun: yaml.CollectionStartEvent,
        node: Items | Fields,
        items: list[Node] | None,
        entries: dict[str, Entry] | None,
    ) -> None:
        self.begun = begun
        self.node = node
        self.items = items
        self.entries = entries
        self.awaits_key = entries is not None


class _Builder:
    """Builds the tree of one document, event by event."""

    def __init__(self, problems: Problems, text: str) -> None:
        self.problems = problems
        self.text = text
        self.latest = _START
        self.last_quoted: tuple[Mark, Mark] | None = None
        self._open: list[_Open] = []
        self._innermost: _Open | None = None
        self._anchors: dict[str, tuple[Node, int, int]] = {}
        self._root: Node | None = None
        self._documents = 0

    @property
    def open_bracket(self) -> Mark | None:
        """Where the innermost `[` or `{` that is still open stands."""
        level = self._innermost
        return level.node.mark if level and level.begun.flow_style else None

    def build(self, loader: Any) -> Node | None:
        """The root of the only document that `loader` reads."""
        take: dict[type[yaml.Event], Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._mapping,
            yaml.SequenceStartEvent: self._sequence,
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
            yaml.DocumentEndEvent: _nothing,
            yaml.StreamStartEvent: _nothing,
        }
        next_event, last = loader.get_event, yaml.StreamEndEvent
        try:
            while (kind := type(event := next_event())) is not last:
                take[kind](event)
        finally:
            loader.dispose()
        return self._root

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        self._documents += 1
        if self._documents > 1:
            self._refuse(
                codes.SEVERAL_DOCUMENTS,
                _place(event.start_mark),
                _("A second document begins here; a file may hold only one."),
                _("Remove the line “---”, or put what follows into a file of its own."),
            )

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        start: Any = event.start_mark
        mark = self.latest = _mark((start.line + 1, start.column + 1))
        text: str = event.value
        parent = self._innermost
        if event.style or event.tag is not None or event.anchor is not None or parent is None:
            self._unusual(event, text, mark)
            return
        last_line = 0
        if " " in text:
            end: Any = event.end_mark
            if end.line >= mark.line:
                text, last_line = _FOLD.sub("", text), end.line + 1
        if parent.awaits_key:
            parent.key, parent.key_mark, parent.awaits_key = text.strip(), mark, False
            return
        node = Scalar(mark, text, _resolve(text), last_line)
        if parent.size < MAX_VALUES:  # as `_put` does, at once
            if (items := parent.items) is not None:
                parent.size += 1
                items.append(node)
                return
            key, entries = parent.key, parent.entries
            if entries is not None and key is not None and key not in entries:
                parent.size += 1
                parent.awaits_key = True
                entries[key] = _entry((parent.key_mark, node))
                return
        self._put(node, None, 1, 1)

    def _unusual(self, event: yaml.ScalarEvent, text: str, mark: Mark) -> None:
        """Text in quotes or a block, with a tag or an anchor, or alone in its document."""
        style, tag = event.style, event.tag
        if style == '"' or style == "'":
            self.last_quoted = mark, _place(event.end_mark)
        if tag is not None:
            self._check_tag(tag, mark)
        if style == '"':  # only there can an escape have put in what was not in the file
            text = sanitise(text)
        last_line = 0
        if " " in text and style != "|":
            end = event.end_mark
            if end is not None and end.line >= mark.line:
                text = _FOLD.sub("", text)
                last_line = 0 if style else end.line + 1
        plain = not style if tag is None else tag in _READ_TAGS
        node = Scalar(mark, text, _resolve(text) if plain else text, last_line)
        self._put(node, event.anchor, 1, 1)

    def _mapping(self, event: yaml.MappingStartEvent) -> None:
        node = Fields(self._begun_at(event))
        self._innermost = level = _Open(event, node, None, node.entries)
        self._open.append(level)

    def _sequence(self, event: yaml.SequenceStartEvent) -> None:
        node = Items(self._begun_at(event))
        self._innermost = level = _Open(event, node, node.items, None)
        self._open.append(level)

    def _begun_at(self, event: yaml.CollectionStartEvent) -> Mark:
        start: Any = event.start_mark
        mark = self.latest = _mark((start.line + 1, start.column + 1))
        if event.tag is not None:
            self._check_tag(event.tag, mark)
        if len(self._open) >= MAX_DEPTH:
            self._too_deep(mark)
        return mark

    def _end(self, _event: yaml.CollectionEndEvent) -> None:
        done = self._open.pop()
        self._innermost = self._open[-1] if self._open else None
        node, begun = done.node, done.begun
        if done.twice and isinstance(node, Fields):
            node.garbled = len(done.twice) > 1
            self._tell_twice(bool(begun.flow_style), done.twice, node)
        height = 2 if done.size > 1 and done.height == 1 else done.height
        self._put(node, begun.anchor, done.size, height)

    def _alias(self, event: yaml.AliasEvent) -> None:
        mark = self.latest = _place(event.start_mark)
        name = event.anchor or ""
        if any(level.begun.anchor == name for level in self._open):
            self._refuse(
                codes.ALIAS, mark, _("“*{name}” stands inside what it refers to.").format(name=name)
            )
        known = self._anchors.get(name)
        if known is None:
            self._refuse(
                codes.ALIAS,
                mark,
                _("“*{name}” refers to nothing in this file.").format(name=shorten(name)),
                _("Text that begins with “*” has to stand in quotes."),
            )
        node, size, height = known
        if len(self._open) + height > MAX_DEPTH:
            self._too_deep(mark)
        self._put(node, None, size, height)

    def _put(self, node: Node, anchor: str | None, size: int, height: int) -> None:
        if anchor is not None:
            self._anchors[anchor] = node, size, height
        parent = self._innermost
        if parent is None:
            self._root = node
            return
        if parent.awaits_key:
            self._key(parent, node)
            return
        parent.size += size
        if height >= parent.height:
            parent.height = height + 1
        if parent.size > MAX_VALUES:
            self._refuse(
                codes.TOO_MANY,
                self.latest,
                _("The file has more than {number} values.").format(number=MAX_VALUES),
                _("Aliases (“*name”) count for all that they stand for."),
            )
        key, entries = parent.key, parent.entries
        if entries is None:
            if parent.items is not None:
                parent.items.append(node)
            return
        parent.awaits_key = True
        if key is None:
            return
        if key in entries:
            self._twice(parent, entries, key, node)
        else:
            entries[key] = _entry((parent.key_mark, node))

    def _key(self, parent: _Open, node: Node) -> None:
        """A key that has an anchor, is an alias or is no text at all."""
        text = isinstance(node, Scalar)
        parent.key = node.text.strip() if isinstance(node, Scalar) else None
        parent.key_mark, parent.awaits_key = self.latest if text else node.mark, False
        if not text:
            self.problems.add(
                codes.KEY_NOT_TEXT,
                node.mark,
                _("A key has to be plain text."),
                _("Text that begins with a bracket has to stand in quotes."),
            )

    def _twice(self, parent: _Open, entries: dict[str, Entry], key: str, node: Node) -> None:
        first = entries[key]
        if parent.twice is None:
            parent.twice = []
        if len(parent.twice) < 2:  # the first is told, and whether there are more
            parent.twice.append(_Twice(key, parent.key_mark, first, node))
        if isinstance(first.node, Scalar) and first.node.value is None:
            entries[key] = Entry(parent.key_mark, node)

    def _tell_twice(self, flow: bool, twice: Sequence[_Twice], fields: Fields) -> None:
        """Tell the first of the keys given twice: where there are more, they have the same cause."""
        key, mark, first, again = twice[0]
        fix: tuple[Edit, ...] = ()
        holder = self._innermost
        if not flow and len(twice) == 1 and _alike(first.node, again):
            fix = self._line_removed(mark, again)
        elif (
            not flow
            and len(twice) > 1
            and key == next(iter(fields.entries))
            and holder
            and isinstance(holder.node, Items)
            and mark.column > 2
        ):
            fix = (Edit(line=mark.line, column=mark.column - 2, old="  ", new="- "),)
        self.problems.add(
            codes.DUPLICATE_KEY,
            mark,
            _("The key “{key}” is given twice, first on line {line}.").format(
                key=shorten(key), line=first.mark.line
            ),
            _("Remove one of them, or begin a new item of the list with “- ” above this line."),
            fix=fix,
        )

    def _line_removed(self, mark: Mark, value: Node) -> tuple[Edit, ...]:
        """What takes a line away that holds a key and its short value, and nothing else."""
        line = self.text.split("\n")[mark.line - 1]
        text = value.text if isinstance(value, Scalar) else ""
        alone = line[: mark.column - 1].strip() == "" and line.rstrip(" '\"").endswith(text)
        if not text or "\n" in text or not alone or value.mark.line != mark.line:
            return ()
        return (Edit(line=mark.line, column=1, old=f"{line}\n", new=""),)

    def _check_tag(self, tag: str | None, mark: Mark) -> None:
        if tag is None or tag == "!" or tag in _TAGS:
            return
        self._refuse(
            codes.TAG,
            mark,
            _("The tag “{tag}” is not allowed.").format(tag=shorten(sanitise(tag))),
            _("Text that begins with “!” has to stand in quotes."),
        )

    def _too_deep(self, mark: Mark) -> NoReturn:
        self._refuse(
            codes.TOO_DEEP,
            mark,
            _("This is nested more than {number} levels deep.").format(number=MAX_DEPTH),
        )

    def _refuse(self, code: str, mark: Mark, message: str, hint: str | None = None) -> NoReturn:
        self.problems.add(code, mark, message, hint)
        raise _Refused


def _alike(one: Node, other: Node) -> bool:
    return isinstance(one, Scalar) and isinstance(other, Scalar) and one.text == other.text


_MOST_TRIED = 100_000
"""Characters of a file for which several widths of a tab are tried."""

_INDENT_WITH_TAB = re.compile(r"^[ ]*\t[ \t]*(?=\S)", re.MULTILINE)


def _without_tabs(text: str, loader: type[Any]) -> tuple[Edit, ...]:
    """Spaces for the tabs that lines begin with, as many as let the file be read in one way only."""
    if len(text) > _MOST_TRIED:
        return ()
    indents = [
        (text.count("\n", 0, found.start()) + 1, found[0])
        for found in _INDENT_WITH_TAB.finditer(text)
    ]
    if not indents:
        return ()
    readings: dict[str, int] = {}
    for width in (2, 4, 6, 8):
        spaces = " " * width
        plain = _INDENT_WITH_TAB.sub(lambda found: found[0].replace("\t", spaces), text)  # noqa: B023
        problems = Problems("")
        try:
            root = _Builder(problems, plain).build(loader(plain))
        except (yaml.YAMLError, ValueError, OverflowError, _Refused):
            continue
        if root is not None and not problems.diagnostics():
            readings.setdefault(repr(data(root)), width)
    if len(readings) != 1:
        return ()
    [width] = readings.values()
    return tuple(
        Edit(line=line, column=1, old=indent, new=indent.replace("\t", " " * width))
        for line, indent in indents
    )


_mark, _entry = partial(tuple.__new__, Mark), partial(tuple.__new__, Entry)
"""A mark or entry from a pair, in one call of C: there are thousands in a file."""


def _nothing(_event: yaml.Event) -> None:
    """Nothing is to be done where the stream begins or the document ends."""


def _place(mark: Any) -> Mark:  # the parser in C has a class of its own for marks
    return Mark(mark.line + 1, mark.column + 1)


def _resolve(text: str) -> Plain:
    """What unquoted text reads as: null, true, false, a number of sensible length, or text."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMERIC or len(text) > 40:
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text) and math.isfinite(number := float(text)):
        return number
    return text
