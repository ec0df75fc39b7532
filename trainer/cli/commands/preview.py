"""`trainer preview`: a scenario as its author wants to see it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from trainer.cli import out
from trainer.cli.save import save
from trainer.cli.usage import one_of
from trainer.i18n import gettext as _
from trainer.session.desk import Desk

_FORMATS = ("text", "mermaid", "svg", "html")
_ENDINGS = {
    ".svg": "svg",
    ".html": "html",
    ".htm": "html",
    ".mmd": "mermaid",
    ".mermaid": "mermaid",
}


def about() -> str:
    """The help page."""
    return _(
        "On a terminal it opens on the whole screen: the flow, each scene in full, and a box to try "
        "replies at any scene; the file is watched, and what you change shows at once. With --to, or "
        "when there is no terminal, it writes the flow: text, a Mermaid flowchart, an SVG drawing, or "
        "an HTML page with everything in it, to read, send or print."
    )


def command(
    context: typer.Context,
    scenario: Annotated[
        str,
        typer.Argument(metavar="SCENARIO", help=_("A name from “trainer list”, or a YAML file.")),
    ],
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="|".join(_FORMATS), help=_("What to write.")),
    ] = None,
    into: Annotated[
        str,
        typer.Option(
            "--out",
            metavar="PATH",
            help=_("The file; without it, standard output. Its ending may stand for --to."),
        ),
    ] = "-",
) -> int:
    """Show or write the flow."""
    desk: Desk = context.obj
    form = one_of(to, _FORMATS, "--to") if to is not None else _by_ending(into)
    if form is None and into == "-" and out.is_terminal():
        from trainer.cli.screen import open_screen

        return open_screen(context, preview=scenario)
    written = _write(desk, scenario, form or "text")
    if into == "-":
        out.put_bytes(written.encode())
        return 0
    save(Path(into), written.encode())
    out.tell(_("Written: {path}").format(path=into))
    return 0


def _by_ending(into: str) -> str | None:
    if into == "-":
        return None
    return _ENDINGS.get(Path(into).suffix.lower(), "text")


def _write(desk: Desk, scenario: str, form: str) -> str:
    from trainer.playtest.last import recall
    from trainer.report.flow.chart import chart
    from trainer.report.flow.coverage import coverage_of

    loaded = desk.scenario(scenario)
    found = desk.library.around(loaded.path).rubric(loaded.value.rubric)
    rubric = found.value if found else None
    coverage = coverage_of(recall(desk.home, loaded.value.id, loaded.sha256))
    flow = chart(loaded.value, desk.lang, rubric, coverage)
    match form:
        case "mermaid":
            from trainer.report.flow.mermaid import mermaid

            return mermaid(flow)
        case "svg":
            from trainer.report.flow.svg import svg

            return svg(flow)
        case "html":
            from trainer.report.flow.page import page

            return page(flow, loaded.value, desk.lang, rubric)
    from trainer.report.flow.outline import outline

    return outline(flow, loaded.value, desk.lang, rubric)
