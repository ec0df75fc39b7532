"""`trainer schema`: what an editor needs to complete and explain the keys of a file."""

from __future__ import annotations

from typing import Annotated

import typer

from trainer.cli import out
from trainer.cli.usage import one_of
from trainer.i18n import LANGS, current
from trainer.i18n import gettext as _
from trainer.session.desk import Desk

KINDS = ("scenario", "resident", "rubric", "drill")
FORMATS = ("json", "markdown")


def about() -> str:
    """The help page."""
    return _(
        "Prints the JSON Schema of a kind of file: editors complete and explain keys by it and mark mistakes "
        "while you type. “trainer new” puts one where your editor finds it. Each key is explained in both "
        "languages, with --lang in one. With --format markdown, the same as tables to read."
    )


def command(
    context: typer.Context,
    kind: Annotated[
        str, typer.Argument(metavar="KIND", help=_("scenario, resident, rubric or drill."))
    ],
    lang: Annotated[
        str | None,
        typer.Option(
            "--lang", metavar="zh-CN|en", help=_("Explain the keys in this language only.")
        ),
    ] = None,
    form: Annotated[
        str,
        typer.Option(
            "--format", metavar="json|markdown", help=_("JSON for editors, or tables to read.")
        ),
    ] = "json",
) -> None:
    """Print the schema."""
    one_of(kind, KINDS, "KIND")
    one_of(form, FORMATS, "--format")
    if lang is not None:
        one_of(lang, LANGS, "--lang")
    desk: Desk = context.obj
    rubric = desk.library.rubric().value
    if form == "markdown":
        from trainer.content.reference import keys

        out.put(keys(kind, lang or current(), rubric).removesuffix("\n"))
        return
    from trainer.content.schema import as_text, schema

    langs = (lang,) if lang else ("en", "zh-CN")
    out.put(as_text(schema(kind, langs, rubric)).removesuffix("\n"))
