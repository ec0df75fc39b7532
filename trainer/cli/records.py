"""What is said about records: before a talk, and before they are removed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from trainer.cli import out
from trainer.cli.reader import standard_input
from trainer.errors import UsageError
from trainer.i18n import gettext as _
from trainer.i18n import ngettext
from trainer.session.desk import Desk
from trainer.session.erasure import Removed
from trainer.session.transcript import Transcript

if TYPE_CHECKING:
    from trainer.model.rating import Rating


def tell_of_records(desk: Desk, *, notice: bool = False) -> None:
    """What the start had to say, and the notice on records where it is due."""
    from trainer.session.notice import notice as paragraphs

    for said in desk.told:
        out.tell(said)
    if notice:
        for said in [*paragraphs(), ""]:
            out.put(said)


def as_asked(
    home: Path, transcripts: Sequence[Transcript], *, with_names: bool, redact: bool
) -> list[Transcript]:
    """Sessions as they may leave the house: under pseudonyms unless names are asked for.

    With `redact`, names and numbers in the replies are taken out too. Raises StorageError when the list of
    names is needed for that and cannot be read.
    """
    from trainer.session.people import called, is_pseudonym, named, names, unnamed

    known = names(home)
    made = [named(t, known) if with_names else unnamed(t, known) for t in transcripts]
    if redact:
        from trainer.report.redact import redacted

        said = {t.started.trainee for t in transcripts if not is_pseudonym(t.started.trainee)}
        hidden = sorted(said.union(listed_names(home)))
        clean = [redacted(t, hidden) for t in made]
        made = [called(new, old.started.trainee) for new, old in zip(clean, made, strict=True)]
    return made


def marks_as_asked(
    home: Path, marks: Sequence[Sequence[Rating]], *, with_names: bool, redact: bool
) -> list[list[Rating]]:
    """Second markers' marks as they may leave the house: without names, as `as_asked` does it."""
    from trainer.report.redact import redacted_rating
    from trainer.report.second_markers import unnamed_markers

    told = [list(ratings) for ratings in marks]
    if redact:
        raters = {rating.rater for ratings in marks for rating in ratings}
        hidden = [*listed_names(home), *raters]
        told = [[redacted_rating(rating, hidden) for rating in ratings] for ratings in told]
    return told if with_names else unnamed_markers(told)


def listed_names(home: Path) -> list[str]:
    """The names of all trainees on the list. Raises StorageError when it cannot be read."""
    from trainer.session.people import read_people

    return [person.name for person in read_people(home).people.values()]


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
