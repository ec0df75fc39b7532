"""What is called impossible never happens, however replies are judged; what is far off is told as such."""

from __future__ import annotations

from functools import cache
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.dialogue import world
from tests.shipped import library
from trainer.content.logic import Frame
from trainer.dialogue.respond import begin, respond
from trainer.model.assessment import Assessment, Evidence, Finding, Mention
from trainer.model.disc import Disc
from trainer.model.mood import DIMENSIONS, Mood
from trainer.model.rubric import Criterion, Rubric
from trainer.model.scenario import Scenario, Scene
from trainer.model.talk import TalkState
from trainer.proof.reach import Box, Reach, explore
from trainer.proof.rules.never_said import unsaid

SHIPPED = ("dibao-refused", "pension-face-scan", "council-tax-reminder")
STYLES = tuple(a + b for a in "DISC" for b in ("", *"DISC") if a != b)
SPAN = Evidence(start=0, end=1, text="x")
WAYS = ("best", "worst", "mixed", "any")


@cache
def content(name: str) -> tuple[Scenario, Rubric, Disc]:
    scenario = library().find_scenario(name).value
    return scenario, library().rubric(scenario.rubric).value, library().disc().value


@cache
def cast(name: str, style: str, difficulty: int, anytime: bool) -> tuple[Scenario, Reach]:
    """A shipped scenario with another resident, and how far it reaches."""
    scenario, rubric, disc = content(name)
    resident = scenario.resident.model_copy(update={"disc": style})
    changed = {"resident": resident, "difficulty": difficulty}
    if not anytime:
        changed["anytime"] = ()
    scenario = scenario.model_copy(update=changed)
    return scenario, explore(scenario, rubric, disc)


def judged(scenario: Scenario, scene: Scene, rubric: Rubric, way: str, draw: Random) -> Assessment:
    """Levels as `way` has them; what is called for is what the scene calls for, as a scorer has it."""

    def level(criterion: Criterion) -> int:
        pick = draw.choice(("best", "worst")) if way == "mixed" else way
        if criterion.kind == "penalty":
            return {"best": 0, "worst": -2}.get(pick, draw.choice((0, 0, -1, -2)))
        return {"best": 2, "worst": 0}.get(pick, draw.choice((0, 1, 2)))

    def some(ids: list[str]) -> tuple[Mention, ...]:
        share = draw.choice((0.0, 0.3, 1.0))
        return tuple(Mention(id=name, evidence=SPAN) for name in ids if draw.random() < share)

    facts = [fact.id for fact in scenario.facts]
    return Assessment(
        overall=draw.randint(0, 100),
        findings=tuple(
            Finding(
                criterion=c.id,
                level=level(c),
                score=0.5,
                called=c.always
                or c.id in scene.calls_for
                or (c.called_by is not None and draw.random() < 0.5),
            )
            for c in rubric.criteria
        ),
        cited=some(facts),
        contradicted=some(facts) if way != "best" else (),
        promised=some([limit.id for limit in scenario.limits]) if way != "best" else (),
        actions=some([action.id for action in rubric.actions]),
    )


def inside(state: TalkState, mood: Mood, box: Box) -> bool:
    hair = 1e-6
    return (
        all(
            low - hair <= getattr(mood, d) <= high + hair
            for d in DIMENSIONS
            for low, high in [box.of(d)]
        )
        and box.turn[0] <= state.turn <= box.turn[1]
        and all(
            low <= state.visits.get(scene, 0) <= high
            for scene in box.scenes
            for low, high in [box.visited(scene)]
        )
    )


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(SHIPPED),
    st.sampled_from(STYLES),
    st.integers(1, 5),
    st.booleans(),
    st.integers(0, 2**31 - 1),
)
def test_no_talk_leaves_the_boxes_or_does_what_is_ruled_out(
    name: str, style: str, difficulty: int, anytime: bool, seed: int
) -> None:
    draw = Random(seed)
    _scenario, rubric, disc = content(name)
    scenario, reach = cast(name, style, difficulty, anytime)
    for way in WAYS:
        state, says = begin(scenario, disc, draw.randint(0, 999))
        while state.ending is None and state.turn < 20:
            scene = scenario.scene(state.scene)
            assert scene is not None
            assert inside(state, state.mood, reach.entered[scene.id])
            frame = Frame.of(rubric, scene.id, judged=False)
            silent = [scene.lines[n].say for n in unsaid(scene, reach.entered[scene.id], frame)]
            assert says[-1][1] not in silent
            assessment = judged(scenario, scene, rubric, way, draw)
            reply = draw.choice(["", "好的。", "别拍", "I'll cancel it", "再试一次手机"])
            answer = respond(state, reply, assessment, scenario, disc)
            assert answer.branch in reach.taken[scene.id]
            branch = (*scenario.anytime, *scene.branches)[answer.branch]
            if branch.to == "end":
                assert answer.state.ending in reach.fitting
                ended = answer.state.model_copy(update={"visits": state.visits})
                assert inside(ended, answer.state.mood, reach.ended[scene.id])
            state, says = answer.state, answer.says


