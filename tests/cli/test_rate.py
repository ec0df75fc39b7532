"""A second marker at the command line: sheets out and in, agreement, what a rubric learns."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.cli.conftest import Run
from tests.session.rated import comment, mark, override, rate, session, shown
from tests.session.small import CONTENT, content
from tests.walkthroughs.by_level import ByLevel
from trainer.model.assessment import Assessment, Context
from trainer.model.rubric import Rubric
from trainer.scoring.labelled import read_labels, read_line
from trainer.session.people import enlist
from trainer.session.practice import Practice
from trainer.session.ratings import ratings_file, ratings_of


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return session(tmp_path, "polite 2", "polite 0, shove -1")


Fill = Callable[[Path, dict[tuple[str, str], int], dict[str, str]], None]


@pytest.fixture
def fill() -> Fill:
    def marks(path: Path, levels: dict[tuple[str, str], int], cells: dict[str, str]) -> None:
        book = load_workbook(path)
        sheet: Any = book.worksheets[0]
        for row in range(8, 40):
            key = (sheet.cell(row, 2).value, sheet.cell(row, 3).value)
            if key in levels:
                sheet.cell(row, 8, levels[key])
        for place, said in cells.items():
            sheet[place] = said
        book.save(path)

    return marks


# rate


def test_a_sheet_goes_out_and_its_marks_come_in(
    small: Run, journal: Path, tmp_path: Path, fill: Fill
) -> None:
    file = tmp_path / "sheet.xlsx"
    done = small("rate", journal.stem, "--xlsx", str(file))
    assert (done.returncode, done.stdout) == (0, f"{file}\n")
    assert f"trainer rate {journal.stem} --from {file}" in done.stderr
    fill(file, {("1", "polite"): 1, ("2", "shove"): -2}, {"J8": "Warm."})
    done = small("rate", journal.stem, "--from", str(file), "--rater", " Kim\u202e ")
    assert (done.returncode, done.stdout) == (0, "")
    assert f"Kim on {journal.stem}: 2 levels, 1 comment." in done.stderr
    assert "4 criteria were left unmarked." in done.stderr
    (kim,) = ratings_of(journal)
    assert kim.rater == "Kim"
    assert kim.mark(2, "shove").blind == -2  # type: ignore[union-attr]
    assert kim.turn(1).comment == "Warm."
    again = small("rate", journal.stem, "--from", str(file), "--rater", "Kim")
    assert "All of it was known already." in again.stderr
    assert ratings_of(journal) == (kim,)


def test_the_sheet_of_another_session_is_told_once(
    small: Run, journal: Path, tmp_path: Path, fill: Fill
) -> None:
    file, other = tmp_path / "sheet.xlsx", session(tmp_path, "polite 2", seed=9)
    small("rate", journal.stem, "--xlsx", str(file))
    fill(file, {("1", "polite"): 1, ("2", "shove"): -2}, {"E4": "Kim"})
    done = small("rate", other.stem, "--from", str(file))
    assert done.returncode == 1
    assert done.stderr.count(f"this is not session {other.stem}") == 1
    assert ratings_of(other) == ()


def test_a_sheet_that_is_there_is_not_written_over(
    small: Run, journal: Path, tmp_path: Path
) -> None:
    file = tmp_path / "sheet.xlsx"
    file.write_bytes(b"marks")
    done = small("rate", journal.stem, "--xlsx", str(file))
    assert done.returncode == 2
    assert "there already" in done.stderr
    assert file.read_bytes() == b"marks"
    assert small("rate", journal.stem, "--xlsx", str(tmp_path / "sheet.xls")).returncode == 2


def test_nothing_is_half_imported(small: Run, journal: Path, tmp_path: Path, fill: Fill) -> None:
    file = tmp_path / "sheet.xlsx"
    small("rate", journal.stem, "--xlsx", str(file))
    fill(file, {("1", "polite"): 1, ("2", "polite"): 7}, {})
    done = small("rate", journal.stem, "--from", str(file), "--rater", "Kim")
    assert done.returncode == 1
    assert "Marks, cell H11: “7” is no level here; choose one of 0, 1, 2" in done.stderr
    assert "Nothing was taken over" in done.stderr
    assert not ratings_file(journal).exists()


def test_what_a_sheet_changes_after_the_levels_were_shown_is_told(
    small: Run, journal: Path, tmp_path: Path, fill: Fill
) -> None:
    file = tmp_path / "sheet.xlsx"
    small("rate", journal.stem, "--xlsx", str(file))
    fill(file, {("1", "polite"): 0}, {"E4": "Kim"})
    rate(journal, mark("Kim", 1, "polite", 2), shown("Kim", 1))
    done = small("rate", journal.stem, "--from", str(file))
    assert (done.returncode, "1 of them were changed after" in done.stderr) == (0, True)
    found = ratings_of(journal)[0].mark(1, "polite")
    assert found is not None
    assert (found.level, found.blind) == (0, 2)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 2, "Without a terminal"),
        (("--xlsx", "a.xlsx", "--from", "b.xlsx"), 2, "say which"),
        (("--from", "nowhere.xlsx"), 3, "cannot be read"),
        (("--xlsx", "a.xlsx", "--rater", " "), 2, "needs a name"),
    ],
)
def test_wrong_usage_is_told(
    small: Run, journal: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    done = small("rate", journal.stem, *arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr


def test_who_marked_must_be_known(small: Run, journal: Path, tmp_path: Path, fill: Fill) -> None:
    file = tmp_path / "sheet.xlsx"
    small("rate", journal.stem, "--xlsx", str(file))
    blank = small("rate", journal.stem, "--from", str(file), "--rater", "Kim")
    assert (blank.returncode, "Nothing is marked" in blank.stderr) == (2, True)
    fill(file, {("1", "polite"): 1}, {})
    done = small("rate", journal.stem, "--from", str(file))
    assert (done.returncode, "Who marked?" in done.stderr) == (2, True)


def test_a_session_without_a_judged_reply_is_not_marked(small: Run, tmp_path: Path) -> None:
    done = small("rate", session(tmp_path).stem, "--xlsx", str(tmp_path / "a.xlsx"))
    assert (done.returncode, "no judged reply" in done.stderr) == (2, True)


# agreement


@pytest.fixture
def marked(tmp_path: Path) -> list[Path]:
    """Two sessions, marked by two raters who see the brush-off differently."""
    paths = [session(tmp_path, "polite 2", "polite 0, shove -1", seed=i) for i in (1, 2)]
    for path in paths:
        rate(path, mark("Kim", 1, "polite", 2), mark("Kim", 2, "polite", 0))
        rate(path, mark("Kim", 1, "shove", 0), mark("Kim", 2, "shove", -2))
        rate(path, mark("Lee", 1, "polite", 1), mark("Lee", 2, "polite", 0))
    rate(paths[0], comment("Kim", 2, "Sends her off."), shown("Kim", 2))
    rate(paths[0], override("Kim", 2, "shove", -2, "no way forward"))
    rate(paths[0], mark("Kim", 2, "polite", 1, blind=False))
    return paths


def test_agreement_for_programs(small: Run, marked: list[Path]) -> None:
    done = small("agreement", "--all", "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert told["sessions"] == [path.stem for path in sorted(marked)]
    assert (told["raters"], told["overrides"], told["not_blind"]) == (["Kim", "Lee"], 1, 0)
    by_judges = {(c["machine"], *c["raters"]): c for c in told["comparisons"]}
    assert list(by_judges) == [(True, "Kim"), (True, "Lee"), (False, "Kim", "Lee")]
    polite, shove = by_judges[True, "Kim"]["criteria"]
    assert (polite["criterion"], polite["n"], polite["sessions"]) == ("polite", 4, 2)
    assert polite["kappa"] == {"value": 1.0, "interval": [1.0, 1.0]}
    assert (shove["same"], shove["alpha"]["value"] < 1) == (0.5, True)
    assert by_judges[True, "Kim"]["mean"]["n"] == 8
    worst = next(d for d in told["differences"] if d["criterion"] == "shove" and d["overrides"])
    assert (worst["machine"], worst["raters"]) == (-1, {"Kim": -2})
    assert worst["reply"] == "polite 0, shove -1"
    assert worst["comments"] == {"Kim": "Sends her off."}
    assert worst["overrides"] == {"Kim": {"level": -2, "reason": "no way forward"}}
    assert small("agreement", "--all", "--format", "json").stdout == done.stdout


class Reasoned(ByLevel):
    """Gives the rubric's own words for a level, in English, as the program does."""

    def assess(self, reply: str, context: Context) -> Assessment:
        found = super().assess(reply, context)
        told = {c.id: c.levels for c in self.rubric.criteria}
        findings = tuple(
            f.model_copy(update={"why": told[f.criterion][f.level].descriptor["en"]})
            for f in found.findings
        )
        return found.model_copy(update={"findings": findings})


