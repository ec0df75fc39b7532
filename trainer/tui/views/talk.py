"""What was said: the resident's lines, the trainee's replies with their evidence marked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.content import Content

from trainer.content.sanitise import sanitise
from trainer.i18n import gettext as _
from trainer.tui.marks import level_tone
from trainer.tui.views.home import prose
from trainer.tui.widgets.sheet import GAP, Block, join, text

if TYPE_CHECKING:
    from trainer.model.assessment import Assessment
    from trainer.model.rubric import Rubric

INSET = 6


def resident_said(name: str, lines: Iterable[str]) -> list[Block]:
    """Lines of the resident, at the left."""
    blocks = [Block(text(sanitise(name), "bold $fair"), edge="$theirs-edge", right=INSET)]
    blocks += [Block(text(prose(line)), edge="$theirs-edge", right=INSET) for line in lines]
    return [*blocks, GAP] if len(blocks) > 1 else []


def trainee_said(
    said: str, marked: Content | None = None, note: str = "", who: str = ""
) -> list[Block]:
    """A reply, set in, under `who` said it, “You” unless told; `note` says what becomes of it."""
    said = sanitise(said)
    head = join(text(who or _("You"), "bold $accent"), text(f"  {note}", "$muted") if note else "")
    body = marked if marked is not None else text(said)
    if not said.strip():
        body = text(_("(no words)"), "italic $muted")
    return [
        *(Block(line, left=INSET, ground="on $mine", edge="$mine-edge") for line in (head, body)),
        GAP,
    ]


def marked(said: str, assessment: Assessment, rubric: Rubric) -> Content:
    """A reply with its evidence underlined; faults stand out most, and win where spans overlap."""
    content = Content(said)
    penalties = {c.id for c in rubric.criteria if c.kind == "penalty"}
    for fault in (False, True):
        for finding in assessment.findings:
            if (finding.criterion in penalties) != fault or not finding.level:
                continue
            if not (finding.called or fault):
                continue
            tone = level_tone(finding.level, fault)
            style = f"bold underline ${tone}" if fault else f"underline ${tone}"
            for span in finding.evidence:
                if 0 <= span.start < span.end <= len(said):
                    content = content.stylize(style, span.start, span.end)
    return content
