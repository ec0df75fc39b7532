"""Several sessions as one document: what changed from the first attempt to the last, then each debrief."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from trainer.i18n import gettext as _
from trainer.i18n import ngettext
from trainer.model.rating import Rating
from trainer.report import words
from trainer.report.debrief import debrief, debrief_sections, particulars
from trainer.report.document import (
    Block,
    Cell,
    Course,
    Document,
    Items,
    Section,
    Series,
    Table,
    labelled,
    note,
    shown,
)
from trainer.report.next_practice import Advice
from trainer.report.telling import Telling, when
from trainer.session.transcript import Transcript

COLUMNS = 6
"""Attempts that have a column of their own; of more only the first, the best and the last have."""
MOVED = 5
"""Points from which a change is worth naming: less is within what a single word does."""


@dataclass(frozen=True, slots=True)
class Progress:
    """One criterion or dimension over the attempts, 0..100 each; None where it did not count."""

    id: str
    title: str
    values: tuple[float | None, ...]

    @property
    def counted(self) -> tuple[float, ...]:
        """The values there are."""
        return tuple(value for value in self.values if value is not None)

    @property
    def change(self) -> int | None:
        """From the first to the last value as they are shown; None where there are not two."""
        there = self.counted
        return round(there[-1]) - round(there[0]) if len(there) > 1 else None


def in_order(transcripts: Sequence[Transcript]) -> list[Transcript]:
    """By when they began."""
    return sorted(transcripts, key=lambda t: (t.started.at, t.started.session))


def compared(
    transcripts: Sequence[Transcript],
    lang: str,
    advices: Mapping[str, Advice] = {},
    ratings: Mapping[str, Sequence[Rating]] = {},
) -> Document:
    """One document of one session or several.

    By session: `advices`, what to practise next, and `ratings`, what second markers gave.
    """
    if len(transcripts) == 1:
        only = transcripts[0]
        session = only.started.session
        return debrief(only, lang, advices.get(session), ratings.get(session, ()))
    with words.speaking(lang):
        tellings = [Telling(t, lang) for t in in_order(transcripts)]
        return _comparison(tellings, advices, ratings)


def criteria_progress(tellings: Sequence[Telling]) -> list[Progress]:
    """Every criterion that counted anywhere, in the order of the rubrics; a fault as what it is good to be free of."""
    titles = {c.id: t.aim(c) for t in tellings for c in t.rubric.criteria}
    cards = [{c.criterion: 100 * c.mean for c in t.transcript.scorecard.criteria} for t in tellings]
    found = (Progress(i, title, tuple(c.get(i) for c in cards)) for i, title in titles.items())
    return [each for each in found if each.counted]


def dimensions_progress(tellings: Sequence[Telling]) -> list[Progress]:
    """The overall score, then every dimension."""
    whole = tuple(
        float(t.transcript.scorecard.overall) if t.transcript.turns else None for t in tellings
    )
    titles = {d.id: t.dimension(d.id) for t in tellings for d in t.rubric.dimensions}
    cards = [
        {d.dimension: float(d.score) for d in t.transcript.scorecard.dimensions} for t in tellings
    ]
    found = [Progress("overall", _("Overall"), whole)]
    found += [Progress(i, title, tuple(c.get(i) for c in cards)) for i, title in titles.items()]
    return [each for each in found if each.counted]


def _comparison(
    tellings: Sequence[Telling],
    advices: Mapping[str, Advice],
    ratings: Mapping[str, Sequence[Rating]],
) -> Document:
    titles = list(dict.fromkeys(t.scenario.title for t in tellings))
    people = list(dict.fromkeys(t.started.trainee for t in tellings))
    rows = (
        (_("Trainee"), _(", ").join(map(_named, people)) if any(people) else ""),
        (_("Scenario"), _("; ").join(titles)),
        (_("From"), when(tellings[0].started.at)),
        (_("To"), when(max(t.latest for t in tellings))),
    )
    ids = tuple(t.started.session for t in tellings)
    return Document(
        title=ngettext("{n} attempt compared", "{n} attempts compared", len(ids)).format(
            n=len(ids)
        ),
        lang=tellings[0].lang,
        subject=" ".join(ids),
        at=max(t.latest for t in tellings),
        particulars=tuple((name, value) for name, value in rows if value),
        notice=words.how_to_read(t.transcript for t in tellings),
        sections=(
            _overview(tellings, people),
            *_over_time(tellings, len(people)),
            *(
                _attempt(number, t, advices.get(session), ratings.get(session, ()))
                for number, (session, t) in enumerate(zip(ids, tellings, strict=True), 1)
            ),
        ),
    )


def _named(trainee: str) -> str:
    return trainee or _("not named")


def _overview(tellings: Sequence[Telling], people: Sequence[str]) -> Section:
    several = len(people) > 1
    rows: list[tuple[Cell, ...]] = []
    for number, telling in enumerate(tellings, 1):
        t = telling.transcript
        row = [str(number), when(telling.started.at)]
        row += [_named(telling.started.trainee)] if several else []
        row += [telling.scenario.title, telling.outcome, str(len(t.turns))]
        rows.append((*row, str(t.scorecard.overall) if t.turns else "–"))
    head = ["#", _("Begun"), *([_("Trainee")] if several else [])]
    head += [_("Scenario"), _("Ending"), _("Replies"), _("Overall")]
    shares = [1, 4, *([4] if several else []), 5, 5, 3, 3]
    last = len(head) - 1
    table = Table(tuple(head), tuple(rows), tuple(shares), frozenset({last - 1, last}))
    blocks: list[Block] = [table]
    if several:
        whose = (
            _("These sessions are different people's: a change is not one person's.")
            if all(people)
            else _("Not every session says whose it is: a change need not be one person's.")
        )
        blocks.append(note(whose))
    return Section("attempts", _("The attempts"), tuple(blocks))


def _over_time(tellings: Sequence[Telling], people: int) -> list[Section]:
    criteria = criteria_progress(tellings)
    if not criteria:
        return []
    steps = tuple(str(number) for number in range(1, len(tellings) + 1))
    series = tuple(Series(p.title, p.values) for p in dimensions_progress(tellings))
    title = _("From the first to the last")
    blocks: list[Block] = [Course(title, _("Attempt"), steps, series)]
    moved = _moved(criteria)
    if moved is not None and people < 2:
        blocks.append(moved)
    blocks.append(_by_criterion(criteria, len(tellings)))
    return [Section("progress", title, tuple(blocks))]


def _moved(criteria: Sequence[Progress]) -> Items | None:
    changed = [(p, p.change) for p in criteria if p.change is not None]
    risen = sorted((c for c in changed if c[1] >= MOVED), key=lambda c: -c[1])[:3]
    fallen = sorted((c for c in changed if c[1] <= -MOVED), key=lambda c: c[1])[:3]
    still = [p for p in criteria if len(p.counted) > 1 and max(p.counted) < 50]
    lines = [
        (name, _(", ").join(f"{p.title} {change:+d}" for p, change in those))
        for name, those in ((_("Improved most"), risen), (_("Fell most"), fallen))
    ]
    lines.append((_("Weak in every attempt"), _(", ").join(p.title for p in still)))
    items = tuple((labelled(name, told, _(": ")),) for name, told in lines if told)
    return Items(items) if items else None


def _by_criterion(criteria: Sequence[Progress], count: int) -> Table:
    wide = count > COLUMNS
    middle = [_("First"), _("Best"), _("Last")] if wide else [str(n) for n in range(1, count + 1)]
    rows = []
    for p in criteria:
        values = [p.counted[0], max(p.counted), p.counted[-1]] if wide else list(p.values)
        change = "–" if p.change is None else f"{p.change:+d}" if p.change else "0"
        rows.append((p.title, *(shown(value) for value in values), change))
    head = (_("Criterion"), *middle, _("Change"))
    columns = len(middle) + 1
    return Table(head, tuple(rows), (5, *[1] * (columns - 1), 2), frozenset(range(1, columns + 1)))


def _attempt(
    number: int, telling: Telling, advice: Advice | None, ratings: Sequence[Rating]
) -> Section:
    title = _("Attempt {n}").format(n=number) + _(": ") + telling.scenario.title
    about = Items(tuple((labelled(n, value, _(": ")),) for n, value in particulars(telling)))
    blocks: tuple[Block, ...] = (about, *debrief_sections(telling, advice, ratings))
    return Section(f"attempt-{number}", title, blocks, apart=True)