def test_agreement_tells_the_programs_reasons_in_the_readers_language(
    small: Run, tmp_path: Path
) -> None:
    scenario, rubric, disc = content()
    raw = rubric.model_dump(by_alias=True)
    raw["criteria"][2]["levels"][-1]["descriptor"] = {"en": "a brush-off", "zh-CN": "口气敷衍"}
    practice = Practice.start(
        tmp_path, scenario, Rubric.model_validate(raw), disc, seed=1, trainee="Ann"
    )
    practice.say("shove -1")
    practice.hear(Reasoned(practice.transcript.started.rubric))
    practice.close()
    rate(practice.path, mark("Kim", 1, "shove", -2))
    assert "program: a brush-off" in small("agreement", "--all").stdout
    assert "口气敷衍" in small("--lang", "zh-CN", "agreement", "--all").stdout


def test_agreement_to_read(small: Run, marked: list[Path]) -> None:
    done = small("agreement", *(path.stem for path in marked))
    assert done.returncode == 0
    for part in (
        "12 marks by Kim, Lee in 2 sessions.", "1 level of the program was overridden.",
        "program / Kim", "Kim / Lee", "Politeness", "1.00 (1.00 to 1.00)",
        "Furthest apart (4 of 4):", "reply 2, Brush-off: program -1, Kim -2",
        "“polite 0, shove -1”", "Kim: Sends her off.", "Kim overrides with -2: no way forward",
        "Scores are advisory",
    ):  # fmt: skip
        assert part in done.stdout, part
    assert "Furthest" not in small("agreement", "--all", "--most", "0").stdout
    chinese = small("--lang", "zh-CN", "agreement", "--all").stdout
    for part in ("程序 / Kim", "文明用语", "分歧最大的", "Kim 改判为 -2"):
        assert part in chinese, part


