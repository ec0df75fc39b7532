"""Judging one reply: levels, evidence, reasons, better wording. Pure.

Evidence is found by taking clauses away: the fewest clauses without which the level would be lower
are what decided it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from trainer.model.assessment import Assessment, Context, Evidence, Finding, Mention
from trainer.model.base import in_language
from trainer.model.rubric import Criterion, Rubric
from trainer.scoring import style
from trainer.scoring.facts import CITED
from trainer.scoring.features import Reading, keys_of
from trainer.scoring.fit import Fitted
from trainer.scoring.match import FEWEST, ground, measures, said
from trainer.scoring.meaning import Encoder, Memory
from trainer.scoring.pauses import Pauses
from trainer.scoring.phrases import PhraseBook
from trainer.scoring.text import fold, language_of, places_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

SPOTLESS = 0.6
"""An overall judgement from which on a mild fault is more likely the scorer's mistake than the
trainee's: of the 2,300 labelled replies that people gave 60 or more, hardly any has one."""
_BELOW = 0.333
"""The greatest score of level 0; twice that is the greatest of level 1."""
LONGEST = 4_000
"""Characters of a reply that are judged; nobody says more in one breath."""


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
        """`books` and `fits` have the same languages; a fit may be made when first asked for."""
        self._rubric = rubric
        self._books = books
        self._fits = fits
        self._encoder = encoder
        self._memory = Memory(encoder)
        self._version = version
        self._model_wording = lru_cache(maxsize=512)(self._wording)
        self._recital = lru_cache(self._rubric_words)

    @property
    def version(self) -> str:
        """Names the rubric's content and the scoring code."""
        return self._version

    def assess(self, reply: str, context: Context) -> Assessment:
        """Judge `reply` in its context."""
        lang = self._language(reply, context)
        fitted, reading = self._read(reply[:LONGEST], context, lang)
        judged = _Judged(reading, fitted, self._rubric)
        results = judged.results()
        whole = fitted.overall(judged.raw(judged.everything))
        if whole >= SPOTLESS:
            results = {
                c: (0, min(score, _BELOW)) if level == -1 else (level, score)
                for c, (level, score) in results.items()
            }
        elsewhere = self._elsewhere(reading, fitted)
        if elsewhere:
            results = {c: self._lent(c, *result) for c, result in results.items()}
        wrong = any(c.sure for c in reading.contradictions)
        if wrong:
            results |= {
                c.id: (0, min(results[c.id][1], _BELOW))
                for c in self._rubric.criteria
                if c.called_by == "assertion"
            }
        if reading.misnamed:
            results |= {
                c.id: (min(results[c.id][0], 1), min(results[c.id][1], 2 * _BELOW))
                for c in self._rubric.criteria
                if c.by_name
            }
        levels = {criterion_id: level for criterion_id, (level, _) in results.items()}
        evidence = judged.evidence(levels)
        manner = style.features(reading, self._rubric.style, context.explain or lang)
        findings = tuple(
            self._finding(criterion, judged, results[criterion.id], evidence, context, lang, manner)
            for criterion in self._rubric.criteria
        )
        overall = self._overall(findings, whole, context) if reading.clauses else 0
        for cap in self._rubric.caps:
            if levels.get(cap.criterion, 0) == cap.level:
                overall = min(overall, cap.overall)
        if elsewhere:
            overall = min(overall, self._rubric.another_matter)
        if wrong:
            overall = min(overall, self._rubric.wrong_fact)
        return Assessment(
            overall=overall,
            elsewhere=elsewhere,
            findings=findings,
            cited=_cited(reading),
            contradicted=_contradicted(reading),
            promised=_promised(reading, context),
            actions=_actions(reading, self._rubric, lang),
            features=manner,
        )

    def _lent(self, criterion_id: str, level: int, score: float) -> tuple[int, float]:
        """What a reply to another matter earns: nothing for the matter, little for the rest."""
        criterion = self._rubric.criterion(criterion_id)
        if criterion is None or criterion.kind == "penalty" or criterion.always:
            return level, score
        if criterion.matter:
            return 0, min(score, _BELOW)
        return min(level, 1), min(score, 2 * _BELOW)

    def _elsewhere(self, reading: Reading, fitted: Fitted) -> bool:
        """Whether the reply answers another matter; a short one is not asked."""
        context = reading.context
        if not context.facts or not context.resident_line:
            return False
        reply = said(reading)
        if len(reply.words) < FEWEST:
            return False
        around = ground(context, reading.lang, self._memory)
        return fitted.elsewhere(measures(reply, around, fitted.rarity))

    def _overall(self, findings: Sequence[Finding], whole: float, context: Context) -> int:
        """The overall score 0..100 before caps: the judgement of the whole reply.

        Where it is known what the moment calls for, half of it is how far that was done: what belongs
        to another moment is no fault of this reply.
        """
        weights = {c.id: c.weight for c in self._rubric.criteria if c.kind == "merit"}
        asked = [f for f in findings if f.called and weights.get(f.criterion)]
        if context.calls_for is not None and asked:
            total = sum(weights[f.criterion] for f in asked)
            done = sum(weights[f.criterion] * f.level / 2 for f in asked) / total
            whole = (whole + done) / 2
        return round(100 * min(1.0, max(0.0, whole)))

    def _language(self, reply: str, context: Context) -> str:
        for lang in (context.lang, language_of(reply + context.resident_line)):
            if lang is not None and lang in self._fits:
                return lang
        return next(iter(self._fits))

    def _read(self, reply: str, context: Context, lang: str) -> tuple[Fitted, Reading]:
        fitted = self._fits[lang]
        return fitted, Reading(
            reply,
            context,
            lang,
            self._books[lang],
            self._encoder,
            self._memory,
            self._recital(lang),
            Pauses(fitted.pauses, lang),
        )

    def _rubric_words(self, lang: str) -> frozenset[str]:
        """The rubric's own wording: reciting it does nothing."""
        texts = [
            text.get(lang, "")
            for c in self._rubric.criteria
            for text in (c.title, c.definition, *(v.descriptor for v in c.levels.values()))
        ]
        return keys_of(texts, lang)

    def _finding(
        self,
        criterion: Criterion,
        judged: _Judged,
        result: tuple[int, float],
        evidence: Mapping[str, tuple[Evidence, ...]],
        context: Context,
        lang: str,
        manner: tuple[Mention, ...],
    ) -> Finding:
        level, score = result
        explain = context.explain or lang
        why = in_language(criterion.levels[level].descriptor, explain)
        if manner and self._of_style(criterion):
            why = (
                f"{why}（{style.in_words(manner, explain)}）"
                if explain.startswith("zh")
                else (f"{why} ({style.in_words(manner, explain)})")
            )
        called = self._called(criterion, context, judged, level)
        better = None
        if called and (level < 0 or (level < 2 and criterion.kind == "merit")):
            better = self._better(criterion, judged.reading.folded, context, lang)
        return Finding(
            criterion=criterion.id,
            level=level,
            score=score,
            called=called,
            evidence=evidence.get(criterion.id, ()),
            why=why,
            **{"try": better},
        )

    def _of_style(self, criterion: Criterion) -> bool:
        return self._rubric.style is not None and criterion.id == self._rubric.style.criterion

    def _called(self, criterion: Criterion, context: Context, judged: _Judged, level: int) -> bool:
        if criterion.always or context.calls_for is None or criterion.id in context.calls_for:
            return True
        if criterion.called_by == "action":
            return any(c.action for c in judged.reading.clauses)
        return criterion.called_by == "assertion" and bool(
            level > 0 or any(c.sure for c in judged.reading.contradictions)
        )

    def _better(self, criterion: Criterion, said: str, context: Context, lang: str) -> str | None:
        """What to say instead: the part of a model reply that does it, else the rubric's wording."""
        if criterion.kind == "merit" and not self._of_style(criterion):
            for model in context.models:
                wording = self._model_wording(_Bare(model, context), lang).get(criterion.id)
                if wording and fold(wording) not in said:
                    return wording
        letter = (context.disc or "")[:1]
        offers = criterion.tries.get(f"{lang}/{letter}") or criterion.tries.get(lang)
        if not offers:
            return None
        address = context.address_as[0] if context.address_as else ""
        fact = context.facts[0][1] if context.facts else ""
        text = offers[0].replace("{address}", address).replace("{fact}", fact)
        return text.strip(" ,，") or None

    def _wording(self, model: _Bare, lang: str) -> dict[str, str]:
        """The sentences of a model reply that earn each criterion its level."""
        fitted, reading = self._read(model.reply, model.context, lang)
        judged = _Judged(reading, fitted, self._rubric)
        levels = {c: level for c, (level, _score) in judged.results().items() if level > 0}
        return {
            criterion_id: _sentences(model.reply, spans, "" if lang.startswith("zh") else " ")
            for criterion_id, spans in judged.evidence(levels).items()
        }


