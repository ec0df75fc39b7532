"""`trainer rubric`: what raters agreed on becomes examples that a rubric learns from; learning all anew."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trainer.cli import out
from trainer.cli.usage import one_of
from trainer.errors import NotFound, StorageError, UsageError
from trainer.i18n import current, ngettext
from trainer.i18n import gettext as _
from trainer.report.words import then
from trainer.session.disk import cannot_read

if TYPE_CHECKING:
    from trainer.model.rubric import Rubric
    from trainer.report.examples import Learned
    from trainer.session.desk import Desk

_ACTIONS = ("learn", "fit", "tune")


def about() -> str:
    """The help page."""
    return _(
        "“learn” takes replies that were marked with “trainer rate” as labelled examples into a rubric of yours, "
        "into replies/rated.<language>.jsonl in its folder. A level is taken where all raters agree; a level set in place of "
        "the program's is a rater's last word. What would change is shown as a diff; it is written only with --write, "
        "on a terminal after asking. The replies stand there word for word, the trainee's name left out wherever it "
        "was written; raters are named only with --names.\n\n"
        "“fit” learns a rubric from all its labelled replies anew and keeps that beside it, in fitted/. It needs no session, "
        "and hardly anybody needs it: replies added since are learned at the next start. It is for a rubric that is handed "
        "on, and takes minutes.\n\n"
        "“tune” makes the listener of a rubric anew from all its labelled replies (fitted/listener.npz): the small network "
        "that hears what the sentence encoder alone does not tell apart. It takes an hour and PyTorch; “fit” comes after it."
    )


def command(
    context: typer.Context,
    action: Annotated[
        str, typer.Argument(metavar="learn|fit|tune", help=_("What to do: learn, fit or tune."))
    ],
    folder: Annotated[
        str, typer.Option("--rubric", metavar="FOLDER", help=_("The folder of the rubric."))
    ],
    sessions: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SESSION...",
            help=_("A session's name or its beginning, or its file."),
            show_default=False,
        ),
    ] = None,
    rater: Annotated[
        list[str] | None,
        typer.Option(
            "--rater", metavar="NAME", help=_("Whose marks; more than once for several. Else all.")
        ),
    ] = None,
    names: Annotated[bool, typer.Option("--names", help=_("Name the raters."))] = False,
    write: Annotated[bool, typer.Option("--write", help=_("Write what is shown."))] = False,
) -> int:
    """Show what would be learned, or write it."""
    one_of(action, _ACTIONS, "ACTION")
    place = Path(folder).resolve()  # a folder, even where an installed rubric has that name
    if not (place / "rubric.yaml").is_file():
        raise NotFound(
            _(
                "{path} is no folder of a rubric (there is no rubric.yaml in it); “trainer new rubric {path}” "
                "makes one."
            ).format(path=place)
        )
    desk: Desk = context.obj
    if action != "learn":
        if sessions:
            raise UsageError(
                _("“{action}” takes no session: it learns from the rubric's own replies.").format(
                    action=action
                )
            )
        return _fit(desk, place) if action == "fit" else _tune(desk, place)
    if not sessions:
        raise UsageError(_("“learn” needs at least one session."))
    rubric = desk.library.rubric(place).value
    learned = _learned(desk, sessions, rubric, rater, names)
    before, after = _files(place, learned)
    changed = [path for path in after if after[path] != before[path]]
    from trainer.cli.mend import changes

    for path in changed:
        out.put_rows(changes(path, before[path], after[path]))
    _tell_left_out(learned, rubric)
    if not changed:
        out.tell(_("There is nothing to learn that the rubric does not have already."))
        return 0
    number = sum(len(each.lines) for each in learned)
    said = ngettext("{n} rated reply.", "{n} rated replies.", number).format(n=number)
    out.tell(said if write else then(said, _("Nothing was written; --write writes it.")))
    if not write or not _agreed():
        return 0
    from trainer.cli.save import save

    for path in changed:
        save(path, after[path].encode())
        out.put_path("", path)
    out.tell(
        _(
            "The scorer learns from them at the next start: the first reply then takes somewhat longer, once. "
            "“trainer evaluate” shows what has become of it."
        )
    )
    return 0


def _fit(desk: Desk, folder: Path) -> int:
    from trainer.cli.save import save
    from trainer.session.fitted import learn_anew

    written = False
    for path, content in learn_anew(desk.library, folder, desk.home / "cache", out.tell):
        save(path, content)
        out.put_path("", path)
        written = True
    if not written:
        raise _nothing_in(folder)
    return 0


def _tune(desk: Desk, folder: Path) -> int:
    from trainer.cli.save import save
    from trainer.session.listener_file import listener_file

    try:
        from trainer.tuning.replies import tuned
    except ImportError as missing:
        raise UsageError(
            _('“tune” needs a package more; in the folder of the program: pip install -e ".[tune]"')
        ) from missing
    content = tuned(desk.library, folder, desk.home / "cache", out.tell)
    if content is None:
        raise _nothing_in(folder)
    save(listener_file(folder), content)
    out.put_path("", listener_file(folder))
    return 0


def _nothing_in(folder: Path) -> NotFound:
    return NotFound(
        _("{path} has too few labelled replies to learn from (replies/*.jsonl).").format(
            path=folder
        )
    )


def _learned(
    desk: Desk, sessions: list[str], rubric: Rubric, raters: list[str] | None, names: bool
) -> list[Learned]:
    from trainer.cli.recall import journals_of
    from trainer.cli.records import listed_names
    from trainer.report.examples import examples
    from trainer.session.journal import read_journal
    from trainer.session.people import clean_name
    from trainer.session.ratings import ratings_of
    from trainer.session.transcript import transcribe

    wanted = None if raters is None else {clean_name(name) for name in raters}
    found: list[Learned] = []
    there: set[str] = set()
    private = listed_names(desk.home)
    for path in journals_of(desk.home, sessions):
        ratings = ratings_of(path)
        there |= {rating.rater for rating in ratings}
        transcript = transcribe(read_journal(path))
        found.append(
            examples(transcript, ratings, rubric, raters=wanted, names=names, private=private)
        )
    if not there:
        raise UsageError(
            _("None of these sessions has been marked; “trainer rate SESSION” marks one.")
        )
    if wanted is not None and (missing := sorted(wanted - there)):
        raise NotFound(
            _("“{name}” has marked none of these sessions; marked by: {known}.").format(
                name=missing[0], known=_(", ").join(sorted(there))
            )
        )
    return found


def _files(place: Path, learned: list[Learned]) -> tuple[dict[Path, str], dict[Path, str]]:
    """The reply files as they are, and as they would be."""
    from trainer.report.examples import merged

    before: dict[Path, str] = {}
    after: dict[Path, str] = {}
    for each in learned:
        path = place / "replies" / f"rated.{each.lang}.jsonl"
        if path not in before:
            before[path] = after[path] = _text(path)
        after[path] = merged(after[path], each.lines)
    return before, after


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise cannot_read(path, error) from error
    except ValueError as error:
        raise StorageError(
            _("{path} cannot be read: {reason}.").format(path=path, reason=_("it is not UTF-8"))
        ) from error


def _tell_left_out(learned: list[Learned], rubric: Rubric) -> None:
    from trainer.model.base import in_language

    disputed = [(turn, name) for each in learned for turn, name in each.disputed]
    if disputed:
        titles = {c.id: in_language(c.title, current()) for c in rubric.criteria}
        out.tell(
            _("Left out, because raters differ: {some}. --rater says whose marks count.").format(
                some=_("; ").join(
                    _("reply {turn}, {criterion}").format(
                        turn=turn, criterion=titles.get(name, name)
                    )
                    for turn, name in disputed
                )
            )
        )
    if foreign := dict.fromkeys(name for each in learned for name in each.foreign):
        out.tell(
            _(
                "Left out, because the rubric “{rubric}” has no such criterion or level: {names}."
            ).format(rubric=rubric.id, names=", ".join(foreign))
        )


def _agreed() -> bool:
    """Whether the person at the terminal says yes; without one, --write has said it."""
    if not out.is_terminal():
        return True
    from trainer.cli.reader import Keyboard

    said = (Keyboard().line(_("Write it? [y/N] ")) or "").strip().lower()
    return said in ("y", "yes", "是", "好")
