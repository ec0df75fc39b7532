"""A file of labelled replies and contrast pairs: read, kept from scorers that know them, judged."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trainer import i18n
from trainer.errors import UsageError
from trainer.i18n import gettext as _
from trainer.model.assessment import Assessment
from trainer.model.rubric import Rubric
from trainer.scoring.comparison import Judged, JudgedPair
from trainer.scoring.labelled import (
    Labels,
    Line,
    LineFault,
    misfits,
    read_labels,
    read_line,
    text_line,
    without_mark,
)
from trainer.scoring.text import fold

if TYPE_CHECKING:
    from trainer.session.desk import Desk

CHUNK = 16
"""Entries that a process takes at a time."""
FOLDS = 5
"""Parts a file is held out in when leaving out all of it would leave too little to learn from."""
MOST_LEFT_OUT = 0.5
"""Share of a language's labelled replies above which the file is held out in parts."""
FEWEST_LEFT = 30
"""Replies a scorer must have left to learn from."""


@dataclass(frozen=True)
class Entry:
    """One line: a labelled reply, or (with `worse`) a contrast pair whose better reply is `line`."""

    line: Line
    family: str
    labels: Labels | None = None
    worse: Line | None = None
    criterion: str = ""
    kind: str = ""

    @property
    def lines(self) -> tuple[Line, ...]:
        """The replies to judge."""
        return (self.line,) if self.worse is None else (self.line, self.worse)


@dataclass(frozen=True)
class Bad:
    """A line that cannot be used, and why."""

    number: int
    id: str | int | None
    message: str


@dataclass(frozen=True)
class HeldOut:
    """Who judges what: `groups` pair the families left out of a scorer with the entries it judges.

    The scorer has learned from `seen` of the `families` of the file.
    """

    groups: tuple[tuple[frozenset[str], tuple[int, ...]], ...]
    seen: int
    families: int
    folds: int


@dataclass(frozen=True)
class Verdict:
    """What is compared of an assessment."""

    levels: dict[str, int]
    scores: dict[str, float]
    overall: int


def read_file(
    lines: Iterable[bytes], rubric: Rubric, langs: Sequence[str] = ()
) -> tuple[list[Entry], list[Bad]]:
    """The lines that can be used, which may be in one of `langs`, and those that cannot."""
    entries: list[Entry] = []
    bad: list[Bad] = []
    for number, raw in enumerate(without_mark(lines), 1):
        try:
            text = text_line(raw)
            pair = _pair(text)
            entries.append(
                _pair_entry(pair, number, rubric, langs)
                if pair
                else _entry(text, number, rubric, langs)
            )
        except LineFault as fault:
            bad.append(Bad(number, fault.id, str(fault)))
    return entries, bad


def held_out(
    entries: Sequence[Entry],
    learned: Sequence[tuple[Line, Labels]],
    folds: int | None,
) -> HeldOut:
    """Keep every family from a scorer that has seen its resident's line or one of its replies.

    With one fold, all families of the file that were learned from are left out at once: the stricter
    way, since replies of the same authors go with them, and one more fit is all it needs. When that would
    take more than half of what there is to learn from, five folds are made unless `folds` says otherwise.
    Raises UsageError when too little is left.
    """
    known: dict[str, set[str]] = {}
    sizes: dict[str, int] = {}
    langs: dict[str, str] = {}
    for line, labels in learned:
        family = labels.family or ""
        sizes[family] = sizes.get(family, 0) + 1
        langs[family] = line.context.lang or ""
        for key in known_by(line):
            known.setdefault(key, set()).add(family)
    gone: dict[str, set[str]] = {}
    for entry in entries:
        mine = gone.setdefault(entry.family, set())
        for line in entry.lines:
            mine.update(*(known.get(key, ()) for key in known_by(line)))
    seen = sorted(family for family, theirs in gone.items() if theirs)

    def left(without: frozenset[str]) -> list[tuple[int, int]]:
        """Replies left to learn from, of how many, by each language something is left out of."""
        return [
            (
                sum(n for f, n in sizes.items() if langs[f] == lang and f not in without),
                sum(n for f, n in sizes.items() if langs[f] == lang),
            )
            for lang in sorted({langs[f] for f in without})
        ]

    def without(names: Iterable[str]) -> frozenset[str]:
        return frozenset().union(*(gone[name] for name in names))

    if folds is None:
        few = any(rest < (1 - MOST_LEFT_OUT) * total for rest, total in left(without(seen)))
        folds = FOLDS if few else 1
    parts = [seen[k::folds] for k in range(min(folds, len(seen)))]
    if any(rest < FEWEST_LEFT for part in parts for rest, _total in left(without(part))):
        raise UsageError(
            _(
                "Without the replies of this file the scorer has too little left to learn from; "
                "more --folds leave out fewer at a time."
            )
        )
    names: list[tuple[frozenset[str], set[str]]] = [
        (frozenset(), set(gone) - set(seen)),
        *((without(part), set(part)) for part in parts),
    ]
    groups = [
        (out, tuple(i for i, entry in enumerate(entries) if entry.family in theirs))
        for out, theirs in names
        if theirs
    ]
    return HeldOut(tuple(groups), len(seen), len(gone), len(parts))


