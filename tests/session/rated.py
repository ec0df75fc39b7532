"""Sessions with levels that tests choose, and marks beside them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.session.small import content, start
from tests.walkthroughs.by_level import ByLevel
from trainer.model.rating import AnyRatingEvent, Commented, Marked, Overrode, Shown
from trainer.session.ratings import record

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)


def session(home: Path, *replies: str, **wanted: object) -> Path:
    """The journal of a session in which each reply names its levels: `polite 2, shove -1`."""
    practice = start(home, **wanted)
    scorer = ByLevel(content()[1])
    for reply in replies:
        practice.say(reply)
        practice.hear(scorer)
    practice.close()
    return practice.path


def at(seconds: int = 0) -> datetime:
    return AT + timedelta(seconds=seconds)


def mark(rater: str, turn: int, criterion: str, level: int | None, *, blind: bool = True) -> Marked:
    return Marked(at=AT, rater=rater, turn=turn, criterion=criterion, level=level, blind=blind)


def shown(rater: str, turn: int) -> Shown:
    return Shown(at=AT, rater=rater, turn=turn)


def comment(rater: str, turn: int, said: str) -> Commented:
    return Commented(at=AT, rater=rater, turn=turn, comment=said)


def override(rater: str, turn: int, criterion: str, level: int | None, why: str = "") -> Overrode:
    return Overrode(at=AT, rater=rater, turn=turn, criterion=criterion, level=level, reason=why)


def rate(journal: Path, *events: AnyRatingEvent) -> None:
    record(journal, events)
