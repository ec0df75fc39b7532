"""A cohort in words: what every form of it says alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from trainer.i18n import gettext as _
from trainer.i18n import ngettext
from trainer.model.attempt import LISTED, OVERALL, Measure, Standing
from trainer.model.base import in_language
from trainer.model.rubric import Criterion
from trainer.report.agreement import Agreement
from trainer.report.cohort.figures import (
    BINS,
    ENOUGH,
    Change,
    CriterionFigures,
    GroupFigures,
    PersonFigures,
    Score,
    mean_overall,
)
from trainer.report.words import interval, of_overall
from trainer.scoring.raters import Comparison, Estimate


@dataclass(frozen=True, slots=True)
class Cohort:
    """Figures by rubric, each with what second markers agree on, and what people are called.

    `names` has names by pseudonym, empty where none are to be told.
    """

    groups: tuple[tuple[GroupFigures, Agreement | None], ...]
    lang: str
    names: Mapping[str, str]

    def person(self, trainee: str) -> str:
        """What somebody is called."""
        return self.names.get(trainee, trainee)

    def people(self, group: GroupFigures) -> list[PersonFigures]:
        """The people of a group by what they are called."""
        return sorted(group.people, key=lambda p: (self.person(p.trainee), p.trainee))

    def title(self, measure: Measure) -> str:
        """A criterion's title; of a fault it is said, since 100 then means that it never occurred."""
        if measure.id == OVERALL:
            return _("Overall")
        title = in_language(measure.title, self.lang) or measure.id
        return _("{title} (fault)").format(title=title) if measure.penalty else title

    def title_of(self, criterion: Criterion) -> str:
        """A criterion's title, as `title` gives it."""
        return self.title(Measure(criterion.id, criterion.kind == "penalty", criterion.title))

    def titles(self, group: GroupFigures, criteria: Sequence[str]) -> str:
        """Several criteria by title."""
        by_id = {c.measure.id: c.measure for c in group.criteria}
        return _(", ").join(self.title(by_id[c]) for c in criteria)


def heading() -> str:
    """What a cohort's document is called."""
    return _("The class at a glance")


def summary(group: GroupFigures) -> str:
    """How many sessions by how many people, when."""
    counted = group.group
    if not counted.sessions:
        return _("imported conversations alone")
    return _("{sessions} by {people} in {scenarios}, {since} to {until} (UTC)").format(
        sessions=ngettext("{n} session", "{n} sessions", counted.sessions).format(
            n=counted.sessions
        ),
        people=ngettext("{n} person", "{n} people", counted.people).format(n=counted.people),
        scenarios=ngettext("{n} scenario", "{n} scenarios", len(group.scenarios)).format(
            n=len(group.scenarios)
        ),
        since=counted.since,
        until=counted.until,
    )


def completion(group: GroupFigures) -> str:
    """How many sessions reached an ending, and a good one."""
    sessions = group.group.sessions
    return _("{finished} of {sessions} finished, {good} with a good ending; {left} left").format(
        finished=group.finished,
        sessions=sessions,
        good=group.good,
        left=sessions - group.finished - group.group.incomplete,
    )


def notes(group: GroupFigures) -> list[str]:
    """What must be known to read the figures rightly."""
    counted = group.group
    said = []
    if counted.imported:
        said.append(
            ngettext(
                "{n} imported conversation, overall {mean:.0f} on average, is not practice and counts "
                "nowhere else here.",
                "{n} imported conversations, overall {mean:.0f} on average, are not practice and count "
                "nowhere else here.",
                counted.imported,
            ).format(n=counted.imported, mean=counted.imported_overall / counted.imported)
        )
    if counted.nameless:
        said.append(
            ngettext(
                "{n} session is nobody's: it counts for the class and for no person.",
                "{n} sessions are nobody's: they count for the class and for no person.",
                counted.nameless,
            ).format(n=counted.nameless)
        )
    if counted.incomplete:
        said.append(
            ngettext(
                "{n} session is in a damaged or cut-off file: it counts as far as it can be read, and neither as finished "
                "nor as left.",
                "{n} sessions are in damaged or cut-off files: they count as far as they can be read, and neither as "
                "finished nor as left.",
                counted.incomplete,
            ).format(n=counted.incomplete)
        )
    if counted.scorers > 1:
        said.append(
            _(
                "{n} versions of the scorer judged these sessions, which may differ a little; "
                "“trainer rescore” shows by how much."
            ).format(n=counted.scorers)
        )
    if counted.hashes > 1:
        said.append(
            _(
                "The rubric was edited without a new version: {n} states of it are added up here."
            ).format(n=counted.hashes)
        )
    if counted.people > LISTED and not group.people:
        said.append(_("People are listed one by one up to {n} of them.").format(n=LISTED))
    return said


def how_to_read() -> list[str]:
    """What the figures are."""
    return [
        _(
            "Scores are means of 0 to 100 over all replies in which a criterion counted; of a fault 100 "
            "means that it never occurred."
        ),
        of_overall(),
        _(
            "*: fewer than {n} replies (or, overall, sessions), too few to lean on; – : none at all."
        ).format(n=ENOUGH),
        _(
            "Change: from the first to the latest scenario that somebody met for the first time, since "
            "repeating a scenario flatters; mean over people with its 95 % interval, from {n} people on. "
            "Scenarios differ in difficulty, and nobody is compared with people who did not practise."
        ).format(n=ENOUGH),
    ]


def shown(score: Score | None) -> str:
    """A mean, starred where too few replies stand behind it."""
    if score is None or score.mean is None:
        return "–"
    return f"{score.mean:.0f}" if score.is_enough else f"{score.mean:.0f}*"


def replies_of(each: CriterionFigures) -> str:
    """How many replies stand behind a mean; nothing for the overall score, which is of sessions."""
    return "" if each.measure.id == OVERALL else str(each.score.replies)


def mean_shown(standing: Standing) -> str:
    """The mean overall score of a scenario's or a person's sessions."""
    return shown(Score(mean_overall(standing), standing.judged, standing.judged))


def change_shown(change: Change) -> str:
    """+6.2 (1.0 to 11.3)."""
    if change.mean is None:
        return _("too few")
    return f"{change.mean:+.1f}" + interval(change.interval, 1)


def moved(points: Sequence[int]) -> str:
    """52 → 61: one person's first and latest unseen scenario, where there were enough."""
    return f"{points[0]} → {points[-1]}" if len(points) >= ENOUGH else "–"


def way() -> str:
    """What stands under the heading “First → latest”."""
    return _(
        "First → latest: somebody's overall score in the first and in the latest scenario met for the first time, "
        "from {n} such scenarios on."
    ).format(n=ENOUGH)


def bins() -> list[str]:
    """The parts of the range in which a distribution is shown."""
    step = 100 // BINS
    return [f"{low}–{100 if low + step == 100 else low + step - 1}" for low in range(0, 100, step)]


def in_all(group: GroupFigures) -> list[CriterionFigures]:
    """The overall score, then every criterion."""
    return [*([group.overall] if group.overall else []), *group.criteria]


def judges(comparison: Comparison) -> str:
    """Who is compared."""
    return " / ".join(judge or _("program") for judge in comparison.judges)


def estimate_shown(estimate: Estimate, n: int) -> str:
    """An agreement with its interval, where enough was marked."""
    if n < ENOUGH:
        return _("too few")
    if estimate.value is None:
        return "–"
    return f"{estimate.value:.2f}" + interval(estimate.interval, 2)
