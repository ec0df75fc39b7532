"""What is said about records: before a talk, and before they are removed."""

from __future__ import annotations

from trainer.cli import out
from trainer.cli.reader import standard_input
from trainer.errors import UsageError
from trainer.i18n import gettext as _
from trainer.i18n import ngettext
from trainer.session.desk import Desk
from trainer.session.erasure import Removed


def tell_of_records(desk: Desk, *, notice: bool = False) -> None:
    """What the start had to say, and the notice on records where it is due."""
    from trainer.session.notice import notice as paragraphs

    for said in desk.told:
        out.tell(said)
    if notice:
        for said in [*paragraphs(), ""]:
            out.put(said)


def sessions(number: int) -> str:
    """3 sessions."""
    return ngettext("{n} session", "{n} sessions", number).format(n=number)


def is_agreed(question: str, *, yes: bool) -> bool:
    """Whether to remove what cannot be brought back. Raises UsageError where nobody can be asked."""
    if yes:
        return True
    reader = standard_input()
    if not reader.is_live:
        raise UsageError(_("Nobody can be asked here; --yes removes without asking."))
    said = reader.line(_("{question} Type yes to remove: ").format(question=question))
    if said is not None and out.clean(said).strip().lower() in ("yes", "是", "y"):
        return True
    out.tell(_("Nothing was removed."))
    return False


def tell_removed(removed: Removed) -> int:
    """What was removed and what was not; the exit code."""
    out.put(
        _("Removed: {sessions}, {files}.").format(
            sessions=sessions(removed.sessions),
            files=ngettext(
                "{n} file beside them (marks, rescorings)",
                "{n} files beside them (marks, rescorings)",
                removed.beside,
            ).format(n=removed.beside),
        )
    )
    for fault in removed.left:
        out.tell(str(fault))
    return 3 if removed.left else 0


def tell_unread(faults: list[Exception]) -> None:
    """Journals that cannot be read: it is not known whose they are, so they were not looked at."""
    for fault in faults:
        out.tell(_("Not looked at: {fault}").format(fault=fault))
