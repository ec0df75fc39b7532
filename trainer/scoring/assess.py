"""Judging one reply: levels, reasons, better wording. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from trainer.model.assessment import Assessment, Context, Evidence, Finding, Mention
from trainer.model.base import in_language
from trainer.model.phrases import Phrases
from trainer.model.rubric import Criterion, Rubric
from trainer.scoring import mentions, style
from trainer.scoring.evidence import Judged, held
from trainer.scoring.features import Measured
from trainer.scoring.fit import Fitted
from trainer.scoring.listener import Listener, Listening
from trainer.scoring.marks import Marks
from trainer.scoring.match import FEWEST, given, ground, measures, said
from trainer.scoring.meaning import Encoder, Memory
from trainer.scoring.offered import Bare, is_said, offered
from trainer.scoring.phrases import PhraseBook
from trainer.scoring.reading import Reading
from trainer.scoring.text import answered_in, language_of
from trainer.scoring.told import keys_of

SPOTLESS = 0.6
"""An overall judgement from which on a mild fault is more likely the scorer's mistake than the
trainee's: of the 2,300 labelled replies that people gave 60 or more, hardly any has one."""
_DOUBT = (" (a close call: others may not hear it so)", "（两可之间：换个人听，未必觉得）")
"""After the reason for a fault that is hardly one."""
_UNSAID = ("nothing was said", "没有开口说话")
"""The reason for what a reply without words does not do: silence is not curt."""
LONGEST = 4_000
"""Characters of a reply that are judged; nobody says more in one breath."""


@dataclass(frozen=True)
class Learned:
    """All that a scorer goes by, but for its encoder: a rubric, by language the phrases and the fit, the listener."""

    rubric: Rubric
    phrases: tuple[Phrases, ...]
    fits: Mapping[str, Fitted]
    version: str
    listening: Listening | None = None

    def scorer(self, encoder: Encoder, listener: Listener | None) -> RubricScorer:
        """The scorer that has learned this."""
        books = {phrases.lang: PhraseBook(phrases, self.rubric) for phrases in self.phrases}
        return RubricScorer(self.rubric, books, self.fits, encoder, self.version, listener)


