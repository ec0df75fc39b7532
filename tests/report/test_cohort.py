"""A class at a glance: what is counted, and what is too little to say anything."""

from __future__ import annotations

import io
import random

import pytest
from openpyxl import load_workbook

from tests.report.cohorts import OTHER, RUBRIC, RUBRICS, attempt, by_chance
from trainer.model.attempt import OVERALL, Attempt
from trainer.report.cohort.document import document
from trainer.report.cohort.figures import GroupFigures, figures
from trainer.report.cohort.tally import tally
from trainer.report.cohort.telling import Cohort, completion, notes, shown
from trainer.report.cohort.values import as_values
from trainer.report.cohort.xlsx import xlsx
from trainer.report.document import Table
from trainer.report.html import html
from trainer.report.words import speaking


def group(*attempts: Attempt) -> GroupFigures:
    (only,) = figures(tally(attempts), RUBRICS)
    return only


def five_people(first: int, latest: int) -> list[Attempt]:
    return [
        each
        for number in range(5)
        for each in (
            attempt(0, f"t-{number}", "one", first + number),
            attempt(1, f"t-{number}", "two", latest),
        )
    ]


def test_a_mean_is_over_all_replies_in_which_a_criterion_counted() -> None:
    found = group(
        attempt(0, "t-a", "one", means={"polite": (1.0, 1)}),
        attempt(1, "t-a", "two", means={"polite": (0.5, 3)}),
    )
    (polite,) = found.criteria
    assert (polite.score.mean, polite.score.replies, polite.score.sessions) == (62.5, 4, 2)


def test_change_is_from_the_first_to_the_latest_scenario_that_was_new() -> None:
    again = [attempt(2, f"t-{n}", "one", 100) for n in range(5)]
    found = group(*five_people(40, 60), *again)
    assert found.overall is not None
    change = found.overall.change
    assert (change.n, change.mean) == (5, 18)
    assert change.interval is not None
    assert 16 <= change.interval[0] < 18 < change.interval[1] <= 20
    assert found.people[0].courses[OVERALL] == (40, 60)


def test_an_attempt_without_a_judged_reply_has_shown_nobody_the_scenario() -> None:
    found = group(attempt(0, "t-a", "one", None), attempt(1, "t-a", "one", 70))
    assert found.people[0].courses[OVERALL] == (70,)


def test_of_four_people_no_change_is_told() -> None:
    found = group(*five_people(40, 60)[:-1])
    assert found.overall is not None
    assert (found.overall.change.n, found.overall.change.mean) == (4, None)


def test_few_replies_are_starred_and_are_nobodys_weakness() -> None:
    found = group(attempt(0, "t-a", "one", means={"polite": (0.1, 4), "care": (0.6, 5)}))
    assert [shown(c.score) for c in found.criteria] == ["10*", "60"]
    assert found.weakest == ("care",)
    assert found.people[0].weakest == ("care",)


def test_rubrics_are_told_apart() -> None:
    first, second = figures(
        tally([attempt(0, "t-a", "one", 20), attempt(1, "t-a", "two", 80, rubric=OTHER)]), RUBRICS
    )
    assert (first.group.rubric, second.group.rubric) == (RUBRIC, OTHER)
    assert first.people[0].courses[OVERALL] == (20,)


def test_what_was_left_and_how_it_ended_is_counted_by_scenario_and_person() -> None:
    found = group(
        attempt(0, "t-a", "one"),
        attempt(1, "t-a", "one", finished=False),
        attempt(2, "t-b", "one", good=False),
    )
    (one,) = found.scenarios
    assert (one.sessions, one.people, one.finished, one.good) == (3, 2, 2, 1)
    assert [(p.standing.sessions, p.standing.finished) for p in found.people] == [(2, 1), (1, 1)]
    assert (found.finished, found.good) == (2, 1)


def test_of_a_damaged_file_nobody_says_that_its_session_was_left() -> None:
    found = group(
        attempt(0, "t-a", "one"),
        attempt(1, "t-a", "one", finished=False),
        attempt(2, "t-b", "one", finished=False, incomplete=True),
    )
    assert completion(found) == "1 of 3 finished, 1 with a good ending; 1 left"
    assert any("1 session is in a damaged or cut-off file" in said for said in notes(found))


