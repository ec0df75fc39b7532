"""`trainer rescore`: sessions judged anew, kept beside them, and what that changes."""

from __future__ import annotations

import json
import shutil
import sys
import zipfile
from collections.abc import Callable, Sequence
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import fsspec
import pytest
from rich.cells import cell_len

from tests import shipped
from tests.cli.conftest import Drive, Run
from tests.session.small import CONTENT, CURT, POLITE, SHOVE, ByWord, library, played
from tests.session.strict import Strict
from trainer.cli.run import run as run_program
from trainer.errors import TrainerError
from trainer.model.assessment import Assessment
from trainer.session import crew
from trainer.session.desk import Desk
from trainer.session.home import sessions_folder
from trainer.session.people import enlist
from trainer.session.places import Folder
from trainer.session.rescoring import rescorings_of


@pytest.fixture
def anew(within: Callable[[Drive], Run]) -> Run:
    """The program on the small content, with the strict scorer."""

    def drive(arguments: Sequence[str]) -> int:
        return run_program(arguments, Desk(None, "en", library=library(), scorer=Strict()))

    return within(drive)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three sessions of two people, judged by the mild scorer."""
    home = tmp_path_factory.mktemp("archive")
    ann, _notice = enlist(home, "Ann Lee")
    bo, _notice = enlist(home, "陈晨")
    played(home, POLITE, POLITE, trainee=ann, seed=1)
    played(home, SHOVE, trainee=bo, seed=2)
    played(home, CURT, POLITE, trainee=ann, seed=3)
    return home


@pytest.fixture
def home(archive: Path, tmp_path: Path) -> Path:
    shutil.copytree(archive, tmp_path, dirs_exist_ok=True)
    return tmp_path


def contents(home: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(sessions_folder(home).iterdir())}


def found(done: Any) -> dict[str, Any]:
    (rubric,) = json.loads(done.stdout)["rubrics"]
    assert isinstance(rubric, dict)
    return rubric


def test_journals_stay_as_they_are_and_a_record_lies_beside_each(anew: Run, home: Path) -> None:
    before = contents(home)
    done = anew("rescore", "--all", "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    after = contents(home)
    assert {name: after[name] for name in before} == before
    assert sorted(after.keys() - before.keys()) == [
        name.replace(".jsonl", ".rescored.jsonl") for name in sorted(before)
    ]
    assert all(p.stat().st_mode & 0o077 == 0 for p in sessions_folder(home).iterdir())


def test_what_moved_is_told_by_criterion_by_person_and_by_reply(anew: Run, home: Path) -> None:
    rubric = found(anew("rescore", "--all", "--format", "json"))
    moved = {c["criterion"]: c for c in rubric["criteria"]}
    assert moved["polite"] == {"criterion": "polite", "n": 5, "mean": -1.2, "up": 0, "down": 3}
    assert (moved["shove"]["up"], moved["shove"]["down"]) == (0, 0)
    assert {(p["sessions"], p["down"]) for p in rubric["people"]} == {(2, 3), (1, 0)}
    assert rubric["overall"]["after"] < rubric["overall"]["before"]
    assert {(m["criterion"], m["before"], m["after"], m["reply"]) for m in rubric["moves"]} == {
        ("polite", 2, 0, POLITE)
    }


def test_the_first_turn_that_would_have_gone_another_way_is_told(anew: Run, home: Path) -> None:
    rubric = found(anew("rescore", "--all", "--format", "json"))
    turned = [s["diversion"] for s in rubric["sessions"]]
    assert sorted(d["turn"] for d in turned if d) == [1, 2]
    for diversion in filter(None, turned):
        assert (diversion["was"]["scene"], diversion["would"]["scene"]) == ("more", "start")
    said = anew("rescore", "--all").stdout
    assert "Talks that would have gone another way (2 of 3):" in said
    assert "turn 1 would have gone to “start”, not to “more”." in said


def test_nobody_is_named_unless_asked_for(anew: Run, home: Path) -> None:
    for form in ("text", "json"):
        assert "Ann Lee" not in anew("rescore", "--all", "--format", form).stdout
        assert "Ann Lee" in anew("rescore", "--all", "--format", form, "--with-names").stdout


def test_the_text_fits_80_columns_in_both_languages(anew: Run, home: Path) -> None:
    for lang in ("en", "zh-CN"):
        done = anew("--lang", lang, "rescore", "--all", "--with-names")
        assert max(map(cell_len, done.stdout.splitlines())) <= 80
    assert "以培训师的判断为准" in done.stdout


def test_the_same_again_adds_nothing_and_says_so(anew: Run, home: Path) -> None:
    first = anew("rescore", "--all")
    kept = contents(home)
    second = anew("rescore", "--all")
    assert second.stdout == first.stdout
    assert "3 sessions had been judged so before" in second.stderr
    assert contents(home) == kept


def test_another_rubric_adds_another_run(anew: Run, home: Path, tmp_path: Path) -> None:
    anew("rescore", "--all")
    shutil.copytree(CONTENT / "rubrics", tmp_path / "mine" / "rubrics")
    path = tmp_path / "mine" / "rubrics" / "small" / "rubric.yaml"
    path.write_text(path.read_text("utf-8") + "\n# mine\n", "utf-8")
    assert anew("rescore", "--all", "--rubric", str(path)).returncode == 0
    for name in contents(home):
        if name.count(".") == 1:
            runs = rescorings_of(Folder(sessions_folder(home)), name)
            assert len({each.rubric_hash for each in runs}) == 2


def test_several_processes_give_the_same_bytes(anew: Run, home: Path) -> None:
    session = min(contents(home)).removesuffix(".jsonl")  # one will do: each process costs a second
    one = anew("rescore", session, "--format", "json")
    kept = contents(home)
    (sessions_folder(home) / f"{session}.rescored.jsonl").unlink()
    two = anew("rescore", session, "--format", "json", "--jobs", "2")
    assert (two.stdout, two.stderr) == (one.stdout, "")
    assert contents(home) == kept


def test_the_workers_of_a_cluster_give_the_same_bytes(
    within: Callable[[Drive], Run], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    distributed = pytest.importorskip("distributed")
    shelf, scorer = shipped.library(), shipped.scorer()
    real = within(lambda asked: run_program(asked, Desk(None, "en", library=shelf, scorer=scorer)))
    one = real("rescore", "--all", "--rubric", "reception")
    kept = contents(home)
    for path in sessions_folder(home).glob("*.rescored.jsonl"):
        path.unlink()
    with distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=False,
        protocol="tcp://",
        dashboard_address=None,
        local_directory=str(home),
    ) as workers:
        address = workers.scheduler_address
        two = real("rescore", "--all", "--rubric", "reception", "--dask", address)
    assert (two.returncode, two.stdout, two.stderr) == (0, one.stdout, "")
    assert contents(home) == kept
    assert "No longer judged: care, polite, shove." in two.stdout
    assert "Not judged before: " in two.stdout


def test_without_the_extra_the_package_is_named(
    anew: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    done = anew("rescore", "--all", "--dask", "tcp://127.0.0.1:8786")
    assert done.returncode == 2
    assert 'pip install -e ".[cluster]"' in done.stderr


def test_a_cluster_that_does_not_answer_is_said(
    anew: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr(crew, "PATIENCE", 0.1)
    done = anew("rescore", "--all", "--dask", "tcp://127.0.0.1:9")
    assert done.returncode == 3
    assert "No Dask scheduler answers at tcp://127.0.0.1:9" in done.stderr


def test_what_cannot_be_judged_is_said_and_the_rest_goes_on(anew: Run, home: Path) -> None:
    first, second, third = sorted(sessions_folder(home).iterdir())
    first.write_bytes(first.read_bytes().replace(b"Please", b"please"))
    second.write_bytes(second.read_bytes().split(b"\n")[0] + b"\n")
    newer = third.with_name("newer.jsonl")
    newer.write_bytes(third.read_bytes().replace(b'"v":3', b'"v":9'))
    done = anew("rescore", "--all", "--format", "json")
    assert done.returncode == 1
    assert len(found(done)["sessions"]) == 1
    told = done.stderr.splitlines()
    assert len(told) == 3
    assert [word in line for word, line in zip(("Line", "no judged", "newer"), told, strict=True)]
    assert json.loads(done.stdout)["errors"] == told


def test_journals_of_an_older_schema_are_judged_too(anew: Run, tmp_path: Path) -> None:
    old = Path(__file__).parents[1] / "session" / "journals"
    shutil.copytree(old, tmp_path / "old")
    done = anew("rescore", "--from", str(tmp_path / "old"), "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    assert len(found(done)["sessions"]) == len(list(old.iterdir()))


def test_a_damaged_record_is_not_added_to(anew: Run, home: Path) -> None:
    anew("rescore", "--all")
    path = next(sessions_folder(home).glob("*.rescored.jsonl"))
    path.write_bytes(path.read_bytes().replace(b"strict", b"streng"))
    broken = path.read_bytes()
    done = anew("rescore", "--all")
    assert done.returncode == 1
    assert f"Line 1 of {path} is not as it was written" in done.stderr
    assert path.read_bytes() == broken


def test_an_archive_elsewhere_is_read_and_added_to_there(anew: Run, home: Path) -> None:
    memory = fsspec.filesystem("memory")
    memory.put(str(sessions_folder(home)), "/archive", recursive=True)
    try:
        there = anew("rescore", "--from", "memory://archive", "--format", "json")
        again = anew("rescore", "--from", "memory://archive", "--format", "json")
        files = {Path(f).name: memory.cat_file(f) for f in memory.ls("/archive", detail=False)}
    finally:
        memory.rm("/archive", recursive=True)
    here = anew("rescore", "--all", "--format", "json")
    assert (there.returncode, there.stdout) == (0, here.stdout)
    assert "judged so before" in again.stderr
    assert files == contents(home)


def test_a_session_can_be_named_here_and_elsewhere(anew: Run, home: Path) -> None:
    name = min(contents(home)).removesuffix(".jsonl")
    for more in ((), ("--from", str(home))):
        done = anew("rescore", name[:-1], "--format", "json", *more)
        assert [s["session"] for s in found(done)["sessions"]] == [name]


def test_stopping_keeps_what_is_done(
    anew: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = 0

    def stopped(*_given: object) -> list[Assessment]:
        nonlocal asked
        asked += 1
        if asked == 3:
            raise KeyboardInterrupt
        return judged(*_given)  # type: ignore[arg-type]

    judged = crew._judged
    monkeypatch.setattr(crew, "_judged", stopped)
    done = anew("rescore", "--all")
    assert done.returncode == 130
    assert "2 sessions are judged and kept" in done.stderr
    assert sum(name.endswith(".rescored.jsonl") for name in contents(home)) == 2


def test_erasing_a_person_takes_the_record_too_and_a_copy_has_it(
    anew: Run, home: Path, tmp_path: Path
) -> None:
    anew("rescore", "--all")
    copy = tmp_path / "copy.zip"
    anew("people", "export", "Ann Lee", "--out", str(copy))
    with zipfile.ZipFile(copy) as zipped:
        inside = zipped.namelist()
    assert sum(name.endswith(".rescored.jsonl") for name in inside) == 2
    anew("people", "erase", "Ann Lee", "--yes")
    assert len(contents(home)) == 2
    anew("purge", "--before", "2999-01-01", "--yes")
    assert contents(home) == {}


def test_the_report_goes_where_it_was_asked_for(anew: Run, home: Path, tmp_path: Path) -> None:
    shown = anew("rescore", "--all")
    done = anew("rescore", "--all", "--out", str(tmp_path / "report.txt"))
    assert done.stdout == ""
    assert (tmp_path / "report.txt").read_text("utf-8") == shown.stdout
    assert (tmp_path / "report.txt").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "--all"),
        (("--all", "x"), "--all"),
        (("nobody",), "nobody"),
        (("--all", "--jobs", "2", "--dask", "tcp://127.0.0.1:1"), "--dask"),
        (("--all", "--dask", "foo://x"), "foo://x"),
        (("--all", "--rubric", "nothing"), "nothing"),
        (("--from", "/no/such/folder"), "/no/such/folder"),
    ],
)
def test_wrong_usage_exits_with_2(anew: Run, arguments: tuple[str, ...], said: str) -> None:
    done = anew("rescore", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_a_home_without_sessions_has_nothing_to_judge(anew: Run) -> None:
    done = anew("rescore", "--all")
    assert (done.returncode, done.stdout) == (0, "")
    assert "No session" in done.stderr


class Gone:
    """A pool of which a process has ended before the next question."""

    def submit(self, *_told: object) -> None:
        raise BrokenProcessPool("terminated abruptly")


def test_a_pool_that_is_gone_already_is_a_sentence_too(tmp_path: Path) -> None:
    pool: Any = Gone()
    with pytest.raises(TrainerError, match="ended unexpectedly"):
        crew.Processes(pool, 1, tmp_path, tmp_path).ask(ByWord(), "en", [])
