"""A second marker at work: reply by reply, blind first, then both marks side by side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from trainer.errors import StorageError
from trainer.i18n import N_, ngettext
from trainer.i18n import gettext as _
from trainer.model.base import in_language
from trainer.model.rating import (
    LONGEST_NAME,
    AnyRatingEvent,
    Commented,
    Marked,
    Overrode,
    Rating,
    Shown,
    TurnRating,
)
from trainer.report import words
from trainer.session.journal import read_journal
from trainer.session.people import clean_name
from trainer.session.practice import now
from trainer.session.ratings import (
    clean_note,
    counted,
    levels_of,
    rating_by,
    ratings_of,
    record,
)
from trainer.session.transcript import Transcript, transcribe
from trainer.tui.screens.note import NoteScreen, OverrideScreen
from trainer.tui.screens.page import Page
from trainer.tui.views.home import flat
from trainer.tui.views.rate import (
    Counted,
    before_sheet,
    detail,
    next_unshown,
    progress,
    rows,
    turn_sheet,
    unmarked,
    where_to_begin,
)
from trainer.tui.widgets.bars import Hints, TitleBar
from trainer.tui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from textual import events

    from trainer.model.assessment import Finding
    from trainer.model.rubric import Criterion
    from trainer.session.transcript import Turn


class Criteria(OptionList):
    """The criteria that counted in the reply."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.done", N_("done"), id="rate_done"),
        Binding("left", "screen.turn(-1)", N_("reply before"), id="rate_turns"),
        Binding("right", "screen.turn(1)", show=False),
    ]


