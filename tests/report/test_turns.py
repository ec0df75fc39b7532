from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.report.hostile import LINES, LONG, hostile
from tests.session.small import POLITE, SHOVE, played
from trainer.report.turns import turns
from trainer.session.transcript import Transcript


def lines(*transcripts: Transcript) -> list[dict[str, Any]]:
    text = turns(transcripts, "en")
    assert text.endswith("\n")
    return [json.loads(line) for line in text.removesuffix("\n").split("\n")]


def test_the_lines_are_a_chat(tmp_path: Path) -> None:
    told = lines(played(tmp_path, POLITE, SHOVE))
    assert [(line["role"], line["content"]) for line in told] == [
        ("system", "You work at the counter.\nSomeone has been waiting."),
        ("user", "I have been waiting for an hour."),
        ("assistant", POLITE),
        ("user", "Well."),
        ("user", "So when is it done?"),
        ("assistant", SHOVE),
        ("user", "I will complain."),
    ]
    assert "advisory" in told[0]["notice"]


def test_what_was_judged_stands_on_the_reply(tmp_path: Path) -> None:
    reply = next(line for line in lines(played(tmp_path, SHOVE)) if line["role"] == "assistant")
    assert reply["levels"]["shove"] == -2
    fault = next(f for f in reply["findings"] if f["criterion"] == "shove")
    assert fault["evidence"] == [{"start": 8, "end": 18, "text": "not my job"}]
    assert reply["at"].endswith("+00:00")


def test_hostile_text_is_whole_on_one_line_and_harmless_to_look_at(tmp_path: Path) -> None:
    text = turns([hostile(tmp_path)], "en")
    assert "\x1b" not in text
    assert "\u2028" not in text
    reply = next(json.loads(line) for line in text.splitlines() if '"assistant"' in line)
    assert reply["content"] == f"{LINES}{SHOVE}{LONG}"
