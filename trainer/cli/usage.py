"""Wrong usage in a sentence, whichever way the parser puts it."""

from __future__ import annotations

import re
from typing import Any

import typer

from trainer.errors import UsageError
from trainer.i18n import after
from trainer.i18n import gettext as _

UsageFault: type[Exception] = typer.BadParameter.__mro__[1]
"""What the parser raises for wrong usage; typer itself only names its descendants."""

GLOBAL = ("--home", "--lang", "--version")


def sentence(fault: Any) -> str:
    """What is wrong, and where the help is."""
    context = fault.ctx
    path = context.command_path if context else "trainer"
    return _("{what} “{path} --help” tells more.").format(what=_what(fault, path), path=path)


def one_of(value: str, known: tuple[str, ...], option: str) -> str:
    """`value` if it is known. Raises UsageError."""
    if value not in known:
        raise UsageError(
            _("{option} takes one of {known}, not “{value}”.").format(
                option=option, known=", ".join(known), value=value
            )
        )
    return value


def whole_number(value: str, option: str, low: int | None = None) -> int:
    """The number written. Raises UsageError."""
    try:
        number = int(value)
    except ValueError:
        number = None
    if number is None or (low is not None and number < low):
        least = "" if low is None else _(" of at least {low}").format(low=low)
        raise UsageError(
            _("{option} takes a whole number{least}, not “{value}”.").format(
                option=option, least=least, value=value
            )
        )
    return number


def _what(fault: Any, path: str) -> str:
    match type(fault).__name__:
        case "MissingParameter" if fault.param is not None:
            is_option = fault.param.param_type_name == "option"
            name = fault.param.opts[0] if is_option else fault.param.metavar or fault.param.name
            return _("{name} is missing.").format(name=name)
        case "NoSuchOption":
            name = fault.option_name
            if name in GLOBAL and path != "trainer":
                return _("{option} stands before the command: trainer {option} …").format(
                    option=name
                )
            said = _("There is no option “{name}” here.").format(name=name)
            near = sorted(fault.possibilities or ())
            return _and_did_you_mean(said, near)
        case "BadOptionUsage":
            return _("{option} is not used like that: a value is missing or too many.").format(
                option=fault.option_name
            )
    message = str(fault.format_message())
    if extra := re.search(r"unexpected extra argument(?:s|\(s\))? \((.*)\)", message):
        return _("Too many arguments: {words}.").format(words=extra[1])
    return message


def no_such_command(name: str, known: list[str]) -> str:
    """A command that does not exist, and the one that was meant."""
    from difflib import get_close_matches

    said = _("There is no command “{name}”.").format(name=name)
    near = get_close_matches(name, known, 1)
    return _and_did_you_mean(said, near)


def _and_did_you_mean(said: str, near: list[str]) -> str:
    if not near:
        return said
    return after(said, _("Did you mean “{name}”?").format(name=near[0]))
