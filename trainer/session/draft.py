"""A scenario file while it is being written: what it says now, or last said without mistakes."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from trainer.content import places
from trainer.content.library import Library
from trainer.errors import ContentFaults, NotFound
from trainer.model.diagnostic import Diagnostic
from trainer.model.disc import Disc
from trainer.model.rubric import Rubric
from trainer.model.scenario import Scenario

Stamps = tuple[tuple[Path, int, int], ...]
"""Files with time of change and size."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The file at `path`. `scenario` is its last good version, None when there was none yet.

    `mistakes` are those of the file as it is now; while any of them is an error the draft is
    `stale`: the scenario is older than the file.
    """

    path: Path
    stamps: Stamps
    mistakes: tuple[Diagnostic, ...] = ()
    stale: bool = False
    scenario: Scenario | None = None
    rubric: Rubric | None = None
    disc: Disc | None = None
    sha256: str = ""


def read_draft(library: Library, path: Path, before: Draft | None = None) -> Draft:
    """The file as it is now; what it lacks for its mistakes comes from `before`.

    Raises NotFound when the file is not there and never was.
    """
    stamps = _stamps(library, path, before)
    try:
        loaded = library.find_scenario(path)
        rubric = library.around(path).rubric(loaded.value.rubric)
        disc = library.disc().value
    except ContentFaults as faults:
        kept = before or Draft(path, stamps)
        return replace(kept, stamps=stamps, mistakes=faults.diagnostics, stale=True)
    except NotFound:
        if before is None:
            raise
        return replace(before, stamps=stamps)  # an editor may remove a file while it writes it
    return Draft(
        path,
        _stamps(library, path, None, loaded.value),
        loaded.warnings,
        False,
        loaded.value,
        rubric.value if rubric else None,
        disc,
        loaded.sha256,
    )


def has_changed(library: Library, draft: Draft) -> bool:
    """Whether the file, or one it refers to, is another than was read."""
    return _stamps(library, draft.path, draft) != draft.stamps


def _stamps(
    library: Library, path: Path, before: Draft | None, scenario: Scenario | None = None
) -> Stamps:
    scenario = scenario or (before.scenario if before else None)
    files: list[Path | None] = [path]
    if scenario is not None:
        around = library.around(path)
        if scenario.resident.id:
            files.append(places.named_file(around.residents, scenario.resident.id))
        files.append(places.named_rubric(around.rubrics, scenario.rubric))
    found = []
    for file in files:
        with suppress(OSError):
            if file is not None:
                status = file.stat()
                found.append((file, status.st_mtime_ns, status.st_size))
    return tuple(found)