_SENTENCE = re.compile(
    r"\[[^\]]*\]|【[^】]*】|[^。！？!?.\[【]*(?:\.(?=\S)[^。！？!?.\[【]*)*[。！？!?.]+[”’」』\"']*|.+?$"
)


def _sentences(text: str, spans: Sequence[Evidence], glue: str) -> str:
    """The sentences that the spans touch, each once, in order; an action stands alone."""
    return glue.join(
        found[0].strip()
        for found in _SENTENCE.finditer(text)
        if any(found.start() < e.end and e.start < found.end() for e in spans)
    )


class _Bare:
    """A model reply in its context, as a key: equal when the reply and what it answers are."""

    def __init__(self, reply: str, context: Context) -> None:
        self.reply = reply
        self.context = context
        self._key = (reply, context.resident_line, context.stage, context.disc, context.situation)

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Bare) and self._key == other._key


class _Judged:
    """A reading with its predictions, for all of it and for any part of it."""

    def __init__(self, reading: Reading, fitted: Fitted, rubric: Rubric) -> None:
        self.reading = reading
        self._fitted = fitted
        self._predictor = fitted.at(reading.buckets, reading.vectors)
        self._column = {head: j for j, head in enumerate(fitted.heads)}
        self._criteria = {c.id: c for c in rubric.criteria}
        self._known: dict[tuple[int, ...], NDArray[np.float32]] = {}
        self.everything = tuple(range(len(reading.clauses)))
        self._singles = [self._without([i]) for i in self.everything]

    def results(self) -> dict[str, tuple[int, float]]:
        """The level and the score of every criterion, from the whole reply."""
        # The parts with one clause less are wanted next, for evidence: one call costs less than two.
        self.predict([self.everything, *self._singles])
        raw = self.raw(self.everything)
        return {c.id: self.level(c, raw, self.everything) for c in self._criteria.values()}

    def raw(self, kept: tuple[int, ...]) -> NDArray[np.float32]:
        """Predictions from the clauses `kept`."""
        self.predict([kept])
        return self._known[kept]

    def predict(self, parts: Sequence[tuple[int, ...]]) -> None:
        """Have the predictions for several parts at once."""
        bare = [self._bare(p) for p in parts] if self.reading.stock else []
        new = [p for p in dict.fromkeys((*parts, *bare)) if p not in self._known]
        if not new:
            return
        masks = np.zeros((len(new), len(self.reading.clauses)), bool)
        for row, part in enumerate(new):
            masks[row, list(part)] = True
        rows = self._predictor.raw(self.reading.features(masks))
        self._known.update(zip(new, rows, strict=True))

    def _bare(self, part: tuple[int, ...]) -> tuple[int, ...]:
        """A part without its stock courtesies."""
        return tuple(i for i in part if i not in self.reading.stock)

    def level(
        self, criterion: Criterion, raw: NDArray[np.float32], kept: tuple[int, ...]
    ) -> tuple[int, float]:
        """The level and the score 0..1 on one criterion, from the predictions for `kept`."""
        j = self._column.get(criterion.id)
        if j is None or not kept:
            return 0, 0.0
        low, high = self._fitted.cuts[j].tolist()
        bottom, top = self._fitted.ends[j].tolist()
        bottom = min(bottom, low - 1e-3)
        value = float(raw[j])
        if self.reading.stock and (criterion.kind == "penalty" or criterion.matter):
            # Courtesy neither handles the matter nor makes a fault good.
            rest = self._bare(kept)
            if not rest:
                value = value if criterion.kind == "penalty" else min(value, bottom)
            else:
                other = float(self.raw(rest)[j])
                value = max(value, other) if criterion.kind == "penalty" else min(value, other)
        level = (value >= low) + (value >= high)
        score = _score(value, low, high, bottom, top)
        if criterion.called_by == "action" and not any(
            self.reading.clauses[i].action for i in kept
        ):
            level, score = 0, min(score, 1 / 3)
        return (-level if criterion.kind == "penalty" else level), score

    def evidence(self, levels: Mapping[str, int]) -> dict[str, tuple[Evidence, ...]]:
        """For every level that is not 0 the clauses without which it would be lower.

        Clauses go in the order of how much each alone takes with it, until the level falls; those
        that then prove not to be needed are put back.
        """
        open_ = {c: self._column[c] for c, level in levels.items() if level}
        if not open_:
            return {}
        self.predict(self._singles)
        alone = np.array([self._known[part] for part in self._singles])
        order = {c: np.argsort(alone[:, j], kind="stable").tolist() for c, j in open_.items()}
        found: dict[str, list[int]] = {}
        for size in range(1, len(self.everything) + 1):
            left = [c for c in open_ if c not in found]
            if not left:
                break
            if size.bit_count() == 1:  # up to twice as many at once: a call costs more than a row
                sizes = range(size, min(2 * size, len(self.everything) + 1))
                self.predict([self._without(order[c][:k]) for c in left for k in sizes])
            for c in left:
                if self._falls(c, levels[c], order[c][:size]):
                    found[c] = order[c][:size]
        needless: list[tuple[str, int]] = [
            (c, i) for c, gone in found.items() if len(gone) > 2 for i in gone[1:-1]
        ]
        self.predict([self._without([k for k in found[c] if k != i]) for c, i in needless])
        for c, i in needless:
            fewer = [k for k in found[c] if k != i]
            self.predict([self._without(fewer)])
            if self._falls(c, levels[c], fewer):
                found[c] = fewer
        return {c: _spans(self.reading, sorted(gone)) for c, gone in found.items()}

    def _falls(self, criterion_id: str, level: int, gone: Sequence[int]) -> bool:
        part = self._without(gone)
        criterion = self._criteria[criterion_id]
        return abs(self.level(criterion, self._known[part], part)[0]) < abs(level)

    def _without(self, gone: Sequence[int]) -> tuple[int, ...]:
        return tuple(i for i in self.everything if i not in gone)


