"""The content there is: finding it by id or path, loading it, checking it, listing it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel

from trainer.content import codes, places
from trainer.content.drills import as_scenario
from trainer.content.language import languages
from trainer.content.listing import Entry, Kind, entry, head
from trainer.content.load import (
    Result,
    load_disc,
    load_drill,
    load_resident,
    load_rubric,
    load_scenario,
)
from trainer.content.nearest import nearest, shorten
from trainer.content.nodes import text_of
from trainer.content.phrases import load_phrases
from trainer.content.trainees import load_trainees, trainees_file
from trainer.errors import ContentFaults, NotFound
from trainer.i18n import after
from trainer.i18n import gettext as _
from trainer.model.diagnostic import Diagnostic
from trainer.model.disc import Disc
from trainer.model.drill import Drill
from trainer.model.resident import Resident
from trainer.model.rubric import Rubric
from trainer.model.scenario import Scenario
from trainer.model.trainees import TraineeBook

T = TypeVar("T", bound=BaseModel)
_Signature = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Loaded(Generic[T]):
    """Content ready for use, the file it came from and the SHA-256 of that file's bytes."""

    value: T
    path: Path
    sha256: str
    warnings: tuple[Diagnostic, ...] = ()


class Library:
    """Content under `roots`, folders that each hold `scenarios/` and `rubrics/`; the first found counts.

    Residents, rubrics and DISC profiles are read once, and again when their file has changed.
    """

    def __init__(self, roots: Sequence[Path]) -> None:
        self.roots = tuple(roots)
        self._residents: dict[Path, tuple[_Signature, Result[Resident]]] = {}
        self._rubrics: dict[Path, tuple[_Signature, Result[Rubric]]] = {}
        self._discs: dict[Path, tuple[_Signature, Result[Disc]]] = {}

    @classmethod
    def installed(cls) -> Library:
        """What came with the program."""
        return cls(places.installed_roots())

    def scenario_paths(self) -> list[Path]:
        """The files of all scenarios, in the order of their paths within each root."""
        return [
            path
            for root in self.roots
            for path in places.yaml_files(root / "scenarios")
            if path.parent.name not in ("residents", "drills")
        ]

    def drill_paths(self) -> list[Path]:
        """The files of all drills: in any folder `drills` among the scenarios."""
        return [
            path
            for root in self.roots
            for path in places.yaml_files(root / "scenarios")
            if path.parent.name == "drills"
        ]

    def practice_paths(self) -> list[Path]:
        """The files of all that can be practised: scenarios, then drills."""
        return [*self.scenario_paths(), *self.drill_paths()]

    def entries(self) -> list[Entry]:
        """A row for each scenario, then for each drill. Files that are no readable YAML have none."""
        rows = []
        for path in self.practice_paths():
            root = head(path)
            if root is None:
                continue
            disc = None
            if (named := text_of(root.get("resident"))) and (
                found := self.around(path).resident(named)
            ):
                disc = found.value.disc if found.value else None
            kind: Kind = "drill" if path.parent.name == "drills" else "scenario"
            rows.append(entry(path, root, disc, kind))
        return rows

    def find_scenario(self, id_or_path: str | Path) -> Loaded[Scenario]:
        """The scenario of that id, or in that file; a drill as the scenario that practises it.

        Raises NotFound when there is none, ContentFaults when it has mistakes.
        """
        path = self.path_of(id_or_path)
        if places.kind_of(path) == "drill":
            drill = self.find_drill(path)
            return Loaded(as_scenario(drill.value), path, drill.sha256, drill.warnings)
        return _loaded(path, load_scenario(path, self.around(path)))

    def path_of(self, id_or_path: str | Path) -> Path:
        """The file of that scenario or drill, whatever it holds. Raises NotFound."""
        return _as_file(id_or_path) or self._scenario_path(str(id_or_path))

    def find_drill(self, path: Path) -> Loaded[Drill]:
        """The drill in a file. Raises ContentFaults when it has mistakes."""
        return _loaded(path, load_drill(path, self.around(path)))

    def rubric(self, id_or_path: str | Path = "reception") -> Loaded[Rubric]:
        """The rubric of that id, or in that file or folder. Raises NotFound or ContentFaults."""
        path = (
            places.named_rubric(self._folders("rubrics"), str(id_or_path))
            or _file_in(Path(id_or_path), "rubric.yaml")
            or _as_file(id_or_path)
        )
        if path is None:
            raise _not_found(_("There is no rubric “{name}”."), str(id_or_path), self.rubric_ids())
        return _loaded(path, self.read_rubric(path))

    def near(self, path: Path) -> Library:
        """A library in which rubrics and profiles beside the file `path` come first, as in checking it."""
        folders = [folder.parent for folder in places.beside(path, "rubrics") if folder.is_dir()]
        ahead = [folder for folder in folders if folder not in self.roots]
        return Library((*ahead, *self.roots)) if ahead else self

    def holds(self, path: Path) -> bool:
        """Whether a file is among the library's own, and not beside it."""
        return any(path.is_relative_to(root) for root in self.roots)

    def rubric_ids(self) -> list[str]:
        """The rubrics there are."""
        return _rubric_ids(self._folders("rubrics"))

    def trainees(self, rubric_id: str, lang: str) -> Loaded[TraineeBook] | None:
        """What synthetic trainees say by a rubric in a language, None where nothing is written.

        Raises NotFound or ContentFaults.
        """
        rubric = self.rubric(rubric_id)
        path = trainees_file(rubric.path, lang)
        return _loaded(path, load_trainees(path, rubric.value)) if path else None

    def disc(self) -> Loaded[Disc]:
        """The DISC profiles. Raises NotFound or ContentFaults."""
        path = places.named_file(self._folders("rubrics"), "disc")
        if path is None:
            raise NotFound(_("The DISC profiles (rubrics/disc.yaml) are not installed."))
        return _loaded(path, load_disc(path, self._criteria()))

    def check(self, paths: Sequence[Path] = ()) -> list[Diagnostic]:
        """Everything wrong in `paths`, files or folders, or in all content; by file, then by line.

        Raises NotFound when a path does not exist.
        """
        found: dict[Diagnostic, None] = {}
        for path in self.files(paths):
            found.update(dict.fromkeys(self._check(path)))
        if not paths:
            found.update(dict.fromkeys(self.shared_ids()))
        return sorted(found, key=lambda d: (d.file, d.line, d.column, d.code, d.message))

    def around(self, path: Path) -> _Around:
        """Where the references of the file `path` lead: to its own folder first, then to the library."""
        return _Around(
            self,
            (*places.beside(path, "residents"), *self._folders("scenarios/residents")),
            (*places.beside(path, "rubrics"), *self._folders("rubrics")),
        )

    def read_resident(self, path: Path) -> Result[Resident]:
        """The resident in `path`, from memory when the file has not changed."""
        return _remembered(path, self._residents, load_resident)

    def read_rubric(self, path: Path) -> Result[Rubric]:
        """The rubric in `path`, from memory when the file has not changed."""
        return _remembered(path, self._rubrics, load_rubric)

    def read_disc(self, path: Path) -> Result[Disc]:
        """The DISC profiles in `path`, from memory when the file has not changed."""
        return _remembered(path, self._discs, load_disc)

    def _folders(self, name: str) -> tuple[Path, ...]:
        return tuple(root / name for root in self.roots)

    def _scenario_path(self, name: str) -> Path:
        paths = self.practice_paths()
        for path in paths:
            if path.stem == name:
                return path
        ids = {row.id: Path(row.path) for row in self.entries()}
        if name in ids:
            return ids[name]
        with suppress(OSError):  # a name too long for the system
            if name and Path(name).is_dir():
                raise _no_file(Path(name))
        raise _not_found(
            _("There is no scenario “{name}”."), name, [*ids, *(path.stem for path in paths)]
        )

    def _criteria(self) -> set[str]:
        """The ids of all criteria of all rubrics."""
        results = [
            self.read_rubric(path)
            for name in self.rubric_ids()
            if (path := places.named_rubric(self._folders("rubrics"), name))
        ]
        if any(result.value is None for result in results):
            return set()  # a faulty rubric is told; what it lacks is no mistake of others
        return {c.id for result in results if result.value for c in result.value.criteria}

    def files(self, paths: Sequence[Path] = ()) -> list[Path]:
        """The files that a check of `paths` looks at. Raises NotFound when a path does not exist."""
        if not paths:
            paths = [f for name in ("scenarios", "rubrics") for f in self._folders(name)]
            paths = [path for path in paths if path.is_dir()]
        files: dict[Path, None] = {}
        for path in paths:
            if path.is_dir():
                files.update(dict.fromkeys(places.content_files(path)))
            elif path.exists():
                files[path] = None
            else:
                raise _no_file(path)
        return list(files)

    def _check(self, path: Path) -> tuple[Diagnostic, ...]:
        match places.kind_of(path):
            case "scenario":
                return load_scenario(path, self.around(path)).diagnostics
            case "drill":
                return load_drill(path, self.around(path)).diagnostics
            case "resident":
                return self.read_resident(path).diagnostics
            case "rubric":
                return self.read_rubric(path).diagnostics
            case "trainees":
                return load_trainees(path, self.rubric_in(path.parent)).diagnostics
            case "phrases":
                return load_phrases(path, self.rubric_in(path.parent)).diagnostics
            case "disc":
                return load_disc(path, self._criteria()).diagnostics
            case "replies":  # only the scorer knows how they are read: `trainer.proof`
                return ()

    def rubric_in(self, folder: Path) -> Rubric | None:
        """The rubric in that folder, None when there is none or it is faulty."""
        path = _file_in(folder, "rubric.yaml")
        return self.read_rubric(path).value if path else None

    def shared_ids(self) -> list[Diagnostic]:
        """Scenarios and drills that share an id, so that one of them could never be asked for."""
        first: dict[str, str] = {}
        told = []
        for path in self.practice_paths():
            root = head(path)
            node = root.get("id") if root else None
            name = text_of(node)
            if node is None or not name:
                continue
            if first.setdefault(name, str(path)) != str(path):
                told.append(
                    Diagnostic(
                        code=codes.DUPLICATE_ID,
                        file=str(path),
                        line=node.mark.line,
                        column=node.mark.column,
                        message=_("The id “{name}” is used already in {file}.").format(
                            name=shorten(name), file=first[name]
                        ),
                        hint=_("Give each its own id."),
                    )
                )
        return told


