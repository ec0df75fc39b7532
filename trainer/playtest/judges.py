"""Who judges the replies: this process alone, or several that share them."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from trainer.model.assessment import Assessment, Context
from trainer.playtest.scores import Judge, Question, bare
from trainer.scoring.assess import RubricScorer
from trainer.scoring.scorer import Scorer

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

WORTH_IT = 120
"""New replies from which on it pays to start further processes: each takes a second to begin."""
CHUNK = 12
"""Replies that a process takes at a time."""

Chunk = tuple[int, Sequence[Question]]


def alone(scorer: Scorer) -> Judge:
    """One scorer, one reply after the other."""

    def judge(questions: Sequence[Question]) -> list[Assessment]:
        return [scorer.assess(reply, context) for context, reply in questions]

    return judge


@contextmanager
def together(
    scorer: Scorer,
    jobs: int,
    roots: Sequence[Path],
    rubric: str,
    home: Path,
    told: Callable[[int], None] = lambda _number: None,
) -> Iterator[Judge]:
    """`jobs` processes, this one among them; the others are started when there is enough to do.

    They load the rubric of that id from the content under `roots`, its fit from the cache in `home`.
    A scorer that is not made from a rubric's files works alone. `told` hears of each portion done, how
    many replies it had.
    """
    team = _Team(
        scorer,
        jobs if isinstance(scorer, RubricScorer) else 1,
        (tuple(map(str, roots)), rubric, str(home)),
        told,
    )
    try:
        yield team.judge
    finally:
        team.leave()


class _Team:
    def __init__(
        self,
        scorer: Scorer,
        jobs: int,
        begin: tuple[Sequence[str], str, str],
        told: Callable[[int], None],
    ) -> None:
        self._told = told
        self._scorer = scorer
        self._pool: ProcessPoolExecutor | None = None
        self._begin = begin
        self._others = jobs - 1

    def judge(self, questions: Sequence[Question]) -> list[Assessment]:
        """In order, whoever judges which: the same reply in the same context is judged the same."""
        if self._others < 1 or len(questions) < (CHUNK if self._pool else WORTH_IT):
            return [
                assessment
                for start in range(0, len(questions), CHUNK)
                for assessment in self._mine(questions[start : start + CHUNK])
            ]
        # The same reply to the same process: its sentences are then encoded once.
        order = sorted(range(len(questions)), key=lambda i: questions[i][1])
        questions = [questions[i] for i in order]
        size = max(1, min(CHUNK, len(questions) // (2 * self._others + 2)))
        waiting = deque[Chunk](
            (start, questions[start : start + size]) for start in range(0, len(questions), size)
        )
        done: dict[int, list[Assessment]] = {}
        away: dict[int, Future[list[Assessment]]] = {}
        pool = self._start()
        while waiting or away:
            for start in [start for start, future in away.items() if future.done()]:
                done[start] = away.pop(start).result()
                self._told(len(done[start]))
            while waiting and len(away) < 2 * self._others:
                start, chunk = waiting.popleft()
                away[start] = pool.submit(_judge, chunk)
            if waiting:
                start, chunk = waiting.pop()
                done[start] = self._mine(chunk)
            elif away:
                start = next(iter(away))
                done[start] = away.pop(start).result()
                self._told(len(done[start]))
        found = [assessment for start in sorted(done) for assessment in done[start]]
        back = dict(zip(order, found, strict=True))
        return [back[i] for i in range(len(found))]

    def _mine(self, questions: Sequence[Question]) -> list[Assessment]:
        found = alone(self._scorer)(questions)
        self._told(len(questions))
        return found

    def leave(self) -> None:
        """Let the other processes go."""
        if self._pool is not None:
            # Waited for: at the program's end a pool half gone complains of its closed pipe.
            self._pool.shutdown(wait=True, cancel_futures=True)

    def _start(self) -> ProcessPoolExecutor:
        if self._pool is None:
            from concurrent.futures import ProcessPoolExecutor
            from multiprocessing import get_context

            # Each process works alone on its replies; threads within would only compete.
            for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
                os.environ.setdefault(name, "1")
            self._pool = ProcessPoolExecutor(
                self._others,
                mp_context=get_context("spawn"),
                initializer=_sit_down,
                initargs=self._begin,
            )
        return self._pool


_scorer: Scorer


def _sit_down(roots: Sequence[str], rubric: str, home: str) -> None:
    """Prepare a further process."""
    import signal

    from trainer.content.library import Library
    from trainer.session.fitted import load_scorer

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process answers Ctrl+C for all
    global _scorer
    _scorer = load_scorer(Library([Path(root) for root in roots]), rubric, Path(home) / "cache")


def _judge(questions: Sequence[tuple[Context, str]]) -> list[Assessment]:
    return [bare(_scorer.assess(reply, context)) for context, reply in questions]
