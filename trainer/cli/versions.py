"""Line mode, when a session's scenario has been edited since: which version it goes on with."""

from __future__ import annotations

from trainer.cli import out
from trainer.cli.reader import standard_input
from trainer.i18n import gettext as _
from trainer.session.desk import Desk

_AGAIN = "r"


def starts_again(desk: Desk, session: str) -> bool:
    """Whether to start again on the new version. Asks a person; whoever else is told, and goes on."""
    edited = desk.edited(session)
    if edited is None:
        return False
    if edited.scenario is None:
        out.tell(
            _(
                "The scenario has been edited since this session began and has mistakes now, so it goes on "
                "as it was. “trainer check {path}” lists them."
            ).format(path=edited.path)
        )
        return False
    reader = standard_input()
    if not reader.is_live:
        out.tell(
            _(
                "The scenario has been edited since this session began. It goes on as it was; "
                "“trainer resume --restart” starts again on the new version."
            )
        )
        return False
    out.put(_("The scenario has been edited since this session began."))
    while True:
        said = reader.line(
            _("Enter finishes it as it was; “r” and Enter starts again on the new version: ")
        )
        if not said or not said.strip():
            return False
        if out.clean(said).strip().lower() == _AGAIN:
            return True
