"""Scoring many lines, by one process or several, to the same bytes."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from trainer import i18n
from trainer.cli.out import json_text
from trainer.content.language import languages
from trainer.errors import NotFound
from trainer.i18n import gettext as _
from trainer.model.rubric import Rubric
from trainer.scoring.labelled import LineFault, read_line, text_line, without_mark
from trainer.scoring.scorer import Scorer
from trainer.session.disk import cannot_read

if TYPE_CHECKING:
    from concurrent.futures import Future

    from trainer.session.desk import Desk

CHUNK = 64
"""Lines that a process takes at a time."""

Numbered = tuple[int, bytes]
Result = tuple[bytes, bool]
"""A line of output, and whether its line of input could be read."""


@contextmanager
def opened(file: str) -> Iterator[IO[bytes]]:
    """The bytes of a file, or of standard input for `-`. Raises NotFound, StorageError."""
    if file == "-":
        yield sys.stdin.buffer
        return
    path = Path(file)
    try:
        stream = path.open("rb")
    except (FileNotFoundError, ValueError) as error:
        raise NotFound(_("There is no file “{path}”.").format(path=file)) from error
    except OSError as error:
        raise cannot_read(path, error) from error
    with stream:
        yield stream


def scored(lines: Iterable[bytes], desk: Desk, rubric_id: str, jobs: int) -> Iterator[Result]:
    """A result for every line, in order. Raises NotFound, ContentFaults for the rubric."""
    loaded = desk.library.rubric(rubric_id)
    langs = languages(loaded.path.parent)
    scorer = desk.scorer(rubric_id)  # before any process is started: the first fit fills the cache
    numbered = enumerate(without_mark(lines), 1)
    if jobs == 1:
        for number, line in numbered:
            yield score_line(number, line, scorer, loaded.value, langs)
        return
    yield from _shared(numbered, jobs, (str(desk.home), desk.lang, rubric_id))


def score_line(
    number: int, line: bytes, scorer: Scorer, rubric: Rubric, langs: Sequence[str] = ()
) -> Result:
    """The line of output for one line of input, which may be in one of `langs`."""
    try:
        item = read_line(text_line(line), langs)
    except LineFault as fault:
        name = {"line": number} if fault.id is None else {"id": fault.id}
        return _json({**name, "error": str(fault)}), False
    assessment = scorer.assess(item.reply, item.context)
    found = {f.criterion: f for f in assessment.findings}
    told = [
        found[c.id]
        for c in rubric.criteria
        if c.id in found and (found[c.id].level != 0 or (found[c.id].called and c.kind == "merit"))
    ]
    return _json(
        {
            "id": item.id,
            "levels": {c.id: found[c.id].level if c.id in found else 0 for c in rubric.criteria},
            "scores": {
                c.id: round(found[c.id].score, 6) if c.id in found else 0.0 for c in rubric.criteria
            },
            "overall": assessment.overall,
            "findings": [
                {
                    "criterion": f.criterion,
                    "level": f.level,
                    "evidence": [
                        {"start": e.start, "end": e.end, "text": e.text} for e in f.evidence
                    ],
                    "why": f.why,
                    "try": f.try_,
                }
                for f in told
            ],
        }
    ), True


def _json(value: dict[str, Any]) -> bytes:
    return json_text(value).encode() + b"\n"


def _shared(
    numbered: Iterator[Numbered], jobs: int, desk: tuple[str, str, str]
) -> Iterator[Result]:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    from trainer.session.crew import told_of_end

    # Each process works alone on its lines; threads within would only compete.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    waiting: deque[Future[list[Result]]] = deque()
    with ProcessPoolExecutor(
        jobs, mp_context=get_context("spawn"), initializer=_sit_down, initargs=desk
    ) as pool:
        try:
            while chunk := list(islice(numbered, CHUNK)):
                with told_of_end():
                    waiting.append(pool.submit(_score_chunk, chunk))
                if len(waiting) > 3 * jobs:
                    yield from _answer(waiting.popleft())
            while waiting:
                yield from _answer(waiting.popleft())
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _answer(future: Future[list[Result]]) -> list[Result]:
    from trainer.session.crew import told_of_end

    with told_of_end():
        return future.result()


_score: Callable[[int, bytes], Result]


def _sit_down(home: str, lang: str, rubric_id: str) -> None:
    """Prepare a process of the pool."""
    import signal

    from trainer.session.desk import Desk

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process answers Ctrl+C for all
    global _score
    i18n.use(lang)
    desk = Desk(Path(home), lang)
    loaded, scorer = desk.library.rubric(rubric_id), desk.scorer(rubric_id)
    langs = languages(loaded.path.parent)

    def score(number: int, line: bytes) -> Result:
        return score_line(number, line, scorer, loaded.value, langs)

    _score = score


def _score_chunk(chunk: Sequence[Numbered]) -> list[Result]:
    return [_score(number, line) for number, line in chunk]
