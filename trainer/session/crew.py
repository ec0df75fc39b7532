"""Who judges many replies: this process, several of this computer, or the workers of a Dask cluster.

Whoever does is sent what the scorer has learned, not where its files lie: a worker needs the program, but
neither the rubric nor a home folder of the sender's. All give the same assessments.
"""

from __future__ import annotations

import os
import pickle
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Protocol

from trainer import __version__
from trainer.errors import TrainerError, UsageError
from trainer.i18n import gettext as _
from trainer.model.assessment import Assessment, Context
from trainer.scoring.assess import Learned, RubricScorer
from trainer.scoring.scorer import Scorer

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

Questions = Sequence[tuple[Context, str]]
Answer = Callable[[], list[Assessment]]
"""Waits for the assessments of some questions, in their order. Raises TrainerError."""

PATIENCE = 10
"""Seconds to wait for a cluster to answer."""


class Crew(Protocol):
    """Takes questions; `ahead` of them should be under way so that nobody is idle."""

    ahead: int

    def ask(self, scorer: Scorer, lang: str, questions: Questions) -> Answer:
        """Have questions of one language answered as `scorer` would, now or when the answer is wanted."""


@dataclass(frozen=True)
class Sent:
    """A scorer on its way to another process: what it has learned; one that learned nothing goes as it is."""

    learned: Learned | Scorer
    app: str = __version__

    @classmethod
    def of(cls, scorer: Scorer, lang: str) -> Sent:
        """What is needed of a scorer for one language; its fit may have to be made first."""
        return cls(scorer.learned((lang,)) if isinstance(scorer, RubricScorer) else scorer)

    def scorer(self, cache: Path) -> Scorer:
        """The scorer again, with the encoder kept in `cache`."""
        if not isinstance(self.learned, Learned):
            return self.learned
        from trainer.session.fitted import scorer_from

        return scorer_from(self.learned, cache)


class Alone:
    """Nobody but the process that asks."""

    ahead = 1

    def ask(self, scorer: Scorer, lang: str, questions: Questions) -> Answer:  # noqa: ARG002 - as others
        """See `Crew`."""
        return lambda: _judged(scorer, questions)


@contextmanager
def told_of_end() -> Iterator[None]:
    """Within it the end of a process that judges is a sentence. Raises TrainerError."""
    try:
        yield
    except BrokenExecutor as error:
        raise TrainerError(
            _(
                "A process that judged replies has ended unexpectedly, perhaps for want of memory. What was "
                "done before stands; with fewer --jobs the rest may succeed."
            )
        ) from error


class Processes:
    """Several processes of this computer."""

    def __init__(self, pool: ProcessPoolExecutor, ahead: int, folder: Path, cache: Path) -> None:
        """In `folder` scorers are handed over, in `cache` are the encoder's arrays."""
        self.ahead = ahead
        self._pool = pool
        self._folder = folder
        self._cache = cache
        self._files: dict[tuple[int, str], tuple[Scorer, Path]] = {}

    def ask(self, scorer: Scorer, lang: str, questions: Questions) -> Answer:
        """See `Crew`."""
        with told_of_end():
            future = self._pool.submit(
                _judge_here, questions, self._handed(scorer, lang), self._cache
            )

        def answer() -> list[Assessment]:
            with told_of_end():
                return future.result()

        return answer

    def _handed(self, scorer: Scorer, lang: str) -> Path:
        """A file with the scorer: ten megabytes, which no single question should carry."""
        key = id(scorer), lang
        if key not in self._files:
            path = self._folder / f"{len(self._files)}.pickle"
            path.write_bytes(pickle.dumps(Sent.of(scorer, lang)))
            self._files[key] = scorer, path
        return self._files[key][1]


