"""Lives of one program after another, each ended by SIGKILL at a point drawn by lot.

A life takes up the session that the last one left, talks on, and notes after each step what it has been told
is on disk. Death comes before, within or after a write, a sync or a cut, or from outside at any moment. Then,
for every other death, the power fails too: of what was never acknowledged a part is gone.

    python -m tests.session.killed FOLDER SEED LIVES

prints one JSON object, or fails with the life in which something acknowledged was lost.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.session.small import CURT, POLITE, SHOVE, ByWord, start
from trainer.model.event import Ended, Replied
from trainer.session.practice import Practice
from trainer.session.sound import read_sound

_WRITE = os.write


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class Death:
    """Stands before the system's calls, and strikes at the one whose turn it is."""

    def __init__(self, draw: random.Random) -> None:
        self.left = draw.randrange(1, 16)
        self.draw = draw
        for name in ("write", "fsync", "ftruncate"):
            setattr(os, name, self.waiting(name, getattr(os, name)))

    def waiting(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def called(file: int, *rest: Any) -> Any:
            self.left -= 1
            if self.left:
                return call(file, *rest)
            if name == "write":
                data = bytes(rest[0])
                call(file, data[: self.draw.randrange(len(data) + 1)])
            elif self.draw.random() < 0.5:
                call(file, *rest)
            die()
            return None

        return called


def live(path: Path | None, home: Path, draw: random.Random, ledger: int, strikes: bool) -> None:
    if strikes:
        Death(draw)
    practice = Practice.resume(path) if path else start(home)

    def acknowledged() -> None:
        assert practice.unsaved is None
        raw = practice.path.read_bytes()
        replies = sum(isinstance(event, Replied) for event in practice.events)
        note = [str(practice.path), len(raw), hashlib.sha256(raw).hexdigest(), replies]
        _WRITE(ledger, json.dumps(note).encode() + b"\n")

    acknowledged()
    while not practice.over:
        if practice.transcript.pending is None:
            practice.say(draw.choices((CURT, POLITE, SHOVE), (12, 1, 1))[0])
            acknowledged()
        practice.hear(ByWord())
        acknowledged()
    practice.close()


def main(home: Path, seed: int, lives: int) -> dict[str, int]:
    start(home / "warm").close()  # all that a life needs is loaded before the first is born
    draw = random.Random(seed)
    found = {"kills": 0, "torn": 0, "finished": 0, "replies": 0}
    path: Path | None = None
    while found["kills"] < lives:
        mine = random.Random(draw.random())
        strikes = mine.random() < 0.8
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            code = 1
            try:
                os.close(reading)
                live(path, home, mine, writing, strikes)
                code = 0
            finally:
                os._exit(code)
        os.close(writing)
        if not strikes:
            time.sleep(mine.random() * 0.012)
            os.kill(child, signal.SIGKILL)
        with os.fdopen(reading, "rb") as ledger:
            notes = ledger.read().splitlines()
        _pid, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status)
        assert killed or os.WEXITSTATUS(status) == 0, f"life {found}: it failed"
        found["kills"] += killed
        if notes:
            name, size, digest, replies = json.loads(notes[-1])
            path = Path(name)
            if killed and mine.random() < 0.5:
                os.truncate(path, mine.randint(size, path.stat().st_size))
            raw = path.read_bytes()
            assert hashlib.sha256(raw[:size]).hexdigest() == digest, f"life {found}: lost"
            sound = read_sound(path)
            assert sound.damage is None, f"life {found}: {sound.damage}"
            assert sum(isinstance(e, Replied) for e in sound.events) >= replies
            found["torn"] += bool(sound.torn)
            if isinstance(sound.events[-1], Ended):
                found["finished"] += 1
                found["replies"] += replies
                path = None
    return found


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))  # noqa: T201
