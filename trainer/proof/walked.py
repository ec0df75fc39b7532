"""A walkthrough played twice: in memory, and as a session that is left and taken up at every turn."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from trainer.dialogue.respond import Response, begin, respond
from trainer.model.assessment import Assessment, met_by
from trainer.model.disc import Disc
from trainer.model.event import AnyEvent, Assessed, Ended, Moved, Spoke
from trainer.model.rubric import Rubric
from trainer.model.scenario import Scenario
from trainer.model.talk import TalkState
from trainer.model.walkthrough import Walkthrough
from trainer.scoring.context import context_of
from trainer.scoring.scorer import Scorer
from trainer.session.practice import Practice


@dataclass(frozen=True, slots=True)
class Passed:
    """One reply of a walkthrough as it went: from which state, how judged, and what came of it."""

    before: TalkState
    reply: str
    assessment: Assessment
    response: Response

    @property
    def after(self) -> TalkState:
        """The talk once the resident has answered."""
        return self.response.state


@dataclass(frozen=True, slots=True)
class Walked:
    """A walkthrough as it went, up to its ending or to its last reply."""

    first: tuple[tuple[str, str], ...]
    passed: tuple[Passed, ...]

    def record(self) -> bytes:
        """All that it consists of, to be compared."""
        events: list[object] = [list(each) for each in self.first]
        for each in self.passed:
            answer = each.response
            events += [
                each.assessment.model_dump(mode="json"),
                each.before.mood.model_dump(mode="json"),
                [answer.state.model_dump(mode="json"), answer.branch, answer.because],
                [move.model_dump(mode="json") for move in answer.moves],
                *(list(said) for said in answer.says),
            ]
            if answer.state.ending is not None:
                events.append(answer.state.ending)
        return _bytes(events)


def straight(
    scenario: Scenario, disc: Disc, walk: Walkthrough, scorer: Scorer, lang: str
) -> Walked:
    """Play `walk` in memory; `lang` is the language of the scorer's reasons."""
    state, first = begin(scenario, disc, walk.seed)
    history = [("R", text) for _scene, text in first]
    passed: list[Passed] = []
    for step in walk.steps:
        scene = scenario.scene(state.scene)
        if state.ending is not None or scene is None:
            break
        met = met_by(each.assessment for each in passed)
        context = context_of(scenario, scene, history, lang, met)
        assessment = scorer.assess(step.reply, context)
        response = respond(state, step.reply, assessment, scenario, disc)
        passed.append(Passed(state, step.reply, assessment, response))
        history += [("S", step.reply), *(("R", text) for _scene, text in response.says)]
        state = response.state
    return Walked(first, tuple(passed))


def resumed(
    scenario: Scenario, rubric: Rubric, disc: Disc, walk: Walkthrough, scorer: Scorer, lang: str
) -> bytes:
    """The record of `walk` as a session that is left after every reply and after every answer.

    Raises StorageError when there is nowhere to keep it meanwhile.
    """
    with TemporaryDirectory(prefix="trainer-walk-") as folder:
        practice = Practice.start(Path(folder), scenario, rubric, disc, seed=walk.seed, lang=lang)
        for step in walk.steps:
            if practice.over:
                break
            practice.say(step.reply)
            practice = _again(practice)
            practice.hear(scorer)
            practice = _again(practice)
        practice.close()
        return _bytes(_events(practice.events))


def _again(practice: Practice) -> Practice:
    practice.close()
    if practice.unsaved is not None:
        raise practice.unsaved
    return Practice.resume(practice.path)


def _events(events: Sequence[AnyEvent]) -> Iterable[object]:
    for event in events:
        match event:
            case Spoke():
                yield [event.scene, event.text]
            case Assessed():
                yield event.assessment.model_dump(mode="json")
            case Moved():
                yield event.before.model_dump(mode="json")
                yield [event.state.model_dump(mode="json"), event.branch, event.because]
                yield [move.model_dump(mode="json") for move in event.moves]
            case Ended():
                yield event.ending
            case _:
                pass


def _bytes(events: Iterable[object]) -> bytes:
    return "\n".join(
        json.dumps(event, ensure_ascii=False, sort_keys=True) for event in events
    ).encode("utf-8", "surrogatepass")
