"""Cue words and forms of address are listed one by one, as they are typed.

Within `[…]` a comma of full width parts nothing, and curly quotes belong to the word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from trainer.content import codes
from trainer.content.nearest import shorten
from trainer.content.nodes import Fields, Items, Made, Node, Scalar, text_of
from trainer.content.problems import Problems
from trainer.content.signs import hint_at, parted
from trainer.i18n import gettext as _

_KEYS = ("cues", "says", "address_as")
_COMMA = re.compile("[，、]")


def check(root: Fields, problems: Problems) -> None:
    """Warn of a list that is but one item with a comma of full width, and of words in curly quotes."""
    for words in _lists(root):
        items = words.items if isinstance(words, Items) else [words]
        for item in items:
            text = text_of(item)
            if not text or not (text[0] in "“‘" or (len(items) == 1 and _COMMA.search(text))):
                continue
            alone = item is words and text[0] not in "“‘"
            problems.add(
                codes.FORM,
                item.mark,
                _("This is one item with all its signs: “{text}”.").format(text=shorten(text)),
                _("Write them in brackets: [first, second].") if alone else hint_at(text),
                severity="warning",
                fix=parted(item.mark, text, "[{}]") if alone else parted(item.mark, text),
            )


def _lists(node: Node | None) -> Iterator[Items | Scalar]:
    if isinstance(node, Made):
        node = node.source
    if isinstance(node, Items):
        for item in node.items:
            yield from _lists(item)
    elif isinstance(node, Fields):
        for key, entry in node.entries.items():
            if key in _KEYS and isinstance(entry.node, Items | Scalar):
                yield entry.node
            else:
                yield from _lists(entry.node)
