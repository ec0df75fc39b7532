"""Every key with what it does, and how to change keys."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from rich.cells import cell_len

from trainer.i18n import N_
from trainer.i18n import gettext as _
from trainer.session.settings import FILE
from trainer.tui import marks
from trainer.tui.widgets.bars import key_name
from trainer.tui.widgets.sheet import GAP, Block, text

KEYS: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = (
    (
        N_("While practising"),
        (
            ("send", "enter", N_("send the reply")),
            ("line", "ctrl+j,alt+enter,shift+enter", N_("a new line in the reply")),
            ("panel", "f2,ctrl+o", N_("panel with mood, facts and what the moment calls for")),
            ("actions", "f3,ctrl+t", N_("insert an action, such as standing up")),
            ("facts", "f4,ctrl+r", N_("insert a fact")),
            ("unfold", "f6,ctrl+g", N_("the last feedback in full, or short again")),
            ("copy", "f7,ctrl+l", N_("copy the last reply with its feedback")),
            ("talk_up", "pageup", N_("read further up")),
            ("talk_down", "pagedown", N_("read further down")),
            ("put_down", "escape", N_("leave; the practice is kept and can be taken up again")),
        ),
    ),
    (
        N_("At home"),
        (
            ("open", "enter", N_("open the scenario, or go on with the practice")),
            ("mode", "m", N_("coached, guided or exam")),
            ("name", "n", N_("your name")),
            ("review", "r", N_("the last debrief of this scenario")),
        ),
    ),
    (
        N_("In the debrief"),
        (
            ("export", "e", N_("export it as Markdown")),
            ("copy_all", "c", N_("copy all of it")),
        ),
    ),
    (
        N_("In the preview"),
        (
            ("preview_here", "enter", N_("in the list: type a reply at this scene")),
            ("preview_view", "f2,ctrl+o", N_("the scene, what a reply brought, or the mistakes")),
            ("preview_replies", "f3,ctrl+t", N_("take a reply of the file")),
            ("preview_mood", "f4,ctrl+r", N_("set the mood that the reply meets")),
            ("preview_again", "f6,ctrl+g", N_("mood, visits and count as at the start")),
        ),
    ),
    (
        N_("Marking a session"),
        (
            ("rate_level", "0,1,2", N_("give the level; for a fault 1 is mild, 2 severe")),
            ("rate_done", "enter", N_("done: see the program's levels, then the next reply")),
            ("rate_turns", "left,right", N_("the reply before or after")),
            ("rate_comment", "c,f3", N_("comment on the reply")),
            ("rate_override", "o,f4", N_("once shown: set a level in place of the program's")),
            ("rate_undo", "u,backspace", N_("take a level back")),
        ),
    ),
    (
        N_("Everywhere"),
        (
            ("help", "f1", N_("this help")),
            ("language", "f9", N_("English or Chinese")),
            ("theme", "f10", N_("light or dark")),
            ("quit", "ctrl+q", N_("quit")),
        ),
    ),
)


def keys_help(changed: Mapping[str, str], home: Path) -> list[Block]:
    """The whole help; `changed` are keys that the trainee has set."""
    blocks: list[Block] = []
    for title, keys in KEYS:
        blocks.append(Block(text(_(title), "bold $accent")))
        for name, usual, told in keys:
            said = _(" or ").join(key_name(key) for key in changed.get(name, usual).split(","))
            lead = said + " " * max(2, 32 - cell_len(said))
            blocks.append(Block(text(_(told)), lead=text(lead, "bold")))
        blocks.append(GAP)
    return [*blocks, *_how(home)]


def _how(home: Path) -> list[Block]:
    said = [
        _("^ stands for the Ctrl key: ^Q is Ctrl+Q."),
        _("Write what you would say. What you would do goes in [brackets]."),
        _(
            "In the feedback: {full} fully there, {half} half there, {none} missing, {fault} a fault. "
            "Underlined in your reply is what the feedback rests on."
        ).format(full=marks.FULL, half=marks.HALF, none=marks.NONE, fault=marks.FAULT),
        _("Every reply is on disk before it shows as sent."),
        _("Select text with the mouse and press Ctrl+C to copy it."),
        _(
            "If your terminal takes a key for itself, choose another in {path}, such as {example}."
        ).format(path=home / FILE, example='"keys": {"panel": "f12"}'),
    ]
    return [
        Block(text(_("Good to know"), "bold $accent")),
        *(Block(text(each), lead=text("- ", "$accent")) for each in said),
        GAP,
    ]
