"""`trainer cohort`: a class at a glance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trainer.cli import out
from trainer.cli.save import hand_over, keep
from trainer.cli.usage import one_of
from trainer.errors import NotFound, UsageError
from trainer.i18n import current
from trainer.i18n import gettext as _

if TYPE_CHECKING:
    from trainer.model.rating import Rating
    from trainer.report.agreement import Agreement
    from trainer.report.cohort.figures import GroupFigures
    from trainer.report.cohort.telling import Cohort
    from trainer.session.attempts import Journal, Sessions
    from trainer.session.desk import Desk
    from trainer.session.transcript import Transcript

_FORMATS = ("text", "json", "xlsx", "html", "parquet")


def about() -> str:
    """The help page."""
    return _(
        "Everyone's sessions together: means by criterion for the class, for each person and over time, how scores "
        "are spread, what changed from the first to the latest scenario met for the first time, the "
        "weakest criteria, how many talks were finished, and how far second markers agree with the program. Sessions of "
        "different rubrics are told apart. Without SESSION and --from, all sessions. parquet writes two "
        "tables, sessions.parquet and scores.parquet, that --from reads again, a million sessions too."
    )


def command(
    context: typer.Context,
    sessions: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SESSION...]", help=_("A session's name or its beginning, or its file.")
        ),
    ] = None,
    origin: Annotated[
        str,
        typer.Option(
            "--from",
            metavar="PATH|URL",
            help=_(
                "A folder of sessions here or elsewhere, or tables that parquet wrote (*.parquet)."
            ),
        ),
    ] = "",
    form: Annotated[
        str,
        typer.Option(
            "--format", metavar="|".join(_FORMATS), help=_("The format; text if not said.")
        ),
    ] = "text",
    into: Annotated[
        str,
        typer.Option(
            "--out",
            metavar="PATH",
            help=_("A file, for parquet a folder; without it, standard output."),
        ),
    ] = "-",
    with_names: Annotated[
        bool,
        typer.Option(
            "--with-names", help=_("Trainees by name, not by pseudonym; second markers too.")
        ),
    ] = False,
) -> int:
    """Show the class; of a damaged session what stands before the damage, with exit code 1."""
    one_of(form, _FORMATS, "--format")
    from trainer.cli.recall import places_of
    from trainer.report.cohort.figures import figures
    from trainer.report.cohort.tally import tally

    if sessions and origin:
        raise UsageError(_("Name sessions, or say --from, not both."))
    _check_out(form, into)
    desk: Desk = context.obj
    agreed: Mapping[str, Agreement] = {}
    if origin and _is_parquet(origin):
        if form == "parquet":
            raise UsageError(_("These are such tables already."))
        groups, code = _tallied(origin), 0
    else:
        journals = places_of(desk.home, sessions or (), origin)
        gathered = _gathered(desk, journals, indexed=not (sessions or origin))
        code = int(bool(gathered.faults))
        if form == "parquet":
            _write_tables(Path(into), desk, gathered, with_names=with_names)
            return code
        groups = figures(tally(gathered.attempts), gathered.rubrics)
        agreed, unread = _agreements(desk, journals, with_names=with_names)
        code = code or unread
    cohort = _cohort(desk, groups, agreed, with_names=with_names)
    _give(cohort, form, into)
    return code


def _check_out(form: str, into: str) -> None:
    """Raises UsageError where a format needs a place that was not said."""
    if form == "parquet" and into == "-":
        raise UsageError(_("parquet writes two tables; say the folder with --out."))
    if form == "xlsx" and into == "-" and out.is_shown():
        raise UsageError(
            _("{format} is nothing for a terminal; say the file with --out.").format(format=form)
        )


def _is_parquet(origin: str) -> bool:
    from trainer.session.parquet import is_parquet

    return "://" not in origin and is_parquet(origin)


def _tallied(origin: str) -> tuple[GroupFigures, ...]:
    from trainer.report.cohort.figures import figures
    from trainer.session.parquet import files, tally_of

    return figures(*tally_of(files(origin)))


def _gathered(desk: Desk, journals: Sequence[Journal], *, indexed: bool) -> Sessions:
    """The sessions, and on standard error what is wrong with any. Raises NotFound without sessions."""
    from trainer.session.attempts import all_sessions, sessions_in
    from trainer.session.people import is_pseudonym, names, pseudonym_of

    found = all_sessions(desk.home) if indexed else sessions_in(journals)
    for fault in found.faults:
        out.tell(str(fault))
    for session in found.twice:
        out.tell(
            _("There is more than one file of session {session}; it counts once.").format(
                session=session
            )
        )
    if not found.attempts:
        raise NotFound(
            _("None of these sessions can be read.")
            if found.faults
            else _("There are no sessions here. “trainer list” shows what can be practised.")
        )
    known = names(desk.home)
    listed = {
        a.trainee: pseudonym_of(a.trainee, known) or a.trainee
        for a in found.attempts
        if not is_pseudonym(a.trainee)
    }
    return found._replace(
        attempts=[a._replace(trainee=listed.get(a.trainee, a.trainee)) for a in found.attempts]
    )


def _agreements(
    desk: Desk, journals: Sequence[Journal], *, with_names: bool
) -> tuple[dict[str, Agreement], int]:
    """By rubric how far second markers agree, and the exit code: 1 when marks cannot be read."""
    from trainer.cli.records import marks_as_asked
    from trainer.report.agreement import agreement
    from trainer.session.attempts import marked_in, rubric_key

    marked, faults = marked_in(journals)
    for fault in faults:
        out.tell(str(fault))
    transcripts = [transcript for transcript, _ratings in marked]
    marks = marks_as_asked(
        desk.home, [ratings for _t, ratings in marked], with_names=with_names, redact=False
    )
    by_rubric: dict[str, list[tuple[Transcript, Sequence[Rating]]]] = {}
    for transcript, ratings in zip(transcripts, marks, strict=True):
        key = rubric_key(transcript.started.rubric)
        by_rubric.setdefault(key, []).append((transcript, ratings))
    return {key: agreement(some) for key, some in by_rubric.items()}, int(bool(faults))


def _cohort(
    desk: Desk,
    groups: Sequence[GroupFigures],
    agreed: Mapping[str, Agreement],
    *,
    with_names: bool,
) -> Cohort:
    from trainer.report.cohort.telling import Cohort
    from trainer.session.people import is_pseudonym, names

    people = sorted({person.trainee for group in groups for person in group.people})
    if with_names:
        called = names(desk.home)
    else:
        unlisted = [who for who in people if not is_pseudonym(who)]
        called = {who: _("Person {n}").format(n=n) for n, who in enumerate(unlisted, 1)}
    return Cohort(
        tuple((group, agreed.get(group.group.rubric)) for group in groups), current(), called
    )


def _give(cohort: Cohort, form: str, into: str) -> None:
    """Write it where it was asked for."""
    if form == "text" and into == "-":
        from trainer.cli.cohort_text import as_text

        out.put_rows(as_text(cohort))
        return
    hand_over(_content(cohort, form), into)


def _content(cohort: Cohort, form: str) -> bytes:
    if form == "xlsx":
        from trainer.report.cohort.xlsx import xlsx

        return xlsx(cohort)
    if form == "html":
        from trainer.report.cohort.document import document
        from trainer.report.html import html
        from trainer.report.words import speaking

        with speaking(cohort.lang):
            return html(document(cohort)).encode("utf-8", "replace")
    if form == "json":
        from trainer.report.cohort.values import as_values

        text = out.json_text(as_values(cohort), indent=2)
    else:
        from trainer.cli.cohort_text import as_text

        text = "\n".join("".join(span.text for span in row) for row in as_text(cohort))
    return (out.clean(text) + "\n").encode("utf-8", "replace")


def _write_tables(folder: Path, desk: Desk, found: Sessions, *, with_names: bool) -> None:
    """Write both tables; without names, what is no pseudonym is nobody's."""
    from trainer.report.words import advisory
    from trainer.session.disk import file_for_folder
    from trainer.session.parquet import SCORES, SESSIONS, tables
    from trainer.session.people import is_pseudonym, names

    if folder.is_file():
        raise UsageError(file_for_folder(folder))
    known = names(desk.home)

    def told(who: str) -> str:
        return known.get(who, who) if with_names else who if is_pseudonym(who) else ""

    attempts = [a._replace(trainee=told(a.trainee)) for a in found.attempts]
    made = tables(attempts, found.rubrics, advisory())
    for name, content in ((SESSIONS, made.sessions), (SCORES, made.scores)):
        keep(folder / f"{name}.parquet", content)
