"""What may follow what in a session, so that nothing computed from its events can stumble."""

from __future__ import annotations

from trainer.model.event import AnyEvent, Assessed, Ended, Moved, Replied, Resumed, Spoke, Started


class Order:
    """Takes the events of one session in turn."""

    def __init__(self) -> None:
        self._scenes: frozenset[str] = frozenset()
        self._endings: frozenset[str] = frozenset()
        self._turn = 0
        self._due = "start"
        """What comes next: start, reply, judgement, move, end or nothing."""

    def takes(self, event: AnyEvent) -> bool:
        """Whether the event can stand here; from then on it does."""
        match event:
            case Started():
                scenario = event.scenario
                self._scenes = frozenset(scene.id for scene in scenario.scenes)
                self._endings = frozenset(ending.id for ending in scenario.endings)
                return self._comes("start", then="reply") and event.state.scene in self._scenes
            case Spoke():
                return self._due in ("reply", "end")
            case Resumed():
                return self._due not in ("start", "nothing")
            case Replied():
                self._turn += 1
                is_next = event.turn == self._turn and event.scene in self._scenes
                return self._comes("reply", then="judgement") and is_next
            case Assessed():
                return self._comes("judgement", then="move") and event.turn == self._turn
            case Moved():
                state = event.state
                ends = state.ending is not None
                known = state.scene in self._scenes and (not ends or state.ending in self._endings)
                is_next = event.turn == self._turn == state.turn and known
                return self._comes("move", then="end" if ends else "reply") and is_next
            case Ended():
                return self._comes("end", then="nothing") and event.ending in self._endings

    def _comes(self, what: str, *, then: str) -> bool:
        was, self._due = self._due, then
        return was == what
