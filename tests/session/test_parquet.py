"""Sessions as Parquet: what is written is counted to the same figures, and what is not ours is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.report.cohorts import RUBRICS, attempt, by_chance
from trainer.errors import NotFound, StorageError, UsageError
from trainer.model.attempt import Attempt
from trainer.report.cohort.tally import tally
from trainer.session import parquet
from trainer.session.parquet import files, tables, tally_of


def written(folder: Path, attempts: list[Attempt], part: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    made = tables(attempts, RUBRICS, "It's advice")
    (folder / f"sessions{part}.parquet").write_bytes(made.sessions)
    (folder / f"scores{part}.parquet").write_bytes(made.scores)
    return folder


@pytest.mark.parametrize("seed", range(4))
def test_duckdb_counts_what_we_count(tmp_path: Path, seed: int) -> None:
    attempts = list(by_chance(seed, 40 * seed + 1))
    half = len(attempts) // 2
    written(tmp_path, attempts[:half], "-1")
    written(tmp_path, attempts[half:], "-2")
    assert tally_of(files(str(tmp_path))) == (tally(attempts), RUBRICS)


def test_tables_of_before_damage_was_told_are_read(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    attempts = list(by_chance(3, 20))
    written(tmp_path, attempts)
    old = tmp_path / "sessions.parquet"
    with duckdb.connect() as db:
        db.execute(
            f"COPY (SELECT * EXCLUDE incomplete FROM '{old}') TO '{tmp_path}/new' (FORMAT parquet)"
        )
    (tmp_path / "new").replace(old)
    found, _rubrics = tally_of(files(str(tmp_path)))
    assert found == tally(a._replace(incomplete=False) for a in attempts)


def test_people_beyond_the_list_are_counted_and_not_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempts = list(by_chance(8, 60))
    for module in ("trainer.session.parquet", "trainer.report.cohort.tally"):
        monkeypatch.setattr(f"{module}.LISTED", 3)
    found, _rubrics = tally_of(files(str(written(tmp_path, attempts))))
    assert found == tally(attempts)
    assert (found.people, found.courses) == ((), ())
    assert found.changes


def test_sessions_that_began_at_one_moment_have_an_order(tmp_path: Path) -> None:
    attempts = [attempt(0, "t-a", f"s{n}", 10 * n) for n in range(9)]
    folder = written(tmp_path, attempts[::-1])
    assert tally_of(files(str(folder)))[0] == tally(attempts)


def test_odd_texts_are_kept(tmp_path: Path) -> None:
    odd = "a'b\"c\n=cmd() 😀 \ud800"
    folder = written(tmp_path, [attempt(0, odd, "one")._replace(title=odd)])
    (one,) = tally_of(files(str(folder)))[0].scenarios
    assert one.title == odd.replace("\ud800", "?")


def test_a_file_or_a_pattern_names_tables_too(tmp_path: Path) -> None:
    for name in ("a", "b"):
        written(tmp_path / name, [attempt(0, name, "one")])
    assert len(files(f"{tmp_path}/*/sessions.parquet")) == 2
    assert len(files(f"{tmp_path}/*/*.parquet")) == 2
    assert len(files(f"{tmp_path}/a/sessions.parquet")) == 1


def test_a_session_that_stands_there_twice_is_refused(tmp_path: Path) -> None:
    only = [attempt(0, "t-a", "one")]
    written(tmp_path, only, "-1")
    written(tmp_path, only, "-2")
    with pytest.raises(UsageError, match="20260105-t-a-one stands in these tables more than once"):
        tally_of(files(str(tmp_path)))


def test_what_is_missing_or_no_table_of_ours_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no table of sessions"):
        files(str(tmp_path / "*.parquet"))
    folder = written(tmp_path, [attempt(0, "t-a", "one")])
    (folder / "other.parquet").write_bytes((folder / "scores.parquet").read_bytes())
    with pytest.raises(UsageError, match=r"such as sessions\.parquet"):
        files(str(folder / "other.parquet"))
    for content in (b"no table", (folder / "scores.parquet").read_bytes()):
        (folder / "sessions.parquet").write_bytes(content)
        with pytest.raises(StorageError, match="cannot be read"):
            tally_of(files(str(folder)))
    (folder / "scores.parquet").unlink()
    with pytest.raises(NotFound, match=r"scores\.parquet is missing"):
        files(str(folder))


def test_without_duckdb_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "duckdb", None)
    with pytest.raises(UsageError, match=r'pip install -e "\.\[cohort\]"'):
        parquet.tables([attempt(0, "t-a", "one")], RUBRICS, "")