class RateScreen(Page):
    """The session in the journal at `path`, marked by `rater`, who is asked for a name if it is empty.

    Every mark is on disk before it shows.
    """

    HINTS: ClassVar[tuple[str, ...]] = (
        "rate_level", "rate_done", "rate_comment", "rate_override", "rate_turns", "rate_undo",
        "rate_leave", "help",
    )  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("0", "level(0)", N_("to 2: level"), id="rate_level"),
        Binding("1", "level(1)", show=False),
        Binding("2", "level(2)", show=False),
        Binding("c,f3", "comment", N_("comment"), id="rate_comment"),
        Binding("o,f4", "override", N_("override"), id="rate_override"),
        Binding("u,backspace,delete", "undo", N_("take back"), id="rate_undo"),
        Binding("pageup", "scroll(-1)", show=False),
        Binding("pagedown,space", "scroll(1)", show=False),
        Binding("escape", "leave", N_("leave"), id="rate_leave"),
    ]

    def __init__(self, transcript: Transcript, path: Path, rater: str, proposed: str = "") -> None:
        super().__init__()
        self.transcript, self.path, self.rater = transcript, path, rater
        self.proposed = proposed
        rubric = transcript.started.rubric
        self.judged: list[Turn] = [t for t in transcript.turns if counted(t, rubric)]
        self.rating = Rating(rater=rater, turns=(), last=0)
        self.at = 0

    @classmethod
    def of(cls, path: Path, rater: str) -> RateScreen:
        """The screen for a journal. Raises NotFound, StorageError."""
        known = ratings_of(path)
        proposed = known[-1].rater if known else ""
        return cls(transcribe(read_journal(path)), path, rater, proposed)

    # The screen

    def compose(self) -> ComposeResult:
        """The talk, the criteria, what their levels mean."""
        yield TitleBar()
        with Container(id="stage"):
            with VerticalScroll(id="read"):
                yield Sheet(id="before")
                yield Sheet(id="turn")
            with Vertical(id="side"):
                yield Criteria(id="criteria", markup=False)
                with VerticalScroll(id="about"):
                    yield Sheet(id="detail")
        yield Sheet(id="status")
        yield Hints()

    def on_mount(self) -> None:
        """Where the rater was, once it is known who marks."""
        for name in ("#read", "#about"):
            self.query_one(name).can_focus = False
        if self.rater:
            self._sit_down()
        else:
            self.texts()
            self._ask_who()
        self.listed.focus()

    def _ask_who(self) -> None:
        told = _("A name or initials, the same each time; it stands beside your marks.")

        def said(name: str | None) -> None:
            if name is None:
                self.action_leave()
            elif clean := clean_name(name):
                self.rater = clean
                self._sit_down()
            else:
                self._ask_who()

        self.app.push_screen(NoteScreen(_("Who marks?"), told, self.proposed, LONGEST_NAME), said)

    def _sit_down(self) -> None:
        self.rating = rating_by(self.path, self.rater)
        self.at = where_to_begin(self.rating, self.judged)
        self._enter()

    @property
    def listed(self) -> Criteria:
        """The criteria."""
        return self.query_one(Criteria)

    @property
    def turn(self) -> Turn:
        """The turn being marked."""
        return self.judged[self.at]

    @property
    def mine(self) -> TurnRating:
        """The rater's marks on it."""
        return self.rating.turn(self.turn.number)

    @property
    def found(self) -> Counted:
        """The criteria that counted in it."""
        return counted(self.turn, self.transcript.started.rubric)

    def texts(self) -> None:
        """Everything in the language now in use."""
        self.query_one("#before", Sheet).show(before_sheet(self.transcript, self.turn))
        self._show()
        self._status()

    def on_resize(self, _event: events.Resize) -> None:
        """The turn stays in view."""
        self.call_after_refresh(self._to_turn)

    def _enter(self) -> None:
        """Show another turn, at its first criterion without a level."""
        left = unmarked(self.found, self.mine)
        self.texts()
        self.listed.highlighted = left[0] if left and not self.mine.shown else 0
        self.call_after_refresh(self._to_turn)

    def _to_turn(self) -> None:
        read = self.query_one("#read", VerticalScroll)
        read.scroll_to_widget(self.query_one("#turn"), animate=False, top=True, force=True)

    def _show(self) -> None:
        lang = self.trainer.desk.lang
        title = flat(self.transcript.started.scenario.title)
        self.bar.show(
            _("Mark: {title}").format(title=title),
            progress(self.transcript, self.judged, self.rating),
        )
        self.query_one("#turn", Sheet).show(turn_sheet(self.transcript, self.turn, self.mine))
        at = self.listed.highlighted
        with self.prevent(OptionList.OptionHighlighted):
            self.listed.set_options(Option(row) for row in rows(self.found, self.mine, lang))
            self.listed.highlighted = min(at or 0, len(self.found) - 1)
        self._detail()
        self.refresh_bindings()

    def _detail(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            lang, rubric = self.trainer.desk.lang, self.transcript.started.rubric
            blocks = detail(*chosen, self.mine, lang, words.why(self.turn, *chosen, rubric, lang))
            self.query_one("#detail", Sheet).show(blocks)
            self.query_one("#about", VerticalScroll).scroll_home(animate=False)

    def _chosen(self) -> tuple[Criterion, Finding] | None:
        at = self.listed.highlighted
        return self.found[at] if at is not None and at < len(self.found) else None

    def what_next(self) -> str:
        """How much is left to mark."""
        left = len(unmarked(self.found, self.mine))
        if self.mine.shown:
            if next_unshown(self.rating, self.judged, self.at) is None:
                return _("All replies are marked. Thank you. Esc leaves.")
            return _("Now both are shown. Enter: the next reply.")
        if left:
            said = ngettext(
                "{n} criterion to mark; then the program's levels are shown.",
                "{n} criteria to mark; then the program's levels are shown.",
                left,
            )
            return said.format(n=left)
        return _("All marked. Enter shows what the program gave; your marks then stand.")

    # Marking

    @on(OptionList.OptionHighlighted, "#criteria")
    def _highlighted(self) -> None:
        self._detail()

    def check_action(
        self,
        action: str,
        parameters: tuple[object, ...],  # noqa: ARG002 - as Textual calls it
    ) -> bool | None:
        """Only what makes sense now."""
        if action in ("level", "undo"):
            return not self.mine.shown
        if action == "override":
            return self.mine.shown
        return True

    def action_level(self, step: int) -> None:
        """Give the level 0, 1 or 2, for a fault 0, -1 or -2, and go to the next criterion."""
        chosen = self._chosen()
        if chosen is None or not self.rater:
            return
        criterion = chosen[0]
        level = levels_of(criterion)[step]
        known = self.mine.mark(criterion.id)
        if (known is not None and known.level == level) or self._mark(criterion, level):
            here = self.listed.highlighted or 0
            left = unmarked(self.found, self.mine)
            if left:
                self.listed.highlighted = next((i for i in left if i > here), left[0])

    def action_undo(self) -> None:
        """Take the level back."""
        chosen = self._chosen()
        mark = self.mine.mark(chosen[0].id) if chosen else None
        if chosen is not None and mark is not None and mark.level is not None:
            self._mark(chosen[0], None)

    def _mark(self, criterion: Criterion, level: int | None) -> bool:
        return self._keep(
            Marked(
                at=now(),
                rater=self.rater,
                turn=self.turn.number,
                criterion=criterion.id,
                level=level,
            )
        )

    def action_done(self) -> None:
        """Show the machine's levels once all are marked, then go on to the next reply."""
        if not self.rater:
            return
        if self.mine.shown:
            at = next_unshown(self.rating, self.judged, self.at)
            if at is None:
                self._status()
            else:
                self.at = at
                self._enter()
            return
        left = unmarked(self.found, self.mine)
        if left:
            self.listed.highlighted = left[0]
            said = ngettext(
                "{n} criterion has no level yet.", "{n} criteria have no level yet.", len(left)
            )
            self._status(said.format(n=len(left)), bad=True)
            return
        if self._keep(Shown(at=now(), rater=self.rater, turn=self.turn.number)):
            differ = [
                i
                for i, (criterion, finding) in enumerate(self.found)
                if (mark := self.mine.mark(criterion.id)) and mark.level != finding.level
            ]
            self.listed.highlighted = differ[0] if differ else 0
            self._detail()

    def action_comment(self) -> None:
        """Say something of the reply."""
        turn = self.turn.number

        def said(note: str | None) -> None:
            if note is not None and clean_note(note) != self.rating.turn(turn).comment:
                self._keep(
                    Commented(at=now(), rater=self.rater, turn=turn, comment=clean_note(note))
                )

        heading = _("Comment on reply {n}").format(n=turn)
        told = _("For the debrief and for other raters; empty takes it back.")
        self.app.push_screen(NoteScreen(heading, told, self.mine.comment), said)

    def action_override(self) -> None:
        """Set a level in place of the machine's."""
        chosen = self._chosen()
        if chosen is None:
            return
        criterion, finding = chosen
        lang, turn = self.trainer.desk.lang, self.turn.number
        mark = self.mine.mark(criterion.id)
        levels = [
            (level, f"{level} {words.level_name(criterion, level, lang)}")
            for level in levels_of(criterion)
        ]
        level = mark.final if mark is not None and mark.final is not None else finding.level
        reason = mark.override.reason if mark is not None and mark.override else ""

        def said(answer: tuple[int | None, str] | None) -> None:
            if answer is None:
                return
            set_to, why = answer
            if set_to is None and not (mark is not None and mark.override):
                return
            self._keep(
                Overrode(
                    at=now(),
                    rater=self.rater,
                    turn=turn,
                    criterion=criterion.id,
                    level=set_to,
                    reason=clean_note(why),
                )
            )

        title = in_language(criterion.title, lang)
        self.app.push_screen(OverrideScreen(title, levels, level, reason), said)

    def _keep(self, event: AnyRatingEvent) -> bool:
        """Put it on disk and show it; what cannot be saved is not shown as marked."""
        try:
            record(self.path, [event])
            self.rating = rating_by(self.path, self.rater)
        except StorageError as fault:
            self._status(str(fault), bad=True)
            return False
        self._show()
        self._status()
        return True

    # Moving

    def action_turn(self, way: int) -> None:
        """The reply before or after."""
        at = self.at + way
        if 0 <= at < len(self.judged):
            self.at = at
            self._enter()
        else:
            told = _("This is the first reply.") if way < 0 else _("This is the last reply.")
            self._status(told)

    def action_leave(self) -> None:
        """Home; every mark is kept."""
        self.app.pop_screen()

    def put_down(self) -> str:
        """What to say on quitting."""
        return _("Your marks are kept; “trainer rate {session}” goes on.").format(
            session=self.transcript.started.session
        )