class RubricScorer:
    """A fitted rubric: one phrase book and one fit per language."""

    def __init__(
        self,
        rubric: Rubric,
        books: Mapping[str, PhraseBook],
        fits: Mapping[str, Fitted],
        encoder: Encoder,
        version: str,
        listener: Listener | None = None,
    ) -> None:
        """`books` and `fits` have the same languages; a fit may be made when first asked for."""
        self._rubric = rubric
        self._books = books
        self._fits = fits
        self._encoder = encoder
        self._memory = Memory(encoder)
        self._version = version
        self._listener = listener
        self._model_wording = lru_cache(maxsize=512)(self._wording)
        self._recital = lru_cache(self._rubric_words)
        self._ground = lru_cache(maxsize=256)(partial(ground, memory=self._memory))

    @property
    def version(self) -> str:
        """Names the rubric's content and the scoring code."""
        return self._version

    def learned(self, langs: Sequence[str]) -> Learned:
        """What it goes by in contexts of these languages; a fit may have to be made for it.

        Where one of them is none of its own, a reply's own language decides: then in all.
        """
        known = list(self._fits)
        needed = [lang for lang in known if lang in langs]
        if not set(langs) <= set(known):
            needed = known
        return Learned(
            self._rubric,
            tuple(self._books[lang].phrases for lang in needed),
            {lang: replace(self._fits[lang]) for lang in needed},
            self._version,
            self._listener.learned if self._listener else None,
        )

    def assess(self, reply: str, context: Context) -> Assessment:
        """Judge `reply` in its context."""
        lang = self._language(reply, context)
        foreign = answered_in(reply, context.lang) == lang
        reading = self._read(reply[:LONGEST], _wordless(context) if foreign else context, lang)
        fitted = self._fits[lang]
        judged = Judged(self._measured(reading), fitted, self._rubric)
        found = judged.results()
        whole = fitted.overall(judged.raw(judged.everything))
        elsewhere = self._elsewhere(judged, fitted)
        promised = mentions.promised(reading)
        results = {
            c.id: _at_most(0, result)
            if promised and c.within_limits
            else self._corrected(c, result, reading, whole, elsewhere)
            for c, result in found
        }
        if any(level < 0 for level, _score in results.values()):
            against = reading.against
            results |= {
                c.id: _at_most(1, results[c.id])
                for c in self._rubric.criteria
                if c.taken_back and c.id in against
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
        if reading.contradictions:
            overall = min(overall, self._rubric.wrong_fact)
        return Assessment(
            overall=overall,
            elsewhere=elsewhere,
            findings=findings,
            cited=mentions.cited(reading),
            contradicted=mentions.contradicted(reading),
            promised=promised,
            actions=mentions.actions(reading, self._rubric),
            features=manner,
        )

    def _corrected(
        self,
        criterion: Criterion,
        result: tuple[int, float],
        reading: Reading,
        whole: float,
        elsewhere: bool,
    ) -> tuple[int, float]:
        """The level and the score on a criterion after what is known by rule.

        A reply to another matter earns nothing for the matter and little for the rest.
        """
        if criterion.kind == "penalty":
            level, score = result
            return (0, held(score, 0)) if level == -1 and whole >= SPOTLESS else result
        if elsewhere and not criterion.always:
            result = _at_most(0 if criterion.matter else 1, result)
        if reading.contradictions and criterion.called_by == "assertion":
            result = _at_most(0, result)
        if criterion.by_name and reading.misnamed:
            result = _at_most(1, result)
        return result

    def _elsewhere(self, judged: Judged, fitted: Fitted) -> bool:
        """Whether the reply answers another matter; a short one is not asked."""
        context, lang = judged.reading.context, judged.reading.lang
        if not context.facts or not context.resident_line:
            return False
        reply = said(judged.measured)
        if len(reply.words) < FEWEST:
            return False
        around = self._ground(*given(context), lang)
        worth = fitted.overall(judged.raw(judged.bare(judged.everything)))
        return fitted.elsewhere(measures(reply, around, fitted.rarity), worth)

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
        """The language to judge in: the talk's, but for a reply given wholly in another."""
        for lang in (
            answered_in(reply, context.lang),
            context.lang,
            language_of(reply + context.resident_line),
        ):
            if lang is not None and lang in self._fits:
                return lang
        return next(iter(self._fits))

    def _read(self, reply: str, context: Context, lang: str) -> Reading:
        marks = Marks(self._fits[lang].marks, lang)
        return Reading(reply, context, lang, self._books[lang], self._recital(lang), marks)

    def _measured(self, reading: Reading) -> Measured:
        return Measured(reading, self._encoder, self._memory, self._listener)

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
        judged: Judged,
        result: tuple[int, float],
        evidence: Mapping[str, tuple[Evidence, ...]],
        context: Context,
        lang: str,
        manner: tuple[Mention, ...],
    ) -> Finding:
        level, score = result
        explain = context.explain or lang
        why = in_language(criterion.levels[level].descriptor, explain)
        if not judged.spoken and criterion.kind == "merit" and criterion.called_by != "action":
            why = _UNSAID[explain.startswith("zh")]
        if manner and self._of_style(criterion):
            why = (
                f"{why}（{style.in_words(manner, explain)}）"
                if explain.startswith("zh")
                else (f"{why} ({style.in_words(manner, explain)})")
            )
        called = self._called(criterion, context, judged, level)
        better = None
        if called and (level < 0 or (level < 2 and criterion.kind == "merit")):
            talk = context.lang if context.lang and context.lang in self._fits else lang
            better = self._better(criterion, judged.reading.folded, context, talk)
        found = Finding(
            criterion=criterion.id,
            level=level,
            score=score,
            called=called,
            evidence=evidence.get(criterion.id, ()),
            why=why,
            **{"try": better},
        )
        if not found.doubtful:
            return found
        return found.model_copy(update={"why": why + _DOUBT[explain.startswith("zh")]})

    def _of_style(self, criterion: Criterion) -> bool:
        return self._rubric.style is not None and criterion.id == self._rubric.style.criterion

    def _called(self, criterion: Criterion, context: Context, judged: Judged, level: int) -> bool:
        if self._of_style(criterion) and not context.disc:
            return False  # nobody can say what fits a type that is not known
        by_action = criterion.called_by == "action"
        asked = context.calls_for
        if criterion.always and not judged.spoken and criterion.id not in (asked or ()):
            return False  # who says nothing is neither curt nor courteous
        if criterion.always or (not by_action if asked is None else criterion.id in asked):
            return not (criterion.once and level == 0 and criterion.id in context.met)
        if by_action:  # of a talk in writing or by telephone nobody knows what else was done
            return any(c.action for c in judged.reading.clauses)
        return criterion.called_by == "assertion" and bool(
            level > 0 or judged.reading.contradictions
        )

    def _better(self, criterion: Criterion, said: str, context: Context, lang: str) -> str | None:
        """What to say instead: the part of a model reply that does it, else the rubric's wording."""
        if criterion.kind == "merit":
            for model in context.models:
                wording = self._model_wording(Bare(model, context), lang).get(criterion.id)
                if wording and not is_said(wording, said, lang):
                    return wording
        letter = (context.disc or "")[:1]
        offers = criterion.tries.get(f"{lang}/{letter}") or criterion.tries.get(lang)
        if not offers:
            return None
        address = context.address_as[0] if context.address_as else ""
        fact = context.facts[0][1] if context.facts else ""
        text = offers[0].replace("{address}", address) if address else _unnamed(offers[0])
        return text.replace("{fact}", fact).strip(" ,，") or None

    def _wording(self, model: Bare, lang: str) -> dict[str, str]:
        """What of a model reply to offer, by criterion."""
        judged = Judged(
            self._measured(self._read(model.reply, model.context, lang)),
            self._fits[lang],
            self._rubric,
        )
        return offered(judged, [c for c in self._rubric.criteria if c.kind == "merit"])


def _unnamed(offer: str) -> str:
    """An offer for somebody whose form of address is not known."""
    text = re.sub(r"[,，]? ?\{address\}", "", offer).lstrip(" ,，")
    return text[:1].upper() + text[1:]


def _wordless(context: Context) -> Context:
    """A context without what a reply in another language shares no word with."""
    return context.model_copy(
        update={"facts": (), "fact_cues": {}, "limits": {}, "history": (), "resident_line": ""}
    )


def _at_most(most: int, result: tuple[int, float]) -> tuple[int, float]:
    """A level and its score, no higher than the level `most`."""
    level, score = result
    return min(level, most), held(score, most)
