"""Sessions as rows for a cohort: from the archive's index, or from journals wherever they lie."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from trainer.errors import NotFound, StorageError
from trainer.model.attempt import Attempt, Mean, Measure, Rubrics
from trainer.model.base import GOOD
from trainer.model.rating import Rating
from trainer.model.rubric import Rubric
from trainer.session.archive import list_rows
from trainer.session.places import Place, sound_at
from trainer.session.ratings import ratings_at, ratings_name
from trainer.session.sound import Sound
from trainer.session.transcript import Transcript, transcribe


class Sessions(NamedTuple):
    """Rows of sessions by when they began, the criteria of their rubrics, and what could not be read.

    `twice`: sessions of which there is a copy; each has one row.
    """

    attempts: list[Attempt]
    rubrics: Rubrics
    faults: list[StorageError]
    twice: tuple[str, ...] = ()


Journal = tuple[Place, str]
"""Where a journal lies, and its name there."""


def transcribed(sound: Sound) -> Transcript:
    """The transcript of what can be relied on, which knows whether more is missing."""
    transcript = transcribe(sound.events)
    return transcript.model_copy(update={"incomplete": True}) if sound.fault else transcript


def attempt_of(transcript: Transcript) -> Attempt:
    """The row of a session."""
    started, ending, finished = transcript.started, transcript.ending, transcript.finished
    scenario, card = started.scenario, transcript.scorecard
    judged = [turn for turn in transcript.turns if turn.assessment is not None]
    return Attempt(
        session=started.session,
        trainee=started.trainee,
        scenario=scenario.id,
        title=scenario.title,
        scenario_hash=started.scenario_hash,
        disc="" if "disc" in started.unknown else scenario.resident.disc,
        venue="" if "venue" in started.unknown else scenario.venue,
        lang=scenario.lang,
        mode=started.mode,
        started=started.at.astimezone(UTC),
        finished=finished.astimezone(UTC) if finished else None,
        ending=ending.id if ending else None,
        ending_title=ending.title if ending else None,
        good=ending.grade in GOOD if ending else None,
        imported=started.is_imported,
        overall=card.overall if judged else None,
        turns=len(judged),
        scorer=judged[-1].scorer if judged else "",
        rubric=rubric_key(started.rubric),
        rubric_hash=started.rubric_hash,
        incomplete=transcript.incomplete and ending is None,
        means=tuple(Mean(c.criterion, c.mean, c.turns) for c in card.criteria),
    )


def rubric_key(rubric: Rubric) -> str:
    """What sessions that may be compared have in common: authors raise the version with every change."""
    return f"{rubric.id} {rubric.version}"


def as_text(transcript: Transcript) -> tuple[str, str]:
    """A session's row and its rubric as the index keeps them."""
    attempt = attempt_of(transcript)
    rubric = transcript.started.rubric
    measures = [[c.id, c.kind == "penalty", dict(c.title)] for c in rubric.criteria]
    return _text(attempt), _text([attempt.rubric, measures])


def from_text(rows: Iterable[tuple[str, str]], faults: list[StorageError]) -> Sessions:
    """What `as_text` made of many sessions.

    Of a rubric that was edited under one version the latest description counts.
    """
    read = sorted(
        ((_attempt(row), rubric) for row, rubric in rows),
        key=lambda each: (each[0].started, each[0].session),
    )
    found: dict[str, dict[str, Measure]] = {}
    for text in dict.fromkeys(rubric for _attempt, rubric in reversed(read)):
        key, measures = json.loads(text)
        known = found.setdefault(key, {})
        for measure in measures:
            known.setdefault(measure[0], Measure(*measure))
    once = {attempt.session: attempt for attempt, _rubric in read}
    counts = Counter(attempt.session for attempt, _rubric in read)
    return Sessions(
        list(once.values()),
        {key: tuple(measures.values()) for key, measures in found.items()},
        faults,
        tuple(session for session, times in counts.items() if times > 1),
    )


def all_sessions(home: Path) -> Sessions:
    """All sessions under a home folder; the index knows them."""
    return from_text(*list_rows(home))


def sessions_in(journals: Iterable[Journal]) -> Sessions:
    """The sessions in journals, each read."""
    rows: list[tuple[str, str]] = []
    faults: list[StorageError] = []
    for place, name in journals:
        try:
            sound = sound_at(place, name)
            rows.append(as_text(transcribed(sound)))
        except (StorageError, NotFound) as fault:
            faults.append(StorageError(str(fault)))
            continue
        except (ValueError, LookupError) as error:  # sound in form, but not to be followed
            faults.append(StorageError(f"{place.called(name)}: {error}"))
            continue
        if sound.fault:
            faults.append(StorageError(sound.fault))
    return from_text(rows, faults)


def marked_in(
    journals: Iterable[Journal],
) -> tuple[list[tuple[Transcript, tuple[Rating, ...]]], list[StorageError]]:
    """The sessions that second markers marked, with their marks, and the marks that could not be read.

    A journal that cannot be read is left out: `sessions_in` tells it.
    """
    found: list[tuple[Transcript, tuple[Rating, ...]]] = []
    faults: list[StorageError] = []
    there: dict[Place, frozenset[str]] = {}
    for place, name in journals:
        try:
            if place not in there:
                there[place] = frozenset(place.names())
            if ratings_name(name) in there[place]:
                ratings = ratings_at(place, name)
                with suppress(NotFound, StorageError):
                    found.append((transcribe(sound_at(place, name).events), ratings))
        except (NotFound, StorageError) as fault:
            faults.append(StorageError(str(fault)))
    return found, faults


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=datetime.isoformat)


def _attempt(text: str) -> Attempt:
    kept = Attempt(*json.loads(text))
    return kept._replace(
        started=datetime.fromisoformat(str(kept.started)),
        finished=datetime.fromisoformat(str(kept.finished)) if kept.finished else None,
        means=tuple(Mean(*each) for each in kept.means),
    )
