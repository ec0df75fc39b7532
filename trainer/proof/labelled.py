"""Labelled replies: `replies/<name>.<lang>.jsonl` in a rubric's folder, as the scorer would read them."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path

from trainer.content import codes, language, source
from trainer.content.nearest import shorten
from trainer.content.nodes import Mark
from trainer.content.problems import Problems, did_you_mean, respell, suggest
from trainer.i18n import gettext as _
from trainer.model.diagnostic import Diagnostic
from trainer.model.rubric import Rubric
from trainer.scoring.labelled import KEYS, Labels, Line, LineFault, misfits, read_labels, read_line

MAX_BYTES = 64 << 20

_Place = Callable[[str], Mark]
"""The place of a key on its line."""


def check(path: Path, rubric: Rubric | None) -> tuple[Diagnostic, ...]:
    """Everything wrong with the labelled replies in `path`. Without a rubric any word may be a criterion."""
    problems = Problems(str(path))
    lang = language.named_in(path)
    if not (path.parent.parent / f"phrases.{lang}.yaml").is_file():
        problems.add(
            codes.NEVER_READ,
            Mark(1, 1),
            _("Nothing is learned from this file: its name does not say in which language it is."),
            _("Name it like “ours.en.jsonl”; for each language there is a phrase file."),
            severity="warning",
        )
    text = source.read(path, problems, MAX_BYTES).text
    for number, written in enumerate((text or "").split("\n"), 1):
        if not written.strip():
            continue
        try:
            line = read_line(written, [lang] if lang else [])
            labels = read_labels(line)
        except LineFault as fault:
            _tell(problems, Mark(number, fault.column or 1), fault)
            continue
        place = partial(_place, number, written)
        _check_keys(line, place, problems)
        language.compare(path, line.context.lang, place("lang"), problems)
        if rubric is not None:
            _check_levels(labels, rubric, place, problems)
    return problems.diagnostics()


def _place(number: int, written: str, key: str) -> Mark:
    """Where a key stands on its line; the line's beginning for one that is written in escapes."""
    return Mark(number, written.find(json.dumps(key, ensure_ascii=False)) + 2)


def _tell(problems: Problems, mark: Mark, fault: LineFault) -> None:
    hint = _(
        'Each line is an object of its own: {"reply": "…", "labels": {…}}. A quotation mark within a text is written \\".'
    )
    problems.add(codes.LINE_UNREADABLE, mark, str(fault), hint if fault.column else None)


def _check_keys(line: Line, place: _Place, problems: Problems) -> None:
    """A key that looks like one that is read; others may be notes of the author's own."""
    for key in line.raw:
        if key not in KEYS and (near := problems.nearest(key, KEYS)):
            mark = place(key)
            problems.add(
                codes.UNKNOWN_KEY,
                mark,
                _("Unknown key “{key}”.").format(key=shorten(key)),
                did_you_mean(near),
                severity="warning",
                fix=respell(mark, key, KEYS),
            )


def _check_levels(labels: Labels, rubric: Rubric, place: _Place, problems: Problems) -> None:
    for name, _level, criterion in misfits(labels, rubric):
        if criterion is None:
            _check_name(name, [c.id for c in rubric.criteria], place, problems)
            continue
        said = (
            _("“{name}” is a fault: 0, -1 or -2, or null.")
            if criterion.kind == "penalty"
            else _("“{name}” has the levels 0, 1 and 2, or null.")
        )
        problems.add(codes.OUT_OF_RANGE, place(name), said.format(name=name))


def _check_name(name: str, known: Collection[str], place: _Place, problems: Problems) -> None:
    mark = place(name)
    problems.add(
        codes.UNKNOWN_CRITERION,
        mark,
        _("There is no criterion “{name}” in the rubric.").format(name=shorten(name)),
        suggest(name, known),
        fix=respell(mark, name, known),
    )
