"""`trainer evaluate`: how far the scorer agrees with people who labelled replies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from trainer.cli import out
from trainer.cli.usage import one_of, whole_number
from trainer.i18n import current
from trainer.i18n import gettext as _

if TYPE_CHECKING:
    from trainer.cli.labelled_file import HeldOut
    from trainer.model.rubric import Rubric
    from trainer.scoring.comparison import Comparison, CriterionFigure, Figure
    from trainer.session.desk import Desk

_FORMATS = ("text", "json")


def about() -> str:
    """The help page."""
    return _(
        "Each line of the file is a JSON object: a reply, what it answers and its labels, or a contrast "
        "pair. Families of replies that the scorer has learned from are judged by a scorer fitted without "
        "them, which takes a minute the first time. Each figure stands beside its 95 % interval (families "
        "drawn with replacement) and what the length of the reply alone would reach. A line that cannot "
        "be used is told, the rest is measured, and the exit code is 1."
    )


def command(
    context: typer.Context,
    file: Annotated[
        str,
        typer.Argument(metavar="LABELLED.jsonl|-", help=_("JSON Lines; “-” is standard input.")),
    ],
    rubric: Annotated[
        str,
        typer.Option(
            "--rubric", metavar="ID|PATH", help=_("What to judge by; “reception” if not said.")
        ),
    ] = "reception",
    form: Annotated[
        str,
        typer.Option(
            "--format", metavar="text|json", help=_("A table to read, or JSON for programs.")
        ),
    ] = "text",
    folds: Annotated[
        str | None,
        typer.Option(
            "--folds",
            metavar="N",
            help=_(
                "In how many parts known families are left out; if not said, 1 (all at once, the "
                "strictest), or 5 when that leaves out more than half of what the scorer learns from."
            ),
        ),
    ] = None,
    jobs: Annotated[
        str, typer.Option("--jobs", metavar="N", help=_("Processes that share the work."))
    ] = "1",
) -> int:
    """Measure agreement."""
    one_of(form, _FORMATS, "--format")
    parts = None if folds is None else whole_number(folds, "--folds", 1)
    processes = whole_number(jobs, "--jobs", 1)

    from trainer.cli.batch import opened
    from trainer.cli.labelled_file import held_out, judged, read_file
    from trainer.content.language import languages
    from trainer.scoring.comparison import compare
    from trainer.session.fitted import has_heard, learned_from

    desk: Desk = context.obj
    loaded = desk.library.rubric(rubric)
    judge_by = loaded.value
    with opened(file) as lines:
        entries, bad = read_file(lines, judge_by, languages(loaded.path.parent))
    for each in bad:
        out.tell(_("line {number}: {fault}").format(number=each.number, fault=each.message))
    plan = held_out(entries, learned_from(desk.library, rubric), parts)
    if plan.seen and form == "text":
        out.tell(_("Fitting a scorer without these replies, if that was not done before …"))
        gone = frozenset().union(*(families for families, _entries in plan.groups))
        if has_heard(loaded.path.parent, gone):
            out.tell(
                _(
                    "The listener of “{name}” has learned from them too, so it is left out: with one that has "
                    "not, agreement would be higher."
                ).format(name=judge_by.id)
            )
    replies, pairs = judged(entries, plan, desk, rubric, processes)
    found = compare(replies, pairs, judge_by)
    if form == "json":
        told = {
            "rubric": judge_by.id,
            "scorer": desk.scorer(rubric).version,
            "replies": len(replies),
            "contrast_pairs": len(pairs),
            "families": plan.families,
            "learned_from": {"families": plan.seen, "folds": plan.folds},
            **_as_json(found),
            "errors": [{"line": b.number, "id": b.id, "error": b.message} for b in bad],
        }
        out.put(out.json_text(told, indent=2))
    else:
        for line in [*_heading(len(replies), len(pairs), plan), *_as_text(found, judge_by)]:
            out.put(line)
    return int(bool(bad))


def _as_json(found: Comparison) -> dict[str, Any]:
    return {
        "criteria": [
            *(_criterion_as_json(each, "kappa") for each in found.merits),
            *(_criterion_as_json(each, "f1") for each in found.penalties),
        ],
        "mean": {"kappa": _figure(found.mean_kappa), "f1": _figure(found.mean_f1)},
        "overall": {
            "spearman": _figure(found.spearman),
            "pairs": _figure(found.pairs),
            "hard_pairs": _figure(found.hard_pairs),
        },
        "contrast": {
            **_figure(found.contrast),
            "by_criterion": {k: _figure(v) for k, v in found.contrast_by_criterion.items()},
            "by_kind": {k: _figure(v) for k, v in found.contrast_by_kind.items()},
        },
    }


def _criterion_as_json(each: CriterionFigure, measure: str) -> dict[str, Any]:
    from trainer.scoring.comparison import EXPERTS

    faults = {} if each.faults is None else {"faults": each.faults}
    experts = {"experts": EXPERTS[each.criterion]} if each.criterion in EXPERTS else {}
    return {
        "criterion": each.criterion,
        "measure": measure,
        **_figure(each.figure),
        **faults,
        **experts,
    }


def _figure(figure: Figure) -> dict[str, Any]:
    def rounded(value: float | None) -> float | None:
        return None if value is None else round(value, 4)

    return {
        "n": figure.n,
        "value": rounded(figure.value),
        "interval": None if figure.interval is None else [rounded(v) for v in figure.interval],
        "length": rounded(figure.length),
    }


def _heading(replies: int, pairs: int, plan: HeldOut) -> list[str]:
    lines = [
        _("{replies} labelled replies and {pairs} contrast pairs in {families} families.").format(
            replies=replies, pairs=pairs, families=plan.families
        )
    ]
    if not plan.seen:
        return [*lines, _("The scorer has learned from none of them.")]
    told = (
        _(
            "The scorer has learned from {seen} of {families} families; they were judged by a scorer "
            "fitted without them."
        )
        if plan.folds == 1
        else _(
            "The scorer has learned from {seen} of {families} families; they were judged by {n} scorers, "
            "each fitted without its part of them."
        )
    ).format(seen=plan.seen, families=plan.families, n=plan.folds)
    return [*lines, told]


def _as_text(found: Comparison, rubric: Rubric) -> list[str]:
    from trainer.cli.table import table
    from trainer.model.base import in_language
    from trainer.scoring.comparison import EXPERTS

    titles = {c.id: in_language(c.title, current()) for c in rubric.criteria}
    blocks: list[list[list[str]]] = []
    if found.merits:
        known = any(m.criterion in EXPERTS for m in found.merits)
        rows = [[_("Levels: quadratic-weighted kappa"), *_columns(), _("experts") if known else ""]]
        rows += [
            [
                titles[m.criterion],
                *_cells(m.figure),
                _number(EXPERTS[m.criterion]) if m.criterion in EXPERTS else "",
            ]
            for m in found.merits
        ]
        blocks.append([*rows, [_("mean"), *_cells(found.mean_kappa), ""]])
    if found.penalties:
        rows = [[_("Faults: F1 of fault against none"), *_columns(), _("faults")]]
        rows += [[titles[p.criterion], *_cells(p.figure), f"{p.faults:6}"] for p in found.penalties]
        blocks.append([*rows, [_("mean"), *_cells(found.mean_f1), ""]])
    if found.spearman.n:
        blocks.append(
            [
                [_("Overall"), *_columns()],
                [_("Spearman's rho"), *_cells(found.spearman)],
                [_("pairs of a family ranked right"), *_cells(found.pairs)],
                [_("of these, the worse at least as long"), *_cells(found.hard_pairs)],
            ]
        )
    if found.contrast.n:
        rows = [[_("Contrast pairs ranked right"), *_columns()]]
        rows += _shares({titles[k]: v for k, v in found.contrast_by_criterion.items()})
        blocks.append([*rows, [_("all"), *_cells(found.contrast)]])
        blocks.append([[_("the same by kind"), *_columns()], *_shares(found.contrast_by_kind)])
    if not blocks:
        return []
    width = max(len(row) for block in blocks for row in block)
    rows = []
    for block in blocks:
        rows += [[""] * width, *([*row, *[""] * (width - len(row))] for row in block)]
    lines = table(
        [[out.one_line(cell) if not n else cell for n, cell in enumerate(r)] for r in rows]
    )
    notes = [_("length: what the length of the reply alone reaches.")]
    if any(m.criterion in EXPERTS for m in found.merits):
        notes.append(
            _(
                "experts: how far human experts agree with each other on empathy (Kumar et al. 2025); "
                "by criterion 0.41 to 0.68."
            )
        )
    return [*lines, "", *notes]


def _shares(shares: Mapping[str, Figure]) -> list[list[str]]:
    return [[name, *_cells(figure)] for name, figure in shares.items()]


def _columns() -> list[str]:
    return [_("n").rjust(5), _("value"), _("95 % interval"), _("length")]


def _cells(figure: Figure) -> list[str]:
    bounds = ""
    if figure.interval is not None:
        low, high = (f"{value:.2f}" for value in figure.interval)
        bounds = _("{low} to {high}").format(low=low, high=high)
    return [f"{figure.n:5}", _number(figure.value), bounds, _number(figure.length)]


def _number(value: float | None) -> str:
    return "    –" if value is None else f"{value:5.2f}"
