"""What the trainee knows before the talk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trainer.i18n import gettext as _
from trainer.model.base import in_language
from trainer.report import words
from trainer.tui.views.home import flat, prose, resident_card
from trainer.tui.widgets.sheet import GAP, Block, flow, join, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trainer.model.disc import Disc
    from trainer.model.scenario import Fact, Scenario


def briefing(
    scenario: Scenario, disc: Disc | None, lang: str, mode: str, notice: Sequence[str] = ()
) -> list[Block]:
    """Role, situation, goals, the resident, facts and limits; first the notice on records, where due."""
    return [
        Block(text(flat(scenario.title), "bold $accent")),
        _about(scenario, mode),
        *_notice(notice),
        GAP,
        _heading(_("Your role")),
        Block(text(prose(scenario.role))),
        GAP,
        _heading(_("The situation")),
        Block(text(prose(scenario.briefing))),
        GAP,
        _heading(_("Who comes to you")),
        *resident_card(scenario),
        *style_note(scenario, disc, lang),
        GAP,
        _heading(_("What this practises")),
        *(Block(text(flat(goal)), lead=text("- ", "$accent")) for goal in scenario.goals),
        *(
            [GAP, _heading(_("Facts you may cite")), *facts(scenario, sources=True)]
            if scenario.facts
            else []
        ),
        *([GAP, _heading(_("Limits")), *limits(scenario)] if scenario.limits else []),
        GAP,
        Block(text(_("Scores are advisory; a trainer's judgement stands above them."), "$muted")),
        GAP,
    ]


def _about(scenario: Scenario, mode: str) -> Block:
    name, about = words.MODES[mode], words.MODE_NOTES[mode]
    return flow(
        [
            text(_(words.VENUES[scenario.venue]), "$muted"),
            text(_("difficulty {n}/5").format(n=scenario.difficulty), "$muted"),
            join(text(_(name), "bold"), text(_(": {why}").format(why=_(about)), "$muted")),
        ]
    )


def _notice(said: Sequence[str]) -> list[Block]:
    if not said:
        return []
    return [GAP, _heading(said[0]), *(Block(text(line)) for line in said[1:])]


def _heading(said: str) -> Block:
    return Block(text(said, "bold"))


def style_note(scenario: Scenario, disc: Disc | None, lang: str) -> list[Block]:
    """The practice style in words, and that it is no diagnosis."""
    style = scenario.resident.disc
    if disc is None:
        return []
    names = _(" with ").join(in_language(disc.types[letter].name, lang) for letter in style)
    calms = in_language(disc.types[style[0]].calms, lang)
    inflames = in_language(disc.types[style[0]].inflames, lang)
    told = _("Practice style {style} ({names}). What calms: {calms}. What inflames: {inflames}.")
    return [
        GAP,
        Block(text(told.format(style=style, names=names, calms=calms, inflames=inflames))),
        Block(text(in_language(disc.note, lang), "$muted")),
    ]


def facts(scenario: Scenario, *, sources: bool) -> list[Block]:
    """Facts with the numbers they are called by."""
    blocks: list[Block] = []
    for number, fact in enumerate(scenario.facts, 1):
        source = text(f"  {_source(fact)}", "$muted") if sources else ""
        blocks.append(Block(join(flat(fact.text), source), lead=text(f"{number}. ", "$accent")))
    return blocks


def _source(fact: Fact) -> str:
    if not fact.source:
        return _("(in this scenario only)") if fact.local else ""
    if fact.as_of:
        return _("({source}, as of {date})").format(source=flat(fact.source), date=fact.as_of)
    return _("({source})").format(source=flat(fact.source))


def limits(scenario: Scenario) -> list[Block]:
    """What may not be promised or told."""
    return [Block(text(flat(limit.text)), lead=text("! ", "$poor")) for limit in scenario.limits]
