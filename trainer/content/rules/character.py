"""TALK-004: a resident does not say what one of their type would never say unprovoked."""

from __future__ import annotations

from collections.abc import Iterator

from trainer.content import codes
from trainer.content.problems import Problems
from trainer.content.script import Path, Script
from trainer.i18n import gettext as _
from trainer.model.condition import Condition

_OPPOSITE = {"D": "S", "S": "D", "I": "C", "C": "I"}
_HIGH_ANGER = 50


def check(script: Script, problems: Problems) -> None:
    """Warn of a clear clash only: the words that the profile of the type has under `unlike`.

    Whoever is a blend with the opposite type may say them, and anyone may in great anger or after a
    fault. What is said on leaving is left alone.
    """
    style = script.scenario.resident.disc
    if script.disc is None or not script.resident_known:
        return
    if _OPPOSITE[style[0]] in style[1:]:
        return
    profile = script.disc.types[style[0]]
    unlike = profile.unlike.get(script.scenario.lang, ())
    for path, text, condition in _spoken(script):
        folded = text.casefold()
        word = next((word for word in unlike if word.casefold() in folded), None)
        if word is None or _provoked(condition):
            continue
        start = folded.index(word.casefold())
        problems.add(
            codes.OUT_OF_CHARACTER,
            script.marks.find(text[start : start + len(word)], *path),
            _("“{words}” is not how a resident of type {style} speaks.").format(
                words=word, style=style
            ),
            _("Word it otherwise, or let it be said only in anger: “{example}”.").format(
                example="when: {anger: above 60}"
            ),
            severity="warning",
        )


def _spoken(script: Script) -> Iterator[tuple[Path, str, Condition]]:
    for path, scene in script.scenes():
        for number, line in enumerate(scene.lines):
            yield (*path, "lines", number, "say"), line.say, line.when
        for number, branch in enumerate(scene.branches):
            if branch.say:
                yield (*path, "branches", number, "say"), branch.say, branch.when


def _provoked(condition: Condition) -> bool:
    """Whether great anger or a fault may be behind it."""
    anger = condition.mood.get("anger")
    return (
        (anger is not None and anger.low is not None and anger.low >= _HIGH_ANGER)
        or any(bound.low is not None and bound.low < 0 for bound in condition.levels.values())
        or bool(condition.promises or condition.contradicts or condition.says)
        or any(_provoked(part) for part in (*condition.all, *condition.any))
    )
