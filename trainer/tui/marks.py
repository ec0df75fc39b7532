"""Marks, bars and roles of colour: each state has a mark or a word, so that nothing rests on colour alone.

Marks are narrow in every terminal (East Asian Width neutral): ambiguous ones such as ● would be
drawn two cells wide by some and push the line.
"""

from __future__ import annotations

from trainer.model.mood import BETTER_WHEN_LOW

FULL, HALF, NONE, FAULT = "✓", "~", "✗", "!"


def symbol(level: int, penalty: bool) -> str:
    """A level as a mark."""
    if penalty:
        return FAULT * max(1, -level) if level < 0 else FULL
    return (NONE, HALF, FULL)[min(2, max(0, level))]


def bar(value: float, cells: int = 10) -> str:
    """0..100 as a row of filled and empty cells; stands at the end of a line."""
    full = min(cells, max(0, round(value / 100 * cells)))
    return "▰" * full + "▱" * (cells - full)


def tone(feeling: str, value: float) -> str:
    """The role of colour that suits a feeling: good, fair or poor for the talk."""
    good = 100 - value if feeling in BETTER_WHEN_LOW else value
    return "good" if good >= 60 else "fair" if good >= 35 else "poor"


def level_tone(level: int, penalty: bool) -> str:
    """A level as a role of colour."""
    if penalty:
        return "fault" if level < 0 else "good"
    return ("poor", "fair", "good")[min(2, max(0, level))]


def score_tone(overall: int) -> str:
    """0..100 as a role of colour."""
    return "good" if overall >= 75 else "fair" if overall >= 50 else "poor"
