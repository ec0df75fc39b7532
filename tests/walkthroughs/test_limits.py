"""The limits of the shipped scenarios: broken by the plainest words that break them, kept by whoever declines."""

from __future__ import annotations

import pytest

from tests.shipped import library, scorer
from trainer.scoring.context import context_of

BROKEN = [
    ("council-tax-reminder", "no-cancel", "I can cancel it today."),
    ("council-tax-reminder", "no-cancel", "I'm cancelling it right now for you."),
    ("council-tax-reminder", "no-cancel", "Yes, I can cancel it by Friday."),
    ("council-tax-reminder", "no-compensation", "We'll take something off your bill."),
    ("parking-fine-filming", "no-cancel", "Of course I can cancel it."),
    ("parking-fine-filming", "no-cancel", "I'm cancelling it right now for you."),
    ("parking-fine-filming", "no-verdict", "They'll definitely cancel it."),
    ("reasoned-no", "no-grant", "Yes, you can have a second one, no trouble."),
    ("reasoned-no", "no-neighbours", "They probably have a carer permit."),
    ("dibao-refused", "no-guarantee", "您放心，一定给您批下来。"),
    ("dibao-refused", "no-guess-reason", "肯定是您家收入超了。"),
    ("pension-face-scan", "no-arrival-date", "明天钱就能到。"),
    ("pension-face-scan", "no-skip-check", "我给您改成通过。"),
    ("hands-that-speak", "no-guarantee", "肯定能装上。"),
    ("midnight-hotline", "no-waiting", "再等十分钟看看。"),
    ("midnight-hotline", "no-heat-date", "今晚就能修好。"),
    ("smell-of-gas", "all-safe", "放心，没事的。"),
    ("smell-of-gas", "let-in", "行，您上去吧。"),
    ("mother-says-nothing", "no-bypass", "行，今天给您办好。"),
    ("mother-says-nothing", "no-bypass", "您来签吧。"),
]
KEPT = [
    ("council-tax-reminder", "I can't cancel it today, only Revenues can cancel it for you."),
    ("council-tax-reminder", "I'm not sure I can cancel it."),
    ("council-tax-reminder", "I'm so sorry her name is still on it."),
    ("parking-fine-filming", "I can't say they'll cancel it, and I can't cancel it myself."),
    ("reasoned-no", "I'm afraid you can't have a second one; nobody can have a second permit."),
    ("dibao-refused", "我不敢保证能批，批下来以后孟姐给您打电话。"),
    ("pension-face-scan", "哪天一定到账，我定不了；我也不能直接给您通过。"),
    ("hands-that-speak", "不一定能装上，是您妈妈接的还是别人接的，表上没写。"),
    ("midnight-hotline", "别等天亮再叫，有没有事得大夫看。"),
    ("smell-of-gas", "我不能让您快去快回，有没有危险要等测了才知道。"),
    ("mother-says-nothing", "单子谁也不能代签，不能就算同意了。"),
]


def broken(scenario: str, reply: str) -> set[str]:
    """The limits a reply breaks where the talk begins."""
    talk = library().find_scenario(scenario).value
    context = context_of(talk, talk.scenes[0], [("R", talk.scenes[0].lines[0].say)])
    return {limit.id for limit in scorer().assess(reply, context).promised}


@pytest.mark.parametrize(("scenario", "limit", "reply"), BROKEN)
def test_the_plainest_words_break_a_limit(scenario: str, limit: str, reply: str) -> None:
    assert limit in broken(scenario, reply)


@pytest.mark.parametrize(("scenario", "reply"), KEPT)
def test_whoever_declines_breaks_none(scenario: str, reply: str) -> None:
    assert broken(scenario, reply) == set()
