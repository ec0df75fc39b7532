"""Rows and preview of the home screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from trainer.content.sanitise import sanitise
from trainer.i18n import gettext as _
from trainer.report import words
from trainer.tui import marks
from trainer.tui.shelf import Item, Shelf, file_name
from trainer.tui.widgets.sheet import GAP, Block, Blocks, clip, join, text

if TYPE_CHECKING:
    from trainer.model.scenario import Scenario
    from trainer.session.archive import SessionEntry


def flat(said: str) -> str:
    """One sanitised line."""
    return " ".join(sanitise(said).split())


def reason(error: Exception) -> str:
    """Why something failed, on one line."""
    return flat(str(error)) or type(error).__name__


def prose(said: str) -> str:
    """Sanitised text with its paragraphs."""
    return "\n".join(flat(line) for line in sanitise(said).splitlines())


def heading(said: str, *, first: bool = False) -> Blocks:
    """A line between groups of rows."""
    return Blocks([*([] if first else [GAP]), Block(text(said, "bold $muted"))])


def session_row(session: SessionEntry) -> Blocks:
    """A session that can be taken up again."""
    return Blocks(
        [
            Block(text(flat(session.title)), lead=text("> ", "bold $accent")),
            Block(
                text(
                    _("unfinished, begun {when}").format(when=words.when(session.started)), "$muted"
                ),
                left=2,
            ),
        ]
    )


def scenario_row(item: Item, shelf: Shelf) -> Blocks:
    """A scenario: title, and below it what one chooses by."""
    entry = item.entry
    if item.fault or entry is None:
        name = flat(entry.title) if entry else file_name(item.path)
        fault = item.fault or _("cannot be read")
        return Blocks(
            [
                Block(text(name, "$fault"), lead=text("! ", "bold $fault")),
                Block(text(clip(flat(fault), 200), "$muted"), left=2),
            ]
        )
    about = [
        _("drill") if entry.kind == "drill" else "",
        _(words.VENUES.get(entry.venue or "", "")),
        flat(entry.disc or ""),
        _("difficulty {n}/5").format(n=entry.difficulty) if entry.difficulty else "",
    ]
    last = shelf.last(entry.id)
    line: Content = text(" · ".join(part for part in about if part), "$muted")
    if last is not None and last.overall is not None:
        score = _("last score {n}").format(n=last.overall)
        line = join(line, text(" · ", "$muted"), text(score, f"${marks.score_tone(last.overall)}"))
    return Blocks([Block(text(flat(entry.title), "bold")), Block(line)])


def preview(scenario: Scenario) -> list[Block]:
    """What a scenario is about."""
    return [
        Block(text(flat(scenario.title), "bold $accent")),
        GAP,
        Block(text(prose(scenario.briefing))),
        GAP,
        Block(text(_("What this practises"), "bold")),
        *(Block(text(flat(goal)), lead=text("- ", "$accent")) for goal in scenario.goals),
        GAP,
        *resident_card(scenario),
    ]


def resident_card(scenario: Scenario) -> list[Block]:
    """Who sits opposite."""
    who = scenario.resident
    age = _("{n} years old").format(n=who.age) if who.age is not None else ""
    head = join(
        text(flat(who.name), "bold $fair"),
        text(" · ".join(["", *(p for p in (age, who.disc) if p)]), "$muted"),
    )
    told = [said for said in (who.background, who.manner) if said]
    return [
        Block(head, edge="$theirs-edge"),
        *(Block(text(flat(said)), edge="$theirs-edge") for said in told),
    ]
