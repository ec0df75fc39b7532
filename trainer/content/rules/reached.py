"""Every scene and ending is where some branch leads; what nothing leads to was forgotten or misspelt."""

from __future__ import annotations

from trainer.content import codes
from trainer.content.graph import circles, reached
from trainer.content.outline import Name, Outline
from trainer.content.problems import Problems
from trainer.i18n import gettext as _
from trainer.model.scenario import END


def check(outline: Outline, problems: Problems) -> None:
    """Warn of what is never reached. Silent where another mistake may be the reason.

    Of what is reached only from there, nothing is told: it is reached again when the first is.
    """
    if problems.has("YAML", "KEY", "REF", "VAL") or not outline.scenes.names:
        return
    endings = [name.text for name in outline.endings.names]
    following: dict[str, list[str]] = {
        scene.name.text: [
            target
            for branch in scene.branches or ()
            if branch.to
            for target in (endings if branch.to.text == END else [branch.to.text])
        ]
        for scene in outline.scene_outlines
        if scene.name
    }
    starts = [outline.scenes.names[0].text]
    for branch in outline.anytime:
        if branch.to:
            starts += endings if branch.to.text == END else [branch.to.text]
    led_to = reached(starts, following)
    names = {n.text: n for n in (*outline.scenes.names, *outline.endings.names)}
    lost = circles([text for text in names if text not in led_to], following)
    for group in lost:
        others = [text for other in lost if other != group for text in other]
        if not any(target in group for text in others for target in following.get(text, ())):
            _tell(names[group[0]], problems)


def _tell(name: Name, problems: Problems) -> None:
    problems.add(
        codes.NEVER_REACHED,
        name.mark,
        _("No branch leads to “{name}”.").format(name=name.text),
        _("Add a branch “to: {name}”, or remove it.").format(name=name.text),
        severity="warning",
    )
