"""Practice: the talk, what helps beside it, and the box the reply is typed in."""

from __future__ import annotations

import threading
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, TextArea
from textual.widgets.option_list import Option

from trainer.i18n import N_
from trainer.i18n import gettext as _
from trainer.report import words
from trainer.tui.screens.replying import ReplyingPage
from trainer.tui.views.home import flat, reason
from trainer.tui.views.side import side
from trainer.tui.widgets.bars import Hints, TitleBar
from trainer.tui.widgets.conversation import Conversation
from trainer.tui.widgets.reply_box import ReplyBox
from trainer.tui.widgets.sheet import Block, Blocks, Sheet, text

if TYPE_CHECKING:
    from trainer.model.scenario import Choice
    from trainer.session.practice import Practice


PATIENCE = 2.5
"""Seconds before a wait is explained."""
APART = 0.4
"""Seconds between two presses of Enter that are meant, not one key held down."""


class PracticeScreen(ReplyingPage):
    """One practice. A reply is on disk before it shows as sent; judging it happens in a thread.

    While that runs only `transcript`, a snapshot, is read here, never the practice itself.
    """

    HINTS: ClassVar[tuple[str, ...]] = (
        "send", "debrief", "line", "panel", "actions", "facts", "unfold", "put_down", "close_panel",
        "help",
    )  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "debrief", N_("debrief"), id="debrief"),
        Binding("f2,ctrl+o", "panel", N_("panel"), id="panel", priority=True),
        Binding("f3,ctrl+t", "actions", N_("action"), id="actions", priority=True),
        Binding("f4,ctrl+r", "facts", N_("fact"), id="facts", priority=True),
        Binding("f6,ctrl+g", "unfold", N_("more"), id="unfold", priority=True),
        Binding("f7,ctrl+l", "copy", N_("copy"), id="copy", priority=True),
        Binding("escape", "close_panel", N_("close the panel"), id="close_panel"),
        Binding("escape", "put_down", N_("leave"), id="put_down"),
    ]

    def __init__(self, practice: Practice) -> None:
        super().__init__()
        self.practice = practice
        self.transcript = practice.transcript
        self._lock = threading.Lock()
        self._busy = self._left = False
        self._unsaved = ""
        self._slip: str | None = None
        self._entered = 0.0

    # The screen

    def compose(self) -> ComposeResult:
        """The talk over the box, the panel at the right."""
        yield TitleBar()
        with Horizontal(id="stage"):
            with Vertical(id="floor"):
                yield Conversation()
                yield OptionList(id="choices", markup=False)
                yield Sheet(id="unsaved")
                yield Sheet(id="status")
                yield ReplyBox()
            with VerticalScroll(id="side"):
                yield Sheet(id="panel")
        yield Hints()

    def on_mount(self) -> None:
        """The talk so far; a reply that waits is judged."""
        self.texts()
        if self.transcript.ending is not None:
            self._ended()
            return
        self.box.focus()
        if self.transcript.pending is not None:
            self._hear()
        else:
            self.warm_up(self.transcript.started.scenario, self.transcript.scene)

    @property
    def talk(self) -> Conversation:
        """What was said."""
        return self.query_one(Conversation)

    @property
    def reading(self) -> Conversation:
        """The talk."""
        return self.talk

    @property
    def draft(self) -> str:
        """What is typed and not sent."""
        return self.box.text.strip() if self.is_mounted and self.box.display else ""

    @property
    def choices(self) -> tuple[Choice, ...]:
        """Ready-made replies, in guided mode, while a reply is due."""
        if self.transcript.started.mode != "guided" or self.transcript.ending is not None:
            return ()
        return self.transcript.scene.choices if self.transcript.pending is None else ()

    def texts(self) -> None:
        """Everything in the language now in use."""
        self._show(again=True)
        self._status()
        self._saving()

    def _saving(self) -> None:
        """Why the talk is in memory only: it stays on the screen until all of it is on disk."""
        fault = self.practice.unsaved
        was, self._unsaved = self._unsaved, flat(str(fault)) if fault else ""
        notice = self.query_one("#unsaved", Sheet)
        notice.display = bool(self._unsaved)
        if fault is not None:
            said = (
                _("NOT SAVED. {reason} The talk goes on; every reply tries again.")
                if self.transcript.ending is None
                else _("NOT SAVED. {reason} Leaving tries once more.")
            )
            notice.show([Block(text(said.format(reason=self._unsaved), "bold $fault"))])
        elif was:
            self.trainer.tell(_("Saved: everything said so far is on disk now."))

    def _show(self, *, again: bool = False) -> None:
        transcript = self.transcript
        started, lang = transcript.started, self.trainer.desk.lang
        mode = _(words.MODES[started.mode])
        so_far = words.replies(len(transcript.turns))
        self.bar.show(flat(started.scenario.title), f"{mode} · {so_far}")
        self.talk.show(transcript, lang, again=again)
        self.query_one("#panel", Sheet).show(side(transcript, lang))
        listed = self.query_one("#choices", OptionList)
        listed.display = bool(self.choices)
        listed.set_options(
            Option(
                Blocks([Block(text(flat(c.text)), lead=text(f"{n}. ", "bold $accent"))]), id=str(n)
            )
            for n, c in enumerate(self.choices, 1)
        )
        self.box.placeholder = Content(  # a string would be read as markup
            _("Type a number to take a ready-made reply, or your own words")
            if self.choices
            else _("What do you say? Actions go in [brackets].")
        )

    def what_next(self) -> str:
        """Who is listening."""
        if not self._busy:
            return ""
        name = flat(self.transcript.started.scenario.resident.name)
        return _("... {name} is listening").format(name=name)

    # Replying

    @on(ReplyBox.Sent)
    def _sent(self) -> None:
        from trainer.dialogue.mood import is_slip
        from trainer.errors import StorageError

        before, self._entered = self._entered, monotonic()
        if self._busy:
            self._status(_("One moment: the answer comes first. What you typed stays here."))
            return
        if self.transcript.pending is not None:
            self._hear()
            return
        said = self.box.text
        if self._took_choice(said.strip()):
            return
        if is_slip(said):
            if self._slip is None:
                self._slip = said
                self._status(_("There are no words in it. Enter once more, and you stay silent."))
                return
            if self._entered - before < APART:
                return
        self._slip = None
        try:
            self.practice.say(said)
        except StorageError as error:
            self._status(
                _("Not sent; your text is still here. {reason}").format(reason=error), bad=True
            )
            return
        self.box.text = ""
        self.transcript = self.practice.transcript
        self._hear()
        self._show()
        self._saving()

    def _took_choice(self, typed: str) -> bool:
        if not (typed.isdecimal() and 1 <= int(typed) <= len(self.choices)):
            return False
        self._take(int(typed))
        return True

    def _take(self, number: int) -> None:
        self.propose(self.choices[number - 1].text)
        self._status(_("Change it as you like; Enter sends it."))

    @on(TextArea.Changed)
    def _typed(self) -> None:
        self.call_after_refresh(self.talk.follow)  # a box that grows takes room from the talk
        if self._slip not in (None, self.box.text):
            self._slip = None
            self._status()

    @on(OptionList.OptionSelected, "#choices")
    def _chose(self, event: OptionList.OptionSelected) -> None:
        if event.option_id is not None:
            self._take(int(event.option_id))

    def _hear(self) -> None:
        """Have the waiting reply judged and answered, in a thread."""
        with self._lock:
            self._busy = True
        self._status()
        self.set_timer(PATIENCE, self._excuse)
        desk, rubric = self.trainer.desk, self.transcript.started.scenario.rubric

        def work() -> None:
            fault = ""
            try:
                self.practice.hear(desk.scorer(rubric))
            except Exception as error:  # whatever it is, the reply is taken and can be judged again
                fault = reason(error)
            with self._lock:
                self._busy = False
                if self._left:
                    return
            self.post_message(self.Done(lambda: self._heard(fault)))

        self.run_worker(work, thread=True, group="hear")

    def _excuse(self) -> None:
        """Say why it takes so long, if it still does."""
        if self._busy:
            self._status(_("... getting the coach ready, once after a start; you can go on typing"))

    def _heard(self, fault: str) -> None:
        self.transcript = self.practice.transcript
        if fault:
            self._status(
                _("No answer: {reason} Your reply is kept; Enter tries again.").format(
                    reason=fault
                ),
                bad=True,
            )
            return
        self._show()
        self._status()
        self._saving()
        if self.transcript.ending is not None:
            self._ended()

    def _ended(self) -> None:
        self.box.display = False
        self.query_one("#status", Sheet).display = False
        self.talk.focus()
        if not self._unsaved:
            self.practice.close()
        self.refresh_bindings()

    # Keys

    def check_action(
        self,
        action: str,
        parameters: tuple[object, ...],  # noqa: ARG002 - as Textual calls it
    ) -> bool | None:
        """Only what makes sense now."""
        over = self.transcript.ending is not None
        if action == "debrief":
            return over
        if action in ("close_panel", "put_down"):
            return self.has_class("-overlay") == (action == "close_panel")
        if action in ("actions", "facts"):
            return not over
        if action == "unfold":
            return self.transcript.started.mode != "exam"
        return True

    def on_resize(self) -> None:
        """Where there is room now, what lay over the talk stands beside it."""
        self.call_after_refresh(self._make_room)

    def _make_room(self) -> None:
        if self.has_class("-wide") and self.has_class("-overlay"):
            self.remove_class("-overlay")
            self.refresh_bindings()
            if self.box.display:
                self.box.focus()

    def action_panel(self) -> None:
        """Show or hide the panel: beside the talk, or over it where there is no room."""
        if self.has_class("-wide"):
            self.toggle_class("-no-panel")
            return
        self.toggle_class("-overlay")
        self.refresh_bindings()
        if self.has_class("-overlay"):
            self.query_one("#side").focus()
        elif self.box.display:
            self.box.focus()

    def action_close_panel(self) -> None:
        """Close the panel that lies over the talk."""
        self.action_panel()

    def action_unfold(self) -> None:
        """The last feedback in full, or short again."""
        self.talk.unfold()

    def action_actions(self) -> None:
        """Insert an action in brackets."""
        from trainer.model.base import in_language
        from trainer.tui.screens.picker import Pick, PickerScreen

        started = self.transcript.started
        picks = [
            Pick(
                in_language(action.title, self.trainer.desk.lang),
                f"[{in_language(action.offer, started.scenario.lang)}]",
                f"[{in_language(action.offer, started.scenario.lang)}]",
                (action.id, *(word for some in action.words.values() for word in some)),
            )
            for action in started.rubric.actions
            if action.offer
        ]
        self.app.push_screen(PickerScreen(_("Insert an action"), picks), self._insert)

    def action_facts(self) -> None:
        """Insert a fact with its source."""
        from trainer.tui.screens.picker import Pick, PickerScreen

        scenario = self.transcript.started.scenario
        picks = [
            Pick(
                flat(fact.text),
                flat(words.sourced(fact, scenario.lang)),
                flat(fact.source or ""),
                (fact.id, *fact.cues),
            )
            for fact in scenario.facts
        ]
        self.app.push_screen(PickerScreen(_("Insert a fact"), picks), self._insert)

    def _insert(self, picked: str | None) -> None:
        if picked:
            spaced = self.transcript.started.scenario.lang != "zh-CN" and self.box.is_after_a_word
            self.box.put(" " + picked if spaced else picked)
        self.box.focus()

    def action_copy(self) -> None:
        """Copy the last reply and its feedback."""
        from trainer.tui.views.feedback import feedback

        judged = [turn for turn in self.transcript.turns if turn.assessment is not None]
        if not judged:
            self.trainer.tell(_("There is nothing to copy yet."))
            return
        turn, started = judged[-1], self.transcript.started
        blocks = (
            feedback(turn, started, self.trainer.desk.lang, full=True)
            if started.mode != "exam"
            else []
        )
        self.trainer.copy(
            "\n".join([turn.reply, *(block.plain for block in blocks)]).strip() + "\n"
        )

    def action_debrief(self) -> None:
        """What the talk adds up to."""
        from trainer.tui.screens.debrief import DebriefScreen

        self.practice.save()
        self._saving()
        if self._unsaved:  # this page stays below: leaving it is where the session can be lost
            self.app.push_screen(DebriefScreen(self.transcript, self.practice.path))
        else:
            self.app.switch_screen(DebriefScreen(self.transcript, self.practice.path))

    def action_put_down(self) -> None:
        """Go home; ask first when a reply is being typed or the talk is not saved."""
        if loss := self.loss:
            self.trainer.confirm(_("Leave a talk that is not saved?"), loss, self._leave)
        elif self.draft:
            self.trainer.confirm(
                _("Leave with the reply unsent?"),
                _("The talk so far is kept. What you are typing is not."),
                self._leave,
            )
        else:
            self._leave()

    def _leave(self) -> None:
        kept = self.put_down()
        self.app.pop_screen()
        if kept:
            self.trainer.tell(kept, bad=self.practice.unsaved is not None)

    @property
    def loss(self) -> str:
        """What leaving would lose after one more try to save it; empty when nothing."""
        if not self.is_mounted or self.practice.save():
            return ""
        return self._lost()

    def _lost(self) -> str:
        fault = flat(str(self.practice.unsaved))
        if number := self.practice.replies_unsaved:
            return _("The session is NOT SAVED: {replies} would be lost. {reason}").format(
                replies=words.replies(number), reason=fault
            )
        return _("The session is NOT SAVED. {reason}").format(reason=fault)

    def put_down(self) -> str:
        """Let go of the session; what to say of it."""
        with self._lock:
            self._left = True
        self.practice.close()  # an answer still being thought of is not kept: it is given on return
        if self.practice.unsaved is not None:
            self.trainer.failed = True
            return self._lost()
        if self.transcript.ending is not None:
            return ""
        if not self.transcript.turns:
            return ""
        return _("This practice is kept. Go on with it any time from the home screen.")
