"""How it is written down does not matter where it means the same."""

from __future__ import annotations

import pytest

from tests.scoring import changes
from tests.scoring.conftest import Tell
from tests.scoring.measures.figures import Figures, moved_by
from tests.scoring.replies import LANGS, Judge, sample

COUNT = 60
"""Replies of each kind: of 40 it was chance whether the mean was 3.7 or 5.2."""


@pytest.mark.parametrize(
    ("lang", "kind"), [(lang, k) for lang in LANGS for k in changes.ROBUST[lang]]
)
def test_a_small_change_moves_the_overall_by_at_most_five_points_in_the_mean(
    judge: Judge, tell: Tell, lang: str, kind: str
) -> None:
    change = changes.ROBUST[lang][kind]
    changed = sample(lang, COUNT, lambda case: change(case.reply) != case.reply)
    moved, against = moved_by(judge, changed, change)
    tell(kind, Figures(moved.values(), against))
    assert len(moved.overall) == COUNT
    assert moved.mean <= 5


@pytest.mark.parametrize("lang", LANGS)
def test_small_changes_hardly_ever_move_a_criterion_by_more_than_a_level(
    judge: Judge, tell: Tell, lang: str
) -> None:
    few = sample(lang, 10)
    kinds = {name: moved_by(judge, few, change) for name, change in changes.ROBUST[lang].items()}
    levels = sum(moved.levels for moved, _ in kinds.values())
    far = [line for _, against in kinds.values() for line in against]
    tell("moved far", Figures({"levels": levels, "share": len(far) / levels}, far))
    assert len(far) / levels <= 0.002
