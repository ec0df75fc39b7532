"""The notice on records: what trainees are told about what is kept of them, before it is kept."""

from __future__ import annotations

from trainer.i18n import gettext as _

VERSION = "2"
"""To be raised when what is kept, where or for whom changes; everyone then sees the notice again."""


def notice() -> list[str]:
    """The notice, a paragraph each, in the interface's language."""
    return [
        _("What is kept of you (notice {version})").format(version=VERSION),
        _(
            "Your replies, their times and their scores are kept in files on this computer. The program "
            "sends nothing by itself; whoever runs the training may send scores to a learning record "
            "store, and your replies only by asking for that too. All of it carries a pseudonym. Your "
            "name, if you give one, stands only in a list of its own that can be deleted."
        ),
        _(
            "They are for practice and for talking it over with a trainer. Scores are advisory; no "
            "decision about you may rest on them alone."
        ),
        _(
            "You may have a copy of it all (“trainer people export NAME”) or have it erased "
            "(“trainer people erase NAME”) at any time. If you do not agree, do not begin."
        ),
    ]
