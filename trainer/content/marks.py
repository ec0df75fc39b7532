"""Where each part of a document stands, by its path from the top: `("scenes", 2, "branches", 0, "when")`."""

from __future__ import annotations

from trainer.content.nodes import Fields, Items, Made, Mark, Node

Step = str | int


class Marks:
    """The places in the document `root`, whose text is `text`."""

    def __init__(self, root: Node, text: str = "") -> None:
        self._root = root
        self._lines = text.split("\n")

    def at(self, *path: Step) -> Mark:
        """Where the value at `path` begins; the last part on the way that stands there, otherwise."""
        return self._walk(path)[1]

    def key(self, *path: Step) -> Mark:
        """Where the key of `path` stands; an item of a list has none, so where it begins."""
        return self._walk(path)[0]

    def has(self, *path: Step) -> bool:
        """Whether the file itself says something there, and is not only referred to."""
        return self._walk(path)[2]

    def find(self, words: str, *path: Step) -> Mark:
        """Where `words` stand in the value at `path`, which may run over several lines."""
        mark = self.at(*path)
        column = mark.column - 1
        for number in range(mark.line - 1, min(len(self._lines), mark.line + 200)):
            if (at := self._lines[number].find(words, column)) >= 0:
                return Mark(number + 1, at + 1)
            column = 0
        return mark

    def after(self, words: str, *path: Step) -> tuple[Mark, str]:
        """What stands on the line after `words`, the value at `path` in one line, and where; else nothing."""
        line, column = self.at(*path)
        rest = self._lines[line - 1][column - 1 :] if line <= len(self._lines) else ""
        end = Mark(line, column + len(words))
        return end, rest[len(words) :] if rest.startswith(words) else ""

    def _walk(self, path: tuple[Step, ...]) -> tuple[Mark, Mark, bool]:
        node: Node | None = self._root
        key = value = self._root.mark
        for step in path:
            if isinstance(node, Made):
                node = node.source
            if isinstance(node, Fields) and str(step) in node.entries:
                key, node = node.entries[str(step)]
            elif isinstance(node, Items) and isinstance(step, int) and step < len(node.items):
                node = node.items[step]
                key = node.mark
            else:
                return key, value, False
            value = node.mark
        return key, value, True
