from __future__ import annotations

import pytest

from trainer.report.words import sentence, then


@pytest.mark.parametrize(
    ("said", "sentence_"),
    [
        ("", ""),
        (" said so ", "Said so."),
        ("really?", "Really?"),
        ("he said “no.”", "He said “no.”"),
        ("says “calm down”", "Says “calm down”."),
        ("依据含糊，或只说“我查一下”", "依据含糊，或只说“我查一下”。"),
        ("他说：“好。”", "他说：“好。”"),
    ],
)
def test_a_sentence_has_its_capital_and_its_full_stop(said: str, sentence_: str) -> None:
    assert sentence(said) == sentence_


def test_two_sentences_stand_apart_as_their_language_has_it() -> None:
    assert then("One.", "two") == "One. Two."
    assert then("一。", "二") == "一。二。"
    assert then("One.", "") == "One."
