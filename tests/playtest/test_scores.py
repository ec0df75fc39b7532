"""Assessments worked out once: within a playtest, and from one to the next."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.playtest.toy import ByWords, Counting, play
from tests.shipped import HOME, scorer
from tests.shipped import library as shipped
from trainer.model.assessment import Assessment
from trainer.playtest import judges
from trainer.playtest.scores import Ask, Scores, bare
from trainer.playtest.store import CacheFile, fingerprint
from trainer.scoring.context import context_of

ASK = Ask("start", "I have waited an hour.", "Please sit down.")


def scores(judge: Counting, store: CacheFile | None = None, version: str = "1") -> Scores:
    return Scores(play().scenario, judge, version, store)


def test_the_judgement_is_the_scorers_own_in_that_scene() -> None:
    scenario = play().scenario
    context = context_of(scenario, scenario.scenes[0], (("R", ASK.heard),))
    whole = ByWords().assess(ASK.reply, context)
    found = scores(Counting()).of([ASK])[0]
    assert found.overall == whole.overall
    assert [(f.criterion, f.level, f.score, f.called) for f in found.findings] == [
        (f.criterion, f.level, f.score, f.called) for f in whole.findings
    ]


def test_the_same_reply_to_other_words_or_in_another_scene_is_judged_apart() -> None:
    judge = Counting()
    others = [ASK._replace(heard="Still here!"), ASK._replace(scene="corner")]
    scores(judge).of([ASK, *others, ASK])
    assert len(judge.asked) == 3


def test_only_what_this_playtest_asked_for_is_known(tmp_path: Path) -> None:
    store = CacheFile(tmp_path / "kept")
    scores(Counting(), store).of([ASK])
    later = scores(Counting(), store)
    assert later.knows(ASK) is None
    later.of([ASK])
    assert later.knows(ASK) is not None


@pytest.mark.parametrize("version", ["1", "2"])
def test_kept_assessments_hold_for_one_version(tmp_path: Path, version: str) -> None:
    store, judge = CacheFile(tmp_path / "kept"), Counting()
    first = scores(Counting(), store).of([ASK])
    assert scores(judge, store, version).of([ASK]) == first
    assert bool(judge.asked) == (version == "2")


def test_what_is_kept_comes_back_as_it_was(tmp_path: Path) -> None:
    store = CacheFile(tmp_path / "kept")
    promise = ASK._replace(reply="Please come at five, surely by Monday. 好的")
    first = scores(Counting(), store).of([promise])[0]
    again = scores(Counting(), store).of([promise])[0]
    assert again == first
    assert [m.id for m in again.promised] == ["no-date"]
    assert [m.id for m in again.cited] == ["hours"]


def test_a_damaged_file_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "kept"
    path.write_bytes(b"no database" * 100)
    scores(Counting(), CacheFile(path)).of([ASK])
    judge = Counting()
    scores(judge, CacheFile(path)).of([ASK])
    assert judge.asked == []


def test_where_nothing_can_be_kept_it_is_judged_each_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    store = CacheFile(tmp_path / "file" / "kept")
    for _time in range(2):
        judge = Counting()
        scores(judge, store).of([ASK])
        assert judge.asked


def test_another_rubric_or_scorer_is_another_version() -> None:
    assert fingerprint("a", "b") == fingerprint("a", "b")
    assert len({fingerprint("a", "b"), fingerprint("a", "c"), fingerprint("c", "b")}) == 3


def test_several_processes_judge_as_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judges, "WORTH_IT", 1)
    monkeypatch.setattr(judges, "CHUNK", 2)
    shelf = shipped()
    scenario = shelf.find_scenario("council-tax-reminder").value
    questions = [
        (context_of(scenario, scene, (("R", scene.lines[0].say),)), reply)
        for scene in scenario.scenes[:3]
        for reply in (*scene.model_replies, *scene.poor_replies)
    ]
    one = judges.alone(scorer())(questions)

    def plain(found: list[Assessment]) -> list[Assessment]:
        return [bare(assessment) for assessment in found]

    with judges.together(scorer(), 2, shelf.roots, "reception", HOME) as judge:
        assert plain(judge(questions)) == plain(one)