@contextmanager
def processes(jobs: int, cache: Path) -> Iterator[Crew]:
    """A crew of `jobs` processes; the encoder's arrays are in `cache`."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # Each process works alone on its replies; threads within would only compete.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    with TemporaryDirectory() as folder:
        pool = ProcessPoolExecutor(jobs, get_context("spawn"), initializer=_let_be)
        try:
            yield Processes(pool, 3 * jobs, Path(folder), cache)
        finally:
            # Waited for: at the program's end a pool half gone complains of its closed pipe.
            pool.shutdown(wait=True, cancel_futures=True)


class Cluster:
    """The workers of a Dask cluster."""

    def __init__(self, client: Any, address: str) -> None:
        self.ahead = 3 * max(1, sum(client.ncores().values()))
        self._client = client
        self._address = address
        self._there: dict[tuple[int, str], tuple[Scorer, Any]] = {}

    def ask(self, scorer: Scorer, lang: str, questions: Questions) -> Answer:
        """See `Crew`."""
        with _told_of(self._address):
            key = id(scorer), lang
            if key not in self._there:
                sent = self._client.scatter(Sent.of(scorer, lang), broadcast=True, hash=False)
                self._there[key] = scorer, sent
            future = self._client.submit(
                _judge_there, list(questions), self._there[key][1], pure=False
            )

        def answer() -> list[Assessment]:
            with _told_of(self._address):
                found: list[Assessment] = future.result()
                return found

        return answer


@contextmanager
def cluster(address: str) -> Iterator[Crew]:
    """A crew of all workers of the Dask cluster whose scheduler has that address.

    Raises UsageError where Dask is not installed or the address is none, TrainerError where nobody answers.
    """
    client = _client(address)
    try:
        yield Cluster(client, address)
    finally:
        with suppress(Exception):  # a cluster that is gone needs no farewell
            client.close()


def _client(address: str) -> Any:
    try:
        from distributed import Client
        from distributed.comm.addressing import get_address_host_port
    except ImportError as missing:
        raise UsageError(
            _(
                '--dask needs a package more; in the folder of the program: pip install -e ".[cluster]"'
            )
        ) from missing
    import logging

    # What is wrong is told in a sentence of ours.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    connect: Any = Client  # which has no types
    try:
        get_address_host_port(address)  # a client half made of no address complains at its end
    except ValueError as error:
        raise UsageError(
            _("“{address}” is no address of a Dask scheduler: {reason}.").format(
                address=address, reason=_reason(error)
            )
        ) from error
    try:
        client = connect(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise TrainerError(
            _("No Dask scheduler answers at {address}: {reason}.").format(
                address=address, reason=_reason(error)
            )
        ) from error
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError as error:
        client.close()
        raise TrainerError(
            _("The Dask scheduler at {address} has no workers.").format(address=address)
        ) from error
    return client


@contextmanager
def _told_of(address: str) -> Iterator[None]:
    """Whatever happens to work on a cluster, as a sentence."""
    try:
        yield
    except TrainerError:
        raise
    except Exception as error:
        raise TrainerError(
            _("The Dask cluster at {address} could not judge the replies: {reason}.").format(
                address=address, reason=_reason(error)
            )
        ) from error


def _reason(error: Exception) -> str:
    return " ".join(str(error).split()).rstrip(".") or type(error).__name__


def _judged(scorer: Scorer, questions: Questions) -> list[Assessment]:
    return [scorer.assess(reply, context) for context, reply in questions]


def _let_be() -> None:
    """Prepare a process of this computer: the first process answers Ctrl+C for all."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


@cache
def _read(file: Path, folder: Path) -> Scorer:
    sent: Sent = pickle.loads(file.read_bytes())
    return sent.scorer(folder)


def _judge_here(questions: Questions, file: Path, folder: Path) -> list[Assessment]:
    return _judged(_read(file, folder), questions)


_there: deque[tuple[Sent, Scorer]] = deque(maxlen=4)
"""The scorers that a worker was sent last; it may serve for weeks."""
_lock = threading.Lock()


def _judge_there(questions: Questions, sent: Sent) -> list[Assessment]:
    """On a worker, which may have several threads: one at a time, since a scorer remembers."""
    from trainer.session.home import home_folder

    if sent.app != __version__:
        raise RuntimeError(f"a worker has trainer {__version__}, this computer {sent.app}")
    with _lock:
        scorer = next((known for each, known in _there if each is sent), None)
        if scorer is None:
            scorer = sent.scorer(home_folder() / "cache")
            _there.append((sent, scorer))
        return _judged(scorer, questions)
