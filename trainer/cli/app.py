"""The tree of commands. A command's module is imported when that command runs, not for the list of them."""

from __future__ import annotations

from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from trainer import __version__, i18n
from trainer.cli import out
from trainer.cli.page import page
from trainer.cli.usage import no_such_command
from trainer.errors import UsageError
from trainer.i18n import gettext as _


def summaries() -> dict[str, str]:
    """Every command with what it does; each stands in `trainer.cli.commands.<name>`, a Python word in `<name>_`."""
    return {
        "list": _("The scenarios and drills there are."),
        "play": _("Practise a talk."),
        "resume": _("Go on with a talk that was left."),
        "sessions": _("Your sessions."),
        "export": _("A session as a document to read and discuss."),
        "send": _("Sessions to a learning record store (xAPI)."),
        "import": _("Make sessions of real conversations, to score and discuss."),
        "rate": _("Mark a session yourself, beside the program."),
        "agreement": _("How far the program and raters agree."),
        "rescore": _("Judge recorded sessions anew; what that changes."),
        "cohort": _("A class at a glance."),
        "people": _("Whose sessions they are: names, copies, erasure."),
        "purge": _("Remove old sessions."),
        "score": _("Score many replies from a file."),
        "evaluate": _("How far the scorer agrees with labelled replies."),
        "check": _("Look for mistakes in scenarios, drills, residents and rubrics."),
        "explain": _("What a code of “trainer check” means, and the cure."),
        "playtest": _("Let synthetic trainees play scenarios: what is reached, how they fare."),
        "new": _("A scenario, resident, rubric or drill to start from."),
        "preview": _("A scenario as its author wants to see it: the flow, and replies tried."),
        "rubric": _("Teach a rubric what raters agreed on."),
        "schema": _("The keys of a kind of file, for editors."),
    }


class Command(TyperCommand):
    """A command whose help is a page of ours."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page."""
        formatter.write(page(self, ctx))


class Commands(TyperGroup):
    """The program: knows its commands by name alone."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - as inherited
        """The commands' names, in the order of the help page."""
        return list(summaries())

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name, imported now."""
        about = summaries()
        if cmd_name not in about:
            ctx.fail(no_such_command(cmd_name, list(about)))
        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        module = import_module(f"trainer.cli.commands.{name}")
        alone = typer.Typer(add_completion=False)
        alone.command(cmd_name, cls=Command, help=f"{about[cmd_name]}\n\n{module.about()}")(
            module.command
        )
        return get_command(alone)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page."""
        formatter.write(page(self, ctx, summaries().items()))


def build() -> Any:
    """The program, its texts in the interface's language as it is now."""
    app = typer.Typer(
        cls=Commands,
        add_completion=False,
        invoke_without_command=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        help=_(
            "Practise talking with residents: you answer, a scripted resident reacts, and each "
            "answer is scored. Everything stays on this computer unless you send it."
        ),
        epilog=_("Without a command the program opens on the whole screen."),
    )
    app.callback()(_global_options)
    return get_command(app)


def _global_options(
    context: typer.Context,
    home: Annotated[
        Path | None,
        typer.Option(
            "--home",
            metavar="DIR",
            help=_("Where sessions and settings are kept (also TRAINER_HOME)."),
        ),
    ] = None,
    lang: Annotated[
        str | None,
        typer.Option(
            "--lang",
            metavar="zh-CN|en",
            help=_("Language of the interface (also TRAINER_LANG)."),
        ),
    ] = None,
    version: Annotated[bool, typer.Option("--version", help=_("Show the version."))] = False,
) -> int:
    if version:
        out.put(f"trainer {__version__}")
        raise typer.Exit
    _check_language(lang)
    if context.obj is None:
        from trainer.session.desk import Desk

        desk = Desk(home, i18n.current())
        if desk.home.exists() and not desk.home.is_dir():
            raise UsageError(
                _("{option} takes a folder, and {path} is none.").format(
                    option="--home" if home else "TRAINER_HOME", path=desk.home
                )
            )
        desk.tell = out.tell
        context.obj = desk
    if context.invoked_subcommand is None:
        return _open_screen(context)
    return 0


def _check_language(lang: str | None) -> None:
    """Raises UsageError when the language asked for is none of ours."""
    import os

    said = lang or os.environ.get("TRAINER_LANG")
    if said and i18n.normal(said) is None:
        raise UsageError(
            _("{option} takes one of {known}, not “{value}”.").format(
                option="--lang" if lang else "TRAINER_LANG",
                known=", ".join(i18n.LANGS),
                value=said,
            )
        )


def _open_screen(context: typer.Context) -> int:
    if not out.is_terminal():
        raise UsageError(
            _(
                "The full screen needs a terminal. Without one, “trainer play SCENARIO --plain” "
                "practises line by line, and “trainer --help” shows what else there is."
            )
        )
    from trainer.cli.screen import open_screen

    return open_screen(context)