def test_a_session_that_nobody_marked_is_told(
    small: Run, marked: list[Path], journal: Path
) -> None:
    done = small("agreement", journal.stem, marked[0].stem)
    assert f"Not marked: {journal.stem}" in done.stdout
    alone = small("agreement", journal.stem)
    assert (alone.returncode, "trainer rate SESSION" in alone.stderr) == (2, True)
    assert small("agreement").returncode == 2
    assert small("agreement", journal.stem, "--all").returncode == 2


def test_damaged_marks_are_told_and_the_rest_is_compared(small: Run, marked: list[Path]) -> None:
    path = ratings_file(marked[0])
    path.write_bytes(path.read_bytes().replace(b"Kim", b"Tim", 1))
    done = small("agreement", "--all", "--format", "json")
    assert done.returncode == 1
    assert "Line 1" in done.stderr
    assert json.loads(done.stdout)["sessions"] == [marked[1].stem]


def test_where_no_session_can_be_read_there_is_nothing_to_compare(
    small: Run, marked: list[Path], journal: Path
) -> None:
    for path in marked:
        path.write_text("nonsense\n")
    for lang, said in (("en", "None of these sessions can be read"), ("zh-CN", "都读不出来")):
        done = small("--lang", lang, "agreement", *(path.stem for path in marked))
        assert (done.returncode, done.stdout) == (2, "")
        assert said in done.stderr
    done = small("agreement", marked[0].stem, journal.stem)
    assert (done.returncode, done.stdout) == (2, "")
    assert "None of these sessions has been marked" in done.stderr


