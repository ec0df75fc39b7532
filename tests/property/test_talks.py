"""What holds of every talk, whatever is said in it."""

from __future__ import annotations

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.shipped import library
from trainer.dialogue.respond import Response, begin, respond
from trainer.model.assessment import Assessment, Evidence, Finding, Mention
from trainer.model.disc import Disc
from trainer.model.rubric import Rubric
from trainer.model.scenario import Scenario
from trainer.model.talk import TalkState

SHIPPED = ("dibao-refused", "pension-face-scan", "council-tax-reminder")
STYLES = tuple(a + b for a in "DISC" for b in ("", *"DISC") if a != b)
SPAN = Evidence(start=0, end=1, text="x")


@cache
def content(name: str) -> tuple[Scenario, Rubric, Disc]:
    scenario = library().find_scenario(name).value
    return scenario, library().rubric(scenario.rubric).value, library().disc().value


@st.composite
def talks(draw: st.DrawFn) -> tuple[Scenario, Disc, int, list[tuple[str, Assessment]]]:
    """A shipped scenario with a resident of any style and difficulty, and judged replies."""
    scenario, rubric, disc = content(draw(st.sampled_from(SHIPPED)))
    resident = scenario.resident.model_copy(update={"disc": draw(st.sampled_from(STYLES))})
    difficulty = draw(st.integers(1, 5))
    scenario = scenario.model_copy(update={"resident": resident, "difficulty": difficulty})
    some = st.sets(st.sampled_from([c.id for c in rubric.criteria]), max_size=6)
    facts, limits = [f.id for f in scenario.facts], [limit.id for limit in scenario.limits]
    replies: list[tuple[str, Assessment]] = []
    for _turn in range(draw(st.integers(1, 8))):
        chosen = draw(some)
        findings = [
            Finding(
                criterion=criterion.id,
                level=draw(st.sampled_from(sorted(criterion.levels))),
                score=0.5,
                called=draw(st.booleans()),
            )
            for criterion in rubric.criteria
            if criterion.id in chosen
        ]
        mentions = [
            tuple(Mention(id=name, evidence=SPAN) for name in draw(st.sets(st.sampled_from(ids))))
            for ids in (facts, facts, limits)
        ]
        judged = Assessment(
            overall=draw(st.integers(0, 100)),
            findings=tuple(findings),
            cited=mentions[0],
            contradicted=mentions[1],
            promised=mentions[2],
        )
        replies.append((draw(st.sampled_from(["", "好的。", "别拍", "[stands up]"])), judged))
    return scenario, disc, draw(st.integers(0, 2**31 - 1)), replies


def answers(
    scenario: Scenario, disc: Disc, state: TalkState, replies: list[tuple[str, Assessment]]
) -> list[Response]:
    """The resident's answers up to the ending, if one is reached."""
    given_so_far: list[Response] = []
    for reply, judged in replies:
        if state.ending is not None:
            break
        given_so_far.append(respond(state, reply, judged, scenario, disc))
        state = given_so_far[-1].state
    return given_so_far


@settings(max_examples=60, deadline=None)
@given(talks())
def test_a_talk_keeps_within_its_bounds_and_always_goes_somewhere(
    talk: tuple[Scenario, Disc, int, list[tuple[str, Assessment]]],
) -> None:
    scenario, disc, seed, replies = talk
    state, _says = begin(scenario, disc, seed)
    for answer in answers(scenario, disc, state, replies):
        after = answer.state
        assert all(0 <= degree <= 100 for degree in after.mood.model_dump().values())
        assert after.turn == state.turn + 1
        if after.ending is None:
            assert scenario.scene(after.scene) is not None
            assert after.visits[after.scene] == state.visits.get(after.scene, 0) + 1
            assert answer.says[-1][0] == after.scene
        else:
            assert scenario.ending(after.ending) is not None
            assert after.visits == state.visits
        state = after


@settings(max_examples=40, deadline=None)
@given(talks(), st.data())
def test_the_same_replies_bring_the_same_answers_from_any_turn_on(
    talk: tuple[Scenario, Disc, int, list[tuple[str, Assessment]]], data: st.DataObject
) -> None:
    scenario, disc, seed, replies = talk
    states = [begin(scenario, disc, seed)[0]]
    whole = answers(scenario, disc, states[0], replies)
    states += [answer.state for answer in whole]
    turn = data.draw(st.integers(0, len(whole)))
    stored = TalkState.model_validate_json(states[turn].model_dump_json())
    assert answers(scenario, disc, stored, replies[turn:]) == whole[turn:]
