"""What second markers gave, beside what the program gave: as a table, and what they said of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trainer.i18n import gettext as _
from trainer.model.rating import Rating
from trainer.model.rubric import Criterion
from trainer.report import words
from trainer.report.document import Block, Items, Runs, Section, Table, labelled, note
from trainer.report.telling import Telling
from trainer.session.ratings import counted


def second_markers(telling: Telling, ratings: Sequence[Rating]) -> Section | None:
    """Their last word on each reply, None where they said nothing. To be called within `speaking`."""
    rows = tuple(_rows(telling, ratings))
    said = tuple((line,) for line in _said(telling, ratings))
    if not rows and not said:
        return None
    blocks: list[Block] = []
    if rows:
        head = (_("Reply"), _("Criterion"), _("Program"), *(rating.rater for rating in ratings))
        told = _(
            "What was marked by hand stands beside what the program gave. Neither changes the other."
        )
        blocks = [note(told), Table(head, rows, (2, 4, *[3] * (1 + len(ratings))))]
    if said:
        blocks.append(Items(said))
    return Section("markers", _("Second marker"), tuple(blocks))


def unnamed_markers(marks: Sequence[Sequence[Rating]]) -> list[list[Rating]]:
    """The marks on each of several sessions without the raters' names; the same rater is told the same."""
    raters = list(dict.fromkeys(rating.rater for ratings in marks for rating in ratings))
    name = _("Second marker")
    called = {r: f"{name} {n}" if len(raters) > 1 else name for n, r in enumerate(raters, 1)}
    return [
        [rating.model_copy(update={"rater": called[rating.rater]}) for rating in ratings]
        for ratings in marks
    ]


def _rows(telling: Telling, ratings: Sequence[Rating]) -> Iterator[tuple[str, ...]]:
    for turn in telling.transcript.turns:
        for criterion, finding in counted(turn, telling.rubric):
            marks = [rating.mark(turn.number, criterion.id) for rating in ratings]
            levels = [mark.final if mark else None for mark in marks]
            if any(level is not None for level in levels):
                told = (_level(telling, criterion, level) for level in (finding.level, *levels))
                yield (str(turn.number), telling.title(criterion.id), *told)


def _level(telling: Telling, criterion: Criterion, level: int | None) -> str:
    if level is None:
        return "–"
    name = words.level_name(criterion, level, telling.lang)
    return f"{level} {name}" if level in criterion.levels else name


def _said(telling: Telling, ratings: Sequence[Rating]) -> Iterator[Runs]:
    """Comments on replies, and why a level was set in place of the program's."""
    for turn in telling.transcript.turns:
        reply = _("Reply {n}").format(n=turn.number)
        for rating in ratings:
            marked = rating.turn(turn.number)
            if marked.comment:
                comment = _("{judge}: {said}").format(judge=rating.rater, said=marked.comment)
                yield labelled(reply, comment, _(": "))
            for mark in marked.marks:
                if mark.override is not None:
                    told = _("{judge} overrides with {level}: {reason}").format(
                        judge=rating.rater,
                        level=mark.override.level,
                        reason=mark.override.reason or "–",
                    )
                    yield labelled(reply + _(", ") + telling.title(mark.criterion), told, _(": "))
