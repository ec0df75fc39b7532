"""Line mode: a practice as plain text in order, for screen readers, pipes and small terminals."""

from __future__ import annotations

from trainer.cli import out, tellings
from trainer.cli.reader import Reader, standard_input
from trainer.i18n import gettext as _
from trainer.report.words import replies
from trainer.session.desk import Desk
from trainer.session.practice import LONGEST_REPLY, Practice
from trainer.session.transcript import Turn

_LOOK_BACK = 6
"""Lines of the talk that are said again when it goes on."""


def begin(desk: Desk, practice: Practice) -> None:
    """Brief the trainee and talk to an ending or to the end of input."""
    talk = _Talk(desk, practice, standard_input())
    with talk:
        talk.put(tellings.briefing(practice.transcript))
        talk.how_to()
        talk.hear_first(practice.transcript.heard)
        talk.go()


def go_on(desk: Desk, practice: Practice) -> None:
    """Recall the last lines and go on; what was left unanswered is answered first."""
    talk = _Talk(desk, practice, standard_input())
    with talk:
        transcript = practice.transcript
        talk.put([f"{transcript.started.scenario.title}", _given(len(transcript.turns)), ""])
        for who, text in transcript.history[-_LOOK_BACK:]:
            talk.speak(who, text)
        if practice.over:
            talk.close()
            return
        if transcript.pending:
            talk.answer()
        if not practice.over:
            talk.go()


class _Talk:
    """One sitting. As a context: however it ends, the journal is closed and its place told last."""

    def __init__(self, desk: Desk, practice: Practice, reader: Reader) -> None:
        self.desk = desk
        self.practice = practice
        self.reader = reader
        self.started = practice.transcript.started
        self.mode = self.started.mode

    def __enter__(self) -> None:
        out.line_by_line()

    def __exit__(self, kind: object, *_exception: object) -> None:
        self.practice.close()
        if kind is not None:
            out.put()  # the prompt's line was left open
        if not self.practice.over:
            out.tell(
                _("The session is kept unfinished. “trainer resume {session}” goes on.").format(
                    session=self.started.session
                )
            )
        out.put_path("transcript: ", self.practice.path)

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
