"""Judging a recorded session anew, and the record of it: `<session>.rescored.jsonl` beside the journal, one run a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from trainer import __version__
from trainer.dialogue.respond import respond
from trainer.errors import NotFound
from trainer.model.assessment import Assessment, Context
from trainer.model.event import Moved
from trainer.model.mood import Mood
from trainer.model.rescoring import RESCORING, SCHEMA, Diversion, Rejudged, Rescoring, Way
from trainer.model.rubric import Rubric
from trainer.model.talk import TalkState
from trainer.scoring.scorecard import scorecard
from trainer.session.additions import lines_of, values_in
from trainer.session.places import Place
from trainer.session.sound import Sound
from trainer.session.transcript import Transcript, Turn, transcribe

SUFFIX = ".rescored.jsonl"


@dataclass(frozen=True)
class Basis:
    """What sessions are judged by: a rubric, the hash of its file, the version of its scorer."""

    rubric: Rubric
    rubric_hash: str
    scorer: str


@dataclass(frozen=True)
class Recorded:
    """A session as it was: its transcript, and how each answered turn went on."""

    transcript: Transcript
    sum: str
    moved: Mapping[int, Moved]

    @classmethod
    def of(cls, sound: Sound) -> Recorded:
        """The session of a journal's sound part."""
        moved = {event.turn: event for event in sound.events if isinstance(event, Moved)}
        return cls(transcribe(sound.events), sound.sum, moved)

    @property
    def judged(self) -> tuple[Turn, ...]:
        """The turns that the program judged; one that a crash left without is not judged anew either."""
        return tuple(turn for turn in self.transcript.turns if turn.assessment is not None)

    def questions(self) -> list[tuple[Context, str]]:
        """What a scorer is asked: each judged reply in the context in which it was given."""
        return [(self.transcript.context(turn), turn.reply) for turn in self.judged]


def rescored(recorded: Recorded, assessments: Sequence[Assessment], basis: Basis) -> Rescoring:
    """The session with its judged replies judged so. Pure."""
    moods, diversion = _replayed(recorded, assessments)
    return Rescoring(
        session=recorded.transcript.started.session,
        journal=recorded.sum,
        rubric=basis.rubric.id,
        rubric_hash=basis.rubric_hash,
        scorer=basis.scorer,
        app=__version__,
        turns=tuple(
            Rejudged(turn=turn.number, assessment=assessment, mood=moods.get(turn.number))
            for turn, assessment in zip(recorded.judged, assessments, strict=True)
        ),
        scorecard=scorecard(assessments, basis.rubric),
        diversion=diversion,
    )


def _replayed(
    recorded: Recorded, assessments: Sequence[Assessment]
) -> tuple[dict[int, Mood], Diversion | None]:
    """The mood after each turn as long as the talk goes the way it went, and where it no longer does."""
    started = recorded.transcript.started
    state = started.state
    moods: dict[int, Mood] = {}
    for turn, assessment in zip(recorded.judged, assessments, strict=True):
        if (moved := recorded.moved.get(turn.number)) is None:
            break  # a crash kept the answer from the journal
        response = respond(state, turn.reply, assessment, started.scenario, started.disc)
        was, would = _way(moved.branch, moved.state), _way(response.branch, response.state)
        if was != would:
            return moods, Diversion(turn=turn.number, was=was, would=would)
        state = response.state
        moods[turn.number] = state.mood
    return moods, None


def _way(branch: int, state: TalkState) -> Way:
    if state.ending is not None:
        return Way(branch=branch, ending=state.ending)
    return Way(branch=branch, scene=state.scene)


def rescored_file(journal: str) -> str:
    """The name of the file beside a journal of that name."""
    return journal.removesuffix(".jsonl") + SUFFIX


def rescorings_of(place: Place, journal: str) -> tuple[Rescoring, ...]:
    """All runs over a session, in order; none when there was none. Raises StorageError."""
    file = rescored_file(journal)
    try:
        raw = place.read(file)
    except NotFound:
        return ()
    return values_in(raw, place.called(file), RESCORING, SCHEMA)[0]


def found(rescorings: Sequence[Rescoring], total: str, basis: Basis) -> Rescoring | None:
    """The run over a journal with the sum `total` by that basis and this version of the program, if there is one."""
    asked = (total, basis.rubric_hash, basis.scorer, __version__)
    return next((r for r in rescorings if _key(r) == asked), None)


def record(place: Place, journal: str, rescoring: Rescoring) -> None:
    """Add a run to the record beside a journal, unless it is there. Raises StorageError."""
    file = rescored_file(journal)

    def more(there: bytes) -> bytes:
        values, total = values_in(there, place.called(file), RESCORING, SCHEMA)
        if any(_key(each) == _key(rescoring) for each in values):
            return b""  # another program was first
        return lines_of([rescoring], total)

    place.add(file, more)


def _key(rescoring: Rescoring) -> tuple[str, str, str, str]:
    return rescoring.journal, rescoring.rubric_hash, rescoring.scorer, rescoring.app
