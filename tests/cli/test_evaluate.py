"""Agreement with labels, told honestly: what the scorer learned from is judged by one that has not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.conftest import Run
from tests.cli.test_score import lines
from tests.session.small import library
from trainer.cli.labelled_file import held_out, read_file
from trainer.errors import UsageError
from trainer.scoring.labelled import Labels, Line, read_labels, read_line

RUBRIC = library().rubric("small").value
PAIR = {
    "id": "p", "lang": "en", "resident_line": "When?", "criterion": "shove", "kind": "owner",
    "better": "I will ask them for you.", "worse": "That is not my job, Miss.",
}  # fmt: skip


def labelled(family: str, reply: str, overall: int | None = None, **levels: int | None) -> Any:
    return {"family": family, "reply": reply, "overall": overall, "labels": levels}


FILE = [
    labelled("a", "Please wait.", 50, polite=2, care=0, shove=0),
    labelled("a", "That is not my job at all, is it?", 5, polite=0, care=0, shove=-2),
    labelled("b", "Please, I am sorry.", 80, polite=2, care=2, shove=0),
    labelled("b", "Sorry.", 40, polite=0, care=1, shove=0),
]


def measured(run: Run, *rows: object, code: int = 0, options: tuple[str, ...] = ()) -> Any:
    done = run(
        "evaluate", "-", "--rubric", "small", "--format", "json", *options, given=lines(*rows)
    )
    assert done.returncode == code
    return json.loads(done.stdout)


def test_the_output_is_as_agreed(small: Run) -> None:
    told = measured(small, *FILE, PAIR)
    assert (told["rubric"], told["scorer"]) == ("small", "by-word")
    assert (told["replies"], told["contrast_pairs"], told["families"]) == (4, 1, 3)
    assert told["learned_from"] == {"families": 0, "folds": 0}
    assert told["errors"] == []
    polite, care, shove = told["criteria"]
    assert polite == {
        "criterion": "polite", "measure": "kappa", "n": 4, "value": 1.0, "interval": [1.0, 1.0],
        "length": 0.0,
    }  # fmt: skip
    assert (care["n"], care["value"]) == (4, 0.8571)
    assert (shove["measure"], shove["faults"], shove["value"]) == ("f1", 1, 1.0)
    assert told["mean"]["kappa"]["value"] == pytest.approx((1 + 0.8571) / 2, abs=1e-4)
    assert told["mean"]["f1"]["n"] == 1
    assert told["overall"]["pairs"]["n"] == 2
    assert told["overall"]["hard_pairs"] == {
        "n": 1, "value": 1.0, "interval": None, "length": 0.0,
    }  # fmt: skip
    assert told["contrast"]["value"] == 1.0
    assert told["contrast"]["by_criterion"]["shove"]["length"] == 0.0
    assert told["contrast"]["by_kind"]["owner"]["n"] == 1
    assert told == measured(small, *FILE, PAIR)


def test_a_table_to_read_in_both_languages(small: Run) -> None:
    done = small("evaluate", "-", "--rubric", "small", given=lines(*FILE, PAIR))
    assert (done.returncode, done.stderr) == (0, "")
    assert "learned from none of them" in done.stdout
    header, *rows = [line for line in done.stdout.split("\n\n")[1].splitlines() if line]
    at = header.index("95 %")
    assert all(row[at - 2 : at] == "  " for row in rows)
    chinese = small("--lang", "zh-CN", "evaluate", "-", "--rubric", "small", given=lines(*FILE))
    assert "文明用语" in chinese.stdout
    assert "learned" not in chinese.stdout


@pytest.mark.parametrize(
    "row",
    [
        3, {"family": "a"}, {"reply": "Yes."}, labelled("a", "Yes.", care=None),
        labelled("a", "Yes.", polite=-1), labelled("a", "Yes.", shove=1),
        labelled("a", "Yes.", manner=1), labelled("a", "Yes.", 101), PAIR | {"worse": None},
        PAIR | {"criterion": "manner"}, PAIR | {"resident_line": 3}, PAIR | {"better": 3},
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_used_is_told_and_the_rest_is_measured(
    small: Run, row: object
) -> None:
    told = measured(small, FILE[0], row, FILE[1], code=1)
    assert told["replies"] == 2
    assert [error["line"] for error in told["errors"]] == [2]
    done = small("evaluate", "-", "--rubric", "small", given=lines(FILE[0], row))
    assert done.returncode == 1
    assert done.stderr.startswith("line 2: ")


def test_a_file_without_lines_measures_nothing(small: Run) -> None:
    told = measured(small)
    assert told["overall"]["spearman"] == {
        "n": 0, "value": None, "interval": None, "length": None,
    }  # fmt: skip
    done = small("evaluate", "-", "--rubric", "small")
    assert done.returncode == 0
    assert done.stdout.startswith("0 labelled replies")


def test_wrong_usage(small: Run) -> None:
    assert small("evaluate", "no-such-file.jsonl").returncode == 2
    assert small("evaluate", "-", "--rubric", "none").returncode == 2
    assert small("evaluate", "-", "--format", "csv").returncode == 2
    assert small("evaluate", "-", "--folds", "0").returncode == 2


def reply(family: str, line: str, text: str, lang: str = "en") -> dict[str, Any]:
    return {"family": family, "lang": lang, "resident_line": line, "reply": text, "overall": 50}


def learned(count: int) -> list[tuple[Line, Labels]]:
    rows = [reply(f"f{n}", f"Line {n}?", f"Reply {n}.") for n in range(count)]
    return [(line, read_labels(line)) for line in (read_line(json.dumps(row)) for row in rows)]


def plan(rows: list[dict[str, Any]], count: int, folds: int | None = None) -> Any:
    entries, bad = read_file([json.dumps(row).encode() for row in rows], RUBRIC)
    assert not bad
    return held_out(entries, learned(count), folds)


def test_what_was_learned_is_known_by_the_residents_line_or_by_the_reply() -> None:
    rows = [
        reply("x", "line 7", "Something else."), reply("y", "Other.", "REPLY 8"),
        reply("y", "Other.", "New."), reply("z", "Other?!", "Newer."), reply("f9", "Nine", "No."),
        {**PAIR, "better": "Reply 3", "family": "p"},
    ]  # fmt: skip
    found = plan(rows, 100)
    assert (found.seen, found.families, found.folds) == (3, 5, 1)
    assert dict(found.groups) == {frozenset(): (3, 4), frozenset({"f3", "f7", "f8"}): (0, 1, 2, 5)}


def test_a_file_that_is_most_of_what_was_learned_is_left_out_in_parts() -> None:
    rows = [reply(f"x{n}", f"Line {n}?", "New.") for n in range(60)]
    found = plan(rows, 100)
    assert (found.seen, found.folds) == (60, 5)
    out = [without for without, _rows in found.groups]
    assert frozenset().union(*out) == {f"f{n}" for n in range(60)}
    assert sum(map(len, out)) == 60
    assert sorted(i for _out, rows_ in found.groups for i in rows_) == list(range(60))
    assert plan(rows, 100, folds=1).folds == 1
    with pytest.raises(UsageError):
        plan(rows, 80, folds=1)


@pytest.fixture
def taught(tmp_path: Path) -> Path:
    """A rubric with replies to learn from, enough for one criterion."""
    folder = tmp_path / "rubrics" / "tiny"
    (folder / "replies").mkdir(parents=True)
    small_rubric = Path(__file__).parents[1] / "session/content/rubrics/small/rubric.yaml"
    (folder / "rubric.yaml").write_text(small_rubric.read_text("utf-8"), "utf-8")
    phrases = {
        "lang": "en",
        "criteria": {"polite": {"strong": ["please"], "weak": ["thanks"], "against": ["must"]}},
        "penalties": {"shove": {"severe": ["not my job"], "mild": [], "clear": []}},
        "signals": {},
    }
    (folder / "phrases.en.yaml").write_text(yaml.safe_dump(phrases), "utf-8")
    kinds = (("Please take seat {n}.", 2, 0), ("Thanks, {n}.", 1, 0), ("{n}? Not my job.", 0, -2))
    rows = [
        {
            "family": f"t{n}", "lang": "en", "venue": "hall", "resident_line": f"Is it desk {n}?",
            "reply": text.format(n=n), "overall": 40 + 20 * polite,
            "labels": {"polite": polite, "shove": shove},
        }
        for n in range(20) for text, polite, shove in kinds
    ]  # fmt: skip
    (folder / "replies" / "all.en.jsonl").write_text(lines(*rows), "utf-8")
    return folder


def test_known_families_are_judged_by_a_scorer_without_them(
    small: Run, taught: Path, tmp_path: Path
) -> None:
    rows = (taught / "replies" / "all.en.jsonl").read_text("utf-8").splitlines()[:9]
    rows.append(json.dumps(FILE[0] | {"family": "new"}))
    rubric = str(taught / "rubric.yaml")
    done = small("evaluate", "-", "--rubric", rubric, given="\n".join(rows))
    assert done.returncode == 0
    assert "The scorer has learned from 3 of 4 families" in done.stdout
    assert "a scorer fitted without them" in done.stdout
    kept = list((tmp_path / "cache").glob("*.npz"))
    assert len(kept) == 1
    made = kept[0].stat().st_mtime_ns
    again = small("evaluate", "-", "--rubric", rubric, given="\n".join(rows))
    assert again.stdout == done.stdout
    assert kept[0].stat().st_mtime_ns == made
    parts = small("evaluate", "-", "--rubric", rubric, "--folds", "3", given="\n".join(rows))
    assert "3 scorers" in parts.stdout
    assert len(list((tmp_path / "cache").glob("*.npz"))) == 4
