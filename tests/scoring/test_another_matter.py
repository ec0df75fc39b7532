"""A reply learned by heart is known in another scene, however good it is in its own."""

from __future__ import annotations

import json
import random
from functools import cache

import numpy as np
import pytest

from tests.scoring.conftest import Tell
from tests.scoring.measures.figures import Figures
from tests.scoring.replies import LANGS, Judge
from tests.shipped import library
from trainer.model.assessment import Context
from trainer.scoring.labelled import read_line, text_line
from trainer.scoring.match import MEASURES, WORTH, learn_match


@cache
def good_ones(lang: str) -> tuple[tuple[str, str, Context], ...]:
    """Family, reply and context of the good replies of a file that nothing was learned from."""
    path = library().rubric("reception").path.parent / "held" / f"dev.{lang}.jsonl"
    rows = [
        (line, raw)
        for line in path.read_bytes().splitlines()
        if (raw := json.loads(line)).get("overall", 0) >= 70 and raw["facts"]
    ]
    items = [(raw["family"], read_line(text_line(line), [])) for line, raw in rows]
    return tuple((family, item.reply, item.context) for family, item in items)


@pytest.mark.parametrize("lang", LANGS)
def test_a_good_reply_answers_its_own_scene_and_no_other(
    judge: Judge, tell: Tell, lang: str
) -> None:
    good, dice = good_ones(lang)[:36], random.Random(5)
    own = [judge(reply, context).elsewhere for _family, reply, context in good]
    lent = [
        judge(reply, dice.choice([c for other, _, c in good if other != family])).elsewhere
        for family, reply, _context in good
    ]
    shares = {"tried": len(good), "known": sum(lent) / len(good), "mistaken": sum(own) / len(good)}
    tell("good replies in another scene", Figures(shares))
    assert len(good) >= 35
    assert shares["known"] >= 0.9
    assert shares["mistaken"] <= 0.02


def test_the_better_a_reply_the_more_it_must_take_up_of_its_own_scene() -> None:
    chance = np.random.default_rng(3)
    overall = chance.uniform(0.4, 1, 300)
    own = np.asarray(chance.normal(overall[:, None], 0.3, (300, MEASURES)), np.float32)
    lent = np.asarray(chance.normal(0.2, 0.3, (300, MEASURES)), np.float32)
    cuts = learn_match(own, lent, np.arange(300), overall, overall)["match_cut"]
    assert len(cuts) == len(WORTH)
    assert (np.diff(cuts) >= 0).all()
    assert cuts[-1] > cuts[0]


def test_of_too_few_sound_replies_nothing_is_told_apart() -> None:
    few = np.zeros((5, MEASURES), np.float32)
    learned = learn_match(few, few, np.arange(5), np.ones(5), np.ones(5))
    assert (learned["match_cut"] == -np.inf).all()
