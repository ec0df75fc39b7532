"""A branch leads to a scene, to an ending or to `end`; `visited` names where the talk has been.

Walkthroughs name the scene that follows a reply, and the ending they reach.
"""

from __future__ import annotations

from trainer.content import codes
from trainer.content.outline import Name, Outline
from trainer.content.problems import Problems, list_all
from trainer.content.rules.references import Reference, dangling
from trainer.i18n import gettext as _
from trainer.model.scenario import END


def check(outline: Outline, problems: Problems) -> None:
    """Tell targets and visited scenes that do not exist."""
    if not (outline.scenes.complete and outline.endings.complete):
        return
    nowhere = _("“{name}” is neither a scene nor an ending.")
    no_scene = _("There is no scene “{name}”.")
    branches = (branch.to for branch in outline.branches() if branch.to)
    no_ending = _("There is no ending “{name}”.")
    visited = [Name(use.name, use.mark) for use in outline.uses if use.kind == "scene"]
    followed = [Name(use.name, use.mark) for use in outline.uses if use.kind == "next"]
    dangling(
        [
            *(Reference(name, codes.UNKNOWN_TARGET, nowhere) for name in branches),
            *(
                Reference(name, codes.UNKNOWN_SCENE, no_scene, outline.scenes.texts)
                for name in (*visited, *followed)
            ),
            *(
                Reference(name, codes.UNKNOWN_ENDING, no_ending, outline.endings.texts)
                for name in outline.walked_to
            ),
        ],
        (*outline.scenes.names, *outline.endings.names),
        problems,
        reserved=(END,),
    )
    scenes, endings = set(outline.scenes.texts), set(outline.endings.texts)
    for name in followed:
        if name.text in endings:
            problems.add(
                codes.UNKNOWN_SCENE,
                name.mark,
                _("“{name}” is an ending, not a scene.").format(name=name.text),
                _("Write “ending: {name}” beside “steps”.").format(name=name.text),
            )
    taken_for = (
        (visited, endings, codes.UNKNOWN_SCENE, _("“{name}” is an ending, not a scene."), outline.scenes),
        (outline.walked_to, scenes, codes.UNKNOWN_ENDING, _("“{name}” is not an ending."), outline.endings),
    )  # fmt: skip
    for names, others, code, message, right in taken_for:
        for name in names:
            if name.text in others or name.text == END:
                hint = list_all(right.texts)
                problems.add(code, name.mark, message.format(name=name.text), hint)
