"""What the coach says of one reply: short first, everything on demand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.content import Content

from trainer.content.sanitise import sanitise
from trainer.i18n import gettext as _
from trainer.model.mood import BETTER_WHEN_LOW
from trainer.report import words
from trainer.report.better import Better, Kind
from trainer.report.remarks import Remark, remarks
from trainer.tui import marks
from trainer.tui.views.home import flat
from trainer.tui.widgets.sheet import GAP, Block, flow, inset, join, text

if TYPE_CHECKING:
    from trainer.model.assessment import Assessment, Finding
    from trainer.model.disc import Disc
    from trainer.model.event import Started
    from trainer.session.transcript import Turn

INSET = 6


def feedback(turn: Turn, started: Started, lang: str, *, full: bool) -> list[Block]:
    """The feedback on a judged turn."""
    found = turn.assessment
    if found is None:
        return []
    blocks = [Block(_headline(found))]
    if note := words.choice_note(turn, started):
        blocks.append(Block(text(sanitise(note))))
    said = remarks(turn, started, lang)
    faults = [each for each in said if each.is_fault]
    merits = [each for each in said if not each.is_fault]
    for each in faults:
        blocks += _remark(each, "$fault", "on $faultground")
    blocks += _breach_blocks(turn, started)
    if full:
        for each in merits:
            blocks += _remark(each, "$muted")
        blocks += _mood_blocks(turn, started.disc, lang)
    else:
        if merits:
            blocks.append(flow(map(_name, sorted(merits, key=lambda each: -each.finding.level))))
        if not faults and (first := _first(merits)):
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


def _name(each: Remark, style: str = "") -> Content:
    level, penalty = each.finding.level, each.criterion.kind == "penalty"
    tone = marks.level_tone(level, penalty)
    title = _("{title}:").format(title=each.title)
    mark = text(f"{marks.symbol(level, penalty)} ", f"bold ${tone}")
    return join(mark, text(title, style), text(f" {each.level}", f"${tone}"))


def _remark(each: Remark, style: str, ground: str = "") -> list[Block]:
    """One judgement with its evidence, why, and the advice on it."""
    title = "bold $fault" if each.is_fault else "bold"
    blocks = [Block(join(_name(each, title), text(_quotes(each.finding), style)))]
    if each.why:
        why = text(words.sentence(sanitise(each.why)), "" if each.is_fault else style)
        blocks.append(Block(why, lead=text("  ")))
    if each.better:
        blocks.append(advised(each.better))
    return [replace(block, ground=ground) for block in blocks]


def _breach_blocks(turn: Turn, started: Started) -> list[Block]:
    return [
        Block(text(f"{marks.FAULT} {sanitise(told)}", "$fault"), ground="on $faultground")
        for told in dict.fromkeys(words.breaches(turn, started.scenario))
    ]


def _first(merits: list[Remark]) -> Better | None:
    """What helps most: words that can be said before those that only say what is asked for."""

    def urgency(each: tuple[Remark, Better]) -> tuple[bool, int, float, float]:
        remark, told = each
        finding = remark.finding
        return told.kind is Kind.ASKED, finding.level, -remark.criterion.weight, finding.score

    advice = [(each, each.better) for each in merits if each.better]
    return min(advice, key=urgency)[1] if advice else None


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
            for told, points in words.reasons(turn, dimension, disc, lang)
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
