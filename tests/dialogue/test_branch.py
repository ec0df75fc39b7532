"""What conditions ask, and what an author can read of them."""

from __future__ import annotations

import pytest

from tests.dialogue.world import assessed
from trainer.dialogue.branch import Situation, holds, met, parts_of, specificity, unmet
from trainer.model.condition import Bound, Condition, read_bound
from trainer.model.mood import Mood

NOW = Situation(
    scene="arrival",
    mood=Mood(anger=40, trust=60),
    visits={"arrival": 2, "earlier": 1},
    turn=3,
    reply="Please take a SEAT, 王阿姨。",
    assessment=assessed(
        70,
        care=1,
        blame=-1,
        cites=("hours",),
        contradicts=("room",),
        promises=("a-date",),
        acts=("stand",),
    ),
)


def asks(**parts: object) -> Condition:
    return Condition.model_validate(parts)


def levels(**bounds: str) -> Condition:
    return Condition(levels={name: read_bound(bound) for name, bound in bounds.items()})


def mood(**bounds: str) -> Condition:
    return asks(mood={name: read_bound(bound) for name, bound in bounds.items()})


HELD = {
    "nothing is asked": asks(),
    "a level": levels(care="at least 1"),
    "an exact level": levels(care="exactly 1"),
    "a criterion that was not judged is at 0": levels(other="exactly 0"),
    "a fault": levels(blame="present"),
    "a mild fault": levels(blame="mild"),
    "the absence of a fault": levels(other="absent"),
    "a mood": mood(anger="below 50"),
    "a band of a mood": mood(anger="40 to 60", trust="40 to 60"),
    "the overall score": asks(overall=read_bound("above 69")),
    "a fact cited": asks(cites=["hours"]),
    "a fact got wrong": asks(contradicts=["room"]),
    "a limit broken": asks(promises=["a-date"]),
    "an action": asks(acts=["stand"]),
    "words, whatever their case": asks(says=["goodbye", "seat"]),
    "words in Chinese": asks(says=["王阿姨"]),
    "a scene that was visited": asks(visited=["earlier"]),
    "how often this scene was entered": asks(visits=read_bound("at least 2")),
    "how many replies there were": asks(turn=read_bound("3")),
    "all of several": asks(all=[levels(care="at least 1"), mood(anger="below 50")]),
    "any of several": asks(any=[levels(care="at least 2"), mood(anger="below 50")]),
    "not": asks(**{"not": levels(care="at least 2")}),
}
UNHELD = {
    "a level": levels(care="at least 2"),
    "a severe fault": levels(blame="severe"),
    "the absence of a fault": levels(blame="absent"),
    "a mood": mood(anger="below 40"),
    "one mood of two": mood(anger="below 50", trust="above 60"),
    "the overall score": asks(overall=read_bound("above 70")),
    "one fact of two": asks(cites=["hours", "room"]),
    "a fact got wrong": asks(contradicts=["hours"]),
    "a limit": asks(promises=["other"]),
    "an action": asks(acts=["bow"]),
    "words": asks(says=["goodbye"]),
    "a scene": asks(visited=["later"]),
    "visits": asks(visits=read_bound("at least 3")),
    "replies": asks(turn=read_bound("below 3")),
    "all of several": asks(all=[levels(care="at least 1"), mood(anger="below 40")]),
    "any of several": asks(any=[levels(care="at least 2"), mood(anger="below 40")]),
    "not": asks(**{"not": levels(care="at least 1")}),
    "one part of two": asks(overall=read_bound("above 69"), says=["goodbye"]),
}


@pytest.mark.parametrize("what", HELD)
def test_it_holds(what: str) -> None:
    assert holds(HELD[what], NOW)


@pytest.mark.parametrize("what", UNHELD)
def test_it_does_not_hold(what: str) -> None:
    assert not holds(UNHELD[what], NOW)


def test_without_a_reply_nothing_asked_of_one_holds_not_even_the_absence_of_a_fault() -> None:
    before = Situation(scene="arrival", mood=NOW.mood, visits=NOW.visits, turn=0)
    for asked in (levels(other="absent"), asks(overall=Bound(low=0)), asks(cites=["hours"])):
        assert not holds(asked, before)
    assert holds(mood(anger="below 50"), before)
    assert holds(asks(visited=["earlier"]), before)


def test_each_part_tells_whether_it_holds() -> None:
    asked = Condition(
        levels={"care": Bound(low=2)}, cites=("hours",), any=(asks(says=("goodbye",)),)
    )
    assert parts_of(asked, NOW) == [("care", False), ("cites", True), ("any", False)]


@pytest.mark.parametrize(
    ("asked", "parts"),
    [
        (asks(), 0),
        (levels(care="1", blame="absent"), 2),
        (asks(cites=["a", "b"], overall=Bound(low=1), says=["x", "y"]), 4),
        (asks(all=[mood(anger="below 9"), mood(trust="above 9")]), 2),
        (asks(any=[asks(), asks()], **{"not": asks()}), 2),
        (asks(visits=Bound(low=2), turn=Bound(low=2), visited=["a"]), 3),
    ],
)
def test_the_more_a_condition_asks_the_more_specific_it_is(asked: Condition, parts: int) -> None:
    assert specificity(asked) == parts


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        (levels(care="at least 1"), asks()),
        (
            Condition(
                levels={"care": Bound(low=2), "blame": Bound(high=-1)},
                mood={"anger": Bound(high=30), "trust": Bound(low=50)},
            ),
            Condition(levels={"care": Bound(low=2)}, mood={"anger": Bound(high=30)}),
        ),
        (asks(cites=["hours", "fee"], visited=["later"]), asks(cites=["fee"], visited=["later"])),
        (asks(turn=Bound(low=9), says=["nothing"]), asks(turn=Bound(low=9), says=["nothing"])),
        (asks(any=[asks(cites=["fee"]), asks(cites=["hours"])]), asks()),
        (
            asks(any=[asks(cites=["fee", "hours"]), mood(anger="below 9")]),
            asks(any=[asks(cites=["fee"]), mood(anger="below 9")]),
        ),
        (asks(all=[asks(cites=["hours"]), asks(cites=["fee"])]), asks(all=[asks(cites=["fee"])])),
        (asks(**{"not": asks(cites=["hours"])}), asks(**{"not": asks(cites=["hours"])})),
    ],
)
def test_what_does_not_hold_is_told_apart_from_what_does(asked: Condition, left: Condition) -> None:
    assert unmet(asked, NOW) == left
    assert holds(asked, NOW) == (left == Condition())


def test_of_alternatives_the_first_that_holds_is_the_reason() -> None:
    either = asks(any=[asks(cites=["fee"]), asks(cites=["hours"]), mood(anger="below 90")])
    assert met(either, NOW) == asks(any=[asks(cites=["hours"])])
    nested = asks(all=[either], turn=Bound(low=1))
    assert met(nested, NOW) == asks(all=[asks(any=[asks(cites=["hours"])])], turn=Bound(low=1))
