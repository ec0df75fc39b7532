"""Batch scoring: a line in, a line out, in order, whatever stands in it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cli.conftest import Run
from tests.session.small import ByWord, library
from trainer.cli import batch
from trainer.cli.batch import score_line
from trainer.errors import TrainerError
from trainer.scoring.labelled import LineFault, read_labels, read_line
from trainer.session.desk import Desk

WHOLE: dict[str, Any] = {
    "id": "a-1",
    "family": "a",
    "lang": "en",
    "venue": "hall",
    "resident": {"name": "Ms Lane", "disc": "SC", "address_as": ["Ms Lane"], "age": 3},
    "situation": "She has waited.",
    "facts": ["One.", "Two."],
    "stage": "opening",
    "history": ["R: Hello?", "S: Yes."],
    "resident_line": "When?",
    "reply": "Please.",
    "labels": {"polite": 2, "care": None},
    "overall": 70,
    "trap": None,
}


def lines(*rows: object) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def end(*_told: str) -> None:
    """What a process does that the system kills for want of memory."""
    os._exit(9)


def test_the_end_of_a_process_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "_sit_down", end)
    desk = Desk(tmp_path, "en", library=library(), scorer=ByWord())
    with pytest.raises(TrainerError, match="ended unexpectedly"):
        list(batch.scored([b'{"reply": "Please."}'] * 2, desk, "small", jobs=2))


def test_a_line_of_the_guide_becomes_a_reply_in_its_context() -> None:
    line = read_line(json.dumps(WHOLE))
    assert (line.id, line.reply) == ("a-1", "Please.")
    context = line.context
    assert (context.venue, context.stage, context.lang) == ("hall", "opening", "en")
    assert (context.disc, context.name, context.address_as) == ("SC", "Ms Lane", ("Ms Lane",))
    assert context.facts == (("1", "One."), ("2", "Two."))
    assert context.history == ("R: Hello?", "S: Yes.")
    assert (context.situation, context.resident_line) == ("She has waited.", "When?")
    assert context.calls_for is None
    labels = read_labels(line)
    assert (labels.family, labels.overall, labels.trap) == ("a", 70, None)
    assert labels.levels == {"polite": 2, "care": None}


def test_only_the_reply_is_needed_and_null_is_as_good_as_absent() -> None:
    line = read_line('{"reply": ""}')
    assert (line.id, line.reply) == (None, "")
    nothing = dict.fromkeys(WHOLE) | {"reply": ""}
    assert read_line(json.dumps(nothing)).context == line.context


def test_a_line_may_be_in_a_further_language_of_the_rubric() -> None:
    line = json.dumps(WHOLE | {"lang": "fr"})
    assert read_line(line, ["en", "fr"]).context.lang == "fr"
    with pytest.raises(LineFault, match="zh-CN, en, de"):
        read_line(line, ["de"])


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"reply": None}, "reply"), ({"reply": 3}, "reply"), ({"venue": "moon"}, "venue"),
        ({"venue": ["hall"]}, "venue"), ({"stage": 1}, "stage"), ({"lang": "fr"}, "lang"),
        ({"resident": []}, "resident"), ({"resident": {"disc": "X"}}, "disc"),
        ({"resident": {"disc": "DD"}}, "disc"), ({"resident": {"name": 3}}, "name"),
        ({"resident": {"address_as": "Ms"}}, "address_as"), ({"facts": "One"}, "facts"),
        ({"facts": [1]}, "facts"), ({"history": {}}, "history"), ({"situation": 1}, "situation"),
    ],
)  # fmt: skip
def test_a_known_key_of_the_wrong_kind_is_told_with_the_id(
    change: dict[str, object], told: str
) -> None:
    with pytest.raises(LineFault, match=told) as caught:
        read_line(json.dumps(WHOLE | change))
    assert caught.value.id == "a-1"


@pytest.mark.parametrize(
    "text",
    [
        "", "  ", "{", "[]", "3", "null", '"reply"', "{}", '{"reply": NaN}', '{"id": Infinity}',
        '{"id": [], "reply": ""}', '{"id": true, "reply": ""}', "[" * 100_000,
        '{"reply": "", "n": ' + "9" * 5000 + "}", '{"reply": "a\nb"}',
    ],
)  # fmt: skip
def test_what_is_no_line_is_told(text: str) -> None:
    with pytest.raises(LineFault):
        read_line(text)


@pytest.mark.parametrize(
    "change",
    [
        {"labels": []},
        {"labels": {"a": 3}},
        {"labels": {"a": True}},
        {"overall": 101},
        {"raters": 0},
    ],
)
def test_labels_are_only_looked_at_when_asked_for(change: dict[str, object]) -> None:
    line = read_line(json.dumps(WHOLE | change))
    with pytest.raises(LineFault) as caught:
        read_labels(line)
    assert caught.value.id == "a-1"


def test_halves_of_characters_keep_their_place() -> None:
    line = read_line(r'{"id": "\ud800", "reply": "a\ud83d b\ud83d\ude00"}')
    assert line.reply == "a\ufffd b😀"
    assert line.id == "\ufffd"


RUBRIC = library().rubric("small").value


@settings(max_examples=40, deadline=None)
@given(
    st.binary(max_size=60) | st.text(max_size=60).map(lambda t: json.dumps({"reply": t}).encode())
)
def test_any_bytes_give_one_line_of_json(raw: bytes) -> None:
    raw = raw.replace(b"\n", b"")
    result, is_sound = score_line(7, raw, ByWord(), RUBRIC)
    assert result.count(b"\n") == 1
    told = json.loads(result)
    assert is_sound == ("error" not in told)
    if is_sound:
        assert list(told) == ["id", "levels", "scores", "overall", "findings"]
        reply = read_line(raw.decode()).reply
        for finding in told["findings"]:
            for piece in finding["evidence"]:
                assert reply[piece["start"] : piece["end"]] == piece["text"]
    else:
        assert "id" in told or told["line"] == 7


def test_the_output_is_as_agreed(small: Run) -> None:
    done = small("score", "-", "--rubric", "small", given=lines(WHOLE, {"reply": "Not my job."}))
    assert (done.returncode, done.stderr) == (0, "")
    first, second = map(json.loads, done.stdout.splitlines())
    assert first == {
        "id": "a-1",
        "levels": {"polite": 2, "care": 0, "shove": 0},
        "scores": {"polite": 1.0, "care": 0.0, "shove": 0.0},
        "overall": 50,
        "findings": [
            {
                "criterion": "polite",
                "level": 2,
                "evidence": [{"start": 0, "end": 6, "text": "Please"}],
                "why": "said so",
                "try": None,
            },
            {
                "criterion": "care",
                "level": 0,
                "evidence": [],
                "why": "not said",
                "try": "Please sit down.",
            },
        ],
    }
    assert second["id"] is None
    assert second["levels"] == {"polite": 0, "care": 0, "shove": -2}
    assert [f["criterion"] for f in second["findings"]] == ["polite", "care", "shove"]


def test_bad_lines_are_told_in_their_place_and_the_rest_is_scored(small: Run) -> None:
    given_lines = [
        b"\xef\xbb\xbf" + json.dumps({"id": "one", "reply": "您好\u2028Please"}).encode(),
        b'{"id": "two"}\r',
        b'\xff{"reply": ""}',
        b"",
        json.dumps({"id": 5, "reply": "please " * 200_000}).encode(),
        b'{"reply": "last, without a newline"}',
    ]
    done = small("score", "-", "--rubric", "small", given=b"\n".join(given_lines))
    assert done.returncode == 1
    told = [json.loads(line) for line in done.stdout.split("\n")[:-1]]
    assert [row.get("id", row.get("line")) for row in told] == ["one", "two", 3, 4, 5, None]
    assert ["error" in row for row in told] == [False, True, True, True, False, False]


def test_an_empty_file_gives_nothing(small: Run, tmp_path: Path) -> None:
    (tmp_path / "none.jsonl").write_bytes(b"")
    done = small("score", str(tmp_path / "none.jsonl"), "--rubric", "small")
    assert (done.returncode, done.stdout) == (0, "")


def test_hostile_text_is_escaped_not_lost(small: Run) -> None:
    reply = "please\x9b2J\u202e\x1b[1m\U000e0041"
    done = small("score", "-", "--rubric", "small", given=lines({"id": reply, "reply": reply}))
    assert json.loads(done.stdout)["id"] == reply
    assert "\u202e" not in done.stdout
    assert "\x9b" not in done.stdout


def test_an_unknown_rubric_is_not_found(small: Run) -> None:
    assert small("score", "-", "--rubric", "none").returncode == 2


def test_several_processes_give_the_same_bytes_as_one(
    program: Run, installed: Run, tmp_path: Path
) -> None:
    rows: list[object] = [
        {"id": n, "reply": f"您好，张阿姨，我帮您问，{n % 24} 点前回您。", "stage": "opening"}
        for n in range(150)
    ]
    rows[70] = {"id": 70}
    given_lines = lines(*rows)
    (tmp_path / "in.jsonl").write_text(given_lines, "utf-8")
    alone = installed("score", str(tmp_path / "in.jsonl"))
    shared = program("score", "-", "--jobs", "2", given=given_lines)
    assert alone.returncode == shared.returncode == 1
    assert alone.stdout == shared.stdout
    assert [json.loads(line)["id"] for line in alone.stdout.splitlines()] == list(range(150))
    assert "error" in json.loads(alone.stdout.splitlines()[70])
