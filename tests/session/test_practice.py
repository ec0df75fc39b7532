from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.session.small import CURT, POLITE, SHOVE, ByWord, content, played, start
from trainer.errors import NotFound, UsageError
from trainer.model.assessment import Assessment, Context
from trainer.model.event import Assessed
from trainer.model.walkthrough import Step, Walkthrough
from trainer.session.archive import find_session, list_sessions
from trainer.session.practice import LONGEST_REPLY, Practice
from trainer.session.transcript import transcribe


class Ticking:
    """A clock that goes on by a second each time it is read."""

    def __init__(self) -> None:
        self.at = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


class Deaf:
    """A scorer that must not be asked."""

    version = "deaf"

    def assess(self, reply: str, context: Context) -> Assessment:
        raise AssertionError("judged twice")


class Listening(ByWord):
    """Remembers in what contexts it was asked."""

    def __init__(self) -> None:
        self.asked: list[Context] = []

    def assess(self, reply: str, context: Context) -> Assessment:
        self.asked.append(context)
        return super().assess(reply, context)


def test_a_talk_goes_from_the_first_line_to_an_ending(tmp_path: Path) -> None:
    practice = start(tmp_path)
    assert list(practice.transcript.heard) == ["I have been waiting for an hour."]
    practice.say(POLITE)
    turn = practice.hear(ByWord())
    assert turn.because == "You were polite."
    assert list(practice.transcript.heard) == ["Well.", "So when is it done?"]
    practice.say(POLITE)
    practice.hear(ByWord())
    assert practice.over
    assert practice.transcript.ending is not None
    assert practice.transcript.ending.id == "content"
    assert practice.transcript.finished is not None


def test_the_reply_is_judged_in_the_talk_so_far(tmp_path: Path) -> None:
    practice = start(tmp_path)
    scorer = Listening()
    for _ in range(2):
        practice.say(POLITE)
        practice.hear(scorer)
    first, second = scorer.asked
    assert first.history == ()
    assert first.resident_line == "I have been waiting for an hour."
    assert first.calls_for == ("care",)
    assert second.history == ("R: I have been waiting for an hour.", f"S: {POLITE}")
    assert second.resident_line == "Well.So when is it done?"
    assert (first.met, second.met) == ((), ("care", "polite"))


def test_a_reply_left_without_an_answer_is_answered_on_return(tmp_path: Path) -> None:
    practice = start(tmp_path)
    practice.say(POLITE)
    practice.close()
    again = Practice.resume(practice.path)
    assert again.transcript.pending is not None
    assert again.hear(ByWord()).reply == POLITE
    assert again.transcript.scene.id == "more"


def test_what_was_judged_before_a_crash_is_not_judged_again(tmp_path: Path) -> None:
    practice = start(tmp_path)
    practice.say(POLITE)
    practice.hear(ByWord())
    practice.close()
    lines = practice.path.read_bytes().splitlines(keepends=True)
    kept = next(n for n, line in enumerate(lines) if b'"assessed"' in line) + 1
    practice.path.write_bytes(b"".join(lines[:kept]))
    again = Practice.resume(practice.path)
    assert again.hear(Deaf()).after is not None


@pytest.mark.parametrize("last", [POLITE, SHOVE])
def test_an_answer_half_on_disk_is_given_in_full_on_return(tmp_path: Path, last: str) -> None:
    whole = played(tmp_path / "whole", POLITE, last)
    (path,) = (tmp_path / "whole" / "sessions").glob("*.jsonl")
    lines = path.read_bytes().splitlines(keepends=True)
    for kept in range(1, len(lines)):
        torn = tmp_path / f"{kept}.jsonl"
        torn.write_bytes(b"".join(lines[:kept]))
        again = Practice.resume(torn)
        for reply in (POLITE, last)[len(again.transcript.turns) :]:
            if again.transcript.pending is not None:
                again.hear(ByWord())
            again.say(reply)
        if again.transcript.pending is not None:
            again.hear(ByWord())
        again.close()
        assert again.transcript.history == whole.history, lines[kept - 1]
        assert again.transcript.state == whole.state
        assert again.transcript.ending == whole.ending


def test_each_judgement_says_which_scorer_it_is_of(tmp_path: Path) -> None:
    practice = start(tmp_path)
    practice.say(POLITE)
    practice.hear(ByWord())
    assert [e.scorer for e in practice.events if isinstance(e, Assessed)] == [ByWord.version]


def test_the_same_seed_and_replies_give_the_same_talk(tmp_path: Path) -> None:
    replies = (CURT, CURT, POLITE, SHOVE)
    one, other = played(tmp_path / "a", *replies), played(tmp_path / "b", *replies)
    assert one.history == other.history
    assert one.state == other.state
    assert one.scorecard == other.scorecard


