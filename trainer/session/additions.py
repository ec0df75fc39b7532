"""Files beside a journal, such as marks and rescorings: one value a line, sealed as a journal's lines are, only ever added to."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Protocol, TypeVar

from pydantic import TypeAdapter, ValidationError

from trainer.errors import StorageError
from trainer.i18n import gettext as _
from trainer.model.base import Value
from trainer.session.chain import sealed, unseal
from trainer.session.disk import changed_line


class Versioned(Protocol):
    """A value that says of which kind and in which version of its schema it was written."""

    @property
    def kind(self) -> str: ...  # noqa: D102

    @property
    def v(self) -> int: ...  # noqa: D102


V = TypeVar("V", bound=Versioned)


def values_in(
    raw: bytes, path: Path | str, reader: TypeAdapter[V], schema: int
) -> tuple[tuple[V, ...], str]:
    """The values in a file's content, and the sum of its last line.

    What follows the last newline was never acknowledged. Raises StorageError for a line that was changed, or
    written in a version after `schema`.
    """
    lines = raw.split(b"\n")
    lines.pop()
    values: list[V] = []
    total = ""
    for number, line in enumerate(lines, 1):
        found = unseal(total, line)
        if found is None:
            raise changed_line(number, path)
        body, total = found
        if _version(body) > schema:
            raise StorageError(
                _("{path} was written by a newer version of the program.").format(path=path)
            )
        try:
            values.append(reader.validate_json(body))
        except ValidationError as error:
            raise changed_line(number, path) from error
    return tuple(values), total


def lines_of(values: Iterable[Value], total: str) -> bytes:
    """Values as they are written after a line with the sum `total`."""
    return sealed(total, map(_body, values))[0]


def _body(value: Value) -> bytes:
    """A value as written: without defaults, except those that say how to read it."""
    kept = value.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    head = {key: getattr(value, key) for key in ("kind", "v")}
    return json.dumps(head | kept, ensure_ascii=False, separators=(",", ":")).encode()


def _version(body: bytes) -> int:
    with suppress(ValueError, RecursionError):
        raw = json.loads(body)
        version = raw.get("v") if isinstance(raw, dict) else None
        if isinstance(version, int):
            return version
    return 0
