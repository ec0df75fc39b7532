"""FACT-003: a limit on what may be promised or disclosed can be broken."""

from __future__ import annotations

from trainer.content import codes
from trainer.content.problems import Problems
from trainer.content.script import Script
from trainer.i18n import gettext as _


def check(script: Script, problems: Problems) -> None:
    """Warn of limits without cue words, and of those that no poor reply breaks and no branch minds."""
    minded = {name for each in script.conditions for kind, name in each.about if kind == "promises"}
    replies = (text for _path, text in (*script.poor_replies, *script.good_replies))
    said = "\0".join(replies).casefold()  # which stands in no text
    for number, limit in enumerate(script.scenario.limits):
        if not limit.cues:
            message = _("The limit “{name}” has no cue words, so nothing said ever breaks it.")
            hint = _("Add “cues: […]” with the words that would break it.")
        elif limit.id not in minded and not any(cue.casefold() in said for cue in limit.cues):
            message = _(
                "Nobody is tempted to break the limit “{name}”: no reply does, no branch minds."
            )
            hint = _(
                "Let a poor reply or a ready-made one break it, or a branch ask for “promises”."
            )
        else:
            continue
        problems.add(
            codes.NO_TEMPTATION,
            script.marks.at("limits", number),
            message.format(name=limit.id),
            hint,
            severity="warning",
        )