def test_imported_conversations_are_no_practice_that_was_left() -> None:
    found = group(
        attempt(0, "t-a", "one", 50),
        attempt(1, "t-a", "imported.x", 90, {"polite": (1.0, 9)}, imported=True, finished=False),
    )
    assert (found.group.sessions, found.finished, found.criteria) == (1, 1, ())
    assert any("1 imported conversation, overall 90" in said for said in notes(found))


def test_a_rubric_that_only_imported_conversations_had_is_shown() -> None:
    found = group(attempt(1, "t-a", "imported.x", 90, imported=True, finished=False))
    assert (found.overall, found.people, found.months) == (None, (), ())
    assert document(Cohort(((found, None),), "en", {})).particulars[0][1].startswith("imported")


def test_sessions_of_nobody_count_for_the_class_alone() -> None:
    found = group(attempt(0, "", "one", 50), attempt(1, "", "one", 70))
    assert (found.group.people, found.group.nameless, found.people) == (0, 2, ())
    assert found.overall is not None
    assert found.overall.score.mean == 60


def test_the_overall_score_stands_on_sessions_and_on_no_number_of_replies() -> None:
    found = group(*(attempt(n, "t-a", "one", 50, {"polite": (0.5, 3)}) for n in range(2)))
    table = rows_of(found, "criteria")
    assert table.head[2:4] == ("Replies", "Sessions")
    assert [row[2:4] for row in table.rows] == [("", "2"), ("6", "2")]


def rows_of(found: GroupFigures, section: str) -> Table:
    part = document(Cohort(((found, None),), "en", {})).section(section)
    assert part is not None
    return next(block for block in part.blocks if isinstance(block, Table))


def test_what_makes_scores_less_alike_is_said() -> None:
    found = group(
        attempt(0, "t-a", "one", scorer="1", rubric_hash="x"),
        attempt(1, "t-a", "two", scorer="2", rubric_hash="y"),
    )
    told = " ".join(notes(found))
    assert "2 versions of the scorer" in told
    assert "2 states" in told


def test_quartiles_and_fifths() -> None:
    found = group(*(attempt(n, "t-a", f"s{n}", 10 * n) for n in range(11)))
    assert found.overall is not None
    spread = found.overall.spread
    assert (spread.low, spread.median, spread.high) == (20, 50, 80)
    assert spread.bins == (2, 2, 2, 2, 3)


def test_the_order_of_the_sessions_makes_no_difference() -> None:
    attempts = list(by_chance(3, 120))
    before = tally(attempts)
    random.Random(1).shuffle(attempts)
    assert tally(attempts) == before


@pytest.fixture(scope="module")
def cohort() -> Cohort:
    hostile = [a._replace(title="=cmd()<script>]]>\x1b[31m") for a in by_chance(5, 150)]
    groups = figures(tally(hostile), RUBRICS)
    return Cohort(tuple((g, None) for g in groups), "zh-CN", {"t-1": "<b>王小芳</b>"})


def test_the_page_is_whole_inert_and_the_same_each_time(cohort: Cohort) -> None:
    with speaking("zh-CN"):
        page = html(document(cohort))
        assert page == html(document(cohort))
    assert "&lt;b&gt;王小芳" in page
    assert "<script" not in page
    assert "\x1b" not in page
    assert "推诿（禁忌）" in page
    assert 'class="n heat' in page
    assert "评分仅供练习参考" in page


def test_the_workbook_has_values_and_no_formulas(cohort: Cohort) -> None:
    made = xlsx(cohort)
    assert made == xlsx(cohort)
    book = load_workbook(io.BytesIO(made))
    assert len(book.sheetnames) == 16
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert any(cell.value == "<b>王小芳</b>" for cell in cells)


def test_values_for_programs_say_null_where_there_is_too_little() -> None:
    told = as_values(Cohort(((group(*five_people(40, 60)[:2]), None),), "en", {}))
    (rubric,) = told["rubrics"]
    assert "advisory" in told["notice"]
    assert rubric["overall"]["change"] == {"n": 1, "mean": None, "interval": None}
    assert rubric["people"][0]["unseen"] == [40, 60]


def test_the_median_of_an_even_number_of_sessions_lies_between_the_two_in_the_middle() -> None:
    found = group(*(attempt(n, "t-a", f"s{n}", score) for n, score in enumerate((0, 20, 78, 93))))
    assert found.overall is not None
    spread = found.overall.spread
    assert (spread.low, spread.median, spread.high) == (10, 49, 86)
