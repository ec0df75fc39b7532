"""What a rubric sets by rule holds whatever was learned: each with the rule and without it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from trainer.model.assessment import Assessment, Context
from trainer.model.rubric import Criterion
from trainer.scoring.assess import SPOTLESS, RubricScorer

LI = Context(
    lang="zh-CN",
    venue="hall",
    stage="opening",
    name="李秀英",
    address_as=("李阿姨",),
    resident_line="我来问问高龄补贴。",
    facts=(("fee", "换证免费，当天就能取"),),
)


def changed(scorer: RubricScorer, **rules: Any) -> RubricScorer:
    """The same scorer by a rubric with other rules."""
    learned = scorer.learned([LI.lang or ""])
    rubric = learned.rubric.model_copy(update=rules)
    return replace(learned, rubric=rubric).scorer(scorer._encoder, scorer._listener)


def without(scorer: RubricScorer, mark: str) -> RubricScorer:
    """The same scorer by a rubric none of whose criteria has this mark."""
    criteria = scorer.learned([LI.lang or ""]).rubric.criteria
    return changed(scorer, criteria=tuple(c.model_copy(update={mark: False}) for c in criteria))


def criterion(scorer: RubricScorer, name: str) -> Criterion:
    found = scorer.learned([LI.lang or ""]).rubric.criterion(name)
    assert found is not None
    return found


def corrected(
    scorer: RubricScorer, name: str, level: int, reply: str, whole: float = 0.5, away: bool = False
) -> int:
    """What a learned `level` becomes."""
    reading = scorer._read(reply, LI, "zh-CN")
    return scorer._corrected(criterion(scorer, name), (level, 0.9), reading, whole, away)[0]


def test_a_severe_fault_caps_what_else_is_good(scorer: RubricScorer) -> None:
    reply = (
        "李阿姨您好，我是小陈，您先请坐。您白跑一趟，换谁都着急，实在对不住。补贴的事我现在就替您查，"
        "明天下午三点前我打电话告诉您结果，换证免费，当天就能取，您看行吗？闭嘴。"
    )
    capped, free = scorer.assess(reply, LI), changed(scorer, caps=()).assess(reply, LI)
    assert -2 in {f.level for f in free.findings}
    assert capped.overall == 35 < free.overall


def test_who_is_called_by_anothers_name_is_greeted_halfway_at_best(scorer: RubricScorer) -> None:
    def greeted(scorer: RubricScorer, name: str) -> int:
        return scorer.assess(f"{name}您好，您先请坐，我是小陈。", LI).level("greeting_address")

    assert greeted(scorer, "李阿姨") == 2
    assert greeted(scorer, "王阿姨") == 1
    assert greeted(without(scorer, "by_name"), "王阿姨") == 2


def test_a_mild_fault_of_a_spotless_reply_is_none_and_a_severe_one_stays(
    scorer: RubricScorer,
) -> None:
    for level, whole, told in (
        (-1, SPOTLESS, 0),
        (-1, SPOTLESS - 0.01, -1),
        (-2, SPOTLESS, -2),
    ):
        assert corrected(scorer, "buck_passing", level, "您好。", whole) == told


def test_who_contradicts_a_fact_gives_no_grounds(scorer: RubricScorer) -> None:
    assert corrected(scorer, "policy_basis", 2, "换证免费，当天取。") == 2
    assert corrected(scorer, "policy_basis", 2, "换证要收您四十块。") == 0


def test_a_reply_to_another_matter_handles_nothing_and_does_little_else(
    scorer: RubricScorer,
) -> None:
    expected = {"clear_next_steps": 0, "exploration": 1, "polite_register": 2}
    for name, level in expected.items():
        assert corrected(scorer, name, 2, "您好。") == 2
        assert corrected(scorer, name, 2, "您好。", away=True) == level


@pytest.mark.parametrize("reply", ["我理解您的心情，但是谁不急？滚一边去，没人管您的事。"])
def test_a_sympathy_taken_back_in_the_same_breath_is_weak_at_best(
    scorer: RubricScorer, reply: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def judged(scorer: RubricScorer) -> Assessment:
        results = type(scorer)._corrected

        def generous(self: RubricScorer, criterion: Criterion, *rest: Any) -> tuple[int, float]:
            if criterion.id == "interpretation":
                return 2, 0.9
            return results(self, criterion, *rest)

        monkeypatch.setattr(type(scorer), "_corrected", generous)
        try:
            return scorer.assess(reply, LI)
        finally:
            monkeypatch.undo()

    assert judged(scorer).level("interpretation") == 1
    assert judged(without(scorer, "taken_back")).level("interpretation") == 2


def test_what_is_only_done_gives_no_grounds(scorer: RubricScorer) -> None:
    criteria = scorer.learned([LI.lang or ""]).rubric.criteria
    heedless = changed(
        scorer, criteria=tuple(c.model_copy(update={"called_by": None}) for c in criteria)
    )
    reply = "[把换证免费当天就能取的告示指给她看]"
    assert scorer.assess(reply, LI).level("policy_basis") == 0
    assert heedless.assess(reply, LI).level("policy_basis") > 0


def test_who_breaks_a_limit_keeps_within_none(scorer: RubricScorer) -> None:
    reply = "李阿姨，这个我不能打包票，要等区里批，批下来我当天给您打电话。您的补贴包在我身上。"
    bound = LI.model_copy(update={"limits": {"no-promise": ("包在我身上",)}})
    free = without(scorer, "within_limits")
    assert scorer.assess(reply, bound).level("bounded_commitment") == 0
    assert free.assess(reply, bound).level("bounded_commitment") > 0
    assert scorer.assess(reply, LI).level("bounded_commitment") > 0


def test_without_a_word_nothing_is_called_curt(scorer: RubricScorer) -> None:
    register = LI.model_copy(update={"calls_for": ("exploration",)})
    silent = {f.criterion: f for f in scorer.assess("[点头]", register).findings}
    assert silent["exploration"].why == "没有开口说话"
    assert not silent["polite_register"].called
    spoken = {f.criterion: f for f in scorer.assess("[点头]快说。", register).findings}
    assert spoken["polite_register"].why == "语气生硬，像在下命令"
    assert spoken["polite_register"].called
