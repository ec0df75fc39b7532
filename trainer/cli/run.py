"""Running a command, and every way it can fail as one sentence and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from trainer import i18n
from trainer.cli import out
from trainer.errors import ContentFaults, TrainerError
from trainer.i18n import gettext as _

if TYPE_CHECKING:
    from trainer.session.desk import Desk

DONE, FAULTS, USAGE, FAILED, INTERRUPTED = 0, 1, 2, 3, 130


def run(arguments: Sequence[str], desk: Desk | None = None) -> int:
    """Do what the command line asks and return the exit code; nothing is raised.

    `desk` stands in for the one the global options would make.
    """
    out.speak_utf8()
    _choose_language(arguments)
    try:
        code = _run(arguments, desk)
        sys.stdout.flush()
    except BrokenPipeError:
        out.hush()
        return DONE
    except KeyboardInterrupt:
        _flush()
        return INTERRUPTED
    except TrainerError as error:
        _flush()
        out.tell(str(error))
        if isinstance(error, ContentFaults):
            from trainer.cli.faults import as_text

            out.tell(as_text(error.diagnostics))
        return error.exit_code
    except OSError as error:
        _flush()
        out.tell(_cannot(error))
        return FAILED
    except Exception as error:  # a mistake of ours: logged whole, told in a sentence
        _flush()
        out.tell(_unexpected(error, arguments, desk))
        return FAILED
    return code


def _run(arguments: Sequence[str], desk: Desk | None) -> int:
    import typer

    from trainer.cli.app import build
    from trainer.cli.usage import UsageFault, sentence

    try:
        with build().make_context("trainer", list(arguments), obj=desk) as context:
            code = context.command.invoke(context)
    except typer.Exit as leaving:
        return leaving.exit_code
    except typer.Abort:
        return INTERRUPTED
    except UsageFault as fault:
        out.tell(sentence(fault))
        return USAGE
    return code if isinstance(code, int) else DONE


def _choose_language(arguments: Sequence[str]) -> None:
    """Before anything is said, even by `--help`; what is wrong with the choice is told later."""
    try:
        i18n.use(i18n.choose(_global_option(arguments, "--lang")))
    except ValueError:
        i18n.use(i18n.choose(None, {}))


def _global_option(arguments: Sequence[str], name: str) -> str | None:
    """The value of a global option, read ahead of the parser."""
    words = iter(arguments)
    for word in words:
        if not word.startswith("-"):
            return None
        key, is_joined, value = word.partition("=")
        if key == name:
            return value if is_joined else next(words, None)
        if key in ("--home", "--lang") and not is_joined:
            next(words, None)
    return None


def _flush() -> None:
    try:
        sys.stdout.flush()
    except OSError:
        out.hush()


def _cannot(error: OSError) -> str:
    from trainer.content.refused import reason

    why = reason(error)
    if error.filename is None:
        return _("An input or output operation failed: {reason}.").format(reason=why)
    return _("{path}: {reason}.").format(path=error.filename, reason=why)


def _unexpected(error: Exception, arguments: Sequence[str], desk: Desk | None) -> str:
    import traceback

    from trainer import __version__
    from trainer.session.home import home_folder, own_folder

    asked = _global_option(arguments, "--home")
    home = desk.home if desk else home_folder(Path(asked) if asked else None)
    path = home / "logs" / "errors.log"
    at = datetime.now(UTC).isoformat(timespec="seconds")
    try:
        own_folder(path.parent)
        path.touch(mode=0o600)
        with path.open("a", encoding="utf-8", errors="backslashreplace") as log:
            log.write(f"{at} trainer {__version__} python {sys.version.split()[0]}\n")
            log.writelines(traceback.format_exception(error))
    except OSError:
        return _("Something went wrong inside the program ({kind}).").format(
            kind=type(error).__name__
        )
    return _("Something went wrong inside the program ({kind}); the details are in {path}.").format(
        kind=type(error).__name__, path=path
    )