def _score(value: float, low: float, high: float, bottom: float, top: float) -> float:
    """A value on a head's scale as 0..1: a third where level 1 begins, two thirds at level 2."""
    bottom, top = min(bottom, low - 1e-3), max(top, high + 1e-3)
    if value < low:
        part = math.tanh((low - value) / (low - bottom))
        return round((1 - part) / 3, 6)
    if value < high:
        return round(1 / 3 + (value - low) / (high - low) / 3, 6)
    return round(2 / 3 + math.tanh((value - high) / (top - high)) / 3, 6)


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
    return Mention(
        id=mention_id, evidence=_trimmed(reading.reply, piece.start, piece.end), note=note
    )


def _cited(reading: Reading) -> tuple[Mention, ...]:
    wrong = {(c.fact, c.clause) for c in reading.contradictions if c.sure}
    return tuple(
        _mention(reading, reading.context.facts[use.fact][0], use.clauses[0])
        for use in reading.facts
        if use.share >= CITED
        and use.clauses
        and not any((use.fact, c) in wrong for c in use.clauses)
    )


def _contradicted(reading: Reading) -> tuple[Mention, ...]:
    return tuple(
        Mention(
            id=reading.context.facts[c.fact][0],
            evidence=_trimmed(reading.reply, c.start, c.end),
            note=reading.context.facts[c.fact][1],
        )
        for c in {c.clause: c for c in reversed(reading.contradictions) if c.sure}.values()
    )


def _promised(reading: Reading, context: Context) -> tuple[Mention, ...]:
    """Limits broken: one of their cue words is there, neither negated, disclaimed nor quoted."""
    found: list[Mention] = []
    for limit, cues in context.limits.items():
        used = [
            (start, len(cue))
            for cue in cues
            for start in places_of(fold(cue), reading.folded)
            if reading.book.used(reading.folded, start)
            and not reading.book.disclaimed(reading.folded, start)
        ]
        if used:
            start, size = used[0]
            span = _trimmed(reading.reply, start, start + size)
            found.append(Mention(id=limit, evidence=span))
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
