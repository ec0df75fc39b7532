"""Sessions as two Parquet tables, and tallies of such tables: for as many sessions as a whole city has.

`sessions.parquet` has a row a session, `scores.parquet` a row a session and criterion; what criteria are
called stands in the metadata of the second. DuckDB (extra `cohort`) counts them within a bounded memory,
fetches nothing and loads no extension. It counts what `trainer.report.cohort.tally` counts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from glob import glob
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from trainer.errors import NotFound, StorageError, UsageError
from trainer.i18n import gettext as _
from trainer.model.attempt import (
    LISTED,
    Attempt,
    Changes,
    Course,
    Group,
    Marks,
    Measure,
    Rubrics,
    Standing,
    Tally,
)

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SESSIONS, SCORES = "sessions", "scores"
"""What the tables are called; their files' names have these in them."""
MEMORY = "768MB"
"""What DuckDB may take; the whole process then stays below 1 GiB."""
_AT_ONCE = 5000
"""Sessions handed over at a time."""

_COLUMNS = {
    "session": "VARCHAR", "trainee": "VARCHAR", "scenario": "VARCHAR", "title": "VARCHAR",
    "scenario_hash": "VARCHAR", "disc": "VARCHAR", "venue": "VARCHAR", "lang": "VARCHAR",
    "mode": "VARCHAR", "started": "TIMESTAMP", "finished": "TIMESTAMP", "ending": "VARCHAR",
    "ending_title": "VARCHAR", "good": "BOOLEAN", "imported": "BOOLEAN", "overall": "INTEGER",
    "turns": "INTEGER", "scorer": "VARCHAR", "rubric": "VARCHAR", "rubric_hash": "VARCHAR",
    "incomplete": "BOOLEAN",
}  # fmt: skip
_SCORE_COLUMNS = {
    "session": "VARCHAR", "criterion": "VARCHAR", "mean": "DOUBLE", "replies": "INTEGER"
}  # fmt: skip

T = TypeVar("T", bound=tuple[Any, ...])


class Tables(NamedTuple):
    """The content of both files."""

    sessions: bytes
    scores: bytes


def tables(attempts: Sequence[Attempt], rubrics: Rubrics, notice: str) -> Tables:
    """The sessions as they are to be written; the same sessions give the same bytes.

    `notice`, what must be said wherever scores are, goes into the metadata of both. Raises UsageError where DuckDB is not installed.
    """
    described = {
        key: [[m.id, m.penalty, dict(m.title)] for m in rubrics[key]] for key in sorted(rubrics)
    }
    with _duckdb() as db, TemporaryDirectory(prefix="trainer-") as folder:
        for name, columns in ((SESSIONS, _COLUMNS), (SCORES, _SCORE_COLUMNS)):
            listed = ", ".join(f"{column} {kind}" for column, kind in columns.items())
            db.execute(f"CREATE TABLE {name} ({listed})")
        rows = iter(attempts)
        while some := list(islice(rows, _AT_ONCE)):
            _hand_over(db, SESSIONS, _COLUMNS, [a[:-1] for a in some])
            means = [(a.session, *mean) for a in some for mean in a.means]
            _hand_over(db, SCORES, _SCORE_COLUMNS, means)
        said = f"notice: {_quoted(notice)}"
        more = f"{said}, rubrics: {_quoted(json.dumps(described, sort_keys=True))}"
        for name, told in ((SESSIONS, said), (SCORES, more)):
            file = _quoted(str(Path(folder) / name))
            form = f"FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{told}}}"
            db.execute(f"COPY {name} TO {file} ({form})")
        return Tables(*((Path(folder) / name).read_bytes() for name in (SESSIONS, SCORES)))


def files(said: str) -> list[tuple[Path, Path]]:
    """The tables that a person names by a file, a folder or a pattern: of sessions, and of scores.

    Raises NotFound, UsageError.
    """
    path = Path(said).expanduser()
    if path.is_dir():
        found = [p for p in path.rglob("*.parquet") if SESSIONS in p.name]
    elif path.is_file():
        found = [path]
    else:
        every = map(Path, glob(str(path), recursive=True))
        found = [p for p in every if p.suffix == ".parquet" and SCORES not in p.name]
    if not found:
        raise NotFound(_("There is no table of sessions at {path}.").format(path=said))
    return [(sessions, _scores_beside(sessions)) for sessions in sorted(found)]


def is_parquet(said: str) -> bool:
    """Whether a place that a person names holds such tables, and not journals."""
    path = Path(said).expanduser()
    if path.is_dir():
        return any(SESSIONS in p.name for p in path.rglob("*.parquet"))
    return path.suffix == ".parquet"