@dataclass(frozen=True, slots=True)
class _Around:
    """The surroundings of one file (see `load.Surroundings`)."""

    library: Library
    residents: tuple[Path, ...]
    rubrics: tuple[Path, ...]

    def rubric(self, rubric_id: str) -> Result[Rubric] | None:
        path = places.named_rubric(self.rubrics, rubric_id)
        return self.library.read_rubric(path) if path else None

    def rubric_file(self, rubric_id: str) -> Path | None:
        return places.named_rubric(self.rubrics, rubric_id)

    def rubric_ids(self) -> Sequence[str]:
        return _rubric_ids(self.rubrics)

    def languages(self, rubric_id: str) -> Sequence[str]:
        path = self.rubric_file(rubric_id)
        return languages(path.parent) if path else ()

    def resident(self, resident_id: str) -> Result[Resident] | None:
        path = places.named_file(self.residents, resident_id)
        return self.library.read_resident(path) if path else None

    def resident_ids(self) -> Sequence[str]:
        return [
            path.stem
            for folder in self.residents
            if folder.is_dir()
            for path in places.yaml_files(folder)
        ]

    def disc(self) -> Disc | None:
        path = places.named_file(self.rubrics, "disc")
        return self.library.read_disc(path).value if path else None


def _rubric_ids(folders: Sequence[Path]) -> list[str]:
    return [path.parent.name for folder in folders for path in sorted(folder.glob("*/rubric.yaml"))]


