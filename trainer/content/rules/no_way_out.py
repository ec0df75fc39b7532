"""FLOW-006: from every scene what is said leads, sooner or later, to an ending."""

from __future__ import annotations

from trainer.content import codes
from trainer.content.problems import Problems, enumerate_names
from trainer.content.script import Script
from trainer.i18n import gettext as _


def check(script: Script, problems: Problems) -> None:
    """Tell scenes whose branches lead to no ending, once for those that lead only to one another.

    `anytime` counts as a way out where a reply or a good ending can bring it about; that patience or
    turns run out is no end of its own, but then it is only a warning.
    """
    net = any(script.scenario.scene(b.to) is None for b in script.scenario.anytime)
    for group in script.shut_in:
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
