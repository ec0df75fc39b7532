"""What the home screen offers, gathered in a worker thread after the first paint."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from trainer.content.library import Entry
    from trainer.model.scenario import Scenario
    from trainer.session.archive import SessionEntry
    from trainer.session.desk import Desk


@dataclass
class Item:
    """One scenario: the row known at once, then the whole of it or what is wrong with its file."""

    path: str
    entry: Entry | None
    scenario: Scenario | None = None
    fault: str = ""

    @property
    def ready(self) -> bool:
        """Whether it has been looked into."""
        return self.scenario is not None or bool(self.fault)


@dataclass
class Shelf:
    """Scenarios in the trainee's language first, each language's drills after them; sessions newest first."""

    items: list[Item] = field(default_factory=list)
    sessions: Sequence[SessionEntry] = ()
    fault: str = ""
    wanted: str = ""

    def unfinished(self) -> list[SessionEntry]:
        """Sessions to take up again: begun, not ended, and something was said."""
        return [s for s in self.sessions if s.finished is None and s.turns]

    def last(self, scenario: str) -> SessionEntry | None:
        """The last finished session of a scenario."""
        return next(
            (s for s in self.sessions if s.finished is not None and s.scenario == scenario), None
        )

    def fill(self, desk: Desk, told: Callable[[str], object], stop: Callable[[], bool]) -> None:
        """Gather everything; `told` hears "rows" once there is a list, then each path looked into."""
        from trainer.errors import TrainerError

        try:
            library = desk.library
            rows = {entry.path: entry for entry in library.entries()}
            paths = [str(path) for path in library.practice_paths()]
            items = [Item(path, rows.get(path)) for path in paths]
            self.items = sorted(items, key=lambda item: _order(item, desk.lang))
            self.sessions = desk.sessions()
        except (TrainerError, OSError) as error:
            self.fault = str(error)
        told("rows")
        while not stop():
            left = [item for item in self.items if not item.ready]
            if not left:
                return
            item = next((i for i in left if i.path == self.wanted), left[0])
            look_into(item, desk)
            told(item.path)


def look_into(item: Item, desk: Desk) -> None:
    """Load the scenario, or find out what is wrong."""
    from trainer.content.sanitise import sanitise
    from trainer.errors import ContentFaults, TrainerError

    try:
        item.scenario = desk.library.find_scenario(item.path).value
    except ContentFaults as faults:
        first = next((d for d in faults.diagnostics if d.severity == "error"), None)
        item.fault = sanitise(
            f"{first.line}:{first.column} {first.code} {first.message}" if first else str(faults)
        )
    except (TrainerError, OSError) as error:
        item.fault = sanitise(str(error))


def _order(item: Item, lang: str) -> tuple[bool, bool, bool, int, str]:
    entry = item.entry
    if entry is None:
        return True, True, True, 9, item.path
    drill = entry.kind == "drill"
    return False, entry.lang != lang, drill, entry.difficulty or 9, entry.title


def file_name(path: str | Path) -> str:
    """The last part of a path, for a list."""
    from pathlib import Path

    return Path(path).name
