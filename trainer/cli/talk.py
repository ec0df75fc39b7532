"""Line mode: a practice as plain text in order, for screen readers, pipes and small terminals."""

from __future__ import annotations

from pathlib import Path

from trainer.cli import out, tellings
from trainer.cli.reader import Reader, standard_input
from trainer.dialogue.mood import is_slip
from trainer.errors import StorageError
from trainer.i18n import gettext as _
from trainer.report.words import replies
from trainer.session.desk import Desk
from trainer.session.home import sessions_folder
from trainer.session.practice import LONGEST_REPLY, Practice
from trainer.session.transcript import Turn

_LOOK_BACK = 6
"""Lines of the talk that are said again when it goes on."""


def begin(desk: Desk, practice: Practice) -> int:
    """Brief the trainee and talk to an ending or to the end of input.

    Returns the exit code: 3 when the session is not saved at the end.
    """
    talk = _Talk(desk, practice, standard_input())
    with talk:
        talk.tell_unsaved()
        talk.put(tellings.briefing(practice.transcript))
        talk.how_to()
        talk.hear_first(practice.transcript.heard)
        talk.go()
    return talk.code


def go_on(desk: Desk, practice: Practice) -> int:
    """Recall the last lines and go on; what was left unanswered is answered first.

    Returns the exit code, as `begin` does.
    """
    talk = _Talk(desk, practice, standard_input())
    with talk:
        talk.tell_unsaved()
        transcript = practice.transcript
        talk.put([f"{transcript.started.scenario.title}", _given(len(transcript.turns)), ""])
        for who, text in transcript.history[-_LOOK_BACK:]:
            talk.speak(who, text)
        if practice.over:
            talk.close()
        else:
            if transcript.pending:
                talk.answer()
            if not practice.over:
                talk.go()
    return talk.code


