"""`trainer new`: what it makes explains itself, has no mistakes and can be played at once."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.content.test_schema import faults
from tests.shipped import library
from tests.shipped import scorer as shipped_scorer
from tests.walkthroughs.by_level import ByLevel
from trainer import i18n
from trainer.cli.run import run
from trainer.content.keys import FOLDER
from trainer.model.diagnostic import Diagnostic
from trainer.proof.check import check
from trainer.scoring.scorer import Scorer
from trainer.session.desk import Desk
from trainer.session.practice import Practice
from trainer.session.transcript import Transcript

LANGS = ("zh-CN", "en")
MIDDLE = {
    "scenario": "scenarios/zh-CN",
    "drill": "scenarios/drills",
    "resident": "scenarios/residents",
}


@dataclass(frozen=True)
class Done:
    code: int
    made: list[str]
    told: str


New = Callable[..., Done]


@pytest.fixture
def new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[New]:
    """`trainer new …` in an empty folder."""
    monkeypatch.chdir(tmp_path)
    for name in ("TRAINER_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    before = i18n.current()

    def make(*arguments: str, lang: str = "en") -> Done:
        desk = Desk(tmp_path / "home", lang, library=library())
        code = run(["--lang", lang, "new", *arguments], desk)
        said = capsys.readouterr()
        return Done(code, said.out.splitlines(), said.err)

    yield make
    i18n.use(before)


@pytest.fixture(scope="module")
def scorer() -> Scorer:
    return shipped_scorer()


def examined(path: str, scorer: Scorer | None = None) -> list[Diagnostic]:
    return check(library(), [Path(path)], scorer_of=(lambda _rubric: scorer) if scorer else None)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", ["scenario", "resident", "drill", "rubric"])
def test_what_is_made_has_no_mistakes_and_names_itself_after_its_file(
    new: New, tmp_path: Path, kind: str, lang: str
) -> None:
    if kind == "rubric":
        done = new(kind, "rubrics/hall-front", lang=lang)
        file = tmp_path / "rubrics" / "hall-front" / "rubric.yaml"
    else:
        done = new(kind, f"{MIDDLE[kind]}/hall-front.yaml", lang=lang)
        file = tmp_path / MIDDLE[kind] / "hall-front.yaml"
    assert done.code == 0
    assert Path(done.made[0]).resolve() == file
    assert all(Path(made).is_file() for made in done.made)
    assert examined(str(tmp_path)) == []
    text = file.read_text(encoding="utf-8")
    assert re.search(r"(?m)^id: hall-front$", text)
    assert faults(kind, text) == []


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("disc", ["DI", "CS"])
def test_whatever_the_type_replies_score_as_they_should_and_walkthroughs_hold(
    new: New, scorer: Scorer, lang: str, disc: str
) -> None:
    for kind in ("scenario", "drill"):
        done = new(kind, f"{kind}.yaml", "--disc", disc, "--venue", "hotline", lang=lang)
        assert examined(done.made[0], scorer) == []


def played(path: str, replies: list[str], home: Path) -> Transcript:
    scenario = library().find_scenario(path).value
    rubric = library().rubric(scenario.rubric).value
    practice = Practice.start(home, scenario, rubric, library().disc().value, seed=1)
    for reply in replies:
        practice.say(reply)
        practice.hear(ByLevel(rubric))
    practice.close()
    return practice.transcript


@pytest.mark.parametrize("lang", LANGS)
def test_a_new_scenario_can_be_played_to_different_endings(
    new: New, tmp_path: Path, lang: str
) -> None:
    path = new("scenario", "mine.yaml", lang=lang).made[0]
    well = ["emotional_reaction 2", "clear_next_steps 2, bounded_commitment 2"]
    for replies, ending in (
        (well, "relieved"),
        (["emotional_reaction 1", "promises no-approval"], "goes-away"),
        (["buck_passing -1", "clear_next_steps 1, apology_explanation 1"], "relieved"),
        (["polite_register 1", "polite_register 1"], "waits"),
    ):
        talk = played(path, replies, tmp_path)
        assert talk.ending is not None
        assert talk.ending.id == ending


@pytest.mark.parametrize("lang", LANGS)
def test_a_new_drill_can_be_played(new: New, tmp_path: Path, lang: str) -> None:
    path = new("drill", "mine.yaml", lang=lang).made[0]
    good = "greeting_address 2, emotional_reaction 2, clear_next_steps 2, bounded_commitment 2"
    talk = played(path, [good, good, good], tmp_path)
    assert talk.ending is not None
    assert talk.ending.grade == "A"


@pytest.mark.parametrize("lang", LANGS)
def test_a_new_rubric_scores_from_its_own_replies_at_once(
    new: New, tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    new("rubric", "rubrics/mine", lang=lang)
    replies = f"rubrics/mine/replies/ours.{lang}.jsonl"
    desk = Desk(tmp_path / "home", "en", library=library())
    assert run(["score", replies, "--rubric", "rubrics/mine"], desk) == 0
    scored = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    labelled = [json.loads(line) for line in Path(replies).read_text("utf-8").splitlines()]
    assert len(scored) == len(labelled) >= 30
    right = [
        found["levels"][criterion] == level
        for found, given in zip(scored, labelled, strict=True)
        for criterion, level in given["labels"].items()
    ]
    assert sum(right) >= 0.9 * len(right)


# What the author says beforehand


def test_title_place_and_type_are_put_in(new: New) -> None:
    title = "Don't: 3 days, no water"
    path = new("scenario", "dry.yaml", "--title", title, "--venue", "visit", "--disc", "dc").made[0]
    made = library().find_scenario(path).value
    assert (made.id, made.title, made.venue, made.resident.disc) == ("dry", title, "visit", "DC")
    assert "losing control" in (made.resident.manner or "")


@pytest.mark.parametrize(
    "title", ["停水三天", "true", "12", "- a", "# x", 'He said "no"', "a\\b", "[x]"]
)
def test_a_title_is_kept_whatever_it_looks_like(new: New, title: str) -> None:
    path = new("drill", "d.yaml", "--title", title).made[0]
    assert library().find_scenario(path).value.title == title


def test_a_resident_takes_a_name(new: New) -> None:
    path = new(
        "resident", "residents/li.yaml", "--title", "李梅", "--disc", "I", lang="zh-CN"
    ).made[0]
    made = library().read_resident(Path(path)).value
    assert made is not None
    assert (made.id, made.name, made.address_as, made.disc) == ("li", "李梅", ("李梅",), "I")


def test_the_language_is_the_interface_s_unless_another_is_asked_for(new: New) -> None:
    one = new("scenario", "one.yaml", lang="zh-CN").made[0]
    two = new("scenario", "two.yaml", "--lang", "en", lang="zh-CN").made[0]
    assert [library().find_scenario(path).value.lang for path in (one, two)] == ["zh-CN", "en"]


# Where it goes


@pytest.mark.parametrize(
    ("kind", "given", "made"),
    [
        ("scenario", "case.yaml", "case.yaml"),
        ("scenario", "case.yml", "case.yml"),
        ("scenario", "deep/er/case", "deep/er/case.yaml"),
        ("scenario", "folder/", "folder/my-scenario.yaml"),
        ("scenario", ".", "my-scenario.yaml"),
        ("resident", "residents/", "residents/my-resident.yaml"),
        ("drill", "drills/", "drills/my-drill.yaml"),
        ("scenario", "投诉.yaml", "投诉.yaml"),
        ("rubric", "mine", "mine/rubric.yaml"),
        ("rubric", "mine/rubric.yaml", "mine/rubric.yaml"),
        ("rubric", "rubrics/", "rubrics/my-rubric/rubric.yaml"),
    ],
)
def test_a_path_is_a_file_or_a_folder(new: New, kind: str, given: str, made: str) -> None:
    done = new(kind, given)
    assert (done.code, Path(done.made[0])) == (0, Path(made))


def test_a_resident_leads_on_to_a_scenario_that_is_not_there_yet(new: New) -> None:
    Path("my-scenario.yaml").write_text("mine", "utf-8")
    assert "trainer new scenario my-scenario-2.yaml\n" in new("resident", "residents/li.yaml").told


@pytest.mark.parametrize(("kind", "folder"), [("resident", "residents"), ("rubric", "rubrics")])
def test_what_scenarios_name_says_where_they_find_it(new: New, kind: str, folder: str) -> None:
    assert f"in a folder “{folder}” beside them" in new(kind, "mine").told
    assert f"旁边的 {folder} 文件夹" in new(kind, "yours", lang="zh-CN").told
    assert "beside them" not in new(kind, f"{folder}/mine").told


def test_a_folder_takes_several(new: New) -> None:
    assert [new("drill", "drills/").made[0] for _ in range(2)] == [
        "drills/my-drill.yaml",
        "drills/my-drill-2.yaml",
    ]


def test_nothing_is_overwritten_without_being_asked(new: New) -> None:
    Path("case.yaml").write_text("mine", "utf-8")
    done = new("scenario", "case.yaml")
    assert (done.code, done.made) == (2, [])
    assert "--force" in done.told
    assert Path("case.yaml").read_text("utf-8") == "mine"
    assert new("scenario", "case.yaml", "--force").code == 0
    assert Path("case.yaml").read_text("utf-8") != "mine"


def test_no_file_of_a_rubric_is_overwritten_either(new: New) -> None:
    Path("mine").mkdir()
    Path("mine/phrases.en.yaml").write_text("lang: en\n", "utf-8")
    assert new("rubric", "mine").code == 2
    assert [path.name for path in Path("mine").iterdir()] == ["phrases.en.yaml"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("scene", "x.yaml"),
        ("scenario",),
        ("scenario", "two words.yaml"),
        ("scenario", "-x-.yaml", "--", "y"),
        ("scenario", "x.yaml", "--venue", "moon"),
        ("scenario", "x.yaml", "--disc", "DD"),
        ("scenario", "x.yaml", "--lang", "fr"),
        ("scenario", "x.yaml", "--title", " "),
        ("scenario", "residents/x.yaml"),
        ("scenario", "drills/x.yaml"),
        ("scenario", "rubric.yaml"),
        ("drill", "phrases.yaml"),
        ("resident", "x.yaml", "--venue", "hall"),
        ("rubric", "mine", "--disc", "D"),
        ("rubric", "mine.yaml"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_made(
    new: New, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    done = new(*arguments)
    assert (done.code, done.made) == (2, [])
    assert done.told
    assert list(tmp_path.rglob("*.yaml")) == []


def test_a_place_that_cannot_be_written_is_told(new: New) -> None:
    Path("file").write_text("", "utf-8")
    done = new("scenario", "file/case.yaml")
    assert (done.code, done.made) == (3, [])
    assert "file" in done.told


# Editors


@pytest.mark.parametrize(
    ("kind", "given", "schema"),
    [
        ("scenario", "case.yaml", "schemas/scenario.schema.json"),
        ("scenario", "ours/scenarios/zh-CN/case.yaml", "ours/schemas/scenario.schema.json"),
        ("resident", "ours/scenarios/residents/li.yaml", "ours/schemas/resident.schema.json"),
        ("drill", "drills/d.yaml", "schemas/drill.schema.json"),
        ("rubric", "ours/rubrics/mine", "ours/schemas/rubric.schema.json"),
    ],
)
def test_the_first_line_leads_editors_to_a_copy_of_the_schema(
    new: New, kind: str, given: str, schema: str
) -> None:
    done = new(kind, given)
    assert done.made[-1] == str(Path(schema))
    first = Path(done.made[0]).read_text("utf-8").splitlines()[0]
    link = first.removeprefix("# yaml-language-server: $schema=")
    assert link != first
    target = (Path(done.made[0]).parent / link).resolve()
    assert target == Path(schema).resolve()
    assert target.read_bytes() == (FOLDER / f"{kind}.schema.json").read_bytes()


def test_the_next_commands_are_told(new: New) -> None:
    told = new("scenario", "my cases/one.yaml").told
    assert [line.split()[1] for line in told.splitlines() if line.startswith("  ")] == [
        "check",
        "play",
        "playtest",
    ]
    assert "'my cases/one.yaml'" in told or '"my cases' in told


# On a terminal


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")
def test_what_was_not_said_is_asked_for(tmp_path: Path) -> None:
    from tests.e2e.terminal import ENTER, Terminal
    from tests.e2e.test_terminal import environment

    file = tmp_path / "asked.yaml"
    command = [sys.executable, "-m", "trainer.cli", "new", "scenario", str(file)]
    with Terminal(command, environment(tmp_path)) as terminal:
        terminal.shows("标题 [申请没有回音]")
        terminal.press("停水三天" + ENTER)
        terminal.shows("hotline", "热线", "地点 [hall]")
        terminal.press("moon" + ENTER)
        terminal.shows("没有“moon”")
        terminal.press("visit" + ENTER)
        terminal.shows("类型", "[S]")
        terminal.press(ENTER)
        assert terminal.ends() == 0
        assert "trainer check" in terminal.text
    made = library().find_scenario(str(file)).value
    assert (made.title, made.venue, made.resident.disc) == ("停水三天", "visit", "S")
