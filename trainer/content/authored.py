"""What authors of scenarios and drills may write shorter than the models have it (see the guide to scenarios).

A line may be plain text, `otherwise` is the last branch, and conditions are flat mappings.
"""

from __future__ import annotations

from pydantic import BaseModel

from trainer.content import codes
from trainer.content.conditions import Conditions
from trainer.content.nodes import Entry, Fields, Items, Made, Node, Scalar
from trainer.content.problems import Problems
from trainer.content.shape import Model, Shaper, Shorthand, mend, required_of, shapes_of
from trainer.i18n import gettext as _
from trainer.model.condition import Condition
from trainer.model.drill import Moment
from trainer.model.scenario import Branch, Ending, ResidentLine, Scenario, Scene
from trainer.model.walkthrough import Outcome

_ALWAYS = Condition()


def expand(
    root: Fields,
    conditions: Conditions,
    problems: Problems,
    model: type[BaseModel] = Scenario,
) -> Fields:
    """`root` as the models expect it; mistakes in keys and shorthands are told."""
    shorthands: dict[type[BaseModel], Shorthand] = {
        Condition: Shorthand(whole=conditions.read),
        Outcome: Shorthand(whole=conditions.outcome),
        ResidentLine: Shorthand(before=_line, after=_free),
        Branch: Shorthand(after=_free),
        Ending: Shorthand(after=_free),
        Scene: Shorthand(keys=("otherwise",), after=lambda scene: _scene(scene, problems)),
        Moment: Shorthand(after=_lines),
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


def _line(node: Node) -> Node:
    if isinstance(node, Scalar) and node.value is not None:
        return Fields(node.mark, {"say": Entry(node.mark, node)})
    return node


def _lines(holder: Fields) -> Fields:
    """`holder` with its only line as a list."""
    lines = holder.entries.get("lines")
    if lines and isinstance(_line(lines.node), Fields):
        holder.entries["lines"] = Entry(lines.mark, Items(lines.node.mark, [lines.node]))
    return holder


def _scene(scene: Fields, problems: Problems) -> Fields:
    entries = dict(_lines(scene).entries)
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
