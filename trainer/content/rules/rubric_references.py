"""A rubric's criteria belong to its dimensions, and its caps to its penalties; ids are used once."""

from __future__ import annotations

from trainer.content import codes
from trainer.content.nodes import Fields, Items, Node, text_of
from trainer.content.outline import Name, names_of
from trainer.content.problems import Problems
from trainer.content.rules.ids import tell_twice
from trainer.content.rules.references import Reference, dangling
from trainer.i18n import gettext as _


def check(root: Fields, problems: Problems) -> None:
    """Tell names that do not exist and ids used twice."""
    dimensions, criteria = names_of(root.get("dimensions")), names_of(root.get("criteria"))
    for names in (dimensions, criteria, names_of(root.get("actions"))):
        tell_twice(names.names, problems)
    for known, holder, key, code, message in (
        (
            dimensions,
            "criteria",
            "dimension",
            codes.UNKNOWN_DIMENSION,
            _("There is no dimension “{name}”."),
        ),
        (
            criteria,
            "caps",
            "criterion",
            codes.UNKNOWN_CRITERION,
            _("There is no criterion “{name}” in the rubric."),
        ),
    ):
        if known.complete and known.names:
            used = _named(root.get(holder), key)
            dangling([Reference(name, code, message) for name in used], known.names, problems)


def _named(items: Node | None, key: str) -> list[Name]:
    found = []
    for item in items.items if isinstance(items, Items) else ():
        node = item.get(key) if isinstance(item, Fields) else None
        if node and (text := text_of(node)):
            found.append(Name(text, node.mark))
    return found