def judged(
    entries: Sequence[Entry], plan: HeldOut, desk: Desk, rubric_id: str, jobs: int
) -> tuple[list[Judged], list[JudgedPair]]:
    """Every entry with what its scorer gave it."""
    verdicts: dict[int, list[Verdict]] = {}
    for without, rows in plan.groups:
        work = [entries[i].lines for i in rows]
        verdicts.update(zip(rows, _verdicts(work, without, desk, rubric_id, jobs), strict=True))
    replies: list[Judged] = []
    pairs: list[JudgedPair] = []
    rubric = desk.library.rubric(rubric_id).value
    faults = {c.id for c in rubric.criteria if c.kind == "penalty"}
    for i, entry in enumerate(entries):
        first, *second = verdicts[i]
        if entry.labels is not None:
            replies.append(
                Judged(
                    family=entry.family,
                    length=len(entry.line.reply),
                    labels=entry.labels.levels,
                    overall=entry.labels.overall,
                    levels=first.levels,
                    judged_overall=first.overall,
                )
            )
        else:
            sign = -1 if entry.criterion in faults else 1
            scores = [sign * v.scores.get(entry.criterion, 0.0) for v in (first, *second)]
            lengths = [len(line.reply) for line in entry.lines]
            pairs.append(
                JudgedPair(
                    entry.family,
                    entry.criterion,
                    entry.kind,
                    (scores[0], scores[1]),
                    (lengths[0], lengths[1]),
                )
            )
    return replies, pairs


def _pair(text: str) -> dict[str, Any] | None:
    """The object on a line that holds a contrast pair; anything else is left to `read_line`."""
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError):
        return None
    is_pair = isinstance(raw, dict) and "reply" not in raw and ("better" in raw or "worse" in raw)
    return raw if is_pair else None


def _pair_entry(raw: dict[str, Any], number: int, rubric: Rubric, langs: Sequence[str]) -> Entry:
    name = raw["id"] if isinstance(raw.get("id"), str) else None
    for key in ("better", "worse", "criterion"):
        if not isinstance(raw.get(key), str):
            raise LineFault(_("“{key}” must be text.").format(key=key), name)
    if raw["criterion"] not in {c.id for c in rubric.criteria}:
        raise LineFault(_no_criterion(raw["criterion"], rubric), name)
    better, worse = (
        read_line(json.dumps({**raw, "reply": raw[key]}), langs) for key in ("better", "worse")
    )
    return Entry(
        line=better,
        family=_family(raw.get("family"), better, number),
        worse=worse,
        criterion=raw["criterion"],
        kind=str(raw.get("kind") or ""),
    )


def _entry(text: str, number: int, rubric: Rubric, langs: Sequence[str]) -> Entry:
    line = read_line(text, langs)
    labels = read_labels(line)
    for name, level, criterion in misfits(labels, rubric):
        if criterion is None:
            raise LineFault(_no_criterion(name, rubric), line.id)
        said = _("“{criterion}” cannot have the level {level}.")
        raise LineFault(said.format(criterion=name, level=level), line.id)
    if labels.overall is None and all(level is None for level in labels.levels.values()):
        raise LineFault(_("There is no label on this line."), line.id)
    return Entry(line=line, family=_family(labels.family, line, number), labels=labels)


def _no_criterion(name: str, rubric: Rubric) -> str:
    return _("“{rubric}” has no criterion “{name}”.").format(rubric=rubric.id, name=name)


def _family(name: object, line: Line, number: int) -> str:
    """What a reply belongs to: its family, else those that answer the same line, else itself."""
    if isinstance(name, str) and name:
        return name
    return line.context.resident_line or f"#{number}"


def known_by(line: Line) -> list[str]:
    """What a reply is known by: its resident's line and its own words, but for how they are typed."""
    texts = (("R", line.context.resident_line), ("S", line.reply))
    return [who + bare for who, text in texts if (bare := re.sub(r"\W+", "", fold(text)))]


def _verdicts(
    work: Sequence[tuple[Line, ...]],
    without: frozenset[str],
    desk: Desk,
    rubric_id: str,
    jobs: int,
) -> list[list[Verdict]]:
    judge = _judge(desk, rubric_id, without)
    if jobs == 1 or len(work) < 2 * CHUNK:
        return [[judge(line) for line in lines] for lines in work]
    first = [[judge(line) for line in work[0]]]  # here, so that what must be fitted is fitted once
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    with ProcessPoolExecutor(
        jobs,
        mp_context=get_context("spawn"),
        initializer=_sit_down,
        initargs=(str(desk.home), desk.lang, rubric_id, without),
    ) as pool:
        return first + list(pool.map(_judge_here, work[1:], chunksize=CHUNK))


_here: Callable[[Line], Verdict]


def _sit_down(home: str, lang: str, rubric_id: str, without: frozenset[str]) -> None:
    """Prepare a process of the pool."""
    from trainer.session.desk import Desk

    global _here
    i18n.use(lang)
    _here = _judge(Desk(Path(home), lang), rubric_id, without)


def _judge_here(lines: tuple[Line, ...]) -> list[Verdict]:
    return [_here(line) for line in lines]


def _judge(desk: Desk, rubric_id: str, without: frozenset[str]) -> Callable[[Line], Verdict]:
    scorer = desk.scorer(rubric_id)
    if without:
        from trainer.session.fitted import load_scorer

        scorer = load_scorer(desk.library, rubric_id, desk.home / "cache", without)

    def judge(line: Line) -> Verdict:
        return _verdict(scorer.assess(line.reply, line.context))

    return judge


def _verdict(assessment: Assessment) -> Verdict:
    return Verdict(
        {f.criterion: f.level for f in assessment.findings},
        {f.criterion: f.score for f in assessment.findings},
        assessment.overall,
    )
