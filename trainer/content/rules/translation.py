"""LANG-002: a text given in several languages is given in all of them.

The languages are those in which at least half of the file's texts are: a rubric in one language only is
no mistake.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from trainer.content import codes
from trainer.content.nodes import Fields, Items, Node, Scalar
from trainer.content.problems import Problems, enumerate_names
from trainer.i18n import gettext as _

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?(/[A-Z])?")
_KNOWN = frozenset({"zh-CN", "en"})


def check(root: Fields, problems: Problems) -> None:
    """Warn of texts that lack a language which most others have."""
    texts = [(node, _given(node)) for node in _texts(root)]
    count = Counter(lang for _node, given in texts for lang in given)
    usual = [lang for lang, times in count.items() if times * 2 >= len(texts)]
    for node, given in texts:
        missing = sorted(lang for lang in usual if lang not in given)
        if missing and given:
            problems.add(
                codes.MISSING_TRANSLATION,
                node.mark,
                _("This text is missing in: {langs}.").format(langs=enumerate_names(missing)),
                _("Add “{lang}: …”.").format(lang=missing[0]),
                severity="warning",
            )


def _texts(node: Node) -> Iterator[Fields]:
    if isinstance(node, Items):
        for item in node.items:
            yield from _texts(item)
    elif isinstance(node, Fields):
        keys = list(node.entries)
        if (
            keys
            and all(map(_LANGUAGE.fullmatch, keys))
            and _KNOWN & {k.split("/")[0] for k in keys}
        ):
            yield node
            return
        for entry in node.entries.values():
            yield from _texts(entry.node)


def _given(text: Fields) -> set[str]:
    """The languages in which the text says something."""
    return {
        key.split("/")[0]
        for key, entry in text.entries.items()
        if not (isinstance(entry.node, Scalar) and not entry.node.text.strip())
    }
