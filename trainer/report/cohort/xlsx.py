"""A cohort as a workbook: figures that can be sorted, filtered and added up further."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from trainer.i18n import gettext as _
from trainer.model.attempt import OVERALL, Standing
from trainer.report import words
from trainer.report.agreement import Agreement
from trainer.report.cohort.document import document
from trainer.report.cohort.figures import GroupFigures, Score, mean_overall
from trainer.report.cohort.telling import (
    Cohort,
    bins,
    completion,
    heading,
    how_to_read,
    in_all,
    judges,
    notes,
    summary,
)
from trainer.report.workbook import OPTIONS, Cell, Sheets, shaded, utc
from trainer.scoring.raters import Estimate


def xlsx(cohort: Cohort) -> bytes:
    """The workbook, in the cohort's language."""
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    book = Workbook(buffer, OPTIONS)
    with words.speaking(cohort.lang):
        created = utc(document(cohort).at)
        book.set_properties({"created": created, "title": heading(), "author": ""})
        sheets = _Sheets(book, cohort)
        for number, (group, agreed) in enumerate(cohort.groups, 1):
            sheets.write(group, agreed, f" {number}" if len(cohort.groups) > 1 else "")
    book.close()
    return buffer.getvalue()


class _Sheets(Sheets):
    """The sheets of one rubric after those of another; `suffix` tells them apart."""

    def __init__(self, book: Any, cohort: Cohort) -> None:
        super().__init__(book)
        self.cohort = cohort

    def write(self, group: GroupFigures, agreed: Agreement | None, suffix: str) -> None:
        """All sheets of one rubric."""
        self.overview(group, suffix)
        self.criteria(group, suffix)
        if group.people:
            self.people(group, suffix)
            scored = [(self.cohort.person(p.trainee), p.scores) for p in self.cohort.people(group)]
            self.matrix(group, _("People and criteria") + suffix, _("Trainee"), scored)
            self.replies(group, _("Replies by person") + suffix, scored)
            self.courses(group, suffix)
        if len(group.months) > 1:
            months = [
                (m, {c.measure.id: c.months[m] for c in in_all(group) if m in c.months})
                for m in group.months
            ]
            self.matrix(group, _("Over time") + suffix, _("Month (UTC)"), months)
        self.scenarios(group, suffix)
        if agreed is not None and agreed.comparisons:
            self.agreement(agreed, suffix)

    def overview(self, group: GroupFigures, suffix: str) -> None:
        rows: list[tuple[Cell, ...]] = [
            (_("Rubric"), group.group.rubric),
            (_("Sessions"), summary(group)),
            (_("Completion"), completion(group)),
            (_("Weakest criteria"), self.cohort.titles(group, group.weakest) or "–"),
            *((_("Note"), said) for said in (*notes(group), *how_to_read())),
            (_("Note"), words.advisory()),
        ]
        name = _("Overview") + suffix
        sheet = self.sheet(name, (24, 110), (_("What"), _("Of this class")), rows, top=2)
        sheet.write_string(0, 0, heading(), self.title)

    def criteria(self, group: GroupFigures, suffix: str) -> None:
        change = (_("Change"), _("from (95 %)"), _("to (95 %)"), _("People compared"))
        names = (_("Criterion"), _("Mean"), _("Replies"), _("Sessions"), *change, *bins(), _("Lower quarter"), _("Median"), _("Upper quarter"), _("Key"))  # fmt: skip
        rows: list[tuple[Cell, ...]] = []
        for each in in_all(group):
            low, high = each.change.interval or (None, None)
            rows.append(
                (
                    self.cohort.title(each.measure),
                    each.score.mean,
                    None if each.measure.id == OVERALL else float(each.score.replies),
                    float(each.score.sessions),
                    *(None if v is None else round(v, 1) for v in (each.change.mean, low, high)),
                    float(each.change.n),
                    *map(float, each.spread.bins),
                    *map(float, (each.spread.low, each.spread.median, each.spread.high)),
                    each.measure.id or "overall",
                )
            )
        widths = (30, 9, 9, 10, 9, 12, 12, 12, *[9] * len(bins()), 10, 9, 10, 24)
        sheet = self.sheet(_("Criteria") + suffix, widths, names, rows)
        shaded(sheet, (1, 1, max(1, len(rows)), 1))

    def people(self, group: GroupFigures, suffix: str) -> None:
        names = (_("Trainee"), _("Sessions"), _("Finished"), _("Good endings"), _("Overall"), _("Scenarios"), _("First"), _("Latest"), _("Weakest"))  # fmt: skip
        rows: list[tuple[Cell, ...]] = []
        for person in self.cohort.people(group):
            course = person.courses.get(OVERALL, ())
            ends = (float(course[0]), float(course[-1])) if course else (None, None)
            rows.append(
                (
                    self.cohort.person(person.trainee),
                    *_counts(person.standing),
                    float(len(course)),
                    *ends,
                    self.cohort.titles(group, person.weakest),
                )
            )
        sheet = self.sheet(_("People") + suffix, (24, *[11] * 7, 60), names, rows)
        shaded(sheet, (1, 4, max(1, len(rows)), 4))

    def matrix(
        self,
        group: GroupFigures,
        name: str,
        first: str,
        scored: Sequence[tuple[str, Mapping[str, Score]]],
    ) -> None:
        columns = in_all(group)
        found = [(told, [scores.get(c.measure.id) for c in columns]) for told, scores in scored]
        rows = [(told, *(s.mean if s else None for s in scores)) for told, scores in found]
        names = (first, *(self.cohort.title(c.measure) for c in columns))
        sheet = self.sheet(name, (24, *[11] * len(columns)), names, rows)
        shaded(sheet, (1, 1, max(1, len(rows)), len(columns)))

    def replies(
        self, group: GroupFigures, name: str, scored: Sequence[tuple[str, Mapping[str, Score]]]
    ) -> None:
        """What stands behind each score of the matrix."""
        columns = group.criteria
        rows = [
            (told, *(float(scores[c.measure.id].replies) if c.measure.id in scores else None for c in columns))
            for told, scores in scored
        ]  # fmt: skip
        names = (_("Trainee"), *(self.cohort.title(c.measure) for c in columns))
        self.sheet(name, (24, *[11] * len(columns)), names, rows)

    def courses(self, group: GroupFigures, suffix: str) -> None:
        names = (_("Trainee"), _("Criterion"), _("Scenario met as number"), _("Score"))
        rows: list[tuple[Cell, ...]] = [
            (self.cohort.person(person.trainee), self.cohort.title(each.measure), float(at), float(points))
            for person in self.cohort.people(group)
            for each in in_all(group)
            for at, points in enumerate(person.courses.get(each.measure.id, ()), 1)
        ]  # fmt: skip
        self.sheet(_("Unseen scenarios") + suffix, (24, 30, 14, 9), names, rows)

    def scenarios(self, group: GroupFigures, suffix: str) -> None:
        names = (_("Scenario"), _("Sessions"), _("Finished"), _("Good endings"), _("Overall"), _("People"), _("Key"))  # fmt: skip
        rows = [
            (each.title or each.of, *_counts(each), float(each.people), each.of)
            for each in group.scenarios
        ]
        sheet = self.sheet(_("Scenarios") + suffix, (36, *[11] * 5, 30), names, rows)
        shaded(sheet, (1, 4, max(1, len(rows)), 4))

    def agreement(self, agreed: Agreement, suffix: str) -> None:
        titles = {c.id: self.cohort.title_of(c) for c in agreed.criteria}
        names = (_("Judges"), _("Criterion"), _("Marks"), _("Sessions"), _("Same"), "kappa", _("from (95 %)"), _("to (95 %)"), "alpha", _("from (95 %)"), _("to (95 %)"))  # fmt: skip
        rows: list[tuple[Cell, ...]] = [
            (
                judges(comparison),
                titles.get(each.criterion, _("mean")),
                float(each.n),
                float(each.sessions),
                None if each.same is None else f"{each.same:.0%}",
                *_estimate(each.kappa),
                *_estimate(each.alpha),
            )
            for comparison in agreed.comparisons
            for each in (*comparison.criteria, comparison.mean)
        ]
        widths = (30, 30, *[10] * 9)
        self.sheet(_("Agreement") + suffix, widths, names, rows)


def _counts(each: Standing) -> tuple[Cell, ...]:
    return (
        float(each.sessions),
        float(each.finished),
        float(each.good),
        mean_overall(each),
    )


def _estimate(each: Estimate) -> tuple[str, str, str]:
    values = (each.value, *(each.interval or (None, None)))
    low, middle, high = ("" if value is None else f"{value:.2f}" for value in values)
    return low, middle, high