class _Talk:
    """One sitting. As a context: however it ends, the journal is closed and its place told last."""

    def __init__(self, desk: Desk, practice: Practice, reader: Reader) -> None:
        self.desk = desk
        self.practice = practice
        self.reader = reader
        self.started = practice.transcript.started
        self.mode = self.started.mode
        self.told: StorageError | None = None
        """Why the session was not saved when that was last said."""
        self.code = 0

    def __enter__(self) -> None:
        out.line_by_line()

    def __exit__(self, kind: object, *_exception: object) -> None:
        if kind is not None:
            out.put()  # the prompt's line was left open
        elif self.practice.unsaved and self.reader.is_live:
            self.offer_another_place()
        self.practice.close()
        if self.practice.unsaved:
            self.code = StorageError.exit_code
            self.tell_lost(self.practice.unsaved)
        elif self.told is not None:
            self.tell_unsaved()
        if not self.practice.over and self.practice.is_on_disk:
            out.tell(
                _("The session is kept unfinished. “trainer resume {session}” goes on.").format(
                    session=self.name
                )
            )
        out.put_path("transcript: ", self.practice.path)

    @property
    def name(self) -> str:
        """What “trainer resume” takes: the file where the session is kept in another place."""
        place = self.practice.path
        at_home = place.parent == sessions_folder(self.desk.home)
        return self.started.session if at_home else str(place)

    # Saving

    def tell_unsaved(self) -> None:
        """When the session cannot be saved, or can again, say so; while it cannot, after every reply."""
        fault = self.practice.unsaved
        if fault is None:
            if self.told is not None:
                out.tell(_("Saved: everything said so far is on disk now."))
        elif self.told is None:
            out.tell(
                _("NOT SAVED. {reason} The talk goes on; every reply tries again.").format(
                    reason=fault
                )
            )
        else:
            out.tell(_("Still NOT SAVED. {reason}").format(reason=fault))
        self.told = fault

    def tell_lost(self, fault: StorageError) -> None:
        """At the end: what is not on disk, and where it was tried."""
        out.tell(
            _("The session is NOT SAVED: {replies} would be lost. {reason}").format(
                replies=replies(self.practice.replies_unsaved), reason=fault
            )
            if self.practice.replies_unsaved
            else _("The session is NOT SAVED. {reason}").format(reason=fault)
        )

    def offer_another_place(self) -> None:
        """Before the talk is let go of: another try, or another folder, as often as it takes."""
        fault = self.practice.unsaved
        while fault is not None:
            self.tell_lost(fault)
            said = self.reader.line(
                _(
                    "Enter tries again; the name of a folder saves it there; “q” and Enter gives it up: "
                )
            )
            if said is None or out.clean(said).strip().lower() == "q":
                out.put()
                return
            if folder := out.clean(said).strip():
                fault = self.practice.save_in(Path(folder).expanduser().resolve())
            else:
                self.practice.save()
                fault = self.practice.unsaved
        self.tell_unsaved()

    # Saying

    def put(self, lines: list[str]) -> None:
        for line in lines:
            out.put(line)

    def speak(self, who: str, text: str) -> None:
        name = self.started.scenario.resident.name if who == "R" else _("You")
        out.put(_("{speaker}: {text}").format(speaker=name, text=text))

    def hear_first(self, heard: tuple[str, ...]) -> None:
        for text in heard:
            self.speak("R", text)

    def how_to(self) -> None:
        told = [_("How to answer")]
        told.append(
            _(
                "One reply a line. Put what you do in square brackets: [stands up]. "
                "Three dots alone are silence."
            )
        )
        if self.reader.is_live:
            told.append(
                _(
                    "An empty line says the last words again. A question mark alone shows the facts "
                    "again. Ctrl+D leaves; the session is kept."
                )
                if not _is_windows()
                else _(
                    "An empty line says the last words again. A question mark alone shows the facts "
                    "again. Ctrl+Z and Enter leave; the session is kept."
                )
            )
        self.put([*told, ""])

    # Talking

    def go(self) -> None:
        self.desk.scorer(self.started.rubric.id)  # loads while the trainee reads
        self.offer()
        while not self.practice.over:
            line = self.reader.line(_("You: "))
            if line is None:
                out.put()
                return
            reply = self.reply(line)
            if reply is None:
                continue
            self.practice.say(reply)
            if (self.practice.unsaved is None) != (self.told is None):
                self.tell_unsaved()
            self.answer()

    def reply(self, line: str) -> str | None:
        """The reply that a line means, or None when it asked for something else."""
        said = out.clean(line).strip()
        if not said:
            if self.reader.is_live:
                self.remind()
            return None
        if said in ("?", "？") and self.reader.is_live:
            self.put(tellings.facts_and_limits(self.started.scenario))
            return None
        choices = self.practice.transcript.scene.choices if self.mode == "guided" else ()
        if choices and said.isdecimal():
            if 1 <= int(said) <= len(choices):
                said = choices[int(said) - 1].text
                self.speak("S", said)
                return said
            if self.reader.is_live:
                out.put(_("Choose 1 to {n}, or write a reply.").format(n=len(choices)))
                return None
        if self.reader.is_live and is_slip(said):
            out.put(_("There are no words in it. Three dots alone are silence."))
            return None
        if not self.reader.is_live:
            self.speak("S", said)
        if len(said) > LONGEST_REPLY:
            out.tell(
                _("The reply is longer than {n} characters; the rest is left out.").format(
                    n=LONGEST_REPLY
                )
            )
        return said

    def answer(self) -> None:
        """Judge the reply that waits, and let the resident answer."""
        turn = self.practice.hear(self.desk.scorer(self.started.rubric.id))
        if self.mode != "exam":
            self.feedback(turn)
        out.put()
        self.hear_first(self.practice.transcript.heard)
        if self.practice.unsaved or self.told:
            self.tell_unsaved()
        if self.practice.over:
            self.close()
        else:
            self.offer()

    def feedback(self, turn: Turn) -> None:
        out.put()
        self.put(tellings.feedback(turn, self.started, self.desk.lang))

    def offer(self) -> None:
        """In guided mode, the hint and the ready-made replies."""
        if self.mode != "guided":
            return
        self.put(tellings.guidance(self.practice.transcript.scene))

    def remind(self) -> None:
        self.hear_first(self.practice.transcript.heard)
        hint = self.practice.transcript.scene.hint
        if hint and self.mode == "coached":
            out.put(_("Hint: {hint}").format(hint=hint))
        self.offer()

    def close(self) -> None:
        """The ending and what the session adds up to."""
        transcript = self.practice.transcript
        if self.mode == "exam":
            for turn in transcript.turns:
                out.put()
                self.hear_first(turn.heard)
                self.speak("S", turn.reply)
                self.put(tellings.feedback(turn, self.started, self.desk.lang))
        out.put()
        self.put(tellings.ending(transcript))
        out.put()
        self.put(tellings.scorecard(transcript, self.desk.lang))
        out.put()


def _given(number: int) -> str:
    return _("{replies} so far.").format(replies=replies(number))


def _is_windows() -> bool:
    import os

    return os.name == "nt"