# rubric learn


@pytest.fixture
def rubric(tmp_path: Path) -> Path:
    folder = tmp_path / "rubrics" / "ours"
    shutil.copytree(CONTENT / "rubrics" / "small", folder)
    shutil.copy(CONTENT / "rubrics" / "disc.yaml", folder.parent)
    return folder


def learned(rubric: Path) -> list[dict[str, Any]]:
    path = rubric / "replies" / "rated.en.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_what_would_be_learned_is_shown_and_written_only_when_asked(
    small: Run, marked: list[Path], rubric: Path
) -> None:
    words = ("rubric", "learn", marked[0].stem, "--rubric", str(rubric))
    shown_only = small(*words)
    assert shown_only.returncode == 0
    assert "Nothing was written" in shown_only.stderr
    assert '+{"id": ' in shown_only.stdout
    assert "Left out, because raters differ: reply 1, Politeness" in shown_only.stderr
    assert not (rubric / "replies").exists()
    written = small(*words, "--write")
    assert written.returncode == 0
    assert "learns from them at the next start" in written.stderr
    first, second = learned(rubric)
    assert (first["id"], first["family"]) == (f"{marked[0].stem}-1", marked[0].stem)
    assert first["labels"] == {"shove": 0}
    assert second["labels"] == {"shove": -2}
    assert second["history"][:1] == ["R: I have been waiting for an hour."]
    assert second["reply"] == "polite 0, shove -1"
    assert "Kim" not in written.stdout
    for each in (first, second):
        line = read_line(json.dumps(each))
        assert read_labels(line).levels == each["labels"]
    again = small(*words, "--write")
    assert "nothing to learn" in again.stderr
    assert len(learned(rubric)) == 2


def test_what_two_raters_agree_on_counts_as_judged_by_two(
    small: Run, rubric: Path, tmp_path: Path
) -> None:
    path = session(tmp_path, "polite 2", "polite 0, shove -1", seed=1)
    rate(path, mark("Kim", 1, "polite", 2), mark("Kim", 2, "polite", 0))
    rate(
        path, mark("Lee", 1, "polite", 2), mark("Lee", 2, "polite", 0), mark("Lee", 2, "shove", -1)
    )
    small("rubric", "learn", path.stem, "--rubric", str(rubric), "--write")
    both, partly = learned(rubric)
    assert both["raters"] == 2
    assert "raters" not in partly


def test_one_raters_marks_count_alone_and_replace_what_was_learned(
    small: Run, marked: list[Path], rubric: Path
) -> None:
    words = ("rubric", "learn", marked[0].stem, "--rubric", str(rubric), "--write")
    small(*words)
    with (rubric / "replies" / "rated.en.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"id": "mine", "reply": "kept"}\n')
    done = small(*words, "--rater", "Lee", "--names")
    assert done.returncode == 0
    first, second, kept = learned(rubric)
    assert (first["labels"], second["labels"]) == ({"polite": 1}, {"polite": 0})
    assert first["rated_by"] == ["Lee"]
    assert "raters" not in first
    assert kept == {"id": "mine", "reply": "kept"}
    nobody = small(*words, "--rater", "Mo")
    assert (nobody.returncode, "marked by: Kim, Lee" in nobody.stderr) == (2, True)


@pytest.mark.parametrize(
    ("trainee", "said", "kept"),
    [
        (
            "Ann Lee",
            "says I am Ann Lee and Ann means Annual",
            "says I am N. N. and N. N. means Annual",
        ),
        ("王小明", "says 我是王小明 叫我小明就行", "says 我是N. N. 叫我N. N.就行"),
    ],
)
def test_the_trainees_name_is_never_learned(
    small: Run, tmp_path: Path, rubric: Path, trainee: str, said: str, kept: str
) -> None:
    path = session(tmp_path, said, said, trainee=trainee)
    rate(path, mark("Kim", 1, "polite", 1), mark("Kim", 2, "polite", 1))
    small("rubric", "learn", path.stem, "--rubric", str(rubric), "--write")
    first, second = learned(rubric)
    assert first["reply"] == kept
    assert f"S: {kept}" in second["history"]
    assert trainee not in (rubric / "replies" / "rated.en.jsonl").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "said", "kept"),
    [
        ("Ann Lee", "请找Ann Lee女士 Annual", "请找N. N.女士 Annual"),
        ("Will", "Will will help", "N. N. will help"),
        ("欧阳娜娜", "欧阳娜娜，娜娜，阳娜娜", "N. N.，N. N.，N. N."),
        ("王", "王先生", "王先生"),
    ],
)
def test_no_name_on_the_list_is_learned_whoever_said_it(
    small: Run, tmp_path: Path, rubric: Path, name: str, said: str, kept: str
) -> None:
    who, _notice = enlist(tmp_path, name)
    for trainee in (who, ""):
        path = session(tmp_path, f"says {said}", trainee=trainee)
        rate(path, mark("Kim", 1, "polite", 1))
        small("rubric", "learn", path.stem, "--rubric", str(rubric), "--write")
    assert [line["reply"] for line in learned(rubric)] == [f"says {kept}"] * 2


