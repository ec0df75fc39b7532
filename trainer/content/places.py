"""Where content stands in the file system, and what kind each file is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

import trainer

Kind = Literal["scenario", "drill", "resident", "rubric", "trainees", "phrases", "replies", "disc"]

_SUFFIXES = (".yaml", ".yml")
_SAFE_NAME = re.compile(r"[^\W_][\w.-]{0,63}")
_TOP_KEY = re.compile(r"^([^\W\d]\w*):(?:\s|$)", re.MULTILINE)


def installed_roots() -> tuple[Path, ...]:
    """The folders that hold `scenarios/` and `rubrics/`: in the package, or beside it in a checkout."""
    package = Path(trainer.__file__).resolve().parent
    return tuple(root for root in (package / "_content", package.parent) if _has_content(root))[:1]


def _has_content(root: Path) -> bool:
    return (root / "scenarios").is_dir() or (root / "rubrics").is_dir()


def yaml_files(folder: Path) -> list[Path]:
    """All YAML files in and under `folder`, sorted; hidden ones are left out."""
    return [path for path in content_files(folder) if path.suffix in _SUFFIXES]


def content_files(folder: Path) -> list[Path]:
    """All YAML files and files of labelled replies in and under `folder`, sorted; hidden ones are left out."""
    return sorted(
        path
        for path in folder.rglob("*.*")
        if (path.suffix in _SUFFIXES or (path.suffix == ".jsonl" and path.parent.name == "replies"))
        and path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def named_file(folders: Iterable[Path], name: str) -> Path | None:
    """The YAML file `name` in the first of `folders` that has it. No name leads out of its folder."""
    if not _SAFE_NAME.fullmatch(name):
        return None
    for folder in folders:
        for suffix in _SUFFIXES:
            path = folder / f"{name}{suffix}"
            if path.is_file():
                return path
    return None


def named_rubric(folders: Iterable[Path], name: str) -> Path | None:
    """`<name>/rubric.yaml` in the first of `folders` that has it."""
    if not _SAFE_NAME.fullmatch(name):
        return None
    for folder in folders:
        path = folder / name / "rubric.yaml"
        if path.is_file():
            return path
    return None


def beside(file: Path, kind: Literal["residents", "rubrics"]) -> Iterator[Path]:
    """The folders of residents or rubrics that belong with `file`, the nearest first."""
    folder = file.parent
    yield folder / kind
    yield folder.parent / kind
    if kind == "rubrics":  # scenarios/<lang>/<id>.yaml, rubrics/<id>/rubric.yaml
        yield folder.parent.parent / kind


def kind_of(path: Path) -> Kind:
    """What `path` holds, by its place; elsewhere by its keys; a scenario when neither tells."""
    folder = path.parent
    if path.suffix == ".jsonl":
        return "replies"
    if folder.name == "residents":
        return "resident"
    if path.stem == "rubric":
        return "rubric"
    if path.stem == "disc":
        return "disc"
    if path.stem.startswith("trainees."):
        return "trainees"
    if path.stem.startswith("phrases"):
        return "phrases"
    if folder.name == "drills":
        return "drill"
    return _kind_by_keys(path)


def _kind_by_keys(path: Path) -> Kind:
    if not path.is_file():  # opening a pipe would wait for its writer
        return "scenario"
    try:
        with path.open("rb") as file:
            raw = file.read(1 << 20)
    except (OSError, ValueError):
        return "scenario"
    if b"\nscenes:\n" in raw:  # as nearly all are written, seen at once
        return "scenario"
    keys = set(_TOP_KEY.findall(raw.decode("utf-8", "replace")))
    if "scenes" not in keys and keys & {"moments", "focus"}:
        return "drill"
    if keys & {"scenes", "endings", "briefing", "resident", "venue"}:
        return "scenario"
    if keys & {"criteria", "caps"}:
        return "rubric"
    if {"types", "effects"} <= keys:
        return "disc"
    if {"name", "disc"} <= keys:
        return "resident"
    return "scenario"
