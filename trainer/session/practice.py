"""A practice in progress: the one place where scoring, dialogue and the journal meet."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property
from os.path import isfile
from pathlib import Path

from trainer import __version__
from trainer.content.sanitise import sanitise
from trainer.dialogue.respond import begin, respond
from trainer.errors import SessionOpen, StorageError
from trainer.model.base import Mode
from trainer.model.disc import Disc
from trainer.model.event import AnyEvent, Assessed, Ended, Moved, Replied, Resumed, Spoke, Started
from trainer.model.rubric import Rubric
from trainer.model.scenario import Scenario
from trainer.scoring.scorer import Scorer
from trainer.session.home import sessions_folder
from trainer.session.journal import Journal, read_journal
from trainer.session.transcript import Transcript, Turn, transcribe
from trainer.session.versions import keep, played

LONGEST_REPLY = 20_000
"""Characters of a reply that are kept: far more than anyone says, little enough to stay quick."""

Clock = Callable[[], datetime]


def now() -> datetime:
    """The time, in UTC, to the millisecond."""
    at = datetime.now(UTC)
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


class Practice:
    """One session. `say` puts a reply on disk, `hear` brings the resident's answer to it.

    A reply may be given before the scorer has loaded; `hear` needs it. Where nothing can be put on disk
    the talk goes on in memory: `unsaved` says so, and every further reply tries again.
    """

    def __init__(self, journal: Journal, events: tuple[AnyEvent, ...], clock: Clock = now) -> None:
        self._journal = journal
        self._events = events
        self._on_disk = len(events)
        self._clock = clock

    @classmethod
    def start(
        cls,
        home: Path,
        scenario: Scenario,
        rubric: Rubric,
        disc: Disc,
        *,
        rubric_hash: str = "",
        file: str = "",
        trainee: str = "",
        mode: Mode = "coached",
        seed: int | None = None,
        lang: str = "en",
        consent: str = "",
        clock: Clock = now,
    ) -> Practice:
        """Begin a session in a new journal under `home`; the scenario as it is now is kept there too.

        `rubric_hash` is that of the rubric's file, `file` where a scenario was read that is none of the
        installed ones; `consent` is the version of the notice on records shown. Whether it could be saved is for `unsaved` to say.
        """
        at = clock()
        seed = secrets.randbelow(2**31) if seed is None else seed
        state, says = begin(scenario, disc, seed)
        session, path = _new_session(home, at)
        events: tuple[AnyEvent, ...] = (
            Started(
                at=at,
                session=session,
                trainee=sanitise(trainee),
                mode=mode,
                seed=seed,
                lang=lang,
                app=__version__,
                consent=consent,
                scenario=played(scenario),
                scenario_hash=keep(home, scenario),
                scenario_file=file,
                rubric=rubric,
                rubric_hash=rubric_hash,
                disc=disc,
                state=state,
            ),
            *(Spoke(at=at, scene=scene, text=text) for scene, text in says),
        )
        practice = cls(Journal(path), (), clock)
        practice._record(*events)
        return practice

    @classmethod
    def resume(cls, path: Path, *, clock: Clock = now) -> Practice:
        """Go on with the session in the journal at `path`; one that is over is only read.

        Raises NotFound, SessionOpen when another window has it, StorageError when it is damaged.
        """
        try:
            journal, events = Journal.reopen(path)
        except SessionOpen:
            events = read_journal(path)
            if not isinstance(events[-1], Ended):
                raise
            journal = Journal(path)
        practice = cls(journal, events, clock)
        if practice.over:
            journal.close()
        else:
            practice._record(Resumed(at=practice._now(), app=__version__), *practice._unsaid())
        return practice

    @property
    def events(self) -> tuple[AnyEvent, ...]:
        """What has happened so far, all of it on disk unless `unsaved` says otherwise."""
        return self._events

    @property
    def unsaved(self) -> StorageError | None:
        """Why the latest of it is in memory only; None when all of it is on disk."""
        return self._journal.unsaved

    @property
    def replies_unsaved(self) -> int:
        """How many replies are in memory only."""
        return sum(isinstance(event, Replied) for event in self._events[self._on_disk :])

    @property
    def is_on_disk(self) -> bool:
        """Whether there is anything at `path` to go on with."""
        return self._on_disk > 0

    @property
    def path(self) -> Path:
        """The journal."""
        return self._journal.path

    @cached_property
    def transcript(self) -> Transcript:
        """The session as it stands."""
        return transcribe(self._events)

    @property
    def over(self) -> bool:
        """Whether an ending was reached."""
        return self.transcript.ending is not None

    def say(self, text: str) -> None:
        """Take a reply. On return it is on disk, or `unsaved` says why it is not.

        Raises StorageError when the session was closed; ValueError when no reply is due.
        """
        if self.over or self.transcript.pending is not None:
            raise ValueError("no reply is due")
        self._record(
            Replied(
                at=self._now(),
                turn=self.transcript.state.turn + 1,
                scene=self.transcript.state.scene,
                text=sanitise(text)[:LONGEST_REPLY],
            )
        )

    def hear(self, scorer: Scorer) -> Turn:
        """Judge the reply that waits and let the resident answer. Returns the finished turn.

        Raises StorageError when the session was closed meanwhile; ValueError when no reply waits.
        """
        transcript = self.transcript
        pending = transcript.pending
        if pending is None:
            raise ValueError("no reply waits for an answer")
        started = transcript.started
        assessment = pending.assessment or scorer.assess(pending.reply, transcript.context(pending))
        response = respond(
            transcript.state, pending.reply, assessment, started.scenario, started.disc
        )
        at = self._now()
        turn = pending.number
        events: list[AnyEvent] = []
        if pending.assessment is None:
            events.append(Assessed(at=at, turn=turn, scorer=scorer.version, assessment=assessment))
        events.append(
            Moved(
                at=at,
                turn=turn,
                before=pending.before,
                state=response.state,
                moves=response.moves,
                branch=response.branch,
                because=response.because,
            )
        )
        events += [Spoke(at=at, scene=scene, text=text) for scene, text in response.says]
        if response.state.ending is not None:
            events.append(Ended(at=at, ending=response.state.ending))
        self._record(*events)
        return self.transcript.turns[-1]

    def close(self) -> None:
        """Try once more to save what is not, and let go of the journal; the session can be resumed."""
        self._journal.close()
        self._note()

    def save(self) -> bool:
        """Try again to put on disk what is not; whether all of it is."""
        self._journal.save()
        self._note()
        return self.unsaved is None

    def save_in(self, folder: Path) -> StorageError | None:
        """Keep the session in another folder from now on; returns why that cannot be."""
        fault = self._journal.move(folder / self.path.name)
        self._note()
        return fault

    def _unsaid(self) -> list[AnyEvent]:
        """What a crash kept from the journal: an answer is one write, but half of it may be on disk."""
        transcript = self.transcript
        if transcript.pending is not None:
            return []
        started = transcript.started
        states = [started.state, *(e.state for e in self._events if isinstance(e, Moved))]
        if transcript.turns and (judged := transcript.turns[-1].assessment) is not None:
            says = respond(
                states[-2], transcript.turns[-1].reply, judged, started.scenario, started.disc
            ).says
        else:
            says = begin(started.scenario, started.disc, started.seed)[1]
        at = self._now()
        missing: list[AnyEvent] = [
            Spoke(at=at, scene=scene, text=text) for scene, text in says[len(transcript.heard) :]
        ]
        if transcript.state.ending is not None:
            missing.append(Ended(at=at, ending=transcript.state.ending))
        return missing

    def _record(self, *events: AnyEvent) -> None:
        self._journal.append(events)
        self._events += events
        self._note()
        self.__dict__.pop("transcript", None)

    def _note(self) -> None:
        if self.unsaved is None:
            self._on_disk = len(self._events)

    def _now(self) -> datetime:
        """The time, never before that of the last event: a clock that was set back makes no negative wait."""
        at = self._clock()
        return max(at, self._events[-1].at) if self._events else at


def _new_session(home: Path, at: datetime) -> tuple[str, Path]:
    """A name that no session has, and its journal."""
    while True:
        session = f"{at:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"
        path = sessions_folder(home) / f"{session}.jsonl"
        if not isfile(path):  # which also says no where the folder cannot be read
            return session, path
