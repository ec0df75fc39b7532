"""Help pages in the interface's language, aligned by what terminals show (Chinese is two cells wide)."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from typing import Any
from unicodedata import east_asian_width

from trainer.i18n import gettext as _

_PIECES = re.compile(r"\s+|[\u2e80-\uffef][，。、；：！？）》”’]*|[^\s\u2e80-\uffef]+")
_WIDEST = 96


def cells(text: str) -> int:
    """The columns that `text` takes."""
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def wrap(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` columns, broken at spaces and between Chinese characters."""
    lines = [""]
    for piece in _PIECES.findall(text):
        if cells(lines[-1]) + cells(piece.rstrip()) > width and lines[-1]:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines]


def columns(rows: Iterable[tuple[str, str]], width: int) -> list[str]:
    """Names and what they mean, side by side."""
    rows = list(rows)
    left = min(max((cells(name) for name, _what in rows), default=0), 30) + 4
    lines = []
    for name, what in rows:
        lead = "  " + name
        told = wrap(what, max(20, width - left))
        if cells(lead) > left - 2:
            lines.append(lead)
            lead = ""
        lines.append((lead + " " * (left - cells(lead)) + told[0]).rstrip())
        lines += [" " * left + more for more in told[1:]]
    return lines


def page(command: Any, context: Any, commands: Iterable[tuple[str, str]] = ()) -> str:
    """The whole help of a command."""
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    parameters = [p for p in command.get_params(context) if not getattr(p, "hidden", False)]
    arguments = [p for p in parameters if p.param_type_name == "argument"]
    options = [p for p in parameters if p.param_type_name == "option"]
    commands = list(commands)
    blocks = [[_("Usage: {form}").format(form=usage(context, arguments, commands))]]
    blocks += [wrap(paragraph, width) for paragraph in (command.help or "").split("\n\n")]
    for title, rows in (
        (_("Arguments:"), [(a.metavar or a.name, a.help or "") for a in arguments]),
        (_("Options:"), [(_form(o), _meaning(o)) for o in options]),
        (_("Commands:"), commands),
    ):
        if rows:
            blocks.append([title, *columns(rows, width)])
    if command.epilog:
        blocks.append(wrap(command.epilog, width))
    return "\n\n".join("\n".join(block) for block in blocks if block)


def usage(context: Any, arguments: list[Any], commands: list[Any]) -> str:
    """`trainer play [OPTIONS] SCENARIO`."""
    words = [context.command_path, _("[OPTIONS]")]
    for each in arguments:
        name = each.metavar or each.name.upper()
        words.append(name if each.required or name.startswith("[") else f"[{name}]")
    if commands:
        words.append(_("[COMMAND …]"))
    return " ".join(words)


def _form(option: Any) -> str:
    names = ", ".join(sorted(option.opts, key=len))
    return f"{names} {option.metavar}" if option.metavar and not option.is_flag else names


def _meaning(option: Any) -> str:
    if option.name == "help":
        return _("Show this page.")
    return option.help or ""
