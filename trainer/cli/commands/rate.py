"""`trainer rate`: a second marker's levels, on the screen or in a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trainer.cli import out
from trainer.errors import UsageError
from trainer.i18n import gettext as _
from trainer.i18n import ngettext

if TYPE_CHECKING:
    from trainer.report.marksheet.read import Marksheet
    from trainer.session.desk import Desk
    from trainer.session.transcript import Transcript


def about() -> str:
    """The help page."""
    return _(
        "On a terminal it opens on the whole screen: the talk reply by reply, the criteria that counted, and what "
        "their levels mean. What the program gave stays hidden until you have marked a reply; then both stand side by "
        "side with the evidence, and you may set a level in place of the program's and say why. With --xlsx the same is "
        "written as a workbook to mark elsewhere, with --from it is read back: all of it, or, where a cell is wrong, "
        "nothing. Marks are kept beside the session; the program's levels are never changed. “trainer agreement” "
        "compares them."
    )


def command(
    context: typer.Context,
    session: Annotated[
        str,
        typer.Argument(
            metavar="SESSION", help=_("A session's name or its beginning, or its file.")
        ),
    ],
    rater: Annotated[
        str | None,
        typer.Option(
            "--rater",
            metavar="NAME",
            help=_("Who marks: a name or initials, the same each time. Asked for if not given."),
        ),
    ] = None,
    xlsx: Annotated[
        str | None,
        typer.Option("--xlsx", metavar="FILE", help=_("Write a workbook to mark in.")),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option("--from", metavar="FILE", help=_("Read a marked workbook back.")),
    ] = None,
) -> int:
    """Open the screen, write a sheet or read one."""
    if xlsx is not None and source is not None:
        raise UsageError(_("--xlsx writes a sheet and --from reads one; say which."))
    if xlsx is None and source is None and not out.is_terminal():
        raise UsageError(
            _("Without a terminal, --xlsx FILE writes a sheet to mark in and --from FILE reads it.")
        )
    from trainer.session.archive import find_session
    from trainer.session.journal import read_journal
    from trainer.session.people import clean_name
    from trainer.session.ratings import counted
    from trainer.session.transcript import transcribe

    if rater is not None and not clean_name(rater):
        raise UsageError(_("--rater needs a name."))
    desk: Desk = context.obj
    path = find_session(desk.home, session)
    transcript = transcribe(read_journal(path))
    if not any(counted(turn, transcript.started.rubric) for turn in transcript.turns):
        raise UsageError(
            _("Session {session} has no judged reply to mark.").format(
                session=transcript.started.session
            )
        )
    if xlsx is not None:
        return _write(Path(xlsx), transcript, desk.lang)
    if source is not None:
        return _read(Path(source), path, transcript, clean_name(rater or ""))
    from trainer.cli.screen import open_screen

    return open_screen(context, rate=str(path), rater=clean_name(rater or ""))


def _write(file: Path, transcript: Transcript, lang: str) -> int:
    from trainer.cli.save import save
    from trainer.report.marksheet.write import marksheet

    if file.suffix.lower() != ".xlsx":
        raise UsageError(
            _("The name of a sheet ends in .xlsx, not as in “{name}”.").format(name=file)
        )
    if file.exists():
        raise UsageError(
            _("{path} is there already, perhaps with marks in it; choose another name.").format(
                path=file
            )
        )
    save(file, marksheet(transcript, lang), private=True)
    out.put_path("", file)
    out.tell(
        _("Mark in the yellow cells, then: trainer rate {session} --from {file}").format(
            session=transcript.started.session, file=f'"{file}"' if " " in str(file) else file
        )
    )
    return 0


def _read(file: Path, journal: Path, transcript: Transcript, rater: str) -> int:
    from trainer.report.marksheet.read import read_marksheet
    from trainer.session.disk import cannot_read
    from trainer.session.practice import now
    from trainer.session.ratings import changes, rating_by, record

    try:
        raw = file.read_bytes()
    except OSError as error:
        raise cannot_read(file, error) from error
    sheet = read_marksheet(raw, transcript)
    rater = rater or sheet.rater
    if sheet.wrong:
        for cell in sheet.wrong:
            out.tell(
                _("{sheet}, cell {cell}: {fault}.").format(
                    sheet=cell.sheet, cell=cell.cell, fault=cell.message
                )
            )
        out.tell(_("Nothing was taken over; put these right and read the sheet again."))
        return 1
    if not rater:
        raise UsageError(
            _("Who marked? Fill in “Marked by” in the sheet, or say it with --rater NAME.")
        )
    if not sheet.levels and not sheet.comments:
        raise UsageError(_("Nothing is marked in {path}.").format(path=file))
    before = rating_by(journal, rater)
    events = changes(before, rater, now(), sheet.levels, sheet.comments)
    record(journal, events)
    _tell(sheet, before.turns != () and not events, rater, transcript)
    late = sum(getattr(event, "blind", True) is False for event in events)
    if late:
        out.tell(
            _(
                "{n} of them were changed after the program's levels had been shown; agreement leaves "
                "those out."
            ).format(n=late)
        )
    return 0


def _tell(sheet: Marksheet, nothing_new: bool, rater: str, transcript: Transcript) -> None:
    said = ngettext("{n} level", "{n} levels", len(sheet.levels)).format(n=len(sheet.levels))
    noted = ngettext("{n} comment", "{n} comments", len(sheet.comments)).format(
        n=len(sheet.comments)
    )
    out.tell(
        _("{rater} on {session}: {levels}, {comments}.").format(
            rater=rater, session=transcript.started.session, levels=said, comments=noted
        )
    )
    if nothing_new:
        out.tell(_("All of it was known already."))
    if sheet.blank:
        out.tell(
            ngettext(
                "{n} criterion was left unmarked.", "{n} criteria were left unmarked.", sheet.blank
            ).format(n=sheet.blank)
        )
