"""What the rules look at: who is named and who refers to whom, gathered even from a faulty scenario."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from trainer.content.conditions import Use
from trainer.content.drills import moment_id
from trainer.content.nodes import Fields, Items, Made, Mark, Node, text_of
from trainer.model.condition import Condition
from trainer.model.rubric import Rubric


class Name(NamedTuple):
    """An id or a reference to one, and where it stands."""

    text: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Names:
    """The ids of a list. Not `complete`: some cannot be read, so that a missing one proves nothing."""

    names: tuple[Name, ...] = ()
    complete: bool = True

    @property
    def texts(self) -> tuple[str, ...]:
        """The ids alone."""
        return tuple(name.text for name in self.names)


@dataclass(frozen=True, slots=True)
class BranchOutline:
    """A branch: where it leads, and whether it asks for anything."""

    mark: Mark
    to: Name | None
    conditional: bool


@dataclass(frozen=True, slots=True)
class SceneOutline:
    """A scene's branches, None when they cannot be read, and the criteria it calls for."""

    mark: Mark
    name: Name | None
    branches: tuple[BranchOutline, ...] | None
    branches_mark: Mark
    calls_for: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """A scenario seen from its references. `rubric` is None when it could not be found.

    `walked_to` are the endings that walkthroughs must reach.
    """

    scenes: Names
    endings: Names
    facts: Names
    limits: Names
    scene_outlines: tuple[SceneOutline, ...]
    anytime: tuple[BranchOutline, ...]
    last_ending: BranchOutline | None
    walked_to: tuple[Name, ...]
    uses: tuple[Use, ...]
    rubric: Rubric | None

    def branches(self) -> Iterator[BranchOutline]:
        """All branches in the order of the file."""
        yield from self.anytime
        for scene in self.scene_outlines:
            yield from scene.branches or ()


def outline(root: Fields, uses: list[Use], rubric: Rubric | None) -> Outline:
    """The outline of the expanded scenario in `root`."""
    whole = not root.garbled
    endings = _items(root.get("endings"))
    last = endings[-1] if endings else None
    return Outline(
        scenes=_names(root.get("scenes"), whole),
        endings=_names(root.get("endings"), whole),
        facts=_names(root.get("facts"), whole, optional=True),
        limits=_names(root.get("limits"), whole, optional=True),
        scene_outlines=tuple(
            _scene(scene)
            for scene in _items(root.get("scenes"))
            if isinstance(scene, Fields) and not scene.garbled
        ),
        anytime=_branches(root.get("anytime")) or (),
        last_ending=_branch(last) if isinstance(last, Fields) and not last.garbled else None,
        walked_to=tuple(
            name
            for walk in _items(root.get("walkthroughs"))
            if isinstance(walk, Fields) and (name := _name(walk.get("ending")))
        ),
        uses=tuple(uses),
        rubric=rubric,
    )


def outline_of_drill(root: Fields, uses: list[Use], rubric: Rubric | None) -> Outline:
    """The outline of the expanded drill in `root`: its moments are scenes that lead nowhere of their own."""
    whole = not root.garbled
    moments = [each for each in _items(root.get("moments")) if isinstance(each, Fields)]
    focus = SceneOutline(root.mark, None, (), root.mark, _called(root.get("focus")))
    return Outline(
        scenes=Names(tuple(Name(moment_id(n), m.mark) for n, m in enumerate(moments, 1)), whole),
        endings=Names(),
        facts=_names(root.get("facts"), whole, optional=True),
        limits=_names(root.get("limits"), whole, optional=True),
        scene_outlines=(
            focus,
            *(
                SceneOutline(moment.mark, None, (), moment.mark, _called(moment.get("calls_for")))
                for moment in moments
                if not moment.garbled
            ),
        ),
        anytime=(),
        last_ending=None,
        walked_to=(),
        uses=tuple(uses),
        rubric=rubric,
    )


def names_of(node: Node | None) -> Names:
    """The ids of the mappings listed in `node`."""
    return _names(node, True, optional=True)


def _names(node: Node | None, whole: bool, optional: bool = False) -> Names:
    if node is None:
        return Names(complete=whole and optional)
    found: list[Name] = []
    complete = whole and isinstance(node, Items)
    for item in _items(node):
        identifier = item.get("id") if isinstance(item, Fields) else None
        text = text_of(identifier)
        if identifier is None or not text:
            complete = False
            continue
        complete = complete and isinstance(item, Fields) and not item.garbled
        found.append(Name(text, identifier.mark))
    twice = len({name.text for name in found}) < len(found)  # one of them was meant otherwise
    return Names(tuple(found), complete and not twice)


def _items(node: Node | None) -> list[Node]:
    return node.items if isinstance(node, Items) else []


def _name(node: Node | None) -> Name | None:
    text = text_of(node)
    return Name(text, node.mark) if node and text else None


def _scene(scene: Fields) -> SceneOutline:
    branches = scene.entries.get("branches")
    return SceneOutline(
        mark=scene.mark,
        name=_name(scene.get("id")),
        branches=_branches(branches.node) if branches else None,
        branches_mark=branches.mark if branches else scene.mark,
        calls_for=_called(scene.get("calls_for")),
    )


def _called(node: Node | None) -> tuple[Name, ...]:
    return tuple(name for each in _items(node) if (name := _name(each)))


def _branches(node: Node | None) -> tuple[BranchOutline, ...] | None:
    if not isinstance(node, Items):
        return None
    return tuple(_branch(each) for each in node.items)


def _branch(node: Node) -> BranchOutline:
    if not isinstance(node, Fields):
        return BranchOutline(node.mark, None, conditional=False)
    when = node.get("when")
    condition = when.value if isinstance(when, Made) else None
    free = when is None or (isinstance(condition, Condition) and condition.always)
    return BranchOutline(node.mark, _name(node.get("to")), conditional=not free or node.garbled)
