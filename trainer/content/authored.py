"""What authors of scenarios and drills may write shorter than the models have it (see the guide to scenarios).

A line may be plain text, `otherwise` is the last branch, and conditions are flat mappings.
"""

from __future__ import annotations

import re
from functools import partial

from pydantic import BaseModel

from trainer.content import codes
from trainer.content.conditions import Conditions
from trainer.content.nearest import shorten
from trainer.content.nodes import Entry, Fields, Items, Made, Node, Scalar
from trainer.content.problems import Problems
from trainer.content.shape import Model, Shaper, Shorthand, mend, required_of, shapes_of
from trainer.content.signs import hint_at
from trainer.i18n import gettext as _
from trainer.model.condition import Condition
from trainer.model.drill import Moment
from trainer.model.scenario import Branch, Ending, ResidentLine, Scenario, Scene
from trainer.model.walkthrough import Outcome

_ALWAYS = Condition()
_KEY = re.compile(r"[a-z_]+(?:：.*)?", re.DOTALL)
"""What may be a key, if a misspelt one; the beginning of a sentence is none."""


def expand(
    root: Fields,
    conditions: Conditions,
    problems: Problems,
    model: type[BaseModel] = Scenario,
) -> Fields:
    """`root` as the models expect it; mistakes in keys and shorthands are told."""
    asking = partial(_with_when, conditions=conditions, problems=problems)
    shorthands: dict[type[BaseModel], Shorthand] = {
        Condition: Shorthand(whole=conditions.read),
        Outcome: Shorthand(whole=conditions.outcome),
        ResidentLine: Shorthand(
            before=lambda node: asking(_line(node, problems), ResidentLine), after=_free
        ),
        Branch: Shorthand(before=lambda node: asking(node, Branch), after=_free),
        Ending: Shorthand(before=lambda node: asking(node, Ending), after=_free),
        Scene: Shorthand(keys=("otherwise",), after=lambda scene: _scene(scene, problems)),
        Moment: Shorthand(after=lambda moment: _lines(moment, problems)),
    }
    shaped = Shaper(problems, shorthands).shape(root, Model(model))
    return shaped if isinstance(shaped, Fields) else root


def _free(fields: Fields) -> Fields:
    """`fields` with the empty condition that its author left out.

    The models would fill it in themselves, but by copying it, which takes a fifth of all loading.
    """
    if "when" not in fields.entries:
        fields.entries["when"] = Entry(fields.mark, Made(fields.mark, _ALWAYS))
    return fields


def _with_when(
    node: Node, model: type[BaseModel], conditions: Conditions, problems: Problems
) -> Node:
    """`node` with the keys of a condition that stand beside `when` under it, where they belong."""
    if not isinstance(node, Fields):
        return node
    known = shapes_of(model)
    astray = [
        key
        for key, entry in node.entries.items()
        if key not in known
        and conditions.knows(key)
        and not (key == "says" and isinstance(entry.node, Scalar))  # rather a misspelt “say”
    ]
    when = node.entries.get("when")
    if not astray or (when and not isinstance(when.node, Fields)):
        return node
    for key in astray:
        problems.add(
            codes.UNKNOWN_KEY,
            node.entries[key].mark,
            _("Unknown key “{key}”.").format(key=shorten(key)),
            _("It is a condition: put it under “when”, as in “when: {{{key}: …}}”.").format(
                key=key
            ),
        )
    asked = {key: node.entries[key] for key in astray}
    mark = asked[astray[0]].mark
    inner = {**when.node.entries, **asked} if when and isinstance(when.node, Fields) else asked
    entries = {key: entry for key, entry in node.entries.items() if key not in asked}
    entries["when"] = Entry(when.mark if when else mark, Fields(mark, inner))
    return Fields(node.mark, entries, node.garbled)


def _line(node: Node, problems: Problems) -> Node:
    if isinstance(node, Scalar) and node.value is not None:
        return Fields(node.mark, {"say": Entry(node.mark, node)})
    if isinstance(node, Fields) and len(node.entries) == 1:
        [(words, entry)] = node.entries.items()
        if not _KEY.fullmatch(words) and words.casefold() != "say":
            problems.add(
                codes.NEEDS_QUOTES,
                node.mark,
                _("There is a “: ” in this text, so it is taken for a key and its value."),
                hint_at(words) or _("Put the text in quotes."),
            )
            return Fields(node.mark, {"say": Entry(node.mark, Scalar(entry.mark, words, words))})
    return node


def _lines(holder: Fields, problems: Problems) -> Fields:
    """`holder` with its only line as a list."""
    lines = holder.entries.get("lines")
    if lines and isinstance(_line(lines.node, problems), Fields):
        holder.entries["lines"] = Entry(lines.mark, Items(lines.node.mark, [lines.node]))
    return holder


def _scene(scene: Fields, problems: Problems) -> Fields:
    entries = dict(_lines(scene, problems).entries)
    otherwise = entries.pop("otherwise", None)
    if otherwise:
        branches = entries.get("branches")
        last = _fallback(otherwise, problems)
        if branches is None:
            entries["branches"] = Entry(otherwise.mark, Items(otherwise.mark, [last]))
        elif isinstance(branches.node, Items):
            items = Items(branches.node.mark, [*branches.node.items, last])
            entries["branches"] = Entry(branches.mark, items)
        elif isinstance(branches.node, Scalar) and branches.node.value is None:
            entries["branches"] = Entry(branches.mark, Items(branches.node.mark, [last]))
    return Fields(scene.mark, entries, scene.garbled)


def _fallback(otherwise: Entry, problems: Problems) -> Node:
    """The branch that `otherwise` stands for: a target, or a branch without a condition."""
    node = otherwise.node
    if isinstance(node, Items) and len(node.items) == 1 and isinstance(node.items[0], Fields):
        problems.add(
            codes.WRONG_KIND,
            node.mark,
            _("“otherwise” is one way to go, not a list."),
            _(
                "Take the “-” away: put what follows it on lines of their own, as far in as each other."
            ),
        )
        node = node.items[0]
    if isinstance(node, Scalar) and node.value is not None:
        return Fields(node.mark, {"to": Entry(node.mark, node)})
    if not isinstance(node, Fields):
        return node
    if condition := node.entries.get("when"):
        problems.add(
            codes.UNKNOWN_KEY,
            condition.mark,
            _("“otherwise” has no condition: it is taken when no branch before it was."),
            _("Move this to “branches”, and let “otherwise” name where to go if it does not hold."),
        )
    keys = [key for key in shapes_of(Branch) if key != "when"]
    entries = {key: entry for key, entry in node.entries.items() if key != "when"}
    return mend(Fields(node.mark, entries, node.garbled), keys, required_of(Branch), problems)
