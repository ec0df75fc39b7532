"""A cohort as a document: what a page shows and prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from trainer.i18n import gettext as _
from trainer.model.attempt import OVERALL
from trainer.report import words
from trainer.report.agreement import Agreement
from trainer.report.cohort.figures import ENOUGH, GroupFigures, Score
from trainer.report.cohort.telling import (
    Cohort,
    bins,
    change_shown,
    completion,
    estimate_shown,
    heading,
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
from trainer.report.document import (
    Bar,
    Bars,
    Block,
    Course,
    Document,
    Items,
    Section,
    Series,
    Table,
    labelled,
    note,
    runs,
)


def document(cohort: Cohort) -> Document:
    """The whole of it, a part a rubric where there are several."""
    groups = cohort.groups
    several = len(groups) > 1
    parts: list[Section] = []
    for number, (group, agreed) in enumerate(groups, 1):
        sections = _sections(cohort, group, agreed)
        if several:
            title = _("Rubric {rubric}").format(rubric=group.group.rubric)
            sections = (Section(f"rubric-{number}", title, sections, apart=number > 1),)
        parts += sections
    until = max(group.group.until for group, _agreed in groups)
    return Document(
        title=heading(),
        lang=cohort.lang,
        subject=" ".join(group.group.rubric for group, _agreed in groups),
        at=datetime.fromisoformat(until).replace(tzinfo=UTC),
        particulars=tuple(
            (_("Rubric {rubric}").format(rubric=group.group.rubric), summary(group))
            for group, _agreed in groups
        ),
        notice=words.advisory(),
        sections=tuple(parts),
    )


def _sections(cohort: Cohort, group: GroupFigures, agreed: Agreement | None) -> tuple[Section, ...]:
    found = [
        _glance(cohort, group),
        _criteria(cohort, group),
        _people(cohort, group),
        _time(cohort, group),
        _spread(cohort, group),
        _scenarios(group),
        _agreement(agreed),
    ]
    return tuple(section for section in found if section is not None)


def _glance(cohort: Cohort, group: GroupFigures) -> Section:
    lines = [labelled(_("Completion"), completion(group), _(": "))]
    if group.overall is not None:
        lines.append(
            labelled(
                _("From first to latest"),
                _(", ").join((change_shown(group.overall.change), f"n = {group.overall.change.n}")),
                _(": "),
            )
        )
    if group.weakest:
        told = cohort.titles(group, group.weakest)
        lines.append(labelled(_("Weakest criteria"), told, _(": ")))
    blocks: list[Block] = [Items(tuple((line,) for line in lines))]
    if group.overall is not None:
        at = group.overall.spread
        total = max(1, sum(at.bins))
        blocks.append(
            Bars(
                _("Overall scores"),
                (_("Overall"), "%", _("Sessions")),
                tuple(
                    Bar(name, 100 * count / total, str(count))
                    for name, count in zip(bins(), at.bins, strict=True)
                ),
                scored=False,
            )
        )
    blocks.append(Items(tuple((runs(said),) for said in (*notes(group), *how_to_read()))))
    return Section("glance", _("At a glance"), tuple(blocks))


def _criteria(cohort: Cohort, group: GroupFigures) -> Section | None:
    if group.overall is None:
        return None
    head = (_("Criterion"), _("Mean"), _("Replies"), _("Sessions"), _("Change (95 %)"), "n")
    rows = tuple(
        (
            cohort.title(each.measure),
            shown(each.score),
            replies_of(each),
            str(each.score.sessions),
            change_shown(each.change),
            str(each.change.n),
        )
        for each in in_all(group)
    )
    heat = tuple((None, each.score.mean, *[None] * 4) for each in in_all(group))
    table = Table(head, rows, (6, 2, 2, 2, 5, 1), frozenset({1, 2, 3, 4, 5}), heat=heat)
    return Section("criteria", _("Criteria"), (table,))


def _people(cohort: Cohort, group: GroupFigures) -> Section | None:
    if not group.people:
        return None
    people = cohort.people(group)
    head = (_("Trainee"), _("Sessions"), _("Finished"), _("Good endings"), _("Scenarios"), _("Overall"), _("First → latest"), _("Weakest"))  # fmt: skip
    rows = []
    for person in people:
        counted = person.standing
        course = person.courses.get(OVERALL, ())
        rows.append(
            (
                cohort.person(person.trainee),
                str(counted.sessions),
                str(counted.finished),
                str(counted.good),
                str(len(course)),
                mean_shown(counted),
                moved(course),
                cohort.titles(group, person.weakest) or "–",
            )
        )
    numbers = frozenset(range(1, 7))
    blocks: list[Block] = [
        Table(head, tuple(rows), (5, 2, 2, 2, 3, 2, 3, 10), numbers),
        note(way()),
        _by_criterion(
            cohort, group, _("Trainee"), [(cohort.person(p.trainee), p.scores) for p in people]
        ),
    ]
    blocks += _courses(cohort, group)
    return Section("people", _("People and criteria"), tuple(blocks))


def _by_criterion(
    cohort: Cohort,
    group: GroupFigures,
    first: str,
    scored: Sequence[tuple[str, Mapping[str, Score]]],
) -> Table:
    """Rows of scores, a column a criterion, to be coloured by."""
    columns = in_all(group)
    kept = [[scores.get(c.measure.id) for c in columns] for _name, scores in scored]
    return Table(
        head=(first, *(cohort.title(c.measure) for c in columns)),
        rows=tuple(
            (name, *map(shown, scores))
            for (name, _scores), scores in zip(scored, kept, strict=True)
        ),
        shares=(4, *[1] * len(columns)),
        numbers=frozenset(range(1, len(columns) + 1)),
        heat=tuple((None, *(s.mean if s else None for s in scores)) for scores in kept),
        upright=True,
    )


def _courses(cohort: Cohort, group: GroupFigures) -> list[Block]:
    """What became of each person, where there was enough to see it."""
    people = [(p, p.courses.get(OVERALL, ())) for p in cohort.people(group)]
    long = [(p, course) for p, course in people if len(course) >= ENOUGH]
    if not long:
        return [
            note(_("Nobody has met {n} scenarios yet: too few to show a course.").format(n=ENOUGH))
        ]
    columns = in_all(group)
    rows = []
    for person, _course in long:
        ways = [person.courses.get(c.measure.id, ()) for c in columns]
        changes = (words.signed(w[-1] - w[0]) if len(w) >= ENOUGH else "–" for w in ways)
        rows.append((cohort.person(person.trainee), *changes))
    head = (_("Change in points"), *(cohort.title(c.measure) for c in columns))
    steps = max(len(course) for _p, course in long)
    return [
        Table(
            head,
            tuple(rows),
            (4, *[1] * len(columns)),
            frozenset(range(1, len(columns) + 1)),
            upright=True,
        ),
        Course(
            title=_("Overall scores in scenarios met for the first time"),
            axis=_("Scenario"),
            steps=tuple(str(n) for n in range(1, steps + 1)),
            series=tuple(
                Series(
                    cohort.person(p.trainee),
                    (*map(float, course), *[None] * (steps - len(course))),
                )
                for p, course in long
            ),
            told=False,
        ),
    ]


def _time(cohort: Cohort, group: GroupFigures) -> Section | None:
    months = group.months
    if len(months) < 2:
        return None
    columns = in_all(group)
    scored = [
        (month, {c.measure.id: c.months[month] for c in columns if month in c.months})
        for month in months
    ]
    course = Course(
        title=_("Means by month"),
        axis=_("Month"),
        steps=tuple(month[2:] for month in months),
        series=tuple(
            Series(
                cohort.title(c.measure),
                tuple(c.months[m].mean if m in c.months else None for m in months),
            )
            for c in columns
        ),
        told=False,
    )
    table = _by_criterion(cohort, group, _("Month (UTC)"), scored)
    different = note(
        _("Months differ in who practised and in which scenarios: this is no one's progress.")
    )
    return Section("time", _("Over time"), (table, different, course))


def _spread(cohort: Cohort, group: GroupFigures) -> Section | None:
    if group.overall is None:
        return None
    head = (_("Sessions by score"), *bins(), _("Lower quarter"), _("Median"), _("Upper quarter"))
    rows = []
    for each in in_all(group):
        at = each.spread
        counts = [*at.bins, at.low, at.median, at.high]
        rows.append((cohort.title(each.measure), *map(str, counts)))
    numbers = frozenset(range(1, len(head)))
    table = Table(head, tuple(rows), (5, *[2] * (len(head) - 1)), numbers)
    return Section("spread", _("How scores are spread"), (table,))


def _scenarios(group: GroupFigures) -> Section | None:
    if not group.scenarios:
        return None
    head = (_("Scenario"), _("Sessions"), _("People"), _("Finished"), _("Good endings"), _("Overall"))  # fmt: skip
    rows = tuple(
        (
            each.title or each.of,
            str(each.sessions),
            str(each.people),
            str(each.finished),
            str(each.good),
            mean_shown(each),
        )
        for each in group.scenarios
    )
    table = Table(head, rows, (8, 2, 2, 2, 2, 2), frozenset(range(1, 6)))
    return Section("scenarios", _("Completion by scenario"), (table,))


def _agreement(agreed: Agreement | None) -> Section | None:
    if agreed is None or not agreed.comparisons:
        return None
    head = (_("Judges"), _("Marks"), _("Sessions"), _("Same"), _("kappa (95 %)"), _("alpha (95 %)"))
    rows = []
    for each in agreed.comparisons:
        mean = each.mean
        enough = mean.n >= ENOUGH and mean.same is not None
        rows.append(
            (
                judges(each),
                str(mean.n),
                str(mean.sessions),
                f"{mean.same:.0%}" if enough else "–",
                estimate_shown(mean.kappa, mean.n),
                estimate_shown(mean.alpha, mean.n),
            )
        )
    table = Table(head, tuple(rows), (6, 2, 2, 2, 4, 4), frozenset(range(1, 6)))
    more = note(_("Means over the criteria; “trainer agreement” gives each, with the quotes."))
    return Section("agreement", _("Second markers and the program"), (table, more))
