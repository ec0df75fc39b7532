"""Operational errors: what the person at the keyboard must be told in one sentence.

    TrainerError            exit code 3: an operation failed
    ├── UsageError          exit code 2: wrong usage
    │   └── NotFound        exit code 2: nothing of that name
    ├── ContentFaults       exit code 1: content has mistakes; carries its diagnostics
    └── StorageError        exit code 3: a file cannot be read or written
        └── SessionOpen     exit code 3: another window has the session open

A mistake in a scenario or rubric is data (`trainer.model.diagnostic.Diagnostic`), not an exception;
`ContentFaults` is raised only where a command cannot go on without that content.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trainer.model.diagnostic import Diagnostic


class TrainerError(Exception):
    """An operation failed. The message is a whole sentence in the user's language."""

    exit_code = 3


class UsageError(TrainerError):
    """The command was asked for something it does not do."""

    exit_code = 2


class NotFound(UsageError):
    """No scenario, session, rubric or file of that name."""


class StorageError(TrainerError):
    """A file cannot be read or written."""


class SessionOpen(StorageError):
    """Another window or program has the session open; a session has one writer."""


class ContentFaults(TrainerError):
    """Content that a command needs has mistakes; `diagnostics` says which and where."""

    exit_code = 1

    def __init__(self, message: str, diagnostics: Sequence[Diagnostic]) -> None:
        super().__init__(message)
        self.diagnostics = tuple(diagnostics)
