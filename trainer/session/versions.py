"""Versions of scenarios: a session keeps to the one it began with, which is kept under the home folder.

A version is named by what is played: the hash of the scenario with its resident, without its scripted
walkthroughs. Comments and order of keys do not make another one.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from trainer.errors import ContentFaults, NotFound
from trainer.model.event import Started
from trainer.model.scenario import Scenario
from trainer.session.disk import write_private

if TYPE_CHECKING:
    from trainer.content.library import Library


@dataclass(frozen=True, slots=True)
class Edited:
    """A scenario that is not what it was when a session began: its file, and what is in it now.

    `scenario` is None when the file has mistakes.
    """

    path: Path
    scenario: Scenario | None


def played(scenario: Scenario) -> Scenario:
    """What a session needs of a scenario."""
    return scenario.model_copy(update={"walkthroughs": ()}) if scenario.walkthroughs else scenario


def version_of(scenario: Scenario) -> str:
    """The version's name: the SHA-256 of its file, as `keep` writes it."""
    return hashlib.sha256(_text(scenario)).hexdigest()


def keep(home: Path, scenario: Scenario) -> str:
    """Keep the scenario as it is now, once, and return the version's name.

    The journal carries it too, so one that cannot be kept here is no obstacle.
    """
    text = _text(scenario)
    name = hashlib.sha256(text).hexdigest()
    path = _file(home, name)
    if not path.exists():
        with suppress(OSError):
            write_private(path, text)
    return name


def kept(home: Path, version: str) -> Scenario | None:
    """The scenario of that version, None when it is not kept."""
    try:
        return Scenario.model_validate_json(_file(home, version).read_bytes())
    except (OSError, ValidationError):
        return None


def file_of(library: Library, started: Started) -> Path | None:
    """The file that a session's scenario has now, None when there is none any more."""
    if started.scenario_file:
        path = Path(started.scenario_file)
        return path if path.is_file() else None
    wanted = started.scenario.id
    rows = library.entries()
    return next((Path(row.path) for row in rows if row.id == wanted), None)


def edited(library: Library, started: Started) -> Edited | None:
    """What has become of a session's scenario; None when it is as it was, or is gone."""
    path = file_of(library, started)
    if path is None:
        return None
    try:
        scenario = library.find_scenario(path).value
    except ContentFaults:
        return Edited(path, None)
    except NotFound:
        return None
    if version_of(scenario) == version_of(started.scenario):
        return None
    return Edited(path, scenario)


def _file(home: Path, version: str) -> Path:
    return home / "scenarios" / f"{version}.json"


def _text(scenario: Scenario) -> bytes:
    value = played(scenario).model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )
