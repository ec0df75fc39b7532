"""What was judged once is not judged again, in one check and from one check to the next."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.proof.talk import GOOD
from tests.shipped import library
from tests.walkthroughs.by_level import ByLevel
from trainer.model.assessment import Assessment, Context
from trainer.proof.memory import Kept, Remembering

HERE = Context(lang="zh-CN", calls_for=("greeting_address",))


class Counting(ByLevel):
    def __init__(self, version: str = "one") -> None:
        super().__init__(library().rubric().value)
        self.version = version
        self.asked = 0

    def assess(self, reply: str, context: Context) -> Assessment:
        self.asked += 1
        return super().assess(reply, context)


def test_the_same_reply_in_the_same_context_is_judged_once() -> None:
    scorer = Counting()
    once = Remembering(scorer)
    first = once.assess(GOOD, HERE)
    assert once.assess(GOOD, HERE) == first
    assert scorer.asked == 1
    once.assess(GOOD, HERE.model_copy(update={"resident_line": "？"}))
    once.assess("greeting_address 1", HERE)
    assert scorer.asked == 3


def test_it_is_kept_for_the_next_check_word_for_word(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "cache" / "kept.db")
    first = Remembering(Counting(), kept).assess(f"{GOOD}, cites privacy", HERE)
    kept.keep()
    scorer = Counting()
    again = Remembering(scorer, Kept(tmp_path / "cache" / "kept.db"))
    assert again.assess(f"{GOOD}, cites privacy", HERE) == first
    assert scorer.asked == 0


def test_another_scorer_judges_for_itself(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "kept.db")
    Remembering(Counting(), kept).assess(GOOD, HERE)
    kept.keep()
    scorer = Counting("two")
    Remembering(scorer, Kept(tmp_path / "kept.db")).assess(GOOD, HERE)
    assert scorer.asked == 1


@pytest.mark.parametrize("content", [b"", b"no database at all, but long enough to be read" * 20])
def test_a_damaged_file_is_begun_anew(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "kept.db"
    path.write_bytes(content)
    for asked in (1, 0):
        scorer, kept = Counting(), Kept(path)
        Remembering(scorer, kept).assess(GOOD, HERE)
        kept.keep()
        assert scorer.asked == asked


def test_where_nothing_can_be_kept_it_is_judged_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    kept = Kept(tmp_path / "file" / "kept.db")
    assert Remembering(Counting(), kept).assess(GOOD, HERE).level("greeting_address") == 2
    kept.keep()