def _as_file(given: str | Path) -> Path | None:
    """The file that was asked for, None when it reads as an id. Raises NotFound for a missing file."""
    path = Path(given)
    if path.suffix not in (".yaml", ".yml") and len(path.parts) < 2:
        return None
    if not _is_file(path):
        raise _no_file(path)
    return path


def _no_file(path: Path) -> NotFound:
    """What stands at `path` instead of a file, if anything does."""
    said = _("There is no file “{path}”.")
    if meant := _with_ending(str(path)):
        return NotFound(_and_meant(said.format(path=path), meant))
    with suppress(OSError, ValueError):  # a name too long for the system, or with a NUL
        if path.is_dir():
            said = _("“{path}” is a folder; name one file in it.")
        elif path.is_symlink() and not path.exists():
            said = _("“{path}” is a link that leads nowhere.")
        elif path.exists():
            said = _("“{path}” is not an ordinary file.")
    return NotFound(said.format(path=shorten(str(path), 200)))


def _with_ending(name: str) -> str | None:
    """The file of that name and the ending of YAML, if there is one."""
    files = (f"{name}{ending}" for ending in (".yaml", ".yml"))
    return next((file for file in files if _is_file(Path(file))), None)


def _file_in(folder: Path, name: str) -> Path | None:
    return folder / name if _is_file(folder / name) else None


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name too long for the system, or with a NUL
        return False


def _not_found(message: str, name: str, known: Sequence[str]) -> NotFound:
    said = message.format(name=shorten(name))
    near = _with_ending(name) or nearest(name, known)
    return NotFound(_and_meant(said, near) if near else said)


def _and_meant(said: str, near: str) -> str:
    return after(said, _("Did you mean “{name}”?").format(name=near))


def _loaded(path: Path, result: Result[T]) -> Loaded[T]:
    if result.value is None:
        errors = sum(each.severity == "error" for each in result.diagnostics)
        raise ContentFaults(
            _("{path} has mistakes: {number}.").format(path=path, number=errors),
            result.diagnostics,
        )
    return Loaded(result.value, path, result.sha256, result.diagnostics)


def _remembered(
    path: Path, memory: dict[Path, tuple[_Signature, Result[T]]], load: Callable[[Path], Result[T]]
) -> Result[T]:
    try:
        status = path.stat()
    except OSError:
        return load(path)
    signature = status.st_mtime_ns, status.st_size
    known = memory.get(path)
    if known and known[0] == signature:
        return known[1]
    result = load(path)
    memory[path] = signature, result
    return result


__all__ = ["Entry", "Library", "Loaded"]
