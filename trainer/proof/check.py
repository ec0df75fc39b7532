"""Everything that can be said of content without a person: what its files show, and what can be proven."""

from __future__ import annotations

import gc
import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from trainer import i18n
from trainer.content import codes, places
from trainer.content.library import Library
from trainer.content.load import load_drill, load_scenario
from trainer.content.problems import Problems
from trainer.content.script import Script
from trainer.errors import TrainerError
from trainer.i18n import gettext as _
from trainer.model.diagnostic import Diagnostic
from trainer.proof import labelled, ruled_out, scored
from trainer.proof.remembered import Remembered, Surroundings, key_of
from trainer.scoring.scorer import Scorer

WORTH_IT = 150
"""Starting a process takes about as long as checking fifty files."""

SHARE = 20
"""Files that a process takes at a time."""

_RARELY = 1_000_000
"""Objects more than there were, before garbage is looked for."""

ScorerOf = Callable[[str], Scorer]
"""The scorer of a rubric by its id or its file. Raises NotFound, ContentFaults, StorageError."""

PROVEN: tuple[Callable[[Script, Problems], None], ...] = (ruled_out.check,)
"""Rules that need the dynamics of a talk; those that need the scorer are in `scored`."""


def check(
    library: Library,
    paths: Sequence[Path] = (),
    *,
    scorer_of: ScorerOf | None = None,
    remembered: Remembered | None = None,
    jobs: int = 1,
    worth_it: int = WORTH_IT,
) -> list[Diagnostic]:
    """Everything wrong in `paths`, files or folders, or in all content; by file, then by line.

    With `scorer_of` replies are scored as well. What is `remembered` is not looked at again; the rest
    is shared among `jobs` processes where there are at least `worth_it` files. Raises NotFound when a
    path does not exist.
    """
    remembered = remembered or Remembered(None)
    around = Surroundings(library.roots, scored=scorer_of is not None)
    found: dict[Diagnostic, None] = {}
    keys: dict[Path, str | None] = {}
    for path in library.files(paths):
        key = _key(path, around, scorer_of is not None)
        known = remembered.get(key) if key else None
        if known is None:
            keys[path] = key
        else:
            found.update(dict.fromkeys(known))
    for path, diagnostics in _examined(library, list(keys), scorer_of, jobs, worth_it):
        found.update(dict.fromkeys(diagnostics))
        if key := keys[path]:
            remembered.put(key, diagnostics)
    remembered.keep()
    if not paths:
        found.update(dict.fromkeys(library.shared_ids()))
    return sorted(found, key=lambda d: (d.file, d.line, d.column, d.code, d.message))


def is_scored(library: Library, paths: Sequence[Path], asked: bool | None) -> bool:
    """Whether replies are to be scored in a check of `paths`. Raises NotFound."""
    if asked is not None:
        return asked
    scenarios = 0
    for path in library.files(paths):
        scenarios += places.kind_of(path) in ("scenario", "drill")
        if scenarios > scored.MOST:
            break
    return scored.wanted(scenarios)


def shown(library: Library, path: Path) -> tuple[Diagnostic, ...]:
    """What is wrong in one file as far as the file itself shows it, nothing proven or scored."""
    if places.kind_of(path) == "replies":
        return labelled.check(path, library.rubric_in(path.parent.parent))
    return tuple(library.check([path]))


def examine(library: Library, path: Path, scorer_of: ScorerOf | None) -> tuple[Diagnostic, ...]:
    """Everything wrong in one file. What has errors is not looked at further."""
    kind = places.kind_of(path)
    if kind not in ("scenario", "drill"):
        return shown(library, path)
    result = (load_drill if kind == "drill" else load_scenario)(path, library.around(path))
    script = result.script
    if script is None:
        return result.diagnostics
    problems = Problems(str(path))
    if kind == "scenario":
        for rule in PROVEN:
            rule(script, problems)
    found = (*result.diagnostics, *problems.diagnostics())
    if scorer_of is None or script.rubric is None:
        return found
    try:
        scorer = scorer_of(_rubric_of(library, path, script))
    except TrainerError as error:
        problems = Problems(str(path))
        problems.add(
            codes.NOT_SCORED,
            script.marks.at("rubric"),
            _("The replies are not scored: {reason}").format(reason=error),
            severity="warning",
        )
        return (*found, *problems.diagnostics())
    return (*found, *scored.examine(script, str(path), scorer))


def _rubric_of(library: Library, path: Path, script: Script) -> str:
    """What the scorer of a script's rubric is asked for by: its id, or its file when that lies nearer."""
    rubric_id = script.scenario.rubric
    nearest = library.around(path).rubric_file(rubric_id)
    return rubric_id if nearest is None or library.holds(nearest) else str(nearest)


def _key(path: Path, around: Surroundings, scored: bool) -> str | None:
    """The key of a file; None for one that is not to be remembered, as it cannot be read."""
    try:
        if not path.is_file():  # opening a pipe would wait for its writer
            return None
        with path.open("rb") as file:
            content = file.read(labelled.MAX_BYTES + 1)
    except (OSError, ValueError):
        return None
    return key_of(path, content, around.of(path), i18n.current(), scored)


def _examined(
    library: Library,
    files: Sequence[Path],
    scorer_of: ScorerOf | None,
    jobs: int,
    worth_it: int,
) -> list[tuple[Path, tuple[Diagnostic, ...]]]:
    if jobs < 2 or len(files) < worth_it or scorer_of is not None:
        with _rarely_collected():
            return [(path, examine(library, path, scorer_of)) for path in files]
    shares = [files[start : start + SHARE] for start in range(0, len(files), SHARE)]
    with ProcessPoolExecutor(
        jobs - 1,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(i18n.current(),),
    ) as pool:
        theirs = [pool.submit(_examine_share, library.roots, share) for share in shares]
        try:
            with _rarely_collected():  # instead of waiting, this one takes shares from the end
                mine = [
                    [(path, examine(library, path, None)) for path in share]
                    for share, other in zip(reversed(shares), reversed(theirs), strict=True)
                    if other.cancel()
                ]
            done = [other.result() for other in theirs if not other.cancelled()]
            return [each for share in (*done, *reversed(mine)) for each in share]
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


@contextmanager
def _rarely_collected() -> Iterator[None]:
    """Looking for garbage among all that lives takes a tenth of the time, and finds next to none."""
    before = gc.get_threshold()
    gc.set_threshold(_RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _begin(lang: str) -> None:
    """Set a process up: its language, rare garbage collection, and Ctrl+C left to the first one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    i18n.use(lang)
    gc.set_threshold(_RARELY)


def _examine_share(
    roots: Sequence[Path], files: Sequence[Path]
) -> list[tuple[Path, tuple[Diagnostic, ...]]]:
    library = _library(tuple(roots))
    return [(path, examine(library, path, None)) for path in files]


@cache
def _library(roots: tuple[Path, ...]) -> Library:
    """The library of a process, for all its shares."""
    return Library(roots)
