"""Which branches a reply may open in some state of the talk."""

from __future__ import annotations

from tests.playtest.toy import ByWords, play
from trainer.model.assessment import Assessment
from trainer.model.condition import Bound, Condition
from trainer.model.scenario import Branch
from trainer.playtest.openings import mentioned, openings, together
from trainer.scoring.context import context_of


def judged(reply: str) -> Assessment:
    scenario = play().scenario
    return ByWords().assess(reply, context_of(scenario, scenario.scenes[0], (("R", "So?"),)))


def opened(reply: str, *conditions: Condition) -> list[int]:
    branches = [Branch(to="there", when=condition) for condition in conditions]
    return openings(branches, reply, judged(reply))


POLITE = Condition(levels={"polite": Bound(low=1)})
CARE = Condition(levels={"care": Bound(low=1)})
ANGRY = Condition(mood={"anger": Bound(low=50)})
AGAIN = Condition(visits=Bound(low=2))
ALWAYS = Condition()


def test_what_the_reply_decides_is_decided() -> None:
    assert opened("Please.", POLITE, CARE, ALWAYS) == [0]
    assert opened("Sorry.", POLITE, CARE, ALWAYS) == [1]
    assert opened("Hm.", POLITE, CARE, ALWAYS) == [2]


def test_feelings_may_be_anything() -> None:
    assert opened("Hm.", ANGRY, ALWAYS) == [0, 1]
    assert opened("Hm.", Condition.model_validate({"not": ANGRY}), ALWAYS) == [0, 1]


def test_a_branch_that_an_earlier_one_always_forestalls_is_not_opened() -> None:
    both = Condition(levels={"polite": Bound(low=1)}, visits=Bound(low=2))
    assert opened("Please.", both, AGAIN, ALWAYS) == [0, 2]
    assert opened("Hm.", both, AGAIN, ALWAYS) == [1, 2]


def test_together_replies_do_what_each_does_alone() -> None:
    both = together([judged("Please."), judged("Sorry, by Monday.")])
    assert (both.level("polite"), both.level("care")) == (2, 2)
    assert [m.id for m in both.promised] == ["no-date"]


def test_what_conditions_ask_to_be_said_is_found_wherever_it_stands() -> None:
    deep = Condition.model_validate({"any": [{"cites": ["a"]}, {"not": {"says": ["b"]}}]})
    found = mentioned([deep])
    assert (found["cites"], found["says"], found["acts"]) == ({"a"}, {"b"}, set())
