"""`trainer explain`: what a code of `trainer check` means, and the cure."""

from __future__ import annotations

import re
import shutil
import sys
from difflib import get_close_matches
from typing import Annotated

import typer

from trainer import i18n
from trainer.cli import out
from trainer.cli.page import columns, wrap
from trainer.cli.pages import Page, page
from trainer.content import codes
from trainer.errors import NotFound
from trainer.i18n import gettext as _

_WIDEST = 96


def about() -> str:
    """The help page."""
    return _("Without a code all are listed; with the name of a family, such as FLOW, its own.")


def command(
    code: Annotated[
        str | None,
        typer.Argument(metavar="[CODE]", help=_("As “trainer check” shows it, such as KEY-001.")),
    ] = None,
) -> None:
    """Explain a code, or list them."""
    titles = codes.titles()
    said = (code or "").strip().upper()
    families = dict.fromkeys(name.partition("-")[0] for name in titles)
    if not said or said in families:
        _list(titles, [said] if said else list(families))
        return
    found = page(said, i18n.current()) if said in titles else None
    if found is None:
        near = get_close_matches(said, titles, 1)
        told = _("There is no code “{name}”.").format(name=code)
        if near:
            told = i18n.after(told, _("Did you mean “{name}”?").format(name=near[0]))
        raise NotFound(told)
    if sys.stdout.isatty():
        _show(found)
    else:
        out.put(found.markdown.rstrip("\n"))


def families() -> dict[str, str]:
    """The families of codes with what each is about."""
    return {
        "YAML": _("The file cannot be read as YAML"),
        "KEY": _("Keys"),
        "VAL": _("Values"),
        "REF": _("Ids and what refers to them"),
        "FLOW": _("The way through the scenes"),
        "TALK": _("What is said"),
        "SCORE": _("How replies score"),
        "FACT": _("Facts and limits"),
        "LANG": _("Language"),
        "WALK": _("Walkthroughs"),
        "REPLY": _("Labelled replies"),
        "NOTE": _("About the check itself"),
    }


def _list(titles: dict[str, str], wanted: list[str]) -> None:
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    names = families()
    for number, family in enumerate(wanted):
        if number:
            out.put()
        out.put_rows([[out.Span("title", names[family])]])
        rows = [(code, title) for code, title in titles.items() if code.startswith(f"{family}-")]
        for line in columns(rows, width):
            out.put(line)


def _show(found: Page) -> None:
    """The page for a person at a terminal; code stays as it is, the rest is set in its width."""
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    rows: list[out.Row] = []
    kind = ""
    for line in found.markdown.rstrip("\n").split("\n"):
        if fence := re.match(r"^```(?:yaml (bad|good))?", line):
            kind = {"bad": "removed", "good": "added", None: ""}[fence[1]]
        elif kind:
            rows.append([out.Span(kind, f"    {line}")])
        elif line.startswith("#"):
            rows.append([out.Span("title", line.lstrip("# "))])
        else:
            rows += [[out.Span("", part)] for part in wrap(line.replace("`", ""), width)]
    out.put_rows(rows)
