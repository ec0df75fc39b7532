from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.report import statement_rules
from tests.report.hostile import LINES, LONG, hostile
from tests.session.small import CURT, POLITE, SHOVE, ByWord, content, played, start
from trainer.model.event import Started
from trainer.report.xapi import EXTENSIONS, PROGRESS, registration, statements, xapi
from trainer.session.practice import Practice
from trainer.session.transcript import Transcript

WORDS = ("Please", "sorry", "not my job")


def verbs(told: list[dict[str, Any]]) -> list[str]:
    return [statement["verb"]["id"].rsplit("/", 1)[1] for statement in told]


def of(verb: str, told: list[dict[str, Any]]) -> dict[str, Any]:
    return next(s for s in told if s["verb"]["id"].endswith(f"/{verb}"))


def odd(tmp_path: Path) -> Transcript:
    """A session whose names are Chinese, whose language is none, and whose trainee has no name."""
    plain = played(tmp_path, POLITE, POLITE, trainee="")
    scenario, rubric = plain.started.scenario, plain.started.rubric
    scenario = scenario.model_copy(update={"id": "低保 被拒/#?%", "lang": "not_a_tag"})
    rubric = rubric.model_copy(update={"title": {}, "id": "接待"})
    started = plain.started.model_copy(update={"scenario": scenario, "rubric": rubric})
    return plain.model_copy(update={"started": started})


SESSIONS: dict[str, Callable[[Path], Transcript]] = {
    "passed": lambda home: played(home, POLITE, POLITE),
    "failed": lambda home: played(home, POLITE, SHOVE),
    "left": lambda home: played(home, CURT),
    "silent": lambda home: played(home),
    "a reply without words": lambda home: played(home, "", SHOVE),
    "odd names": odd,
    "hostile": hostile,
}


@pytest.mark.parametrize("with_text", [False, True])
@pytest.mark.parametrize("which", SESSIONS)
def test_every_statement_keeps_to_the_specification(
    tmp_path: Path, which: str, with_text: bool
) -> None:
    told = statements(SESSIONS[which](tmp_path), with_text=with_text)
    assert told
    for statement in told:
        statement_rules.check(statement)
    assert len({statement["id"] for statement in told}) == len(told)
    assert len({statement["context"]["registration"] for statement in told}) == 1


