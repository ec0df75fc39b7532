"""FLOW-006: from every scene what is said leads, sooner or later, to an ending."""

from __future__ import annotations

from trainer.content import codes
from trainer.content.graph import circles, reached
from trainer.content.problems import Problems, enumerate_names
from trainer.content.script import Script
from trainer.i18n import gettext as _
from trainer.model.condition import Condition
from trainer.model.scenario import END

_GOOD = ("A", "B")


def check(script: Script, problems: Problems) -> None:
    """Tell scenes whose branches lead to no ending, once for those that lead only to one another.

    `anytime` counts as a way out where a reply or a good ending can bring it about; that patience or
    turns run out is no end of its own, but then it is only a warning.
    """
    closed = shut_in(script)
    net = any(script.scenario.scene(b.to) is None for b in script.scenario.anytime)
    for group in closed:
        first = next(path for path, scene in script.scenes() if scene.id == group[0])
        names = enumerate_names(group)
        problems.add(
            codes.NO_WAY_OUT,
            script.marks.at(*first, "id"),
            (
                _("From here only “anytime” can end the talk: {names} lead to no ending.")
                if net
                else _("From here the talk never ends: {names} lead to no ending.")
            ).format(names=names),
            _("Let a branch lead to an ending, to “end”, or to a scene that does."),
            severity="warning" if net else "error",
        )


def shut_in(script: Script) -> list[tuple[str, ...]]:
    """Scenes that are led to and lead only to one another, in groups."""
    scenario = script.scenario
    endings = {ending.id for ending in scenario.endings}
    following = {scene: set(targets) for scene, targets in script.following.items()}
    for branch in scenario.anytime:
        ending = scenario.ending(branch.to)
        if branch.to == END or _asks_for_words(branch.when) or (ending and ending.grade in _GOOD):
            return []
        if scenario.scene(branch.to):
            for targets in following.values():
                targets.add(branch.to)
    leading: dict[str, list[str]] = {}
    for scene_id, targets in following.items():
        for target in targets:
            leading.setdefault(target, []).append(scene_id)
    with_an_end = reached(endings, leading)
    stuck = [s.id for s in scenario.scenes if s.id in script.led_to and s.id not in with_an_end]
    return [
        group
        for group in circles(stuck, following)
        if not any(target not in group for scene in group for target in following[scene])
    ]


def _asks_for_words(condition: Condition) -> bool:
    """Whether the condition looks at what is said, beside moods and numbers of turns."""
    return bool(
        condition.levels
        or condition.overall
        or condition.cites
        or condition.contradicts
        or condition.promises
        or condition.acts
        or condition.says
        or any(_asks_for_words(part) for part in (*condition.all, *condition.any))
        or (condition.no is not None and _asks_for_words(condition.no))
    )
