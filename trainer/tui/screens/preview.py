"""Preview: a scenario's flow, each scene in full, and replies tried at any of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList

from trainer.dialogue import rehearsal
from trainer.dialogue.trial import Trial, attempt
from trainer.i18n import N_
from trainer.i18n import gettext as _
from trainer.model.mood import Mood
from trainer.report.excerpt import lines_of
from trainer.report.flow.chart import Chart, Node, chart
from trainer.report.flow.coverage import Coverage, coverage_of
from trainer.scoring.context import context_of
from trainer.session.draft import Draft, has_changed, read_draft
from trainer.tui.screens.replying import ReplyingPage
from trainer.tui.views.flow import ending_sheet, place_of, scene_sheet
from trainer.tui.views.home import flat, reason
from trainer.tui.views.mistakes import Sources, counts, mistakes
from trainer.tui.views.trial import before_line, trial_sheet
from trainer.tui.widgets.bars import Hints, TitleBar
from trainer.tui.widgets.places import Places
from trainer.tui.widgets.reply_box import ReplyBox
from trainer.tui.widgets.sheet import Block, Sheet, text

if TYPE_CHECKING:
    from textual import events

    from trainer.model.scenario import Scenario, Scene
    from trainer.session.desk import Desk

EVERY = 0.5
"""Seconds between two looks at the file."""

View = Literal["place", "trial", "mistakes"]


class PreviewScreen(ReplyingPage):
    """One scenario file, as it is now or was last without mistakes.

    Reading the file, loading the scorer and judging happen in threads.
    """

    HINTS: ClassVar[tuple[str, ...]] = (
        "send", "preview_here", "preview_around", "preview_view", "preview_replies", "preview_mood",
        "preview_again", "preview_leave", "help",
    )  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", N_("move"), id="preview_around"),
        Binding("f2,ctrl+o", "view", N_("view"), id="preview_view", priority=True),
        Binding("f3,ctrl+t", "replies", N_("model"), id="preview_replies", priority=True),
        Binding("f4,ctrl+r", "mood", N_("mood"), id="preview_mood", priority=True),
        Binding("f6,ctrl+g", "again", N_("reset"), id="preview_again", priority=True),
        Binding("escape", "leave", N_("leave"), id="preview_leave"),
    ]

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.source = draft
        self.chart: Chart | None = None
        self.now: rehearsal.Rehearsal | None = None
        self.view: View = "mistakes" if draft.stale else "place"
        self.sources: Sources = {}
        self._shown_before: View = "place"
        self._coverage: Coverage | None = None
        self._looking = self._busy = False
        self._to_try = ""
        self._tries = 0
        """Counts what was asked of the scorer, so that a late answer is left aside."""

    @classmethod
    def of(cls, desk: Desk, scenario: str) -> PreviewScreen:
        """The screen for a scenario named by id or path. Raises NotFound."""
        return cls(read_draft(desk.library, desk.library.path_of(scenario)))

    # The screen

    def compose(self) -> ComposeResult:
        """Places at the left, the chosen one at the right, the reply below."""
        yield TitleBar()
        with Horizontal(id="stage"):
            yield Places()
            with VerticalScroll(id="read"):
                yield Sheet(id="about")
        yield Sheet(id="state")
        yield Sheet(id="status")
        yield ReplyBox()
        yield Hints()

    def on_mount(self) -> None:
        """The first scene; the scorer loads meanwhile."""
        self._adopt(self.source)
        self.texts()
        self.box.focus()
        self.look(again=True)
        self.set_interval(EVERY, self.look)
        if self.source.scenario is not None:
            self.warm_up(self.source.scenario, self.source.scenario.scenes[0])

    @property
    def places(self) -> Places:
        """The list."""
        return self.query_one(Places)

    def texts(self) -> None:
        """Everything in the language now in use."""
        scenario = self.source.scenario
        if scenario is not None:
            self.chart = self._chart(scenario)
            self._list()
        self.box.placeholder = Content(_("A reply to try here. Actions go in [brackets]."))
        self._show()
        self._status()

    def retranslate(self) -> None:
        """The language has changed; mistakes are told anew."""
        super().retranslate()
        self.look(again=True)

    def on_resize(self, _event: events.Resize) -> None:
        """The list says more where there is room."""
        self.call_after_refresh(self._resized)

    def _resized(self) -> None:
        self._list()
        self._show()

    def _chart(self, scenario: Scenario) -> Chart:
        return chart(scenario, self.trainer.desk.lang, self.source.rubric, self._coverage)

    # What is shown

    @property
    def here(self) -> Node | None:
        """The place that is chosen."""
        if self.chart is None or self.now is None:
            return None
        return place_of(self.chart, self.now.state)

    @property
    def views(self) -> list[View]:
        """What there is to see at the right now."""
        found: list[View] = []
        if self.now is not None:
            found.append("place")
            if self.now.trial is not None:
                found.append("trial")
        if self.source.mistakes or not found:
            found.append("mistakes")
        return found

    def _list(self) -> None:
        """Fill the list and mark the place that is chosen."""
        if self.chart is not None:
            self.places.fill(self.chart, self.here, wide=self.has_class("-wide"))

    def _show(self, *, top: bool = False) -> None:
        if self.view not in self.views:
            self.view = self.views[0]
        scenario = self.source.scenario
        title = flat(scenario.title) if scenario else self.source.path.name
        self.bar.show(_("Preview: {title}").format(title=title), self._news())
        read = self.query_one("#read", VerticalScroll)
        self.query_one("#about", Sheet).show(
            self._blocks(max(20, read.scrollable_content_region.width))
        )
        state = before_line(self.now.state) if self.now else Block(text(""))
        self.query_one("#state", Sheet).show([state])
        if top:
            read.scroll_home(animate=False)

    def _news(self) -> str:
        found = self.source.mistakes
        if found:
            said = counts(found)
            return said if self.view == "mistakes" else _("{counts}: F2").format(counts=said)
        return _("follows the file")

    def _blocks(self, width: int) -> Sequence[Block]:
        draft, lang = self.source, self.trainer.desk.lang
        if self.view == "mistakes" or draft.scenario is None or self.chart is None:
            usable = draft.scenario is not None
            return mistakes(draft.mistakes, self.sources, width, stale=draft.stale, usable=usable)
        now, node = self.now, self.here
        if now is None or node is None:
            return []
        if self.view == "trial" and now.trial is not None and draft.rubric and draft.disc:
            return trial_sheet(
                now, now.trial, self.chart, draft.scenario, draft.rubric, draft.disc, lang
            )
        if node.kind == "ending" and (ending := draft.scenario.ending(node.id)):
            return ending_sheet(self.chart, node, ending, draft.scenario, draft.rubric, lang)
        scene = draft.scenario.scene(node.id)
        if scene is None:
            return []
        return scene_sheet(self.chart, node, scene, draft.scenario, draft.rubric, lang)

    def what_next(self) -> str:
        """Where Enter leads, if anywhere."""
        if self._busy:
            return _("... judging")
        if self.now is None or self.chart is None:
            return ""
        if self.now.trial is not None:
            place = place_of(self.chart, self.now.trial.response.state).name
            return _("Enter: on to “{place}”. Or type another reply to try it here.").format(
                place=place
            )
        if self.now.state.ending is not None:
            return _("The talk has ended. Choose a scene, or press F6.")
        return ""

    # The file

    def look(self, *, again: bool = False) -> None:
        """See whether the file has changed; what there is to read is read in a thread."""
        if self._looking:
            return
        self._looking = True
        library, before = self.trainer.desk.library, self.source
        home = self.trainer.desk.home

        def work() -> None:
            draft = None
            try:
                if again or has_changed(library, before):
                    draft = read_draft(library, before.path, before)
                    sources = {d.file: lines_of(d.file) for d in draft.mistakes}
                    last = _recall(home, draft)
            except Exception as error:  # a file in the making must not end the screen
                fault = reason(error)
                self.post_message(self.Done(lambda: self._status(fault, bad=True)))
            finally:
                self._looking = False
            if draft is not None:
                self.post_message(self.Done(lambda: self._read(draft, sources, last)))

        self.run_worker(work, thread=True, group="watch")

    def _read(self, draft: Draft, sources: Sources, last: Coverage | None) -> None:
        was_stale, old = self.source.stale, self.source.sha256
        self.sources, self._coverage = sources, last
        self._adopt(draft)
        if draft.stale and not was_stale:
            self._shown_before = self.view if self.view != "mistakes" else "place"
            self.view = "mistakes"
        elif was_stale and not draft.stale and self.view == "mistakes":
            self.view = self._shown_before
        self.texts()
        if old != draft.sha256:
            self._status(_("The file has changed and was read again."))
        said, self._to_try = self._to_try, ""
        if said:
            self._judge(said)

    def _adopt(self, draft: Draft) -> None:
        """Take the draft; the place, the mood and the reply tried stay where they can."""
        changed = draft.scenario is not self.source.scenario
        self.source = draft
        if draft.scenario is None or draft.disc is None:
            return
        if self.now is None:
            self.now = rehearsal.start(draft.scenario, draft.disc)
        elif changed:
            tried = self.now.trial.reply if self.now.trial else ""
            before = self.now.state.scene
            self.now = rehearsal.carry(self.now, draft.scenario)
            self._to_try = tried if self.now.state.scene == before else ""

    # Trying

    @on(ReplyBox.Sent)
    def _sent(self) -> None:
        if self.now is None or self._busy:
            return
        if self.now.state.ending is not None:
            self._status()
            return
        said = self.box.text
        if said.strip():
            self._judge(said)
        elif self.now.trial is not None:
            self._go_on()
        else:
            self._status(_("Type a reply first; “…” stands for silence."))

    def _judge(self, said: str) -> None:
        draft, now = self.source, self.now
        if now is None or draft.scenario is None or draft.rubric is None or draft.disc is None:
            return
        scenario, disc, desk = draft.scenario, draft.disc, self.trainer.desk
        scene = scenario.scene(now.state.scene)
        if scene is None or now.state.ending is not None:
            return
        self._tries += 1
        self._busy, number = True, self._tries
        self._status()
        context = context_of(scenario, scene, now.lines, desk.lang, now.met)

        def work() -> None:
            trial, fault = None, ""
            try:
                found = desk.scorer(scenario.rubric).assess(said, context)
                trial = attempt(now.state, said, found, scenario, disc)
            except Exception as error:  # whatever it is, it can be tried again
                fault = reason(error)
            self.post_message(self.Done(lambda: self._judged(number, trial, fault)))

        self.run_worker(work, thread=True, group="judge")

    def _judged(self, number: int, trial: Trial | None, fault: str) -> None:
        if number != self._tries:
            return
        self._busy = False
        if trial is None:
            self._status(_("No answer: {reason}").format(reason=fault), bad=True)
            return
        if self.now is None or self.now.state != trial.before:
            self._status()
            return
        if self.box.text.strip() == trial.reply.strip():
            self.box.text = ""
        self.now = self.now.model_copy(update={"trial": trial})
        if self.view != "mistakes" or not self.source.stale:
            self.view = "trial"
        self._show(top=True)
        self._status()

    def _go_on(self) -> None:
        if self.now is not None:
            self._stand(rehearsal.go_on(self.now))

    def _stand(self, now: rehearsal.Rehearsal) -> None:
        """Be in another place."""
        self.now = now
        self._tries += 1  # what is being judged belongs to the place before
        self._busy = False
        if not (self.view == "mistakes" and self.source.stale):
            self.view = "place"
        self.places.mark(self.here)
        self._show(top=True)
        self._status()

    @on(OptionList.OptionHighlighted, "#places")
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        if self.chart is None or self.now is None or self.source.scenario is None:
            return
        here = self.here
        if event.option_id is None or (here is not None and event.option_id == here.key):
            return
        node = self.chart.node(event.option_id)
        if node.kind == "ending":
            self._stand(rehearsal.at_end(self.now, node.id))
        else:
            self._stand(rehearsal.jump(self.now, node.id, self.source.scenario))

    @on(OptionList.OptionSelected, "#places")
    def _selected(self) -> None:
        self.box.focus()

    # Keys

    def check_action(
        self,
        action: str,
        parameters: tuple[object, ...],  # noqa: ARG002 - as Textual calls it
    ) -> bool | None:
        """Only what makes sense now."""
        if action in ("replies", "mood", "again"):
            return self.now is not None
        return True

    def action_view(self) -> None:
        """The scene, what the reply brought, or the mistakes."""
        views = self.views
        self.view = views[(views.index(self.view) + 1) % len(views)]
        self._show(top=True)

    def action_replies(self) -> None:
        """Take a reply that the file has for this scene."""
        from trainer.tui.screens.picker import Pick, PickerScreen

        scene = self._scene()
        if scene is None:
            return
        picks = [
            *(Pick(flat(r), r, _("model reply")) for r in scene.model_replies),
            *(Pick(flat(r), r, _("poor reply")) for r in scene.poor_replies),
            *(Pick(flat(c.text), c.text, _("ready-made reply")) for c in scene.choices),
        ]
        self.app.push_screen(PickerScreen(_("Try a reply of the file"), picks), self._insert)

    def _scene(self) -> Scene | None:
        if self.source.scenario is None or self.now is None:
            return None
        return self.source.scenario.scene(self.now.state.scene)

    def _insert(self, picked: str | None) -> None:
        if picked:
            self.propose(picked)
            self._status(_("Change it as you like; Enter tries it."))
        self.box.focus()

    def action_mood(self) -> None:
        """Set the mood that the next reply meets."""
        from trainer.tui.screens.mood import MoodScreen

        draft, now = self.source, self.now
        if now is None or draft.scenario is None or draft.disc is None:
            return
        at_start = rehearsal.start(draft.scenario, draft.disc).state.mood
        self.app.push_screen(MoodScreen(now.state.mood, at_start), self._felt)

    def _felt(self, mood: Mood | None) -> None:
        if mood is not None and self.now is not None and self.source.scenario is not None:
            self._stand(rehearsal.with_mood(self.now, mood, self.source.scenario))

    def action_again(self) -> None:
        """The mood, the visits and the count as at the start; the scene stays."""
        draft, now = self.source, self.now
        if now is None or draft.scenario is None or draft.disc is None:
            return
        self._stand(rehearsal.again(now, draft.scenario, draft.disc))
        self._status(_("Mood, visits and count are as at the start."))

    def action_leave(self) -> None:
        """Home."""
        self.app.pop_screen()


def _recall(home: Path, draft: Draft) -> Coverage | None:
    """What the last playtest of the scenario came to."""
    from trainer.playtest.last import recall

    if draft.scenario is None:
        return None
    return coverage_of(recall(home, draft.scenario.id, draft.sha256))