@pytest.mark.parametrize("with_text", [False, True])
@pytest.mark.parametrize("which", SESSIONS)
def test_every_statement_satisfies_an_independent_validator(
    tmp_path: Path, which: str, with_text: bool
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # not ours to mend
        models = pytest.importorskip("ralph.models.xapi.base.statements")
    for statement in statements(SESSIONS[which](tmp_path), with_text=with_text):
        models.BaseXapiStatement.model_validate(statement)


def test_a_session_is_told_from_its_start_to_its_end(tmp_path: Path) -> None:
    told = statements(played(tmp_path, POLITE, SHOVE))
    assert verbs(told) == [
        "initialized", "responded", "responded", "scored", "scored", "scored",
        "failed", "completed", "terminated",
    ]  # fmt: skip
    assert [s["timestamp"] for s in told] == sorted(s["timestamp"] for s in told)


@pytest.mark.parametrize(("reply", "verb"), [(POLITE, "passed"), (SHOVE, "failed")])
def test_the_ending_decides_whether_it_was_passed_and_only_there_is_a_score_of_the_session(
    tmp_path: Path, reply: str, verb: str
) -> None:
    session = played(tmp_path, POLITE, reply)
    told = statements(session)
    outcome = of(verb, told)["result"]
    overall = session.scorecard.overall
    assert outcome["success"] is (verb == "passed")
    assert outcome["score"] == {"scaled": overall / 100, "raw": overall, "min": 0, "max": 100}
    assert of("completed", told)["result"]["completion"] is True
    assert of("completed", told)["result"]["extensions"] == {PROGRESS: 100}
    for other in ("initialized", "completed", "terminated"):
        assert "score" not in of(other, told).get("result", {})


def test_a_criterion_is_an_item_of_the_scenario_with_versions_in_its_address(
    tmp_path: Path,
) -> None:
    session = played(tmp_path, POLITE, SHOVE)
    scenario, rubric = session.started.scenario, session.started.rubric
    told = [s for s in statements(session) if s["verb"]["id"].endswith("scored")]
    for statement, found in zip(told, session.scorecard.criteria, strict=True):
        criterion = f"/rubrics/small/{rubric.version}/criteria/{found.criterion}"
        assert statement["object"]["id"].endswith(criterion)
        assert statement["object"]["definition"]["type"].endswith("/checklist-item")
        (parent,) = statement["context"]["contextActivities"]["parent"]
        assert parent["id"].endswith(f"/scenarios/counter/{scenario.version}")
        assert statement["result"]["score"]["scaled"] == found.mean


def test_what_judged_is_named_and_its_scores_are_called_advisory(tmp_path: Path) -> None:
    told = statements(played(tmp_path, POLITE, POLITE))
    for statement in told:
        extensions = statement["context"]["extensions"]
        scored = "score" in statement.get("result", {})
        assert extensions.get(f"{EXTENSIONS}/advisory", False) is scored
        if scored:
            assert extensions[f"{EXTENSIONS}/scorer"]["version"] == "by-word"
        (profile,) = statement["context"]["contextActivities"]["category"]
        assert "advisory" in profile["definition"]["description"]["en"]
        assert "仅供练习参考" in profile["definition"]["description"]["zh-CN"]


def test_nothing_that_was_said_is_told_unless_asked_for(tmp_path: Path) -> None:
    session = played(tmp_path, POLITE, SHOVE)
    without, with_text = xapi([session]), xapi([session], with_text=True)
    for words in WORDS:
        assert words not in without
        assert words in with_text
    told = statements(session, with_text=True)
    replies = [s["result"]["response"] for s in told if s["verb"]["id"].endswith("responded")]
    assert replies == [POLITE, SHOVE]
    shove = next(s for s in told if s["object"]["id"].endswith("/shove"))
    evidence = shove["result"]["extensions"][f"{EXTENSIONS}/evidence"]
    assert evidence == [{"turn": 2, "start": 8, "end": 18, "text": "not my job"}]


def test_what_was_told_of_a_session_in_progress_still_stands_when_it_is_over(
    tmp_path: Path,
) -> None:
    practice = start(tmp_path)
    before: list[dict[str, Any]] = []
    for reply in (CURT, POLITE, POLITE):
        practice.say(reply)
        assert statements(practice.transcript)[: len(before)] == before  # a reply not judged yet
        practice.hear(ByWord())
        told = statements(practice.transcript)
        assert told[: len(before)] == before
        assert len(told) > len(before)
        before = told
    practice.close()
    assert verbs(before)[-1] == "terminated"


def test_the_trainee_is_the_journals_and_the_unnamed_are_not_one_person(tmp_path: Path) -> None:
    def actor(session: Transcript) -> str:
        (name,) = {s["actor"]["account"]["name"] for s in statements(session)}
        return str(name)

    assert actor(played(tmp_path, SHOVE, trainee="t-abcdefgh")) == "t-abcdefgh"
    assert actor(played(tmp_path, trainee="")) != actor(played(tmp_path, trainee=""))


def test_time_away_from_a_session_that_was_left_does_not_count(tmp_path: Path) -> None:
    at = datetime(2026, 1, 2, 3, tzinfo=UTC)

    def clock() -> datetime:
        return at

    practice = Practice.start(tmp_path, *content(), trainee="Ann", clock=clock)
    at += timedelta(seconds=90)
    practice.say(POLITE)
    practice.hear(ByWord())
    practice.close()
    at += timedelta(days=3)
    practice = Practice.resume(practice.path, clock=clock)
    at += timedelta(seconds=2.5)
    practice.say(SHOVE)
    practice.hear(ByWord())
    practice.close()
    told = statements(practice.transcript)
    lengths = [s["result"]["duration"] for s in told if s["verb"]["id"].endswith("responded")]
    assert lengths == ["PT90.00S", "PT2.50S"]
    assert of("terminated", told)["result"]["duration"] == "PT92.50S"
    assert told[0]["timestamp"] == "2026-01-02T03:00:00.000Z"


def test_the_same_session_is_the_same_bytes_and_another_shares_no_id(tmp_path: Path) -> None:
    one, two = played(tmp_path, POLITE, SHOVE), played(tmp_path, POLITE, SHOVE)
    assert xapi([one, two]) == xapi([one, two])
    ids = [{s["id"] for s in statements(session)} for session in (one, two)]
    assert not ids[0] & ids[1]
    assert {s["id"] for s in statements(one, with_text=True)} == ids[0]
    assert isinstance(one.started, Started)
    assert registration(one.started.session) != registration(two.started.session)


def test_hostile_text_is_whole_on_one_line_and_harmless_to_look_at(tmp_path: Path) -> None:
    text = xapi([hostile(tmp_path)], with_text=True)
    assert "\x1b" not in text
    assert "\u2028" not in text
    told = [json.loads(line) for line in text.splitlines()]
    assert of("responded", told)["result"]["response"] == f"{LINES}{SHOVE}{LONG}"
