"""The last playtest of each scenario, kept in the home folder for whoever looks at the scenario next."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

from trainer.playtest.report import Report
from trainer.session.disk import write_private

FOLDER = "playtest"
_KEPT = {
    "scenario", "runs", "seed", "scenes", "branches", "endings", "lines", "criteria",
    "overall", "unfinished",
}  # fmt: skip


def remember(home: Path, sha256: str, report: Report) -> None:
    """Keep the result for the scenario's file with that hash, in place of earlier ones.

    Where it cannot be written it is not kept.
    """
    row = report.model_dump(mode="json", include=_KEPT)
    with suppress(OSError):
        new = home / FOLDER / f"{report.scenario}-{sha256[:16]}.json"
        write_private(new, json.dumps(row, ensure_ascii=False).encode())
        for path in _of(home, report.scenario):
            if path != new:
                path.unlink(missing_ok=True)


def recall(home: Path, scenario_id: str, sha256: str) -> tuple[dict[str, Any], bool] | None:
    """The last result as `trainer playtest --format json` has it, without the talks.

    With it, whether the scenario's file has changed since. None when there is no result.
    """
    for path in _of(home, scenario_id):
        with suppress(OSError, ValueError):
            row = json.loads(path.read_text("utf-8"))
            if isinstance(row, dict):
                return row, not path.stem.endswith(f"-{sha256[:16]}")
    return None


def _of(home: Path, scenario_id: str) -> list[Path]:
    name = re.compile(re.escape(scenario_id) + r"-[0-9a-f]{16}\.json")
    folder = home / FOLDER
    return (
        [p for p in sorted(folder.iterdir()) if name.fullmatch(p.name)] if folder.is_dir() else []
    )