def test_without_a_list_that_can_be_read_nothing_is_learned(
    small: Run, marked: list[Path], tmp_path: Path, rubric: Path
) -> None:
    (tmp_path / "people.json").write_text("{")
    done = small("rubric", "learn", marked[0].stem, "--rubric", str(rubric), "--write")
    assert (done.returncode, "people.json" in done.stderr) == (3, True)
    assert not (rubric / "replies").exists()


def test_what_the_rubric_does_not_have_is_left_out(
    small: Run, marked: list[Path], rubric: Path
) -> None:
    file = rubric / "rubric.yaml"
    file.write_text(file.read_text("utf-8").replace("shove", "brush_off"), "utf-8")
    done = small("rubric", "learn", marked[0].stem, "--rubric", str(rubric))
    assert "has no such criterion or level: shove" in done.stderr


def test_a_rubric_must_be_a_folder_of_ones_own(
    small: Run, marked: list[Path], tmp_path: Path
) -> None:
    done = small("rubric", "learn", marked[0].stem, "--rubric", str(tmp_path / "none"))
    assert (done.returncode, "trainer new rubric" in done.stderr) == (2, True)
    assert small("rubric", "forget", marked[0].stem, "--rubric", "x").returncode == 2


def test_learning_anew_needs_labelled_replies_and_no_session(
    small: Run, marked: list[Path], rubric: Path
) -> None:
    nothing = small("rubric", "fit", "--rubric", str(rubric))
    assert nothing.returncode == 2
    assert "too few labelled replies" in nothing.stderr
    with_session = small("rubric", "fit", marked[0].stem, "--rubric", str(rubric))
    assert with_session.returncode == 2
    assert "takes no session" in with_session.stderr
    without = small("rubric", "learn", "--rubric", str(rubric))
    assert without.returncode == 2
    assert "at least one session" in without.stderr


def test_tuning_needs_what_the_trainer_itself_does_not(
    small: Run, rubric: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    monkeypatch.delitem(sys.modules, "trainer.tuning.replies", raising=False)
    monkeypatch.delitem(sys.modules, "trainer.tuning.training", raising=False)
    monkeypatch.delitem(sys.modules, "trainer.tuning.network", raising=False)
    done = small("rubric", "tune", "--rubric", str(rubric))
    assert (done.returncode, ".[tune]" in done.stderr) == (2, True)
    assert "takes no session" in small("rubric", "tune", "x", "--rubric", str(rubric)).stderr


def test_a_folder_is_meant_even_where_an_installed_rubric_has_its_name(
    small: Run, rubric: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = rubric.parent / "small"
    shutil.copytree(rubric, mine)
    (mine / "phrases.en.yaml").write_text("lang: 7", "utf-8")
    monkeypatch.chdir(mine.parent)
    done = small("rubric", "fit", "--rubric", "small")
    assert done.returncode == 1
    assert str(mine / "phrases.en.yaml") in done.stderr
