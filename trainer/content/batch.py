"""Checking many files at once, in several processes."""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from trainer import i18n
from trainer.content.library import Library
from trainer.model.diagnostic import Diagnostic

WORTH_IT = 150
"""Starting a process takes about as long as checking fifty files."""


def check(
    library: Library, paths: Sequence[Path] = (), jobs: int = 1, worth_it: int = WORTH_IT
) -> list[Diagnostic]:
    """As `Library.check`, by `jobs` processes where there are at least `worth_it` files.

    Raises NotFound when a path does not exist.
    """
    files = library.files(paths)
    if jobs < 2 or len(files) < worth_it:
        return library.check(paths)
    shares = [files[start::jobs] for start in range(jobs)]
    with ProcessPoolExecutor(
        jobs,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(i18n.current(),),
    ) as pool:
        results = pool.map(_check_share, [library.roots] * jobs, shares)
        found = {diagnostic: None for result in results for diagnostic in result}
    if not paths:
        found.update(dict.fromkeys(library.shared_ids()))
    return sorted(found, key=lambda d: (d.file, d.line, d.column, d.code, d.message))


def _begin(lang: str) -> None:
    """Set a process up for its one task: its language, and rare garbage collection."""
    i18n.use(lang)
    gc.set_threshold(100_000)


def _check_share(roots: Sequence[Path], files: Sequence[Path]) -> list[Diagnostic]:
    return Library(roots).check(files) if files else []
