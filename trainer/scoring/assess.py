"""Judging one reply: levels, evidence, reasons, better wording. Pure.

Evidence is found by taking clauses away: the fewest clauses without which the level would be lower
are what decided it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from trainer.model.assessment import Assessment, Context, Evidence, Finding, Mention
from trainer.model.base import in_language
from trainer.model.rubric import Criterion, Rubric
from trainer.scoring.facts import CITED
from trainer.scoring.features import Reading
from trainer.scoring.fit import Fitted
from trainer.scoring.meaning import Encoder, Memory
from trainer.scoring.phrases import PhraseBook
from trainer.scoring.text import fold, language_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

LONGEST = 4_000
"""Characters of a reply that are judged; nobody says more in one breath."""
OVERALL = "overall"


class RubricScorer:
    """A fitted rubric: one phrase book and one fit per language."""

    def __init__(
        self,
        rubric: Rubric,
        books: Mapping[str, PhraseBook],
        fits: Mapping[str, Fitted],
        encoder: Encoder,
        version: str,
    ) -> None:
        self._rubric = rubric
        self._books = books
        self._fits = fits
        self._encoder = encoder
        self._memory = Memory(encoder)
        self._version = version
        self._model_wording = lru_cache(maxsize=512)(self._wording)

    @property
    def version(self) -> str:
        """Names the rubric's content and the scoring code."""
        return self._version

    def assess(self, reply: str, context: Context) -> Assessment:
        """Judge `reply` in its context."""
        lang = self._language(reply, context)
        fitted, reading = self._read(reply[:LONGEST], context, lang)
        explain = context.explain or lang
        everything = tuple(range(len(reading.clauses)))
        judged = _Judged(reading, fitted, self._rubric)
        raw = judged.raw(everything)
        findings = tuple(
            self._finding(criterion, judged, raw, context, explain, lang)
            for criterion in self._rubric.criteria
        )
        levels = {f.criterion: f.level for f in findings}
        overall = _overall(fitted, raw) if reading.clauses else 0
        for cap in self._rubric.caps:
            if levels.get(cap.criterion, 0) == cap.level:
                overall = min(overall, cap.overall)
        return Assessment(
            overall=overall,
            findings=findings,
            cited=_cited(reading),
            contradicted=_contradicted(reading),
            promised=_promised(reading, context),
            actions=_actions(reading, self._rubric, lang),
        )

    def _language(self, reply: str, context: Context) -> str:
        for lang in (context.lang, language_of(reply + context.resident_line)):
            if lang in self._fits:
                return lang
        return next(iter(self._fits))

    def _read(self, reply: str, context: Context, lang: str) -> tuple[Fitted, Reading]:
        return self._fits[lang], Reading(
            reply, context, lang, self._books[lang], self._encoder, self._memory
        )

    def _finding(
        self,
        criterion: Criterion,
        judged: _Judged,
        raw: NDArray[np.float32],
        context: Context,
        explain: str,
        lang: str,
    ) -> Finding:
        level, score = judged.level(criterion, raw)
        called = self._called(criterion, context, judged, level)
        evidence = judged.evidence(criterion, level)
        why = in_language(criterion.levels[level].descriptor, explain)
        better = None
        if called and (level < 0 or (level < 2 and criterion.kind == "merit")):
            better = self._better(criterion, context, lang)
        return Finding(
            criterion=criterion.id,
            level=level,
            score=score,
            called=called,
            evidence=evidence,
            why=why,
            **{"try": better},
        )

    def _called(
        self, criterion: Criterion, context: Context, judged: _Judged, level: int
    ) -> bool:
        if criterion.always or context.calls_for is None or criterion.id in context.calls_for:
            return True
        if criterion.called_by == "action":
            return any(c.action for c in judged.reading.clauses)
        return criterion.called_by == "assertion" and bool(
            level > 0 or judged.reading.contradictions
        )

    def _better(self, criterion: Criterion, context: Context, lang: str) -> str | None:
        """What to say instead: the part of a model reply that does it, else the rubric's wording."""
        if criterion.kind == "merit":
            for model in context.models[:2]:
                bare = context.model_copy(update={"models": ()})
                if wording := self._model_wording(model, bare.model_dump_json(), criterion.id, lang):
                    return wording
        style = (context.disc or "")[:1]
        offers = criterion.tries.get(f"{lang}/{style}") or criterion.tries.get(lang)
        if not offers:
            return None
        address = context.address_as[0] if context.address_as else ""
        fact = context.facts[0][1] if context.facts else ""
        text = offers[0].replace("{address}", address).replace("{fact}", fact)
        return text.strip(" ,，") or None

    def _wording(self, model: str, context_json: str, criterion_id: str, lang: str) -> str | None:
        context = Context.model_validate_json(context_json)
        criterion = self._rubric.criterion(criterion_id)
        if criterion is None:
            return None
        fitted, reading = self._read(model, context, lang)
        judged = _Judged(reading, fitted, self._rubric)
        level, _ = judged.level(criterion, judged.raw(tuple(range(len(reading.clauses)))))
        if level < 1:
            return None
        spans = judged.evidence(criterion, level)
        sentences = {
            reading.clauses[i].sentence
            for i in range(len(reading.clauses))
            for e in spans
            if e.start <= reading.clauses[i].start < e.end or reading.clauses[i].start <= e.start < reading.clauses[i].end
        }
        kept = [c.text for c in reading.clauses if c.sentence in sentences]
        return "".join(kept).strip() or None