def tally_of(some: Sequence[tuple[Path, Path]]) -> tuple[Tally, Rubrics]:
    """What the sessions in the tables come to, and the criteria of their rubrics.

    Raises StorageError for tables that cannot be read, UsageError where one session stands in them twice or
    DuckDB is not installed.
    """
    with _duckdb() as db:
        sessions, scores = ([_quoted(str(p)) for p in column] for column in zip(*some, strict=True))
        for name, there in (("all_sessions", sessions), ("all_scores", scores)):
            read = f"FROM read_parquet([{', '.join(there)}], union_by_name := true)"
            columns = [row[0] for row in db.execute(f"DESCRIBE {read}").fetchall()]
            old = name == "all_sessions" and "incomplete" not in columns
            db.execute(f"CREATE VIEW {name} AS SELECT *{_SINCE if old else ''} {read}")
        for made in _PREPARED:
            db.execute(made)
        _refuse_twice(db)
        people = db.execute("SELECT count(DISTINCT trainee) FROM session WHERE trainee <> ''")
        few = (people.fetchone() or (0,))[0] <= LISTED
        return Tally(
            groups=_rows(db, Group, _GROUPS),
            scenarios=_rows(db, Standing, _STANDINGS.format(of="scenario", title="title")),
            people=_rows(db, Standing, _STANDINGS.format(of="trainee", title="''")) if few else (),
            marks=_rows(db, Marks, _MARKS),
            changes=_rows(db, Changes, _CHANGES),
            courses=tuple(
                c._replace(points=tuple(c.points or ())) for c in _rows(db, Course, _COURSES)
            )
            if few
            else (),
        ), _rubrics(db, scores)


_SINCE = ", false AS incomplete"
"""What older tables of sessions do not have."""
_POINTS = "(units * 100 + 5000) // 10000"
_SESSION = """
CREATE TEMP TABLE session AS
SELECT session, CAST(rubric AS rubric) AS rubric, CAST(trainee AS trainee) AS trainee, scenario, title,
       imported, overall, finished IS NOT NULL AS finished, coalesce(good, false) AS good,
       CAST(12 * year(started) + month(started) - 1 AS INTEGER) AS month
FROM all_sessions ORDER BY started, session
"""
"""In the order in which they began, so that the number of a row says which of two was earlier."""
_UNSEEN = """
CREATE TEMP TABLE unseen AS
SELECT min(rowid) AS place FROM session
WHERE NOT imported AND overall IS NOT NULL AND trainee <> '' GROUP BY trainee, scenario
"""
_JUDGED = """
CREATE TEMP TABLE judged AS
SELECT session, rubric, trainee, overall, CAST(session.rowid AS INTEGER) AS place,
       month, unseen.place IS NOT NULL AS unseen
FROM session LEFT JOIN unseen ON session.rowid = unseen.place
WHERE NOT imported AND overall IS NOT NULL
"""
_MARK = """
CREATE TEMP VIEW mark AS
SELECT rubric, trainee, month, place, unseen, CAST(criterion AS criterion) AS criterion,
       CAST(round(mean * 10000) AS INTEGER) AS units, replies
FROM all_scores JOIN judged USING (session)
UNION ALL
SELECT rubric, trainee, month, place, unseen, '', overall * 100, 1 FROM judged
"""
_NAMES = """
CREATE TYPE {kind} AS ENUM (SELECT DISTINCT {kind} FROM {table} UNION SELECT '' ORDER BY 1)
"""
"""Groups are quicker to find by a number than by a name."""
_PREPARED = (
    _NAMES.format(kind="rubric", table="all_sessions"),
    _NAMES.format(kind="trainee", table="all_sessions"),
    _NAMES.format(kind="criterion", table="all_scores"),
    _SESSION,
    _UNSEEN,
    _JUDGED,
    _MARK,
)
_GROUPS = """
SELECT rubric, count(*) FILTER (NOT imported), count(*) FILTER (imported),
       coalesce(sum(overall) FILTER (imported), 0),
       count(*) FILTER (NOT imported AND trainee = ''),
       count(*) FILTER (NOT imported AND incomplete),
       count(DISTINCT trainee) FILTER (NOT imported AND trainee <> ''),
       count(DISTINCT scorer) FILTER (NOT imported AND scorer <> ''),
       count(DISTINCT rubric_hash) FILTER (NOT imported),
       strftime(coalesce(min(started) FILTER (NOT imported), min(started)), '%Y-%m-%d'),
       strftime(coalesce(max(started) FILTER (NOT imported), max(started)), '%Y-%m-%d')
FROM all_sessions GROUP BY 1 ORDER BY 1
"""
_STANDINGS = """
SELECT rubric, {of}, arg_max({title}, rowid), count(*),
       count(DISTINCT trainee) FILTER (trainee <> ''), count(*) FILTER (finished),
       count(*) FILTER (good), count(overall), coalesce(sum(overall), 0)
FROM session WHERE NOT imported AND {of} <> '' GROUP BY 1, 2 ORDER BY 1, 2
"""
_MARKS = f"""
SELECT rubric, criterion, printf('%04d-%02d', month // 12, month % 12 + 1), {_POINTS} AS points,
       count(*), sum(replies), sum(units * replies)
FROM mark GROUP BY rubric, criterion, month, points ORDER BY 1, 2, 3, 4
"""
_CHANGES = f"""
SELECT rubric, criterion, latest - first AS difference, count(*) FROM (
  SELECT rubric, criterion, arg_min({_POINTS}, place) AS first, arg_max({_POINTS}, place) AS latest
  FROM mark WHERE unseen GROUP BY rubric, criterion, trainee HAVING count(*) > 1
) GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""
_COURSES = f"""
SELECT rubric, trainee, criterion, count(*), sum(replies), sum(units * replies),
       list({_POINTS} ORDER BY place) FILTER (unseen)
