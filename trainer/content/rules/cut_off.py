"""YAML-008: a text that goes on with a number such as “#5” is not taken for one with a comment.

Comments begin with a space or a word after the “#”, so only numbers are told.
"""

from __future__ import annotations

import re

from trainer.content import codes
from trainer.content.nodes import Mark
from trainer.content.problems import Problems
from trainer.content.script import Script
from trainer.i18n import gettext as _

_NUMBER = re.compile(r" +(#\d+)")


def check(script: Script, problems: Problems) -> None:
    """Warn of a number after a “#” that cuts off a text without quotes."""
    for words in (*script.told, *script.lines, *script.good_replies, *script.poor_replies):
        mark, rest = script.marks.after(words.text, *words.path)
        if found := _NUMBER.match(rest):
            problems.add(
                codes.NEEDS_QUOTES,
                Mark(mark.line, mark.column + found.start(1)),
                _("The text ends here: “{sign}” and what follows is skipped as a comment.").format(
                    sign=found[1]
                ),
                _("Put the text in quotes."),
                severity="warning",
            )
