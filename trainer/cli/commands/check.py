"""`trainer check`: mistakes in content."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trainer.cli import out
from trainer.cli.usage import one_of
from trainer.content.problems import enumerate_names
from trainer.errors import NotFound, UsageError
from trainer.i18n import gettext as _
from trainer.model.diagnostic import Diagnostic
from trainer.session.desk import Desk

if TYPE_CHECKING:
    from trainer.scoring.scorer import Scorer

_FORMATS = ("text", "json", "github", "sarif")
_MOST_JOBS = 8


def about() -> str:
    """The help page."""
    return _(
        "Without a path everything that is installed is checked. A file's references are looked up "
        "in its own folder first. The exit code is 1 when there is an error."
    )


def command(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH]...", help=_("Files or folders.")),
    ] = None,
    form: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="text|json|github|sarif",
            help=_("Text to read, JSON for programs, or what code-hosting services show."),
        ),
    ] = "text",
    fix: Annotated[
        bool,
        typer.Option("--fix", help=_("Mend what can only be meant one way, and show the changes.")),
    ] = False,
    watch: Annotated[
        bool,
        typer.Option("--watch", help=_("Check again whenever a file changes, until Ctrl+C.")),
    ] = False,
    scored: Annotated[
        bool | None,
        typer.Option(
            "--scored/--no-scored",
            help=_("Score model and poor replies, too; if not said, for up to 20 scenarios."),
        ),
    ] = None,
) -> int:
    """Show every mistake."""
    one_of(form, _FORMATS, "--format")
    desk: Desk = context.obj
    given = paths or []
    if fix and not given:
        raise UsageError(_("--fix changes files, so it needs a PATH."))
    if given and not watch and not desk.library.files(given):
        raise NotFound(
            _("There is no YAML file in {paths}.").format(
                paths=enumerate_names(_("“{name}”").format(name=path) for path in given)
            )
        )
    if fix:
        mend(desk, given, quietly=form != "text")
    if not watch:
        return report(examined(desk, given, scored), form, len(desk.library.files(given)))
    from trainer.cli.watch import watched

    code = 0
    try:
        for _change in watched(desk.library, given):
            out.clear()
            code = report(examined(desk, given, scored), form, len(desk.library.files(given)))
            out.tell(_("Watching for changes; Ctrl+C ends."))
    except KeyboardInterrupt:
        out.tell("")
    return code


def examined(desk: Desk, paths: Sequence[Path], scored: bool | None) -> list[Diagnostic]:
    """Everything wrong in `paths`, or in all content. Raises NotFound."""
    from trainer.proof.check import check, is_scored
    from trainer.proof.memory import Kept, Remembering
    from trainer.proof.remembered import Remembered

    kept = Kept(desk.home / "cache" / "assessments.db")

    def scorer_of(rubric: str) -> Scorer:
        return Remembering(desk.scorer(rubric), kept)

    found = check(
        desk.library,
        paths,
        scorer_of=scorer_of if is_scored(desk.library, paths, scored) else None,
        remembered=Remembered(desk.home / "cache" / "checks.txt"),
        jobs=min(_MOST_JOBS, os.cpu_count() or 1),
    )
    kept.keep()
    return found


def report(found: Sequence[Diagnostic], form: str, files: int) -> int:
    """Say what was found, and return the exit code."""
    match form:
        case "json":
            out.put_json([d.model_dump(mode="json") for d in found])
        case "github":
            from trainer.cli.github import as_commands

            for line in as_commands(found):
                out.put(line)
        case "sarif":
            from trainer.cli.sarif import as_log

            out.put(out.json_text(as_log(found), indent=2))
        case _:
            _say(found, files)
    return int(any(d.severity == "error" for d in found))


def mend(desk: Desk, paths: Sequence[Path], quietly: bool) -> None:
    """Mend the files as far as is certain, and show what has changed. Raises NotFound, OSError."""
    from trainer.cli.mend import changes, mended_file

    for path in desk.library.files(paths):
        before, after = mended_file(desk.library, path)
        if before != after and not quietly:
            out.put_rows(changes(path, before, after))
            out.put()


def _say(found: Sequence[Diagnostic], files: int) -> None:
    from trainer.cli.faults import rows, summary

    if not found:
        out.tell(summary(found, files))
        return
    out.put_rows(rows(found))
    out.put()
    out.put(summary(found, files))
    first = next((d for d in found if d.severity == "error"), found[0])
    out.put(_("What is wrong and how to mend it: trainer explain {code}").format(code=first.code))
