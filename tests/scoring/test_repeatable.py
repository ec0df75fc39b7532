"""The same reply in the same context always gets the same bytes."""

from __future__ import annotations

import json
import random

from tests.scoring.replies import LANGS, sample
from trainer.cli.batch import scored
from trainer.scoring.assess import RubricScorer
from trainer.session.desk import Desk


def lines() -> list[bytes]:
    found = []
    for case in (c for lang in LANGS for c in sample(lang, 5)):
        context = case.context
        raw = {
            "id": case.id, "lang": case.lang, "venue": context.venue, "stage": context.stage,
            "resident": {"name": context.name, "disc": context.disc, "address_as": list(context.address_as)},
            "situation": context.situation, "facts": [text for _, text in context.facts],
            "history": list(context.history), "resident_line": context.resident_line, "reply": case.reply,
        }  # fmt: skip
        found.append(json.dumps(raw, ensure_ascii=False).encode())
    return found


def test_alone_again_and_in_another_order_the_bytes_are_the_same(desk: Desk) -> None:
    # That two processes give the same bytes as one is shown in tests/cli/test_score.py.
    asked = lines()
    together = [out for out, good in scored(asked, desk, "reception", 1) if good]
    assert len(together) == len(asked)
    order = list(range(len(asked)))
    random.Random(5).shuffle(order)
    shuffled = [out for out, _ in scored([asked[i] for i in order], desk, "reception", 1)]
    assert shuffled == [together[i] for i in order]
    alone = [
        next(scored([asked[i]], Desk(desk.home), "reception", 1))[0] for i in (0, len(asked) - 1)
    ]
    assert alone == [together[0], together[-1]]


def test_what_to_say_instead_comes_from_this_context_whatever_was_judged_before(desk: Desk) -> None:
    case = next(c for c in sample("en", 20) if len(c.context.facts) > 1)
    model = f"Good morning. {case.context.facts[0][1]}. I will ring you by five tomorrow."
    here = case.context.model_copy(update={"models": (model,)})
    there = here.model_copy(update={"venue": "hotline", "facts": here.facts[1:]})
    used, fresh = Desk(desk.home).scorer("reception"), Desk(desk.home).scorer("reception")
    used.assess("No.", here)
    assert used.assess("No.", there) == fresh.assess("No.", there)


def test_a_reply_judged_three_times_is_judged_the_same(scorer: RubricScorer) -> None:
    for lang in LANGS:
        for case in sample(lang, 4):
            first, *rest = (
                scorer.assess(case.reply, case.context).model_dump_json() for _ in "123"
            )
            assert rest == [first, first]
