from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.session.small import CURT, POLITE, SHOVE, markdown, played, start
from trainer import i18n
from trainer.model.scenario import Scenario
from trainer.report.markdown import escape, quote
from trainer.session.transcript import Transcript

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[click](https://evil.example)",
    "![](https://evil.example/x.png)",
    "https://evil.example/ and www.evil.example",
    "HTTP://EVIL.EXAMPLE",
    "<https://evil.example>",
    "mailto:a@evil.example",
    "see evil.com or a.b@evil.co.uk, ftp://evil.net, //evil.org",
    "# Heading",
    "- item",
    "+ item",
    "1. item",
    "23) item",
    "> quoted",
    "    code",
    "```\ncode\n```",
    "~~~\ncode\n~~~",
    "a | b\n--- | ---\n1 | 2",
    "Title\n=====",
    "Title\n-----",
    "---",
    "***bold*** __bold__ ~~gone~~ `code`",
    "&lt;b&gt; &amp; &#60;",
    "back\\slash \\* \\",
    "[x]: https://evil.example 'x'",
    "line\u2028other\r\nthird\x1b[31m\u202e",
    "${x} $x^2$ ==mark==",
    "* * *",
    "\t\tcode",
]
PARSER = MarkdownIt("gfm-like", {"html": True, "linkify": True})
LIVE = {"html_block", "html_inline", "link_open", "image", "code_inline", "fence", "code_block"}


def tokens(text: str) -> list[Token]:
    found: list[Token] = []
    for token in PARSER.parse(text):
        found += [token, *(token.children or ())]
    return found


def read(text: str) -> str:
    return "".join(t.content for t in tokens(text) if t.type in ("text", "text_special"))


def shape(text: str) -> list[str]:
    return [t.type for t in tokens(text) if t.type not in ("text", "text_special", "softbreak")]


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("frame", ["{}", "- {}", "- **Name**: {}", "| a |\n| --- |\n| {} |"])
def test_hostile_text_is_only_text(hostile: str, frame: str) -> None:
    harmless = shape(frame.format("harmless"))
    assert shape(frame.format(escape(hostile))) == harmless


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_quoted_hostile_text_is_only_text_too(hostile: str) -> None:
    assert not {t.type for t in tokens(quote(hostile))} - {
        "blockquote_open", "paragraph_open", "inline", "text", "text_special", "hardbreak",
        "paragraph_close", "blockquote_close",
    }  # fmt: skip


@settings(deadline=None)
@given(st.text(st.sampled_from("ab 12.)-+#>*_`~[]()<>!|\\&;:/@=\n\t。“您w"), max_size=40))
def test_escaped_text_reads_as_it_was_written(text: str) -> None:
    assert not LIVE & {t.type for t in tokens(escape(text))}
    assert read(escape(text)) == " ".join(text.split())


def test_the_document_tells_the_whole_session(tmp_path: Path) -> None:
    text = markdown(played(tmp_path, CURT, POLITE, "Please come back at five."), "en")
    for part in (
        "# At the counter", "- **Trainee**: Ann", "Ms Lane, 41", "## Result", "She leaves content.",
        "| Overall |", "## What went well", "## What to practise", "## How the resident felt",
        "| start | 60 |", "### Reply 1: Waiting", "> Wait.", "“Please”", "Try: Please sit down.",
        "Why the talk went this way: You were polite.", "## Facts", "Office order 3, as of 2025-04",
        "| 3 |", "Scores are advisory", "not the mean of the criteria", "DISC style: D", "Only practice styles.",
    ):  # fmt: skip
        assert part in text, part
    assert str(tmp_path) not in text
    assert text.endswith("\n")
    assert "\n\n\n" not in text
    assert not [line for line in text.splitlines() if line != line.rstrip()]


def test_faults_and_caps_are_named(tmp_path: Path) -> None:
    text = markdown(played(tmp_path, POLITE, SHOVE), "en")
    assert "**Fault: Brush-off**: severe “not my job”" in text
    assert "- Brush-off: 1 time" in text
    assert "Gone" in text
    assert "> I will complain." in text


def test_the_same_session_gives_the_same_bytes(tmp_path: Path) -> None:
    transcript = played(tmp_path, CURT, POLITE)
    assert markdown(transcript, "en") == markdown(transcript, "en")


def test_the_language_asked_for_is_used_and_the_interface_keeps_its_own(tmp_path: Path) -> None:
    i18n.use("en")
    text = markdown(played(tmp_path, CURT), "zh-CN")
    assert "文明用语" in text
    assert i18n.current() == "en"


def test_a_session_without_a_reply_is_a_document_too(tmp_path: Path) -> None:
    practice = start(tmp_path)
    text = markdown(practice.transcript, "en")
    assert "has not come to an end" in text
    assert "I have been waiting" in text


def test_a_reply_not_yet_judged_is_shown(tmp_path: Path) -> None:
    practice = start(tmp_path)
    practice.say(POLITE)
    assert "Not judged yet." in markdown(practice.transcript, "en")


def hostile_session(home: Path, text: str) -> Transcript:
    practice = start(home, trainee=text)
    practice.close()
    started = practice.transcript.started
    scenario = started.scenario
    raw = scenario.model_dump(mode="json", by_alias=True)
    raw["title"] = raw["resident"]["name"] = raw["briefing"] = text
    raw["facts"][0] |= {"text": text, "source": text}
    raw["scenes"][0]["title"] = text
    raw["endings"][0] |= {"title": text, "text": text}
    hostile = Scenario.model_validate(raw)
    return practice.transcript.model_copy(
        update={
            "started": started.model_copy(update={"scenario": hostile}),
            "ending": hostile.endings[0],
            "heard": (text,),
        }
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_scenario_changes_nothing_of_the_documents_form(
    tmp_path: Path, text: str
) -> None:
    hostile = markdown(hostile_session(tmp_path, text), "en")
    found = {t.type for t in tokens(hostile)}
    assert not found & LIVE
    headings = [t for t in tokens(hostile) if t.type == "heading_open"]
    harmless = markdown(hostile_session(tmp_path, "harmless"), "en")
    assert len(headings) == len([t for t in tokens(harmless) if t.type == "heading_open"])
    assert "\x1b" not in hostile
    assert "\u202e" not in hostile