def test_everything_shipped_is_within_reach() -> None:
    for name in SHIPPED:
        scenario, rubric, disc = content(name)
        reach = explore(scenario, rubric, disc)
        assert set(reach.entered) == {scene.id for scene in scenario.scenes}
        assert reach.fitting == {ending.id for ending in scenario.endings}


RUBRIC = Rubric.model_validate(
    {
        "id": "r",
        "title": {"en": "R"},
        "version": "1",
        "dimensions": [{"id": "d", "title": {"en": "D"}}],
        "criteria": [
            {
                "id": name,
                "title": {"en": name},
                "dimension": "d",
                "kind": kind,
                "always": always,
                "definition": {"en": name},
                "levels": {n: {"name": {"en": "x"}, "descriptor": {"en": "x"}} for n in levels},
            }
            for name, kind, always, levels in (
                ("care", "merit", False, (0, 1, 2)),
                ("blame", "penalty", True, (0, -1, -2)),
            )
        ],
    }
)


def reach_of(calls_for: list[str], *loop: dict[str, object]) -> Reach:
    """A scene that comes back to itself until `loop` or the end, with a resident of type D."""
    scene = {
        "id": "only",
        "lines": [{"say": "Well?"}],
        "calls_for": calls_for,
        "branches": [*loop, {"to": "only"}],
        "model_replies": ["Good."],
    }
    talk = world.scenario(scenes=[scene], anytime=[], difficulty=3)
    return explore(talk, RUBRIC, world.DISC)


def test_one_reply_moves_a_feeling_by_what_its_effects_can_and_no_more() -> None:
    # D starts at anger 60, gains half of empathy (-10), doubles what a fault does (+10) and hears
    # coldness as it is (+4): care at 2 or 0, blame at -2.
    box = reach_of(["care"], {"to": "end", "when": {"turn": {"low": 1}}}).tried["only"]
    assert [round(n, 3) for n in box.of("anger")] == [55, 84]
    assert box.turn == (1, 1)


def test_what_the_scene_does_not_call_for_moves_nothing() -> None:
    box = reach_of([], {"to": "end", "when": {"turn": {"low": 1}}}).tried["only"]
    assert [round(n, 3) for n in box.of("anger")] == [60, 80]


def test_a_kindness_that_wears_off_brings_only_so_much() -> None:
    # 5, 2.5, 1.2, 0.6, 0.3, 0.2, 0.1: anger never falls by 10.
    box = reach_of(["care"]).tried["only"]
    assert [round(n, 3) for n in box.of("anger")] == [50.1, 100]


def test_what_a_branch_takes_for_certain_is_not_left_for_the_next() -> None:
    reach = reach_of(
        ["care"],
        {"to": "end", "when": {"visits": {"low": 3}}},
        {"to": "end", "when": {"mood": {"anger": {"low": 90}}}},
        {"to": "end", "when": {"turn": {"low": 4}}},
    )
    assert reach.taken["only"] == {0, 1, 3}
    assert reach.entered["only"].turn == (0, 2)
    assert reach.entered["only"].of("anger")[1] <= 90


def test_a_condition_of_several_parts_cuts_each_of_them() -> None:
    reach = reach_of(
        ["care"],
        {"to": "end", "when": {"mood": {"anger": {"low": 50}}, "visits": {"low": 2, "high": 2}}},
    )
    assert reach.ended["only"].turn == (2, 2)
    assert reach.ended["only"].visited("only") == (2, 2)
