"""What a rescoring has changed, as text in 80 columns and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trainer.cli import out
from trainer.cli.page import wrap
from trainer.cli.records import sessions
from trainer.cli.table import shortened, table
from trainer.i18n import current, ngettext
from trainer.i18n import gettext as _
from trainer.model.base import in_language
from trainer.model.rescoring import Way
from trainer.report.rescoring import Change, Comparison, CriterionChange, Move, PersonChange, Turned
from trainer.report.words import advisory
from trainer.session.rescoring import Basis

_WIDTH = 80
_TITLE = 30
"""Columns for a criterion or a person."""


@dataclass(frozen=True)
class Judged:
    """Sessions that were judged anew on one basis; `reused` of them had been before."""

    basis: Basis
    comparison: Comparison
    reused: int

    @property
    def titles(self) -> Mapping[str, str]:
        """The rubric's criteria as they are called in the interface's language."""
        return {c.id: in_language(c.title, current()) for c in self.basis.rubric.criteria}


def as_json(found: Sequence[Judged], most: int, faults: Sequence[str]) -> dict[str, Any]:
    """All of it; of the moves the `most` largest of each rubric."""
    return {"rubrics": [_judged(each, most) for each in found], "errors": list(faults)}


def _judged(each: Judged, most: int) -> dict[str, Any]:
    basis, comparison = each.basis, each.comparison
    return {
        "rubric": basis.rubric.id,
        "version": basis.rubric.version,
        "rubric_hash": basis.rubric_hash,
        "scorer": basis.scorer,
        "replies": comparison.replies,
        "reused": each.reused,
        "overall": _overall(comparison),
        "criteria": [_criterion(c) for c in comparison.criteria],
        "only_before": list(comparison.only_before),
        "only_after": list(comparison.only_after),
        "people": [
            {
                "trainee": person.trainee,
                "sessions": person.sessions,
                "overall": _overall(person),
                "up": person.up,
                "down": person.down,
                "criteria": [_criterion(c) for c in person.criteria],
            }
            for person in comparison.people
        ],
        "sessions": [_session(change) for change in comparison.sessions],
        "moves": [
            {
                "session": move.session,
                "trainee": move.trainee,
                "turn": move.turn,
                "criterion": move.criterion,
                "before": move.before,
                "after": move.after,
                "reply": move.reply,
            }
            for move in comparison.moves[:most]
        ],
        "moves_in_all": len(comparison.moves),
    }


def _overall(each: Comparison | PersonChange) -> dict[str, float]:
    return {"before": round(each.before, 4), "after": round(each.after, 4)}


def _criterion(each: CriterionChange) -> dict[str, Any]:
    return {
        "criterion": each.criterion,
        "n": each.n,
        "mean": round(each.mean, 4),
        "up": each.up,
        "down": each.down,
    }


def _session(each: Change) -> dict[str, Any]:
    turned = each.turned
    return {
        "session": each.session,
        "trainee": each.trainee,
        "scenario": each.scenario,
        "replies": each.replies,
        "overall": {"before": each.before, "after": each.after},
        "moves": len(each.moves),
        "diversion": turned
        and {
            "turn": turned.diversion.turn,
            "was": turned.diversion.was.model_dump(),
            "would": turned.diversion.would.model_dump(),
        },
    }


def as_text(found: Sequence[Judged], most: int) -> Iterator[str]:
    """Lines to read, no wider than 80 columns."""
    for each in found:
        yield from _about(each)
        yield ""
        yield from table([_head(), *_rows(each)], 1)
        yield from _unmatched(each)
        yield ""
        yield from table([_people_head(), *map(_person, each.comparison.people)], 1)
        yield from _turned(each.comparison)
        yield from _moves(each, most)
        yield ""
    yield from wrap(advisory(), _WIDTH)


def _about(each: Judged) -> Iterator[str]:
    comparison = each.comparison
    said = _("{sessions} with {replies}, judged anew by “{rubric}” {version} (scorer {scorer}).")
    yield from wrap(
        said.format(
            sessions=sessions(len(comparison.sessions)),
            replies=ngettext("{n} reply", "{n} replies", comparison.replies).format(
                n=comparison.replies
            ),
            rubric=out.one_line(in_language(each.basis.rubric.title, current())),
            version=each.basis.rubric.version,
            scorer=each.basis.scorer,
        ),
        _WIDTH,
    )
    yield _("Overall: {before} before, {after} now ({by}).").format(
        before=f"{comparison.before:.1f}",
        after=f"{comparison.after:.1f}",
        by=f"{comparison.after - comparison.before:+.1f}",
    )


def _head() -> list[str]:
    return [
        _("Criterion"),
        _("Replies"),
        _("Mean change"),
        _("Up"),
        _("Down"),
    ]


def _rows(each: Judged) -> Iterator[list[str]]:
    for criterion in each.comparison.criteria:
        yield [
            _title(each, criterion.criterion),
            str(criterion.n),
            f"{criterion.mean:+.2f}" if criterion.up or criterion.down else "–",
            str(criterion.up),
            str(criterion.down),
        ]


def _title(each: Judged, criterion: str) -> str:
    return shortened(out.one_line(each.titles.get(criterion, criterion)), _TITLE)


def _unmatched(each: Judged) -> Iterator[str]:
    comparison = each.comparison
    for names, said in (
        (comparison.only_before, _("No longer judged: {names}.")),
        (comparison.only_after, _("Not judged before: {names}.")),
    ):
        if names:
            titles = _(", ").join(_title(each, name) for name in names)
            yield from wrap(said.format(names=titles), _WIDTH)


def _people_head() -> list[str]:
    return [
        _("Trainee"),
        _("Sessions"),
        _("Before"),
        _("Now"),
        _("Up"),
        _("Down"),
    ]


def _person(person: PersonChange) -> list[str]:
    return [
        shortened(out.one_line(person.trainee) or _("without a name"), _TITLE),
        str(person.sessions),
        f"{person.before:.1f}",
        f"{person.after:.1f}",
        str(person.up),
        str(person.down),
    ]


def _turned(comparison: Comparison) -> Iterator[str]:
    others = [(change, change.turned) for change in comparison.sessions if change.turned]
    yield ""
    if not others:
        yield _("Every talk would have gone the way it went.")
        return
    yield _("Talks that would have gone another way ({n} of {all}):").format(
        n=len(others), all=len(comparison.sessions)
    )
    for change, turned in others:
        said = _("{session}: {what}").format(session=change.session, what=_what(turned))
        first, *rest = wrap(said, _WIDTH - 4)
        yield "  " + first
        yield from ("    " + line for line in rest)


def _what(turned: Turned) -> str:
    was, would, turn = turned.diversion.was, turned.diversion.would, turned.diversion.turn
    if would.ending and was.ending:
        said = _("turn {turn} would have ended as “{would}”, not as “{was}”.")
    elif would.ending:
        said = _("turn {turn} would have ended as “{would}”; it went on to “{was}”.")
    elif was.ending:
        said = _("turn {turn} would have gone on to “{would}”; it ended as “{was}”.")
    elif was.scene == would.scene:
        said = _("turn {turn} would have taken another branch, also to “{would}”.")
    else:
        said = _("turn {turn} would have gone to “{would}”, not to “{was}”.")
    return said.format(
        turn=turn, was=_where(was, turned.was_ending), would=_where(would, turned.would_ending)
    )


def _where(way: Way, ending: str) -> str:
    return out.one_line(ending) or way.ending or way.scene


def _moves(each: Judged, most: int) -> Iterator[str]:
    moves = each.comparison.moves
    if not moves or not most:
        return
    yield ""
    yield _("Largest moves ({n} of {all}):").format(n=min(most, len(moves)), all=len(moves))
    for move in moves[:most]:
        yield from _move(each, move)


def _move(each: Judged, move: Move) -> Iterator[str]:
    said = _("{session}, reply {turn}, {criterion}: {before} → {after}").format(
        session=move.session,
        turn=move.turn,
        criterion=_title(each, move.criterion),
        before=move.before,
        after=move.after,
    )
    yield "  " + shortened(said, _WIDTH - 2)
    quote = shortened(out.one_line(move.reply), _WIDTH - 8)
    yield "    " + _("“{words}”").format(words=quote)
