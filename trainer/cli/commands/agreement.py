"""`trainer agreement`: how far the machine and people who marked the same replies agree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from trainer.cli import out
from trainer.cli.usage import one_of, whole_number
from trainer.errors import NotFound, StorageError, UsageError
from trainer.i18n import current, ngettext
from trainer.i18n import gettext as _

if TYPE_CHECKING:
    from pathlib import Path

    from trainer.model.rating import Rating
    from trainer.report.agreement import Agreement, Difference
    from trainer.scoring.raters import Comparison, Estimate
    from trainer.session.desk import Desk
    from trainer.session.transcript import Transcript

_FORMATS = ("text", "json")
_LONGEST_QUOTE = 240
"""Characters of a reply that the text form shows."""


def about() -> str:
    """The help page."""
    return _(
        "The program beside each rater, and raters beside each other: per criterion the share of equal levels, "
        "quadratic-weighted kappa and Krippendorff's alpha for ordinal data, each with its 95 % interval "
        "(sessions drawn with replacement), and the replies on which they are furthest apart, with the quotes. Only marks "
        "given before the program's levels were shown count. Beside it stands what is published of experts."
    )


def command(
    context: typer.Context,
    sessions: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SESSION...]", help=_("A session's name or its beginning, or its file.")
        ),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help=_("All sessions that were marked."))] = False,
    form: Annotated[
        str,
        typer.Option(
            "--format", metavar="text|json", help=_("A table to read, or JSON for programs.")
        ),
    ] = "text",
    most: Annotated[
        str, typer.Option("--most", metavar="N", help=_("Differences to show; 10 if not said."))
    ] = "10",
) -> int:
    """Compare judges."""
    one_of(form, _FORMATS, "--format")
    number = whole_number(most, "--most", 0)
    if every == bool(sessions):
        raise UsageError(_("Name sessions, or say --all."))
    from trainer.cli.recall import journals_of
    from trainer.report.agreement import agreement
    from trainer.session.home import journals
    from trainer.session.ratings import ratings_file

    desk: Desk = context.obj
    if every:
        paths = [path for path in journals(desk.home) if ratings_file(path).exists()]
    else:
        paths = journals_of(desk.home, sessions or ())
    read, faults = _read(paths)
    found = agreement(read)
    for fault in faults:
        out.tell(fault)
    if not found.raters:
        raise NotFound(
            _("None of these sessions has been marked; “trainer rate SESSION” marks one.")
            if read or not faults
            else _("None of these sessions can be read.")
        )
    if form == "json":
        out.put(out.json_text(_as_json(found, number, faults), indent=2))
    else:
        for line in _as_text(found, number):
            out.put(line)
    return int(bool(faults))


def _read(paths: list[Path]) -> tuple[list[tuple[Transcript, tuple[Rating, ...]]], list[str]]:
    """Sessions with their marks, and what could not be read."""
    from trainer.session.journal import read_journal
    from trainer.session.ratings import ratings_of
    from trainer.session.transcript import transcribe

    read: list[tuple[Transcript, tuple[Rating, ...]]] = []
    faults: list[str] = []
    for path in paths:
        try:
            read.append((transcribe(read_journal(path)), ratings_of(path)))
        except StorageError as fault:
            faults.append(str(fault))
    return read, faults


def _as_json(found: Agreement, most: int, faults: list[str]) -> dict[str, Any]:
    from trainer.report.agreement import as_values

    return {
        "sessions": list(found.sessions),
        "unmarked": list(found.unmarked),
        "raters": list(found.raters),
        "marks": found.marks,
        "not_blind": found.not_blind,
        "overrides": found.overrides,
        "comparisons": [as_values(each) for each in found.comparisons],
        "differences": [_difference(each) for each in found.differences[:most]],
        "differences_in_all": len(found.differences),
        "errors": faults,
    }


def _difference(each: Difference) -> dict[str, Any]:
    from trainer.scoring.raters import MACHINE

    levels = dict(each.unit.levels)
    return {
        "session": each.unit.session,
        "turn": each.unit.turn,
        "criterion": each.unit.criterion,
        "machine": levels.pop(MACHINE),
        "raters": levels,
        "heard": list(each.turn.heard),
        "reply": each.turn.reply,
        "evidence": [span.text for span in each.finding.evidence],
        "why": each.finding.why,
        "comments": dict(each.comments),
        "overrides": {
            rater: {"level": mark.override.level, "reason": mark.override.reason}
            for rater, mark in each.marks
            if mark.override is not None
        },
    }


def _as_text(found: Agreement, most: int) -> list[str]:
    from trainer.report.words import advisory

    sessions = ngettext("{n} session", "{n} sessions", len(found.sessions))
    marks = ngettext("{n} mark", "{n} marks", found.marks)
    lines = [
        _("{marks} by {raters} in {sessions}.").format(
            marks=marks.format(n=found.marks),
            raters=_(", ").join(found.raters),
            sessions=sessions.format(n=len(found.sessions)),
        )
    ]
    if found.unmarked:
        lines.append(_("Not marked: {names}").format(names=", ".join(found.unmarked)))
    if found.not_blind:
        lines.append(
            ngettext(
                "{n} mark was given after the program's level was known and does not count here.",
                "{n} marks were given after the program's levels were known and do not count here.",
                found.not_blind,
            ).format(n=found.not_blind)
        )
    if found.overrides:
        lines.append(
            ngettext(
                "{n} level of the program was overridden.",
                "{n} levels of the program were overridden.",
                found.overrides,
            ).format(n=found.overrides)
        )
    for comparison in found.comparisons:
        lines += ["", *_comparison(comparison, found)]
    if found.comparisons:
        lines += ["", *_notes(found)]
    lines += _differences(found, most)
    return [*lines, "", advisory()]


def _comparison(comparison: Comparison, found: Agreement) -> list[str]:
    from trainer.cli.table import table
    from trainer.model.base import in_language
    from trainer.scoring.comparison import EXPERTS

    titles = {c.id: in_language(c.title, current()) for c in found.criteria}
    two = len(comparison.judges) == 2
    known = any(each.criterion in EXPERTS for each in comparison.criteria)
    head = [" / ".join(_judge(judge) for judge in comparison.judges), _("n").rjust(4)]
    if two:
        head += [_("same"), _("kappa (95 %)")]
    head += [_("alpha (95 %)"), _("experts") if known else ""]
    rows = [head]
    for each in (*comparison.criteria, comparison.mean):
        title = titles.get(each.criterion, each.criterion) if each.criterion else _("mean")
        row = [title, f"{each.n:4}"]
        if two:
            row += ["–" if each.same is None else f"{each.same:.0%}".rjust(4), _cell(each.kappa)]
        experts = EXPERTS.get(each.criterion)
        row += [_cell(each.alpha), "" if experts is None else f"{experts:.2f}"]
        rows.append(row)
    return table(
        [[cell if n else out.one_line(cell) for n, cell in enumerate(row)] for row in rows]
    )


def _cell(estimate: Estimate) -> str:
    from trainer.report.words import interval

    if estimate.value is None:
        return "    –"
    return f"{estimate.value:5.2f}" + interval(estimate.interval, 2)


def _judge(name: str) -> str:
    return name or _("program")


def _notes(found: Agreement) -> list[str]:
    from trainer.scoring.comparison import EXPERTS

    notes = [
        _(
            "–: not defined, because everything was given the same level. Intervals need two sessions, and "
            "below ten or so they are too narrow to lean on."
        )
    ]
    if any(c.id in EXPERTS for c in found.criteria):
        notes.append(
            _(
                "experts: how far human experts agree with each other on empathy (Kumar et al. 2025); "
                "by criterion 0.41 to 0.68."
            )
        )
    return notes


def _differences(found: Agreement, most: int) -> list[str]:
    if not found.differences or not most:
        return []
    shown = found.differences[:most]
    lines = [
        "",
        _("Furthest apart ({n} of {all}):").format(n=len(shown), all=len(found.differences)),
    ]
    for each in shown:
        lines += ["", *_quoted(each)]
    return lines


def _quoted(each: Difference) -> list[str]:
    from trainer.model.base import in_language
    from trainer.report.words import why

    levels = _(", ").join(
        _("{judge} {level}").format(judge=_judge(judge), level=level)
        for judge, level in each.unit.levels.items()
    )
    lines = [
        _("{session}, reply {turn}, {criterion}: {levels}").format(
            session=each.unit.session,
            turn=each.unit.turn,
            criterion=in_language(each.criterion.title, current()),
            levels=levels,
        ),
        "  " + _("“{words}”").format(words=_short(each.turn.reply)),
    ]
    evidence = _(", ").join(
        _("“{words}”").format(words=_short(span.text)) for span in each.finding.evidence[:3]
    )
    reason = why(each.turn, each.criterion, each.finding, each.rubric, current())
    if evidence or reason:
        said = _(": ").join(filter(None, (evidence, _short(reason))))
        lines.append("  " + _("{judge}: {said}").format(judge=_judge(""), said=said))
    for rater, said in each.comments:
        lines.append("  " + _("{judge}: {said}").format(judge=rater, said=_short(said)))
    for rater, mark in each.marks:
        if mark.override is not None:
            lines.append(
                "  "
                + _("{judge} overrides with {level}: {reason}").format(
                    judge=rater, level=mark.override.level, reason=_short(mark.override.reason)
                )
            )
    return lines


def _short(said: str) -> str:
    flat = out.one_line(said)
    return flat if len(flat) <= _LONGEST_QUOTE else flat[: _LONGEST_QUOTE - 3].rstrip() + "..."
