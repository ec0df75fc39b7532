"""Files to start from: commented, without a fault as they stand, and ready to play.

They stand in `trainer/skeletons/`: `<kind>.<lang>.yaml`, for a rubric a folder. What an author says
beforehand (id, title, place, type) is put into the lines of the keys; the comments stay.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import yaml

import trainer
from trainer.content.keys import FOLDER

Kind = Literal["scenario", "resident", "rubric", "drill"]

_SKELETONS = Path(trainer.__file__).parent / "skeletons"
_PLAIN = re.compile(r"[^\W\d_][^:#\[\]{},&*!|>'\"%@`\n]*")
_READ_AS_OTHER = re.compile(r"(?i)true|false|null|yes|no|on|off|y|n")
_PLACES = ("scenarios", "rubrics", "residents", "drills")


def skeleton(kind: Kind, lang: str, said: Mapping[str, str], schema: str) -> dict[str, str]:
    """The texts of a new `kind` by their paths; the file itself has the path "".

    `said` gives values of keys, as YAML (see `quoted`); `schema` is where editors find the schema,
    as a path from the file.
    """
    folder = _SKELETONS / f"{kind}.{lang}"
    if not folder.is_dir():
        text = (_SKELETONS / f"{kind}.{lang}.yaml").read_text(encoding="utf-8")
        return {"": _filled(text, said, schema)}
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    texts = {p.relative_to(folder).as_posix(): p.read_text(encoding="utf-8") for p in paths}
    return texts | {"rubric.yaml": _filled(texts["rubric.yaml"], said, schema)}


def usual(kind: Kind, lang: str, key: str) -> str:
    """What the skeleton says under `key` by itself."""
    texts = skeleton(kind, lang, {}, "")
    found = _line_of(key).search(texts.get("", texts.get("rubric.yaml", "")))
    value = yaml.safe_load(found[2]) if found else ""
    return str(value[lang] if isinstance(value, dict) else value)


def _filled(text: str, said: Mapping[str, str], schema: str) -> str:
    for key, value in said.items():
        text = _line_of(key).sub(lambda found, value=value: found[1] + value, text, count=1)  # type: ignore[misc]
    return re.sub(r"(?m)^(# yaml-language-server: \$schema=).*$", rf"\g<1>{schema}", text, count=1)


def _line_of(key: str) -> re.Pattern[str]:
    return re.compile(rf"(?m)^(\s*{re.escape(key)}: )(.*)$")


def quoted(text: str) -> str:
    """`text` as a YAML value, in quotes where it would read as something else."""
    text = " ".join(text.split())
    if _PLAIN.fullmatch(text) and not _READ_AS_OTHER.fullmatch(text):
        return text
    return json.dumps(text, ensure_ascii=False)


def schema_for(kind: Kind, file: Path) -> tuple[Path, str]:
    """Where the schema for the new `file` lies or belongs, and the path from the file to it.

    A copy goes into a folder `schemas` beside the content, so that it travels with it and needs neither a network
    nor this installation; in the program's own source tree the original is used.
    """
    name = f"{kind}.schema.json"
    root = _root_of(file.absolute())
    original = FOLDER / name
    path = original if root == FOLDER.parents[1] else root / "schemas" / name
    return path, Path(os.path.relpath(path, file.absolute().parent)).as_posix()


def _root_of(file: Path) -> Path:
    """The folder that the content around `file` stands in."""
    outermost = file.parent
    for folder in file.parents:
        if folder.name in _PLACES:
            outermost = folder.parent
    return outermost
