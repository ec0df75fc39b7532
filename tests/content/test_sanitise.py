"""Text from files and keyboards cannot steer a terminal or hide what it says."""

from __future__ import annotations

import pytest

from trainer.content.sanitise import name_line, sanitise


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("您好，请坐。\n第二行\t列", "您好，请坐。\n第二行\t列"),
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("a\x07b\x7fc\x9bd\r\n", "abcd\n"),
        ("abc\u202egnp.exe\u2066x\u2069\u200f", "abcgnp.exex"),
        ("密\u200b码\ufeff\u2060", "密码"),
        ("bad\ud800surrogate", "badsurrogate"),
        ("one\u2028two\u2029three", "one\ntwo\nthree"),
        ("tag\U000e0041\U000e007f", "tag"),
        ("é e\u0301 😀 ❤️ 𠮷", "é e\u0301 😀 ❤️ 𠮷"),
        ("", ""),
    ],
)
def test_hidden_characters_go_and_all_else_stays(text: str, clean: str) -> None:
    assert sanitise(text) == clean
    assert sanitise(clean) == clean


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("👩\u200d🚀", "👩\u200d🚀"),
        ("👩🏽\u200d🚀 \u200d", "👩🏽\u200d🚀"),
        ("ශ්\u200dරී", "ශ්\u200dරී"),
        ("می\u200cنا", "می\u200cنا"),
        ("An\u200dn \u200dLee\u200c", "Ann Lee"),
        ("王\u200d芳\u202e", "王芳"),
    ],
)
def test_a_name_keeps_the_joiners_that_can_be_seen(text: str, clean: str) -> None:
    assert name_line(text) == clean
    assert name_line(clean) == clean
