"""`trainer export`: sessions as documents, workbooks, tables and records."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

import typer

from trainer.cli import out
from trainer.cli.recall import journals_of, recall, recall_marks
from trainer.cli.records import as_asked, marks_as_asked
from trainer.cli.save import keep
from trainer.cli.usage import one_of
from trainer.errors import UsageError
from trainer.i18n import gettext as _
from trainer.session.desk import Desk
from trainer.session.disk import cannot_read
from trainer.session.transcript import Transcript

if TYPE_CHECKING:
    from trainer.model.rating import Rating
    from trainer.report.next_practice import Advice


class Format(NamedTuple):
    """How sessions become a file.

    `of`: made from one debrief or comparison (`document`), from all sessions at once (`sessions`), or
    from each session alone (`session`), or statements of all of them (`statements`). `extra` names what
    must be installed for it, `ending` is that of its files where it is not the format's name.
    """

    module: str
    function: str
    of: Literal["document", "sessions", "session", "statements"]
    text: bool = True
    extra: str = ""
    ending: str = ""


FORMATS: Mapping[str, Format] = {
    "md": Format("markdown", "rendered", "document"),
    "html": Format("html", "html", "document"),
    "docx": Format("docx", "docx", "document", text=False),
    "pdf": Format("pdf", "pdf", "document", text=False, extra="pdf"),
    "xlsx": Format("xlsx", "xlsx", "sessions", text=False),
    "csv": Format("csv", "csv", "sessions"),
    "jsonl": Format("turns", "turns", "sessions"),
    "vtt": Format("vtt", "vtt", "session"),
    "xapi": Format("xapi", "xapi", "statements", ending="xapi.jsonl"),
}
"""By file ending: where in `trainer.report` each is written."""
COMPARISON = "comparison"
"""What several sessions together are called in a folder."""


def about() -> str:
    """The help page."""
    return _(
        "md, html, docx and pdf are a debrief to read and discuss; xlsx is a workbook, csv a table of "
        "the replies, jsonl one line a turn, vtt subtitles, xapi statements for a learning record store "
        "(“trainer send” sends them). Several sessions give one document with a "
        "comparison, or in a folder one each and the comparison. The same sessions give the same bytes."
    )


def command(
    context: typer.Context,
    sessions: Annotated[
        list[str],
        typer.Argument(
            metavar="SESSION...", help=_("A session's name or its beginning, or its file.")
        ),
    ],
    to: Annotated[str, typer.Option("--to", metavar="|".join(FORMATS), help=_("The format."))],
    into: Annotated[
        str,
        typer.Option(
            "--out", metavar="PATH", help=_("A file or a folder; without it, standard output.")
        ),
    ] = "-",
    template: Annotated[
        Path | None,
        typer.Option(
            "--template", metavar="FILE", help=_("Your own .docx, whose styles docx is to have.")
        ),
    ] = None,
    with_names: Annotated[
        bool,
        typer.Option(
            "--with-names", help=_("Trainees by name, not by pseudonym; second markers too.")
        ),
    ] = False,
    redact: Annotated[
        bool,
        typer.Option("--redact", help=_("Names, telephone and other numbers out of the replies.")),
    ] = False,
    with_text: Annotated[
        bool, typer.Option("--with-text", help=_("xapi: with the replies and what was quoted."))
    ] = False,
) -> int:
    """Write the documents; of a damaged session what stands before the damage, with exit code 1."""
    one_of(to, tuple(FORMATS), "--to")
    desk: Desk = context.obj
    style = _styles(template, to)
    _check_records(to, with_names=with_names, with_text=with_text)
    paths = journals_of(desk.home, sessions)
    found, code = recall(paths)
    transcripts = as_asked(desk.home, found, with_names=with_names, redact=redact)
    marks: Sequence[Sequence[Rating]] = ()
    if FORMATS[to].of == "document":
        there, unread = recall_marks(paths)
        marks = marks_as_asked(desk.home, there, with_names=with_names, redact=redact)
        code = code or unread
    writer = _Writer(desk, to, style, transcripts, marks, with_text=with_text)
    if into == "-":
        _put(writer, transcripts, to)
        return code
    whole = Path(into)
    if not _is_folder(whole, into, len(transcripts)):
        _refuse_many(writer, transcripts, to)
        keep(whole, writer.written(transcripts))
        return code
    for transcript in transcripts:
        name = f"{transcript.started.session}.{FORMATS[to].ending or to}"
        keep(whole / name, writer.written([transcript]))
    if len(transcripts) > 1 and writer.compares:
        keep(whole / f"{COMPARISON}.{to}", writer.written(transcripts))
    return code


class _Writer:
    """Writes sessions in one format."""

    def __init__(
        self,
        desk: Desk,
        to: str,
        template: bytes | None,
        transcripts: Sequence[Transcript],
        marks: Sequence[Sequence[Rating]],
        *,
        with_text: bool,
    ) -> None:
        self.desk, self.format, self.template = desk, FORMATS[to], template
        self.with_text = with_text
        self.ratings = {t.started.session: r for t, r in zip(transcripts, marks, strict=False)}
        self.advices: dict[str, Advice] = {}
        if self.format.of == "document":
            from trainer.content.offers import offers
            from trainer.report.next_practice import advices

            there = offers(desk.library, {t.started.scenario.lang for t in transcripts})
            self.advices = advices(transcripts, there)

    @property
    def compares(self) -> bool:
        """Whether several sessions in one file say more than each alone."""
        return self.format.of == "document" or not self.format.text

    def written(self, transcripts: Sequence[Transcript]) -> bytes:
        """The file. Raises UsageError when what the format needs is not installed."""
        try:
            module = import_module(f"trainer.report.{self.format.module}")
            made = self._made(getattr(module, self.format.function), transcripts)
        except ModuleNotFoundError as missing:
            if not self.format.extra or (missing.name or "").startswith("trainer"):
                raise
            raise UsageError(
                _(
                    'This format needs a package more; in the folder of the program: pip install -e ".[{extra}]"'
                ).format(extra=self.format.extra)
            ) from missing
        return made if isinstance(made, bytes) else made.encode("utf-8", "replace")

    def _made(
        self, write: Callable[..., str | bytes], transcripts: Sequence[Transcript]
    ) -> str | bytes:
        lang = self.desk.lang
        if self.format.of == "session":
            return write(transcripts[0], lang)
        if self.format.of == "sessions":
            return write(transcripts, lang)
        if self.format.of == "statements":
            return write(transcripts, with_text=self.with_text)
        from trainer.report.attempts import compared

        document = compared(transcripts, lang, self.advices, self.ratings)
        return write(document) if self.template is None else write(document, self.template)


def _put(writer: _Writer, transcripts: Sequence[Transcript], to: str) -> None:
    _refuse_many(writer, transcripts, to)
    if not writer.format.text and out.is_shown():
        raise UsageError(
            _("{format} is nothing for a terminal; say the file with --out.").format(format=to)
        )
    out.put_bytes(writer.written(transcripts))


def _refuse_many(writer: _Writer, transcripts: Sequence[Transcript], to: str) -> None:
    if len(transcripts) > 1 and writer.format.of == "session":
        raise UsageError(
            _("A {format} file holds one session; for several, say a folder with --out.").format(
                format=to
            )
        )


def _is_folder(path: Path, said: str, count: int) -> bool:
    """Whether `--out` means a folder: there is one, it ends as one does, or several need one."""
    return path.is_dir() or said.endswith(("/", os.sep)) or (count > 1 and not path.suffix)


def _check_records(to: str, *, with_names: bool, with_text: bool) -> None:
    """Raises UsageError for what statements do not take, and what only they do."""
    if to == "xapi" and with_names:
        raise UsageError(_("xapi statements are always under pseudonyms, never by name."))
    if to != "xapi" and with_text:
        raise UsageError(_("--with-text is for --to xapi."))


def _styles(template: Path | None, to: str) -> bytes | None:
    if template is None:
        return None
    if to != "docx":
        raise UsageError(_("--template is for --to docx."))
    try:
        return template.read_bytes()
    except OSError as error:
        raise cannot_read(template, error) from error
