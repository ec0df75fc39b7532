"""What the coach says of one reply: short first, everything on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from trainer.content.sanitise import sanitise
from trainer.i18n import gettext as _
from trainer.model.base import in_language
from trainer.model.mood import BETTER_WHEN_LOW
from trainer.report import words
from trainer.report.better import Better, Kind, better
from trainer.tui import marks
from trainer.tui.views.home import flat
from trainer.tui.widgets.sheet import GAP, Block, flow, inset, join, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trainer.model.assessment import Assessment, Finding
    from trainer.model.disc import Disc
    from trainer.model.event import Started
    from trainer.model.rubric import Criterion
    from trainer.session.transcript import Turn

INSET = 6


def feedback(turn: Turn, started: Started, lang: str, *, full: bool) -> list[Block]:
    """The feedback on a judged turn."""
    found = turn.assessment
    if found is None:
        return []
    blocks = [Block(_headline(found))]
    faults = words.faults(found, started.rubric)
    advice = better(turn, started, lang)
    blocks += _fault_blocks(turn, faults, lang, advice)
    blocks += _breach_blocks(found, started)
    merits = words.merits(found, started.rubric)
    if full:
        for criterion, finding in merits:
            blocks += _finding_blocks(turn, criterion, finding, lang, advice)
        blocks += _mood_blocks(turn, started.disc, lang)
    else:
        if merits:
            blocks.append(_levels(turn, merits, lang))
        if not faults and (first := _first(merits, advice)):
            blocks.append(advised(first))
        if line := _mood_line(turn, started.disc, lang):
            blocks.append(Block(line))
    if turn.because:
        blocks.append(Block(text(sanitise(turn.because), "$muted"), lead=text("» ", "$muted")))
    return [*inset(blocks, INSET, "$line"), GAP]


def _headline(found: Assessment) -> Content:
    tone = marks.score_tone(found.overall)
    return join(
        text(_("Feedback"), "bold"),
        text(f"  {found.overall}", f"bold ${tone}"),
        text(f" / 100  {words.score_word(found.overall)}", f"${tone}"),
    )


def _name(
    turn: Turn, criterion: Criterion, finding: Finding, lang: str, style: str = ""
) -> Content:
    penalty = criterion.kind == "penalty"
    tone = marks.level_tone(finding.level, penalty)
    mark = marks.symbol(finding.level, penalty)
    title = _("{title}:").format(title=in_language(criterion.title, lang))
    name = words.level_in(criterion, finding, turn.reply, lang)
    return join(text(f"{mark} ", f"bold ${tone}"), text(title, style), text(f" {name}", f"${tone}"))


def _levels(turn: Turn, merits: list[tuple[Criterion, Finding]], lang: str) -> Block:
    return flow(_name(turn, c, f, lang) for c, f in sorted(merits, key=lambda pair: -pair[1].level))


def _fault_blocks(
    turn: Turn,
    faults: list[tuple[Criterion, Finding]],
    lang: str,
    advice: Mapping[str, Better],
) -> list[Block]:
    blocks: list[Block] = []
    for criterion, finding in faults:
        quotes = _quotes(finding)
        line = join(_name(turn, criterion, finding, lang, "bold $fault"), text(quotes, "$fault"))
        blocks.append(Block(line, ground="on $faultground"))
        if finding.why:
            why = text(words.sentence(sanitise(finding.why)))
            blocks.append(Block(why, lead=text("  "), ground="on $faultground"))
        if criterion.id in advice:
            told = advised(advice[criterion.id])
            blocks.append(Block(told.content, lead=told.lead, ground="on $faultground"))
    return blocks


def _breach_blocks(found: Assessment, started: Started) -> list[Block]:
    return [
        Block(text(f"{marks.FAULT} {sanitise(told)}", "$fault"), ground="on $faultground")
        for told in dict.fromkeys(words.breaches(found, started.scenario))
    ]


def _finding_blocks(
    turn: Turn, criterion: Criterion, finding: Finding, lang: str, advice: Mapping[str, Better]
) -> list[Block]:
    """One finding, and the advice on it."""
    line = join(_name(turn, criterion, finding, lang, "bold"), text(_quotes(finding), "$muted"))
    blocks = [Block(line)]
    if why := words.why(criterion, finding, turn.reply):
        blocks.append(Block(text(words.sentence(sanitise(why)), "$muted"), lead=text("  ")))
    if criterion.id in advice:
        blocks.append(advised(advice[criterion.id]))
    return blocks


def _first(merits: list[tuple[Criterion, Finding]], advice: Mapping[str, Better]) -> Better | None:
    """What helps most: words that can be said before those that only say what is asked for."""
    short = [(c, f) for c, f in merits if c.id in advice]
    if not short:
        return None
    criterion, _finding = min(
        short,
        key=lambda pair: (
            advice[pair[0].id].kind is Kind.ASKED, pair[1].level, -pair[0].weight, pair[1].score,
        ),
    )  # fmt: skip
    return advice[criterion.id]


def advised(said: Better, before: str = "  ") -> Block:
    """A piece of advice, after what stands `before` it."""
    lead = join(text(before, "$muted"), text(said.lead, "bold $accent"))
    return Block(text(flat(said.text), "italic"), lead=lead)


def _quotes(finding: Finding) -> str:
    said = [sanitise(e.text).strip() for e in finding.evidence[:3] if e.text.strip()]
    return "".join("  " + _("“{words}”").format(words=quote) for quote in said)


def _mood_line(turn: Turn, disc: Disc, lang: str) -> Content | None:
    """The two feelings that moved most, and why."""
    parts: list[Content] = []
    for together, reasons in words.moved(turn, disc, lang, 2):
        changes = text(_(", ")).join(change(feeling, delta) for feeling, delta in together)
        why = _(" ({why})").format(why=reasons[0]) if reasons else ""
        parts.append(join(changes, text(why, "$muted")))
    if not parts:
        return None
    return join(text(_("Mood: "), "$muted"), text(_("; ")).join(parts))


def _mood_blocks(turn: Turn, disc: Disc, lang: str) -> list[Block]:
    if turn.after is None:
        return []
    blocks: list[Block] = []
    for dimension, delta in words.changes(turn.before, turn.after):
        why = _(", ").join(
            f"{told} {words.signed(points)}"
            for told, points in words.reasons(turn, dimension, disc, lang)[:4]
        )
        now = words.degree(dimension, getattr(turn.after, dimension))
        blocks.append(
            Block(
                join(
                    change(dimension, delta),
                    text(_(", now {state}").format(state=now)),
                    text(_(": {why}").format(why=why) if why else "", "$muted"),
                ),
                lead=text("  "),
            )
        )
    if not blocks:
        return []
    return [Block(text(_("How the mood moved"), "bold")), *blocks]


def change(dimension: str, delta: float) -> Content:
    """By how much a feeling moved, for better or worse."""
    better = (delta < 0) == (dimension in BETTER_WHEN_LOW)
    tone = "good" if better else "poor"
    return text(f"{_(words.FEELINGS[dimension])} {words.signed(delta)}", f"${tone}")
