"""States in words and symbols, so that nothing rests on colour alone.

Symbols are narrow in every terminal (East Asian Width neutral): ambiguous ones such as ● would be
drawn two cells wide by some and push the line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trainer.i18n import gettext as _
from trainer.i18n import ngettext

if TYPE_CHECKING:
    from datetime import datetime

    from trainer.model.disc import Disc
    from trainer.model.mood import Mood
    from trainer.model.rubric import Criterion


def N_(message: str) -> str:  # noqa: N802 - the customary mark for a text translated later
    """`message`, marked for translation."""
    return message


VENUES = {
    "hall": N_("service hall"),
    "community": N_("community office"),
    "visit": N_("home visit"),
    "hotline": N_("hotline"),
    "incident": N_("incident"),
}
MODES = {
    "coached": (N_("Coached"), N_("feedback after every reply")),
    "guided": (N_("Guided"), N_("feedback, and ready-made replies where the scenario has them")),
    "exam": (N_("Exam"), N_("no feedback until the end")),
}
STAGES = {
    "opening": N_("opening"),
    "middle": N_("middle of the talk"),
    "closing": N_("closing"),
}
GRADES = {
    "A": N_("satisfied"),
    "B": N_("accepts a reasoned no"),
    "C": N_("leaves unhappy"),
    "D": N_("complains"),
    "E": N_("films and posts"),
    "F": N_("emergency"),
}
DIMENSIONS = {
    "anger": N_("Anger"),
    "anxiety": N_("Anxiety"),
    "helplessness": N_("Helplessness"),
    "trust": N_("Trust"),
    "face": N_("Face"),
    "patience": N_("Patience"),
    "fairness": N_("Fairness"),
}
BETTER_WHEN_LOW = ("anger", "anxiety", "helplessness")
_DEGREES = {
    "anger": (N_("calm"), N_("irritated"), N_("angry"), N_("very angry"), N_("furious")),
    "anxiety": (N_("at ease"), N_("uneasy"), N_("worried"), N_("very anxious"), N_("panicking")),
    "helplessness": (
        N_("sees a way"), N_("a bit lost"), N_("at a loss"), N_("helpless"), N_("in despair"),
    ),
    "trust": (N_("no trust"), N_("wary"), N_("unsure"), N_("trusting"), N_("full trust")),
    "face": (N_("humiliated"), N_("stung"), N_("composed"), N_("respected"), N_("honoured")),
    "patience": (
        N_("used up"), N_("running out"), N_("some left"), N_("patient"), N_("very patient"),
    ),
    "fairness": (
        N_("feels wronged"), N_("feels slighted"), N_("undecided"), N_("feels fairly treated"),
        N_("sees full fairness"),
    ),
}  # fmt: skip

FULL, HALF, NONE, FAULT = "✓", "~", "✗", "!"


def degree(dimension: str, value: float) -> str:
    """How strong a feeling is, in words."""
    return _(_DEGREES[dimension][min(4, max(0, int(value // 20)))])


def tone(dimension: str, value: float) -> str:
    """The role of colour that suits a feeling: good, fair or poor for the talk."""
    good = 100 - value if dimension in BETTER_WHEN_LOW else value
    return "good" if good >= 60 else "fair" if good >= 35 else "poor"


def bar(value: float, cells: int = 10) -> str:
    """0..100 as a row of filled and empty cells; stands at the end of a line."""
    full = min(cells, max(0, round(value / 100 * cells)))
    return "▰" * full + "▱" * (cells - full)


def symbol(level: int, penalty: bool) -> str:
    """A level as a symbol."""
    if penalty:
        return FAULT * max(1, -level) if level < 0 else FULL
    return (NONE, HALF, FULL)[min(2, max(0, level))]


def level_tone(level: int, penalty: bool) -> str:
    """A level as a role of colour."""
    if penalty:
        return "fault" if level < 0 else "good"
    return ("poor", "fair", "good")[min(2, max(0, level))]


def level_name(criterion: Criterion, level: int, lang: str) -> str:
    """A level as a word: the rubric's."""
    from trainer.model.base import in_language

    known = criterion.levels.get(level)
    return in_language(known.name, lang) if known else str(level)


def score_tone(overall: int) -> str:
    """0..100 as a role of colour."""
    return "good" if overall >= 75 else "fair" if overall >= 50 else "poor"


def score_word(overall: int) -> str:
    """0..100 as a word."""
    if overall >= 85:
        return _("excellent")
    if overall >= 70:
        return _("good")
    if overall >= 50:
        return _("fair")
    return _("needs work")


def signed(delta: float) -> str:
    """+6, -11: ASCII signs, narrow everywhere."""
    return f"{round(delta):+d}"


def cause(disc: Disc, effect: str, lang: str) -> str:
    """Why a feeling moved, in words."""
    from trainer.model.base import in_language

    if effect == "no_progress":
        return _("nothing got better")
    if effect == "branch":
        return _("the turn the talk took")
    return next((in_language(e.title, lang) for e in disc.effects if e.id == effect), effect)


def changes(before: Mood, after: Mood) -> list[tuple[str, float]]:
    """The feelings that moved by a point or more, the most moved first."""
    moved = [(d, getattr(after, d) - getattr(before, d)) for d in DIMENSIONS]
    return sorted((m for m in moved if abs(m[1]) >= 1), key=lambda m: -abs(m[1]))


def turns(number: int) -> str:
    """3 replies."""
    return ngettext("{n} reply", "{n} replies", number).format(n=number)


def when(at: datetime) -> str:
    """A time as people here write it, in local time."""
    return at.astimezone().strftime("%Y-%m-%d %H:%M")