class _Judged:
    """A reading with its predictions, for all of it and for any part of it."""

    def __init__(self, reading: Reading, fitted: Fitted, rubric: Rubric) -> None:
        self.reading = reading
        self._fitted = fitted
        self._column = {head: j for j, head in enumerate(fitted.heads)}
        self._faults = {c.id for c in rubric.criteria if c.kind == "penalty"}
        self._known: dict[tuple[int, ...], NDArray[np.float32]] = {}

    def raw(self, kept: tuple[int, ...]) -> NDArray[np.float32]:
        """Predictions from the clauses `kept`."""
        self._predict([kept])
        return self._known[kept]

    def _predict(self, parts: Sequence[tuple[int, ...]]) -> None:
        new = [p for p in dict.fromkeys(parts) if p not in self._known]
        if not new:
            return
        reading = self.reading
        rows = self._fitted.raw(
            np.stack([reading.dense(p) for p in new]),
            [reading.grams(p) for p in new],
            np.stack([reading.pooled(p) for p in new]),
        )
        self._known.update(zip(new, rows, strict=True))

    def level(self, criterion: Criterion, raw: NDArray[np.float32]) -> tuple[int, float]:
        """The level and the score 0..1 on one criterion."""
        j = self._column.get(criterion.id)
        if j is None or not self.reading.clauses:
            return 0, 0.0
        low, high = (float(c) for c in self._fitted.cuts[j])
        value = float(raw[j])
        level = (value >= low) + (value >= high)
        if criterion.called_by == "action" and not any(c.action for c in self.reading.clauses):
            level = 0
        score = _score(value, low, high, *(float(e) for e in self._fitted.ends[j]))
        return (-level if criterion.id in self._faults else level), score

    def evidence(self, criterion: Criterion, level: int) -> tuple[Evidence, ...]:
        """The fewest clauses, taken greedily, without which the level would be lower."""
        if level == 0:
            return ()
        j = self._column[criterion.id]
        kept = tuple(range(len(self.reading.clauses)))
        gone: list[int] = []
        while kept:
            parts = [tuple(i for i in kept if i != drop) for drop in kept]
            self._predict(parts)
            best = min(range(len(parts)), key=lambda k: (float(self._known[parts[k]][j]), k))
            gone.append(kept[best])
            kept = parts[best]
            if abs(self.level(criterion, self._known[kept])[0]) < abs(level):
                break
        return _spans(self.reading, sorted(gone))


def _score(value: float, low: float, high: float, bottom: float, top: float) -> float:
    """A value on a head's scale as 0..1: a third where level 1 begins, two thirds at level 2."""
    bottom, top = min(bottom, low - 1e-3), max(top, high + 1e-3)
    if value < low:
        part = math.tanh((low - value) / (low - bottom))
        return round((1 - part) / 3, 6)
    if value < high:
        return round(1 / 3 + (value - low) / (high - low) / 3, 6)
    return round(2 / 3 + math.tanh((value - high) / (top - high)) / 3, 6)


def _overall(fitted: Fitted, raw: NDArray[np.float32]) -> int:
    j = fitted.heads.index(OVERALL)
    return int(min(100, max(0, round(100 * float(raw[j])))))


def _spans(reading: Reading, indices: Sequence[int]) -> tuple[Evidence, ...]:
    spans: list[tuple[int, int]] = []
    for i in indices:
        piece = reading.clauses[i]
        if spans and spans[-1][1] == piece.start:
            spans[-1] = (spans[-1][0], piece.end)
        else:
            spans.append((piece.start, piece.end))
    return tuple(_trimmed(reading.reply, a, b) for a, b in spans)


def _trimmed(text: str, start: int, end: int) -> Evidence:
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "，,、；;"):
        end -= 1
    return Evidence(start=start, end=end, text=text[start:end])


def _mention(reading: Reading, mention_id: str, clause: int, note: str | None = None) -> Mention:
    piece = reading.clauses[clause]
    return Mention(id=mention_id, evidence=_trimmed(reading.reply, piece.start, piece.end), note=note)


def _cited(reading: Reading) -> tuple[Mention, ...]:
    wrong = {(c.fact, c.clause) for c in reading.contradictions}
    return tuple(
        _mention(reading, reading.context.facts[use.fact][0], use.clauses[0])
        for use in reading.facts
        if use.share >= CITED and use.clauses and not any((use.fact, c) in wrong for c in use.clauses)
    )


def _contradicted(reading: Reading) -> tuple[Mention, ...]:
    return tuple(
        Mention(
            id=reading.context.facts[c.fact][0],
            evidence=_trimmed(reading.reply, c.start, c.end),
            note=reading.context.facts[c.fact][1],
        )
        for c in {c.clause: c for c in reversed(reading.contradictions)}.values()
    )


def _promised(reading: Reading, context: Context) -> tuple[Mention, ...]:
    """Limits broken: one of their cue words is there, neither negated nor quoted."""
    found: list[Mention] = []
    for limit, cues in context.limits.items():
        for cue in cues:
            start = reading.folded.find(fold(cue))
            if start >= 0 and reading.book.used(reading.folded, start):
                span = _trimmed(reading.reply, start, start + len(cue))
                found.append(Mention(id=limit, evidence=span))
                break
    return tuple(found)


def _actions(reading: Reading, rubric: Rubric, lang: str) -> tuple[Mention, ...]:
    found: list[Mention] = []
    for i, piece in enumerate(reading.clauses):
        if piece.action:
            text = reading.folded[piece.start : piece.end]
            found += [
                _mention(reading, kind.id, i)
                for kind in rubric.actions
                if any(word in text for word in kind.words.get(lang, ()))
            ]
    return tuple(found)
