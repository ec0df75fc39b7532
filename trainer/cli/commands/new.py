"""`trainer new`: a file to start from."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from trainer.cli import out
from trainer.cli.usage import one_of
from trainer.errors import UsageError
from trainer.i18n import LANGS
from trainer.i18n import gettext as _
from trainer.report.words import VENUES
from trainer.session.desk import Desk
from trainer.session.disk import cannot_write

if TYPE_CHECKING:
    from trainer.content.skeleton import Kind

_KINDS = ("scenario", "resident", "rubric", "drill")
_SUFFIXES = (".yaml", ".yml")


def about() -> str:
    """The help page."""
    return _(
        "PATH is a file or a folder, for a rubric the rubric's own folder. What is made explains itself key by key, has no "
        "mistakes and can be played at once. On a terminal title, place and type are asked for where they "
        "are not given. The first line tells editors where the schema is: a copy in a folder “schemas” beside "
        "the content, which needs no network. Nothing is overwritten without --force."
    )


def command(
    context: typer.Context,
    kind: Annotated[
        str, typer.Argument(metavar="KIND", help=_("scenario, resident, rubric or drill."))
    ],
    path: Annotated[str, typer.Argument(metavar="PATH", help=_("The new file, or its folder."))],
    lang: Annotated[
        str | None,
        typer.Option(
            "--lang", metavar="zh-CN|en", help=_("Its language; the interface's unless given.")
        ),
    ] = None,
    title: Annotated[
        str | None,
        typer.Option("--title", metavar="TEXT", help=_("The title; for a resident the name.")),
    ] = None,
    venue: Annotated[
        str | None,
        typer.Option(
            "--venue", metavar="VENUE", help=_("hall, community, visit, hotline, incident.")
        ),
    ] = None,
    disc: Annotated[
        str | None,
        typer.Option(
            "--disc", metavar="TYPE", help=_("The resident's type: D, I, S, C or two of them.")
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help=_("Overwrite what is there."))] = False,
) -> None:
    """Write the files."""
    sort = cast("Kind", one_of(kind, _KINDS, "KIND"))
    desk: Desk = context.obj
    lang = one_of(lang, LANGS, "--lang") if lang else desk.lang
    wanted = _Wanted(sort, lang, title, venue, disc)
    file = _file(sort, path, force)
    if out.is_terminal():
        wanted.ask(desk)
    for made in _write(file, wanted, desk, force):
        out.put_path("", made)
    _tell_next(sort, file, lang)


class _Wanted:
    """What the author says beforehand. Raises UsageError for what does not fit the kind."""

    def __init__(
        self, kind: Kind, lang: str, title: str | None, venue: str | None, disc: str | None
    ) -> None:
        self.kind, self.lang = kind, lang
        self.title, self.venue, self.disc = title, venue, disc
        for option, value, kinds in (
            ("--venue", venue, ("scenario", "drill")),
            ("--disc", disc, ("scenario", "drill", "resident")),
        ):
            if value is not None and kind not in kinds:
                raise UsageError(
                    _("{option} is not for a {kind}.").format(option=option, kind=kind)
                )
        if title is not None and not title.strip():
            raise UsageError(_("--title needs some words."))
        if venue is not None:
            one_of(venue, tuple(VENUES), "--venue")
        if disc is not None and not _is_disc(disc):
            raise UsageError(
                _("{option} takes one of {known}, not “{value}”.").format(
                    option="--disc", known="D, I, S, C, SC, …", value=disc
                )
            )

    def ask(self, desk: Desk) -> None:
        """Ask for what was not given; Enter takes what is proposed."""
        from trainer.cli.reader import Keyboard
        from trainer.content.skeleton import usual
        from trainer.model.base import in_language

        keyboard = Keyboard()
        if self.title is None:
            resident = self.kind == "resident"
            proposed = usual(self.kind, self.lang, "name" if resident else "title")
            label = _("Full name") if resident else _("Title")
            said = keyboard.line(_("{label} [{proposed}]: ").format(label=label, proposed=proposed))
            self.title = (said or "").strip() or None
        if self.venue is None and self.kind in ("scenario", "drill"):
            for key, name in VENUES.items():
                out.tell(f"  {key:10}{_(name)}")
            self.venue = _one(keyboard.line, _("Place [hall]: "), VENUES.__contains__)
        if self.disc is None and self.kind != "rubric":
            for letter, profile in desk.library.disc().value.types.items():
                calms = in_language(profile.calms, desk.lang)
                out.tell(_("  {letter}  calmed by {calms}").format(letter=letter, calms=calms))
            question = _("Type, or two letters for a blend [S]: ")
            self.disc = _one(keyboard.line, question, _is_disc)

    def said(self, file: Path, desk: Desk) -> dict[str, str]:
        """The values to put into the skeleton, by key."""
        from trainer.content.skeleton import quoted
        from trainer.model.base import in_language

        name = file.parent.name if self.kind == "rubric" else file.stem
        said = {"id": quoted(name)}
        if self.title:
            title = quoted(self.title)
            if self.kind == "rubric":
                said["title"] = f"{{zh-CN: {_inside(title)}, en: {_inside(title)}}}"
            elif self.kind == "resident":
                said |= {"name": title, "address_as": f"[{_inside(title)}]"}
            else:
                said["title"] = title
        if self.venue:
            said["venue"] = self.venue
        if self.disc and self.disc.upper() != "S":
            profile = desk.library.disc().value.types[self.disc[0].upper()]
            fears, calms = (in_language(text, self.lang) for text in (profile.fears, profile.calms))
            manner = (
                f"{fears}；听得进的是：{calms}。"
                if self.lang == "zh-CN"
                else f"{fears[:1].upper()}{fears[1:]}. Calmed by {calms}."
            )
            said |= {"disc": self.disc.upper(), "manner": quoted(manner)}
        return said


def _is_disc(text: str) -> bool:
    from trainer.model.resident import Disc

    return _fits(text.upper(), Disc)


def _fits(text: str, form: Any) -> bool:
    from pydantic import TypeAdapter, ValidationError

    try:
        TypeAdapter(form).validate_python(text)
    except ValidationError:
        return False
    return True


def _inside(value: str) -> str:
    """A YAML value as it may stand within brackets."""
    return value if value.startswith('"') else f'"{value}"'


def _one(
    ask: Callable[[str], str | None], question: str, known: Callable[[str], bool]
) -> str | None:
    """An answer that is `known`, None when Enter takes what is proposed or nobody answers."""
    while said := (ask(question) or "").strip():
        if known(said):
            return said
        out.tell(_("“{text}” is none of these.").format(text=said))
    return None


def _file(kind: Kind, given: str, force: bool) -> Path:
    """The file that `given` means. Raises UsageError when it cannot be one."""
    path = Path(given)
    as_folder = path.is_dir() or given.endswith(("/", os.sep))
    if kind == "rubric":
        folder = path.parent if path.name == "rubric.yaml" else path
        if path.suffix in _SUFFIXES and path.name != "rubric.yaml":
            raise UsageError(_("A rubric is a folder; name the folder, without “.yaml”."))
        if folder.name == "rubrics":
            folder = _free(folder, "my-rubric", "", force)
        file = folder / "rubric.yaml"
    elif as_folder:
        file = _free(path, f"my-{kind}", ".yaml", force)
    else:
        file = path if path.suffix in _SUFFIXES else path.with_name(f"{path.name}.yaml")
    _check_name(kind, file)
    return file


def _free(folder: Path, name: str, suffix: str, force: bool) -> Path:
    """The first of name, name-2, name-3, … in `folder` that is not there yet."""
    path, number = folder / f"{name}{suffix}", 2
    while path.exists() and not force:
        path, number = folder / f"{name}-{number}{suffix}", number + 1
    return path


def _check_name(kind: Kind, file: Path) -> None:
    from trainer.content.places import kind_of
    from trainer.model.base import Identifier

    name = file.absolute().parent.name if kind == "rubric" else file.stem
    if not _fits(name, Identifier):
        raise UsageError(
            _(
                "“{name}” cannot be an id: letters, digits, “-”, “_” and “.” only, at most 64, beginning with a "
                "letter or digit."
            ).format(name=name)
        )
    if kind_of(Path(file.parent, f"{file.stem}.none")) not in (kind, "scenario"):
        raise UsageError(
            _(
                "A file in “{folder}” or of the name “{name}” is no {kind}; choose another place."
            ).format(folder=file.parent.name, name=file.name, kind=kind)
        )


def _write(file: Path, wanted: _Wanted, desk: Desk, force: bool) -> list[Path]:
    """Write everything; returns what was made, the file itself first. Raises UsageError, StorageError."""
    from trainer.content.keys import FOLDER
    from trainer.content.skeleton import schema_for, skeleton

    schema, link = schema_for(wanted.kind, file)
    texts = skeleton(wanted.kind, wanted.lang, wanted.said(file, desk), link)
    files = {file if name == "" else file.parent / name: text for name, text in texts.items()}
    if not force and (there := next((path for path in files if path.exists()), None)):
        raise UsageError(_("{path} is there already; --force overwrites it.").format(path=there))
    original = FOLDER / f"{wanted.kind}.schema.json"
    if schema != original:  # made by the program, so always brought up to date
        files[Path(os.path.normpath(file.parent / link))] = original.read_text(encoding="utf-8")
    for path, text in files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            raise cannot_write(path, error) from error
    return sorted(files, key=lambda path: path != file)


def _tell_next(kind: Kind, file: Path, lang: str) -> None:
    """The three commands that lead on."""
    place = file.parent if kind == "rubric" else file
    name = f'"{place}"' if os.name == "nt" and " " in str(place) else shlex.quote(str(place))
    lines = [f"trainer check {name}"]
    match kind:
        case "scenario":
            lines += [f"trainer play {name} --mode guided", f"trainer playtest {name}"]
        case "drill":
            lines += [f"trainer play {name} --mode guided", f"trainer play {name}"]
        case "rubric":
            replies = shlex.quote(str(place / "replies" / f"ours.{lang}.jsonl"))
            lines += [
                f"trainer score {replies} --rubric {name}",
            ]
        case "resident":
            talk = place.parent.parent if place.parent.name == "residents" else place.parent
            scenario = _free(talk, "my-scenario", ".yaml", force=False)
            lines += [f"trainer new scenario {shlex.quote(str(scenario))}", "trainer list"]
    within = place.absolute().parent.name
    if kind == "resident" and within != "residents":
        out.tell(_("Scenarios find it in a folder “residents” beside them."))
    if kind == "rubric" and within != "rubrics":
        out.tell(_("Scenarios find it in a folder “rubrics” beside them."))
    out.tell(_("Open it in an editor and make it yours. Next:"))
    for line in lines:
        out.tell(f"  {line}")