def test_leaving_and_coming_back_after_every_reply_changes_nothing(tmp_path: Path) -> None:
    replies = (CURT, POLITE, CURT, POLITE)
    straight = played(tmp_path / "a", *replies)
    practice = start(tmp_path / "b")
    for reply in replies:
        practice.say(reply)
        practice.close()
        practice = Practice.resume(practice.path)
        practice.hear(ByWord())
        practice.close()
        practice = Practice.resume(practice.path)
    assert practice.transcript.history == straight.history
    assert practice.transcript.scorecard == straight.scorecard
    assert practice.transcript.state == straight.state


def test_a_finished_session_is_not_written_to_on_return(tmp_path: Path) -> None:
    played(tmp_path, SHOVE)
    (path,) = (tmp_path / "sessions").glob("*.jsonl")
    before = path.read_bytes()
    assert Practice.resume(path).over
    assert path.read_bytes() == before


def test_replies_are_cleaned_and_kept_within_bounds(tmp_path: Path) -> None:
    practice = start(tmp_path, trainee="\x1b[2JAnn\u202e")
    practice.say("\x1b]0;x\x07please\u200b" + "y" * LONGEST_REPLY)
    pending = practice.transcript.pending
    assert pending is not None
    assert pending.reply.startswith("]0;xplease")
    assert len(pending.reply) == LONGEST_REPLY
    assert practice.transcript.started.trainee == "[2JAnn"


def test_a_reply_is_only_taken_when_one_is_due(tmp_path: Path) -> None:
    practice = start(tmp_path)
    with pytest.raises(ValueError, match="no reply waits"):
        practice.hear(ByWord())
    practice.say(SHOVE)
    with pytest.raises(ValueError, match="no reply is due"):
        practice.say(POLITE)
    practice.hear(ByWord())
    with pytest.raises(ValueError, match="no reply is due"):
        practice.say(POLITE)


def test_times_come_from_the_clock(tmp_path: Path) -> None:
    practice = start(tmp_path, clock=Ticking())
    practice.say(SHOVE)
    practice.hear(ByWord())
    times = [event.at for event in practice.events]
    assert times == sorted(times)
    assert practice.path.name.startswith("20260102-030406-")
    assert practice.transcript.finished == times[-1]


def test_the_transcript_adds_up(tmp_path: Path) -> None:
    transcript = played(tmp_path, CURT, POLITE)
    assert [turn.number for turn in transcript.turns] == [1, 2]
    assert [turn.heard for turn in transcript.turns] == [
        ("I have been waiting for an hour.",),
        ("I have been waiting for an hour.",),
    ]
    assert [who for who, _text in transcript.history] == ["R", "S", "R", "S", "R", "R"]
    assert transcript.scorecard.overall == 50
    assert transcript.turns[0].before == transcript.started.state.mood
    assert transcript.turns[1].before == transcript.turns[0].after
    moved = transcript.turns[1].after
    assert moved is not None
    assert moved.anger == transcript.turns[1].before.anger - 12


def test_only_a_session_that_begins_can_be_transcribed(tmp_path: Path) -> None:
    practice = start(tmp_path)
    with pytest.raises(ValueError, match="begins"):
        transcribe(practice.events[1:])


def test_sessions_are_found_by_beginning_and_path(tmp_path: Path) -> None:
    one = start(tmp_path, clock=Ticking())
    later = Ticking()
    later.at += timedelta(days=1)
    two = start(tmp_path, clock=later)
    name = one.transcript.started.session
    assert find_session(tmp_path, name) == one.path
    assert find_session(tmp_path, "20260103") == two.path
    assert find_session(tmp_path, str(two.path)) == two.path
    with pytest.raises(UsageError, match="Several"):
        find_session(tmp_path, "202601")
    with pytest.raises(NotFound):
        find_session(tmp_path, "1999")


def test_the_list_is_newest_first_and_tells_what_cannot_be_read(tmp_path: Path) -> None:
    one = start(tmp_path, clock=Ticking())
    later = Ticking()
    later.at += timedelta(days=1)
    two = start(tmp_path, clock=later)
    (tmp_path / "sessions" / "broken.jsonl").write_text("nonsense\n")
    entries, faults = list_sessions(tmp_path)
    assert [entry.path for entry in entries] == [two.path, one.path]
    assert [entry.overall for entry in entries] == [None, None]
    assert len(faults) == 1
    assert list_sessions(tmp_path / "nowhere") == ([], [])


def test_a_journal_does_not_carry_the_scripted_talks(tmp_path: Path) -> None:
    scenario, rubric, disc = content()
    walk = Walkthrough(title="polite", steps=(Step(reply=POLITE),))
    scripted = scenario.model_copy(update={"walkthroughs": (walk,)})
    practice = Practice.start(tmp_path, scripted, rubric, disc, seed=1)
    practice.close()
    assert practice.transcript.started.scenario == scenario
    assert b"walkthroughs" not in practice.path.read_bytes()
