"""What every authored and recorded value shares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Lang = Literal["zh-CN", "en"]
"""Languages the interface speaks. Content may be in any language a rubric has phrases for."""

Venue = Literal["hall", "community", "visit", "hotline", "incident"]
Stage = Literal["opening", "middle", "closing"]
Grade = Literal["A", "B", "C", "D", "E", "F"]
Mode = Literal["guided", "coached", "exam"]
Held = Mode | Literal["imported"]
"""How a session came about: practised in a mode, or imported, a conversation that really took place."""

GOOD: tuple[Grade, ...] = ("A", "B")
"""Grades of good endings: satisfied, or accepts a reasoned no."""

Identifier = Annotated[
    str, StringConstraints(pattern=r"^[^\W_][\w.-]{0,63}$", strip_whitespace=True)
]
"""A short name used in references: letters (Chinese too), digits, `-`, `_`, `.`; at most 64 characters."""

Line = Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True)]
"""Text a person reads: not empty, at most 2,000 characters."""

LocalText = Mapping[str, str]
"""The same text by language code, such as `{"zh-CN": "您好", "en": "Hello"}`."""


class Value(BaseModel):
    """A frozen value whose unknown keys are mistakes."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def in_language(text: LocalText, lang: str) -> str:
    """`text` in `lang`, else in English, else in whatever language it has; empty for no text."""
    return text.get(lang) or text.get("en") or next(iter(text.values()), "")


__all__ = [
    "GOOD",
    "Field",
    "Grade",
    "Held",
    "Identifier",
    "Lang",
    "Line",
    "LocalText",
    "Mode",
    "Stage",
    "Value",
    "Venue",
    "in_language",
]
