"""A session keeps to the version of the scenario it began with, and says when there is a newer one."""

from __future__ import annotations

import hashlib
from pathlib import Path
from shutil import copytree

import pytest

from tests.session.small import CONTENT, POLITE, SHOVE, ByWord
from tests.shipped import library as shipped
from trainer.content.library import Library
from trainer.errors import ContentFaults, NotFound
from trainer.model.event import Started
from trainer.session.desk import Desk
from trainer.session.journal import read_journal
from trainer.session.people import names
from trainer.session.practice import Practice
from trainer.session.versions import kept, version_of

WORDS = "I have been waiting for an hour."


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return Path(copytree(CONTENT, tmp_path / "content"))


@pytest.fixture
def desk(tmp_path: Path, content: Path) -> Desk:
    return Desk(tmp_path / "home", library=Library([content]), scorer=ByWord())


@pytest.fixture
def file(content: Path) -> Path:
    return content / "scenarios" / "en" / "counter.yaml"


def edit(file: Path, old: str = WORDS, new: str = "At last.") -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_a_rubric_beside_a_scenario_is_judged_by_its_own_scorer(
    tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def load(there: Library, rubric: str, *_told: object, **_more: object) -> Path:
        return there.rubric(rubric).path

    monkeypatch.setattr("trainer.session.fitted.load_scorer", load)
    desk = Desk(tmp_path / "home", library=Library([CONTENT]))
    first = desk.scorer("small")
    assert desk.scorer("small") is first
    desk.scenario(str(file))
    assert str(first) == str(CONTENT / "rubrics" / "small" / "rubric.yaml")
    beside = tmp_path / "content" / "rubrics" / "small" / "rubric.yaml"
    assert str(desk.scorer("small")) == str(beside)


def left(desk: Desk, scenario: str = "counter") -> str:
    """A session with one reply that was left."""
    practice = desk.start(scenario, mode="guided", trainee="Ann")
    practice.say(POLITE)
    practice.hear(ByWord())
    practice.close()
    return str(practice.path)


def started(session: str | Path) -> Started:
    first = read_journal(Path(session))[0]
    assert isinstance(first, Started)
    return first


def test_the_version_is_kept_once_under_the_hash_of_its_file(desk: Desk) -> None:
    first, second = left(desk), left(desk)
    (path,) = (desk.home / "scenarios").iterdir()
    assert path.stem == hashlib.sha256(path.read_bytes()).hexdigest()
    assert path.stem == started(first).scenario_hash == started(second).scenario_hash
    assert kept(desk.home, path.stem) == started(first).scenario


def test_every_version_is_kept(desk: Desk, file: Path) -> None:
    first = left(desk)
    edit(file)
    second = left(desk)
    for session in (first, second):
        begun = started(session)
        assert kept(desk.home, begun.scenario_hash) == begun.scenario
    assert len(list((desk.home / "scenarios").iterdir())) == 2


def test_nothing_is_asked_while_the_scenario_is_as_it_was(desk: Desk, file: Path) -> None:
    session = left(desk)
    assert desk.edited(session) is None
    edit(file, "id: counter", "# a note for colleagues\nid: counter")
    scripted = "walkthroughs:\n  - {title: a, steps: [{reply: Please.}]}\n"
    file.write_text(file.read_text("utf-8") + scripted, "utf-8")
    assert desk.edited(session) is None


def test_an_edited_scenario_is_told_and_the_session_goes_on_as_it_was(
    desk: Desk, file: Path
) -> None:
    session = left(desk)
    edit(file, "So when is it done?", "And now?")
    edited = desk.edited(session)
    assert edited is not None
    assert edited.path == file
    practice = desk.resume(session)
    assert practice.transcript.heard[-1] == "So when is it done?"
    practice.say(SHOVE)
    practice.hear(ByWord())
    assert practice.over
    practice.close()


def test_a_resident_edited_in_a_file_of_its_own_counts(desk: Desk, content: Path) -> None:
    file = content / "scenarios" / "en" / "counter.yaml"
    text = file.read_text("utf-8")
    start, rest = text.index("resident:"), text.index("facts:")
    lines = [line[2:] for line in text[start:rest].split("\n")[1:]]
    person = content / "scenarios" / "residents" / "someone.yaml"
    person.parent.mkdir()
    person.write_text("\n".join(lines), "utf-8")
    file.write_text(text[:start] + "resident: someone\n" + text[rest:], "utf-8")
    session = left(desk)
    assert desk.edited(session) is None
    person.write_text("\n".join([line.replace("41", "90") for line in lines]), "utf-8")
    assert desk.edited(session) is not None


def test_starting_again_takes_the_new_version_and_keeps_the_old_session(
    desk: Desk, file: Path
) -> None:
    session = left(desk)
    before = Path(session).read_bytes()
    edit(file)
    practice = desk.restart(session)
    assert list(practice.transcript.heard) == ["At last."]
    begun = practice.transcript.started
    assert (begun.mode, names(desk.home)) == ("guided", {begun.trainee: "Ann"})
    practice.close()
    assert Path(session).read_bytes() == before
    assert desk.find() == practice.path


def test_a_file_with_mistakes_leaves_only_the_old_version(desk: Desk, file: Path) -> None:
    session = left(desk)
    edit(file, "scenes:", "scnes:")
    edited = desk.edited(session)
    assert edited is not None
    assert edited.scenario is None
    with pytest.raises(ContentFaults):
        desk.restart(session)
    desk.resume(session).close()


def test_a_file_that_is_gone_is_no_obstacle(desk: Desk, file: Path) -> None:
    session = left(desk)
    file.unlink()
    assert desk.edited(session) is None
    desk.resume(session).close()
    with pytest.raises(NotFound):
        desk.restart(session)


def test_a_file_of_ones_own_is_found_again(desk: Desk, file: Path, tmp_path: Path) -> None:
    own = tmp_path / "mine.yaml"
    own.write_text(file.read_text("utf-8").replace("id: counter", "id: mine"), "utf-8")
    session = left(desk, str(own))
    assert started(session).scenario_file == str(own)
    assert desk.edited(session) is None
    edit(own)
    edited = desk.edited(session)
    assert edited is not None
    assert edited.path == own
    practice = desk.restart(session)
    assert list(practice.transcript.heard) == ["At last."]
    practice.close()
    own.unlink()
    assert desk.edited(session) is None


def test_an_installed_scenario_leaves_no_path_in_the_journal(desk: Desk, content: Path) -> None:
    assert str(content).encode() not in Path(left(desk)).read_bytes()


def test_a_session_that_is_over_is_left_alone(desk: Desk, file: Path) -> None:
    practice = desk.start("counter")
    for _turn in range(2):
        practice.say(POLITE)
        practice.hear(ByWord())
    assert practice.over
    practice.close()
    edit(file)
    assert desk.edited(str(practice.path)) is None


def test_a_home_that_cannot_keep_it_does_not_keep_the_session_from_starting(desk: Desk) -> None:
    desk.home.mkdir()
    (desk.home / "scenarios").write_text("in the way")
    practice = Practice.resume(Path(left(desk)))
    assert not practice.over
    practice.close()


@pytest.mark.parametrize("path", [row.path for row in shipped().entries()])
def test_what_a_journal_brings_back_is_the_same_version(path: str, tmp_path: Path) -> None:
    scenario = shipped().find_scenario(path).value
    rubric, disc = shipped().rubric(scenario.rubric).value, shipped().disc().value
    practice = Practice.start(tmp_path, scenario, rubric, disc, seed=1)
    practice.close()
    begun = started(practice.path)
    assert version_of(begun.scenario) == version_of(scenario) == begun.scenario_hash
