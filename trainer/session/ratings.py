"""A second marker's marks on disk: `<session>.ratings.jsonl` beside the journal, one event a line.

The file is only ever added to, readable by its owner alone, its lines sealed to one another as a
journal's are (`trainer.session.chain`). What `record` has returned from is on
disk. A crash can leave half a line at the end: reading leaves it out, and writing cuts it off, since
nobody was told it was saved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from trainer.content.refused import reason
from trainer.content.sanitise import sanitise
from trainer.errors import StorageError
from trainer.i18n import gettext as _
from trainer.model.assessment import Finding
from trainer.model.rating import (
    LONGEST_NOTE,
    RATING_EVENT,
    SCHEMA,
    AnyRatingEvent,
    Commented,
    Mark,
    Marked,
    Override,
    Overrode,
    Rating,
    Shown,
    TurnRating,
)
from trainer.model.rubric import Criterion, Rubric
from trainer.session.additions import lines_of, values_in
from trainer.session.disk import add_lines
from trainer.session.places import Place
from trainer.session.transcript import Turn

SUFFIX = ".ratings.jsonl"


def ratings_file(journal: Path) -> Path:
    """Where the marks on a session lie."""
    return journal.with_name(ratings_name(journal.name))


def ratings_name(journal: str) -> str:
    """The name of the file with the marks on the session in a journal of that name."""
    return journal.removesuffix(".jsonl") + SUFFIX


def clean_note(note: str) -> str:
    """A comment or reason as it is kept: no hidden characters, at most 2,000 characters."""
    return sanitise(note.replace("\r\n", "\n").replace("\r", "\n")).strip()[:LONGEST_NOTE].rstrip()


def counted(turn: Turn, rubric: Rubric) -> tuple[tuple[Criterion, Finding], ...]:
    """The criteria that counted in a judged turn, in the rubric's order, each with what was found."""
    if turn.assessment is None:
        return ()
    found = {f.criterion: f for f in turn.assessment.findings if f.called}
    return tuple((c, found[c.id]) for c in rubric.criteria if c.id in found)


def levels_of(criterion: Criterion) -> tuple[int, ...]:
    """The levels that may be given: 0, 1, 2, or for a penalty 0, -1, -2."""
    return (0, -1, -2) if criterion.kind == "penalty" else (0, 1, 2)


def ratings_of(journal: Path) -> tuple[Rating, ...]:
    """Everyone's marks on the session in `journal`, in the order in which the raters began.

    Empty when nobody has marked it. Raises StorageError when the file cannot be read or a line of it is no
    rating.
    """
    return rated(read_ratings(journal))


def ratings_at(place: Place, name: str) -> tuple[Rating, ...]:
    """Everyone's marks on the session in the journal `name` of a place that has some.

    Raises NotFound, StorageError.
    """
    file = ratings_name(name)
    return rated(values_in(place.read(file), place.called(file), RATING_EVENT, SCHEMA)[0])


def read_ratings(journal: Path) -> tuple[AnyRatingEvent, ...]:
    """The events on disk about the session in `journal`. Raises StorageError."""
    path = ratings_file(journal)
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise StorageError(
            _("The marks in {path} cannot be read: {reason}.").format(
                path=path, reason=reason(error)
            )
        ) from error
    return values_in(raw, path, RATING_EVENT, SCHEMA)[0]


def rated(events: Iterable[AnyRatingEvent]) -> tuple[Rating, ...]:
    """What events add up to; later ones of the same rater replace earlier ones."""
    order: dict[str, dict[int, _Turn]] = {}
    last: dict[str, int] = {}
    for event in events:
        turn = order.setdefault(event.rater, {}).setdefault(event.turn, _Turn(event.turn))
        last[event.rater] = event.turn
        turn.take(event)
    return tuple(
        Rating(
            rater=rater,
            turns=tuple(turns[number].value for number in sorted(turns)),
            last=last[rater],
        )
        for rater, turns in order.items()
    )


def rating_by(journal: Path, rater: str) -> Rating:
    """One rater's marks, empty when there are none. Raises StorageError."""
    found = next((r for r in ratings_of(journal) if r.rater == rater), None)
    return found or Rating(rater=rater, turns=(), last=0)


def changes(
    before: Rating,
    rater: str,
    at: datetime,
    levels: Mapping[tuple[int, str], int],
    comments: Mapping[int, str],
) -> list[AnyRatingEvent]:
    """What must be recorded for a rater's marks to be these, by turn; what is not named stays.

    A level given to a turn of which the machine's levels were shown before is not blind.
    """
    events: list[AnyRatingEvent] = []
    for (turn, criterion), level in sorted(levels.items(), key=lambda item: item[0][0]):
        known = before.mark(turn, criterion)
        if known is None or known.level != level:
            blind = not before.turn(turn).shown
            events.append(
                Marked(at=at, rater=rater, turn=turn, criterion=criterion, level=level, blind=blind)
            )
    for turn, comment in sorted(comments.items()):
        if before.turn(turn).comment != comment:
            events.append(Commented(at=at, rater=rater, turn=turn, comment=comment))
    return events


def record(journal: Path, events: Sequence[AnyRatingEvent]) -> None:
    """Add events to the marks on the session in `journal`: all of them are on disk, or none.

    Raises StorageError, also when what is there is damaged.
    """
    if not events:
        return
    path = ratings_file(journal)

    def lines(there: bytes) -> bytes:
        return lines_of(events, values_in(there, path, RATING_EVENT, SCHEMA)[1])

    try:
        add_lines(path, lines)
    except OSError as error:
        raise StorageError(
            _("The marks cannot be saved to {path}: {reason}.").format(
                path=path, reason=reason(error)
            )
        ) from error


class _Turn:
    """The marks on one turn while events are read."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._marks: dict[str, Mark] = {}
        self._comment = ""
        self._shown = False

    def take(self, event: AnyRatingEvent) -> None:
        match event:
            case Commented():
                self._comment = event.comment
            case Shown():
                self._shown = True
            case Marked():
                blind = {"blind": event.level} if event.blind and not self._shown else {}
                self._change(event.criterion, level=event.level, **blind)
            case Overrode():
                override = (
                    None
                    if event.level is None
                    else Override(level=event.level, reason=event.reason, at=event.at)
                )
                self._change(event.criterion, override=override)

    def _change(self, criterion: str, **changes: object) -> None:
        before = self._marks.get(criterion) or Mark(criterion=criterion)
        self._marks[criterion] = before.model_copy(update=changes)

    @property
    def value(self) -> TurnRating:
        kept = (m for m in self._marks.values() if m.final is not None or m.blind is not None)
        return TurnRating(
            turn=self._number, marks=tuple(kept), comment=self._comment, shown=self._shown
        )
