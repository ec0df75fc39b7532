"""Phrase files: `phrases.<lang>.yaml` in a rubric's folder."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from trainer.content import codes
from trainer.content.language import check_language
from trainer.content.load import Result, plain
from trainer.content.nodes import Fields, Items, Mark, Node, Scalar, text_of
from trainer.content.problems import Problems, respell, suggest
from trainer.i18n import gettext as _
from trainer.model.phrases import (
    FAULT_GROUPS,
    MERIT_GROUPS,
    UNREADABLE,
    BadPattern,
    Phrases,
    compiled,
    is_spaced,
    whole,
)
from trainer.model.rubric import Rubric

_EXPRESSIONS = ("negation", "disclaimer", "question", "attribution", "titles")


def load_phrases(path: Path, rubric: Rubric | None) -> Result[Phrases]:
    """The phrases in `path`. Without a rubric any word may be a criterion."""
    checks = (partial(_check_parts, rubric), _check_patterns, partial(check_language, path))
    return plain(path, Phrases, checks)


def _check_parts(rubric: Rubric | None, root: Fields, problems: Problems) -> None:
    merits, faults = (
        [c.id for c in rubric.criteria if c.kind == kind] if rubric else None
        for kind in ("merit", "penalty")
    )
    for part, known, groups in (
        ("criteria", merits, MERIT_GROUPS),
        ("penalties", faults, FAULT_GROUPS),
    ):
        for criterion in _check_criteria(root.get(part), known, problems):
            _check_names(criterion, groups, codes.NOT_A_CHOICE, problems)
    _check_criteria(root.get("harmless"), faults, problems)
    _check_criteria(root.get("flagrant"), faults, problems)


def _check_criteria(
    part: Node | None, known: Sequence[str] | None, problems: Problems
) -> list[Node]:
    """What stands under each criterion; those that the rubric has not are told."""
    if not isinstance(part, Fields):
        return []
    if known is not None:
        _check_names(part, known, codes.UNKNOWN_CRITERION, problems)
    return [node for _mark, node in part.entries.values()]


def _check_names(node: Node, known: Sequence[str], code: str, problems: Problems) -> None:
    for name, (mark, _value) in node.entries.items() if isinstance(node, Fields) else ():
        if name not in known:
            message = (
                _("There is no criterion “{name}” in this part of the rubric.")
                if code == codes.UNKNOWN_CRITERION
                else _("“{name}” is no group of phrases here.")
            )
            cure = respell(mark, name, known)
            problems.add(code, mark, message.format(name=name), suggest(name, known), fix=cure)


def _check_patterns(root: Fields, problems: Problems) -> None:
    """Every pattern is read as the scorer will read it."""
    spaced = is_spaced(text_of(root.get("lang")) or "")
    for part in ("criteria", "penalties", "signals"):
        for each in _texts(root.get(part)):
            _try(each.mark, problems, each.text, spaced=spaced)
    for part in ("stock", "harmless", "flagrant"):
        for each in _texts(root.get(part)):
            _try(each.mark, problems, each.text)
    for part in _EXPRESSIONS:
        node = root.get(part)
        if isinstance(node, Scalar):
            try:
                re.compile(node.text)
            except UNREADABLE:
                _tell(node.mark, problems)


def _texts(node: Node | None) -> Iterator[Scalar]:
    """The single values under a node."""
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Items):
        for item in node.items:
            yield from _texts(item)
    elif isinstance(node, Fields):
        for _mark, each in node.entries.values():
            yield from _texts(each)


def _try(mark: Mark, problems: Problems, pattern: str, *, spaced: bool | None = None) -> None:
    try:
        if spaced is None:
            whole((pattern,))
        else:
            compiled(pattern, spaced=spaced)
    except BadPattern:
        _tell(mark, problems)


def _tell(mark: Mark, problems: Problems) -> None:
    problems.add(
        codes.FORM,
        mark,
        _("This wording cannot be read."),
        _(
            "Every “(” needs its “)”; to look for one of ( ) ? * + . [ ] | itself, write a “\\” before it."
        ),
    )
