"""A branch moves a mood by at most 100 points either way."""

from __future__ import annotations

from collections.abc import Iterator

from trainer.content import codes
from trainer.content.nodes import Fields, Items, Node, Scalar
from trainer.content.problems import Problems
from trainer.i18n import gettext as _

_MOST = 100


def check(root: Fields, problems: Problems) -> None:
    """Tell moves that are larger, or no finite number."""
    for branch in _branches(root):
        tell_large(branch.get("mood") if isinstance(branch, Fields) else None, problems)


def tell_large(moves: Node | None, problems: Problems) -> None:
    """Tell the moves in a mapping of moods that are out of range; what is no number is left alone."""
    if not isinstance(moves, Fields):
        return
    for key, entry in moves.entries.items():
        if not isinstance(entry.node, Scalar):
            continue
        try:
            number = float(entry.node.text)
        except ValueError:
            continue
        if not -_MOST <= number <= _MOST:  # not a number fails too
            problems.add(
                codes.OUT_OF_RANGE,
                entry.node.mark,
                _("“{key}” moves by at most {most} points.").format(key=key, most=_MOST),
            )


def _branches(root: Fields) -> Iterator[Node]:
    holders = [(root, "anytime")]
    scenes = root.get("scenes")
    if isinstance(scenes, Items):
        holders += [(scene, "branches") for scene in scenes.items if isinstance(scene, Fields)]
    for holder, key in holders:
        branches = holder.get(key)
        if isinstance(branches, Items):
            yield from branches.items
