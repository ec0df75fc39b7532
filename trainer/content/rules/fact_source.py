"""FACT-001: a fact says where it comes from, or that it is local."""

from __future__ import annotations

from trainer.content import codes
from trainer.content.problems import Problems
from trainer.content.script import Script
from trainer.i18n import gettext as _


def check(script: Script, problems: Problems) -> None:
    """Warn of facts with neither."""
    for number, fact in enumerate(script.scenario.facts):
        if fact.source is None and not fact.local:
            problems.add(
                codes.NO_SOURCE,
                script.marks.at("facts", number),
                _("The fact “{name}” names no source and is not local.").format(name=fact.id),
                _("Add “source: …” with the norm, or “local: true” if it is true only here."),
                severity="warning",
            )
