from __future__ import annotations

import html
import itertools
import re
from datetime import timedelta
from pathlib import Path

import pytest

from tests.report.hostile import HOSTILE, LINES, LONG, flat, hostile
from tests.session.small import CURT, POLITE, SHOVE, played
from trainer.report.vtt import vtt
from trainer.session.transcript import Transcript

TIME = r"(\d{2,}):([0-5]\d):([0-5]\d)\.(\d{3})"
TIMING = re.compile(rf"{TIME} --> {TIME}")
SPOKEN = re.compile(r"<v ([^<>&\n]|&(?:amp|lt|gt);)+>")


def cues(text: str) -> list[tuple[int, int, str, str]]:
    """What the grammar of WebVTT (W3C, 4.1) makes of it: (start, end, speaker, words)."""
    header, *blocks = re.split(r"\n{2,}", text.removesuffix("\n"))
    assert header == "WEBVTT"
    found = []
    for block in blocks:
        if block.startswith("NOTE"):
            assert "-->" not in block
            continue
        _number, timing, payload = block.split("\n", 2)
        assert "-->" not in payload
        parts = TIMING.fullmatch(timing)
        assert parts is not None, timing
        start, end = (
            ((int(h) * 60 + int(m)) * 60 + int(s)) * 1000 + int(ms)
            for h, m, s, ms in (parts.groups()[:4], parts.groups()[4:])
        )
        speaker = SPOKEN.match(payload)
        assert speaker is not None, payload
        words = payload[speaker.end() :]
        assert "<" not in words
        assert not re.search(r"&(?!amp;|lt;|gt;)", words)
        found.append((start, end, html.unescape(speaker[0][3:-1]), html.unescape(words)))
    return found


def test_the_talk_is_told_in_order_of_time(tmp_path: Path) -> None:
    told = cues(vtt(played(tmp_path, POLITE, SHOVE), "en"))
    assert [(who, words) for _s, _e, who, words in told] == [
        ("Ms Lane", "I have been waiting for an hour."),
        ("Ann", POLITE),
        ("Ms Lane", "Well."),
        ("Ms Lane", "So when is it done?"),
        ("Ann", SHOVE),
        ("Ms Lane", "I will complain."),
    ]
    for (_s, end, *_), (start, *_rest) in itertools.pairwise(told):
        assert end <= start
    assert all(start < end for start, end, *_ in told)


def at(transcript: Transcript, *seconds: float) -> Transcript:
    """The session with its replies given so many seconds after it began."""
    began = transcript.started.at
    turns = [
        turn.model_copy(update={"at": began + timedelta(seconds=s)})
        for turn, s in zip(transcript.turns, seconds, strict=True)
    ]
    return transcript.model_copy(update={"turns": tuple(turns)})


def test_a_reply_ends_when_the_journal_says_it_was_given(tmp_path: Path) -> None:
    told = cues(vtt(at(played(tmp_path, CURT, CURT), 30, 4000.5), "en"))
    replies = [end for _start, end, who, _words in told if who == "Ann"]
    assert replies == [30_000, 4_000_500]


@pytest.mark.parametrize("seconds", [(0, 0), (20, 10), (-5, -500)])
def test_a_clock_that_stood_still_or_went_back_still_gives_cues_in_order(
    tmp_path: Path, seconds: tuple[float, float]
) -> None:
    told = cues(vtt(at(played(tmp_path, CURT, CURT), *seconds), "en"))
    edges = [edge for start, end, *_ in told for edge in (start, end)]
    assert edges == sorted(edges)
    assert all(start < end for start, end, *_ in told)


def test_hostile_text_is_whole_and_no_markup(tmp_path: Path) -> None:
    told = cues(vtt(hostile(tmp_path), "en"))
    assert flat(told[0][3]) == flat(LINES)
    reply = next(words for _s, _e, _who, words in told if "not my job" in words)
    assert flat(HOSTILE) in flat(reply)
    assert flat(LONG) in flat(reply)
    assert flat(told[0][2]) == flat(LINES)


def test_it_is_called_advisory_in_the_language_asked_for(tmp_path: Path) -> None:
    assert "NOTE\nAt the counter" in vtt(played(tmp_path, CURT), "en")
    assert "评分仅供练习参考" in vtt(played(tmp_path, CURT), "zh-CN")
