"""Mistakes as the workflow commands of GitHub Actions, which show them beside the line they are on."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from trainer.content.sanitise import sanitise
from trainer.model.diagnostic import Diagnostic


def as_commands(found: Iterable[Diagnostic]) -> list[str]:
    """A line for each mistake; paths are relative to the working folder where they lie in it."""
    return [_one(each) for each in found]


def _one(d: Diagnostic) -> str:
    properties = {
        "file": relative(d.file),
        "line": str(d.line),
        "col": str(d.column),
        "title": d.code,
    }
    told = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    text = f"{d.message}\n{d.hint}" if d.hint else d.message
    return f"::{d.severity} {told}::{_escaped(text)}"


def relative(file: str) -> str:
    """`file` from the working folder, with forward slashes; as it is when it lies elsewhere."""
    path = Path(file)
    try:
        return path.absolute().relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):
        return path.as_posix()


def _escaped(text: str) -> str:
    clean = "\n".join(sanitise(line) for line in text.splitlines())
    return clean.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
