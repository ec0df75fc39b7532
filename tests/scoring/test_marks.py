"""What marks would say is learned from replies that have them."""

from __future__ import annotations

import pytest

from trainer.scoring.marks import BUCKETS, Marks, learn_marks

# A language of its own: a question ends in “po”, a pause comes after “ra”.
ASKED = ["ma ti ra, lo sa po?", "su ne po? mi ta lo.", "ti lo ra, ma ne po?", "sa mi lo po? ta ti."]
SAID = ["ma ti ra, lo sa ne.", "su ne ra, mi ta lo.", "ti lo ra, ma ne sa.", "sa mi lo ra, ta ti."]
RUN = "ma ti lo sa ne su ra mi ta lo ti ma ne sa"


@pytest.fixture(scope="module")
def marks() -> Marks:
    return Marks(learn_marks([f"{a} {b}" for a in ASKED for b in SAID] * 9, "xx"), "xx")


def test_a_clause_that_ends_as_questions_do_is_one_without_its_mark(marks: Marks) -> None:
    assert marks.asks("ta su po")
    assert not marks.asks("ta su lo")


def test_a_single_word_is_no_question(marks: Marks) -> None:
    assert not marks.asks("po")
    assert not marks.asks("")


def test_a_pause_stands_where_others_set_a_mark_in_a_run_too_long_for_one_breath(
    marks: Marks,
) -> None:
    assert (RUN.index("mi ta"), True) in marks.pauses(RUN)
    assert marks.pauses("ma ti ra mi ta") == []


def test_who_sets_no_question_marks_teaches_nothing_about_questions() -> None:
    weights = learn_marks(["lo sa po, mi ta.", "su ne po, ti lo."] * 20, "xx")
    assert weights.shape == (2, BUCKETS)
    assert not weights[1].any()


def test_of_no_text_nothing_is_learned() -> None:
    assert not Marks(learn_marks([], "xx"), "xx").asks("lo sa po")
