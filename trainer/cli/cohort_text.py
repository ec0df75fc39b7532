"""A cohort as a trainer reads it in a terminal of 80 columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from trainer.cli.out import Row, Span, one_line
from trainer.cli.page import wrap
from trainer.cli.table import shortened, table
from trainer.i18n import gettext as _
from trainer.model.attempt import OVERALL
from trainer.report.agreement import Agreement
from trainer.report.cohort.figures import GroupFigures, Score
from trainer.report.cohort.telling import (
    Cohort,
    change_shown,
    completion,
    estimate_shown,
    how_to_read,
    in_all,
    judges,
    mean_shown,
    moved,
    notes,
    replies_of,
    shown,
    summary,
    way,
)
from trainer.report.words import advisory

WIDTH = 80
_NAME, _TITLE = 14, 30
"""Columns of a person's name beside many scores; of a title."""
_CELL = 4
"""Columns of a score: three digits and the star of too few."""
_CRITERIA = (WIDTH - _NAME - 2 - _CELL - 2) // _CELL


def as_text(cohort: Cohort) -> Iterator[Row]:
    """The whole of it, one rubric after the other."""
    for group, agreed in cohort.groups:
        yield [Span("title", _("Rubric {rubric}").format(rubric=one_line(group.group.rubric)))]
        yield from _said(summary(group))
        if group.group.sessions:
            yield from _said(completion(group))
        for block in _blocks(cohort, group, agreed):
            yield []
            yield from block
        yield []
        for said in notes(group):
            yield from _said(said)
    for said in (*how_to_read(), advisory()):
        yield from _said(said)


def _blocks(
    cohort: Cohort, group: GroupFigures, agreed: Agreement | None
) -> Iterator[Iterator[Row]]:
    if group.overall is not None:
        yield _criteria(cohort, group)
    if group.people:
        yield _people(cohort, group)
        people = [(cohort.person(p.trainee), p.scores) for p in cohort.people(group)]
        yield from _matrix(group, _("People"), people)
    if len(group.months) > 1:
        months = [
            (m, {c.measure.id: c.months[m] for c in in_all(group) if m in c.months})
            for m in group.months
        ]
        yield from _matrix(group, _("Month (UTC)"), months)
    if group.scenarios:
        yield _scenarios(group)
    if agreed is not None and agreed.comparisons:
        yield _agreement(agreed)


def _criteria(cohort: Cohort, group: GroupFigures) -> Iterator[Row]:
    """Each with the number by which later tables know it."""
    head = ["", _("Criterion"), _("Mean"), _("Replies"), _("Change (95 %)"), "n"]
    rows = [head]
    for number, each in enumerate(in_all(group)):
        rows.append(
            [
                str(number or "").rjust(2),
                _short(cohort.title(each.measure), _TITLE),
                shown(each.score),
                replies_of(each),
                change_shown(each.change),
                str(each.change.n),
            ]
        )
    yield from map(_plain, table(rows))
    if group.weakest:
        yield from _said(
            _("Weakest: {criteria}").format(criteria=cohort.titles(group, group.weakest))
        )


def _people(cohort: Cohort, group: GroupFigures) -> Iterator[Row]:
    numbers = {each.measure.id: str(n) for n, each in enumerate(group.criteria, 1)}
    rows = [[_("Trainee"), _("Sessions"), _("Finished"), _("Good endings"), _("Overall"), _("First → latest"), _("Weakest")]]  # fmt: skip
    for person in cohort.people(group):
        counted = person.standing
        rows.append(
            [
                _short(cohort.person(person.trainee), _NAME),
                str(counted.sessions),
                str(counted.finished),
                str(counted.good),
                mean_shown(counted),
                moved(person.courses.get(OVERALL, ())),
                _(", ").join(numbers[c] for c in person.weakest) or "–",
            ]
        )
    yield from map(_plain, table(rows))
    yield from _said(way())


def _matrix(
    group: GroupFigures, title: str, scored: Sequence[tuple[str, Mapping[str, Score]]]
) -> Iterator[Iterator[Row]]:
    """Rows of scores by the criteria's numbers, as many criteria at a time as there is room for."""
    numbered = list(enumerate(group.criteria, 1))
    for start in range(0, max(1, len(numbered)), _CRITERIA):
        some = numbered[start : start + _CRITERIA]
        rows = [[title, _("All"), "".join(f"{number:>3} " for number, _each in some)]]
        for name, scores in scored:
            cells = (_cell(scores.get(each.measure.id)) for _number, each in some)
            rows.append([_short(name, _NAME), _cell(scores.get(OVERALL)), "".join(cells)])
        yield map(_plain, table(rows))


def _cell(score: Score | None) -> str:
    said = shown(score)
    return said.rjust(_CELL) if said.endswith("*") else f"{said:>{_CELL - 1}} "


def _scenarios(group: GroupFigures) -> Iterator[Row]:
    rows = [[_("Scenario"), _("Sessions"), _("Finished"), _("Good endings"), _("Overall")]]
    for each in group.scenarios:
        counts = (each.sessions, each.finished, each.good)
        title = _short(each.title or each.of, _TITLE)
        rows.append([title, *map(str, counts), mean_shown(each)])
    return map(_plain, table(rows))


def _agreement(agreed: Agreement) -> Iterator[Row]:
    rows = [[_("Judges"), _("Marks"), _("kappa (95 %)"), _("alpha (95 %)")]]
    for each in agreed.comparisons:
        kappa, alpha = (estimate_shown(e, each.mean.n) for e in (each.mean.kappa, each.mean.alpha))
        rows.append([_short(judges(each), _TITLE), str(each.mean.n), kappa, alpha])
    return map(_plain, table(rows))


def _short(text: str, most: int) -> str:
    return shortened(one_line(text), most)


def _said(text: str) -> Iterator[Row]:
    return map(_plain, wrap(one_line(text), WIDTH))


def _plain(line: str) -> Row:
    return [Span("", line)]
