"""The transcript: everything shown of a session, computed from its events alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from trainer.model.assessment import Assessment, Context, Scorecard, met_by
from trainer.model.base import Value
from trainer.model.event import AnyEvent, Assessed, Ended, Moved, Replied, Spoke, Started
from trainer.model.mood import Mood, MoodMove
from trainer.model.scenario import Ending, Scene
from trainer.model.talk import TalkState
from trainer.scoring.context import context_in
from trainer.scoring.scorecard import scorecard


class Turn(Value):
    """One reply with what led to it and what came of it.

    `since` is when the reply could first be given: the event before it, so that time away from a
    session that was left does not count. `scorer` is the version that judged, empty before.
    """

    number: int
    scene: Scene
    heard: tuple[str, ...]
    reply: str
    at: datetime
    since: datetime | None = None
    before: Mood
    assessment: Assessment | None = None
    scorer: str = ""
    after: Mood | None = None
    moves: tuple[MoodMove, ...] = ()
    because: str | None = None


class Transcript(Value):
    """A session. `heard` is what the resident has said since the last reply (or at the end).

    `incomplete`: there was more, which cannot be read or is gone.
    """

    started: Started
    turns: tuple[Turn, ...]
    heard: tuple[str, ...]
    state: TalkState
    ending: Ending | None
    finished: datetime | None
    scorecard: Scorecard
    incomplete: bool = False

    @property
    def pending(self) -> Turn | None:
        """The last reply, when it is on disk but not yet judged."""
        last = self.turns[-1] if self.turns else None
        return last if last is not None and last.after is None else None

    @property
    def scene(self) -> Scene:
        """The scene the talk is in (the last one, once it is over)."""
        scene = self.started.scenario.scene(self.state.scene)
        if scene is None:
            raise ValueError(f"no scene {self.state.scene!r}")
        return scene

    def felt(self, turn: Turn) -> Mood | None:
        """The mood after a turn; None where it is not known, as in an imported conversation."""
        return None if self.started.is_imported else turn.after

    def context(self, turn: Turn) -> Context:
        """What the reply of `turn` answers, as it was judged when it was given."""
        lines: list[tuple[str, str]] = []
        for each in self.turns[: turn.number]:
            lines += [("R", text) for text in each.heard]
            if each.number < turn.number:
                lines.append(("S", each.reply))
        judged = [each.assessment for each in self.turns[: turn.number - 1] if each.assessment]
        return context_in(self.started, turn.scene, lines, self.started.lang, met_by(judged))

    @property
    def history(self) -> tuple[tuple[str, str], ...]:
        """Every line as (speaker, text); `R` the resident, `S` the trainee."""
        lines: list[tuple[str, str]] = []
        for turn in self.turns:
            lines += [("R", text) for text in turn.heard]
            lines.append(("S", turn.reply))
        return (*lines, *(("R", text) for text in self.heard))


def transcribe(events: Sequence[AnyEvent]) -> Transcript:
    """The transcript of a session's events, the first of which is its `Started`."""
    started = events[0]
    if not isinstance(started, Started):
        raise ValueError("a session begins with its start")
    scenes = {scene.id: scene for scene in started.scenario.scenes}
    state = started.state
    turns: list[Turn] = []
    heard: list[str] = []
    ending: Ending | None = None
    finished: datetime | None = None
    for before, event in pairwise(events):
        match event:
            case Spoke():
                heard.append(event.text)
            case Replied():
                turns.append(
                    Turn(
                        number=event.turn,
                        scene=scenes[event.scene],
                        heard=tuple(heard),
                        reply=event.text,
                        at=event.at,
                        since=before.at,
                        before=state.mood,
                    )
                )
                heard.clear()
            case Assessed():
                judged = {"assessment": event.assessment, "scorer": event.scorer}
                turns[-1] = turns[-1].model_copy(update=judged)
            case Moved():
                state = event.state
                turns[-1] = turns[-1].model_copy(
                    update={
                        "after": state.mood,
                        "moves": event.moves,
                        "because": event.because,
                    }
                )
            case Ended():
                ending = started.scenario.ending(event.ending)
                finished = event.at
            case _:
                pass
    found = [turn.assessment for turn in turns if turn.assessment is not None]
    return Transcript(
        started=started,
        turns=tuple(turns),
        heard=tuple(heard),
        state=state,
        ending=ending,
        finished=finished,
        scorecard=scorecard(found, started.rubric),
    )