FROM mark WHERE trainee <> '' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""


@contextmanager
def _duckdb() -> Iterator[DuckDBPyConnection]:
    """A database in memory. What it objects to in a table is told as a StorageError."""
    try:
        import duckdb
    except ModuleNotFoundError as missing:
        raise UsageError(
            _(
                'Parquet needs a package more; in the folder of the program: pip install -e ".[cohort]"'
            )
        ) from missing
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "memory_limit": MEMORY,
    }
    try:
        with (
            TemporaryDirectory(prefix="trainer-") as spill,
            duckdb.connect(config=config | {"temp_directory": spill}) as db,
        ):
            db.execute("SET enable_progress_bar = false")  # it draws on standard output
            yield db
    except duckdb.Error as error:
        reason = str(error).split("\n")[0]
        raise StorageError(
            _("The tables of sessions cannot be read or written: {reason}").format(reason=reason)
        ) from error


def _refuse_twice(db: DuckDBPyConnection) -> None:
    counted = db.execute("SELECT count(*) - count(DISTINCT session) FROM session").fetchone()
    if counted and counted[0]:
        twice = "SELECT session FROM session GROUP BY 1 HAVING count(*) > 1 ORDER BY 1 LIMIT 1"
        raise UsageError(
            _("Session {session} stands in these tables more than once; name each once.").format(
                session=(db.execute(twice).fetchone() or ("",))[0]
            )
        )


def _rows(db: DuckDBPyConnection, kind: type[T], query: str) -> tuple[T, ...]:
    return tuple(kind(*row) for row in db.execute(query).fetchall())


def _rubrics(db: DuckDBPyConnection, scores: Sequence[str]) -> Rubrics:
    """What the tables say of their criteria; of a rubric that several describe, the last one's."""
    found: dict[str, tuple[Measure, ...]] = {}
    for file in scores:
        kept = db.execute(
            f"SELECT value FROM parquet_kv_metadata({file}) WHERE key = encode('rubrics')"
        )
        for (value,) in kept.fetchall():
            try:
                for key, measures in json.loads(value).items():
                    found[key] = tuple(Measure(*m) for m in measures)
            except (ValueError, TypeError, AttributeError) as error:
                raise StorageError(
                    _("{path} is not a table of scores that this program wrote.").format(path=file)
                ) from error
    return found


def _hand_over(
    db: DuckDBPyConnection, table: str, columns: dict[str, str], rows: Sequence[tuple[object, ...]]
) -> None:
    """Put rows into a table: as one text, since one statement a row would take minutes."""
    told = [dict(zip(columns, map(_plain, row), strict=True)) for row in rows]
    shape = json.dumps([columns])
    db.execute(
        f"INSERT INTO {table} SELECT unnest(from_json(?::JSON, '{shape}'), recursive := true)",
        [json.dumps(told)],
    )


def _plain(value: object) -> object:
    if hasattr(value, "isoformat"):
        return value.replace(tzinfo=None).isoformat()  # type: ignore[attr-defined]
    if isinstance(value, str):  # half a surrogate pair is no UTF-8
        return value.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")
    return value


def _scores_beside(sessions: Path) -> Path:
    if SESSIONS not in sessions.name:
        raise UsageError(
            _(
                "Name the table of sessions, such as sessions.parquet; that of the scores is looked for "
                "beside it."
            )
        )
    scores = sessions.with_name(sessions.name.replace(SESSIONS, SCORES))
    if not scores.is_file():
        raise NotFound(_("The table of scores {path} is missing.").format(path=scores))
    return scores


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
