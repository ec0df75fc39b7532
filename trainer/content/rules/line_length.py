"""TALK-003: a resident speaks in lines short enough to be heard."""

from __future__ import annotations

from trainer.content import codes
from trainer.content.problems import Problems
from trainer.content.script import Script
from trainer.i18n import gettext as _

_MOST = 120
_FIRST_WIDE = 0x1100
"""From Korean letters on, a character is a syllable or a word; below, two letters take its place."""


def length(text: str) -> int:
    """How long a line is in Chinese characters; of other letters it takes two."""
    wide = sum(ord(character) >= _FIRST_WIDE for character in text)
    return wide + (len(text) - wide + 1) // 2


def check(script: Script, problems: Problems) -> None:
    """Warn of lines of more than 120 Chinese characters or 240 Latin ones."""
    for path, text in script.lines:
        if len(text) > _MOST and length(text) > _MOST:  # no text is longer than it has characters
            wide = length(text) > len(text) * 3 // 4
            problems.add(
                codes.LONG_LINE,
                script.marks.at(*path),
                _(
                    "The resident says {count} characters at once; more than {most} is a speech."
                ).format(count=len(text), most=_MOST if wide else 2 * _MOST),
                _("Shorten it, or let part of it be the answer to a question."),
                severity="warning",
            )
