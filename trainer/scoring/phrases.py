"""Where a reply has the phrases of `phrases.<lang>.yaml`.

A hit is set aside as negated when a negation stands just before it, and as quoted inside quotation marks or after
“somebody said”: those words are mentioned, not used.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from trainer.model.phrases import Phrases, compiled, whole
from trainer.model.rubric import Rubric

Use = Literal["plain", "negated", "quoted"]
_STOP = re.compile(r"[。！？!?；;\n.]")
_CLAUSES_OF_STOCK, _CLAUSES_OF_HARMLESS, _LETTERS = 3, 6, 120
"""The most that one stock courtesy, and what is harmless, can be: the name of a law is long."""


class Hit(NamedTuple):
    """Where a pattern of a group was found."""

    group: int
    start: int
    end: int
    use: Use


SURNAME = "{surname}"
"""Stands in a row of `alike` for any of the language's surnames."""


class PhraseBook:
    """A phrase file made ready. Groups are numbered in the order of `names`."""

    def __init__(self, phrases: Phrases, rubric: Rubric) -> None:
        self.phrases = phrases
        self.spaced = phrases.spaced
        self.names: list[tuple[str, str]] = []
        self._written: list[Sequence[str]] = []
        for part in (phrases.criteria, phrases.penalties):
            for criterion, groups in part.items():
                for level, patterns in groups.items():
                    self._add((criterion, level), patterns)
        for signal, patterns in phrases.signals.items():
            self._add(("signal", signal), patterns)
        of_actions = {c.id for c in rubric.criteria if c.called_by == "action"}
        self.actions = frozenset(
            i for i, (criterion, _) in enumerate(self.names) if criterion in of_actions
        )
        self._negation = re.compile(phrases.negation) if phrases.negation else None
        self._disclaimer = re.compile(phrases.disclaimer) if phrases.disclaimer else None
        self._question = re.compile(phrases.question) if phrases.question else None
        self._attribution = re.compile(phrases.attribution) if phrases.attribution else None
        self._quotes = [(pair[0], pair[-1]) for pair in phrases.quotes if pair]
        self._stock = whole(phrases.stock) if phrases.stock else None
        self._harmless = {fault: whole(clauses) for fault, clauses in phrases.harmless.items()}
        self._flagrant = {fault: whole(clauses) for fault, clauses in phrases.flagrant.items()}
        edge = r"\b" if self.spaced else ""
        self._alike = {
            written: row[0]
            for row in phrases.alike
            for word in row
            for written in _with_surnames(word, phrases.surnames)
        }
        self._people = (
            re.compile(f"{edge}(?:{_any_of(self._alike)}){edge}") if self._alike else None
        )
        title = phrases.titles
        self.address = (
            re.compile(
                rf"\b(?:{title})\.? [a-z]+" if self.spaced else rf"[{phrases.surnames}]{title}"
            )
            if title and (self.spaced or phrases.surnames)
            else None
        )

    def _add(self, name: tuple[str, str], patterns: Sequence[str]) -> None:
        self.names.append(name)
        self._written.append(patterns)

    @cached_property
    def _patterns(self) -> list[tuple[re.Pattern[str], ...]]:
        """The patterns by group; of the languages of a rubric a talk needs but one."""
        return [tuple(compiled(p, spaced=self.spaced) for p in group) for group in self._written]

    def prepare(self) -> None:
        """Read all patterns now, not when the first reply comes. Raises BadPattern."""
        len(self._patterns)

    def find(self, spoken: str, acted: str) -> list[Hit]:
        """All hits. `spoken` and `acted` are the folded reply without and with only its actions."""
        quoted = self._quoted(spoken)
        hits: list[Hit] = []
        for group, patterns in enumerate(self._patterns):
            text = acted if group in self.actions else spoken
            for pattern in patterns:
                for found in pattern.finditer(text):
                    start, end = found.span()
                    if start == end:
                        continue
                    hits.append(Hit(group, start, end, self._use(text, start, quoted)))
        return hits

    def any_of(self, names: Sequence[str]) -> re.Pattern[str] | None:
        """What finds any of somebody's folded names; no “Ed” in “need”. None where there are none."""
        return _names_of(tuple(names), self.spaced) if names else None

    def impersonal(self, text: str, names: re.Pattern[str] | None) -> str:
        """A folded text with one word for all people of a kind, and for the resident by their `names`."""
        if self._people is None:
            return text
        if names is not None:
            text = names.sub(next(iter(self._alike.values())), text)
        return self._people.sub(lambda found: self._alike[found[0]], text)

    def names_in(self, text: str) -> set[str]:
        """Who is called by name and title in a folded text: the names, in Chinese the surnames with a title."""
        found = self.address.finditer(text) if self.address else ()
        return {m[0].split()[-1] if self.spaced else m[0] for m in found if not _thanks(m)}

    def titled_at(self, text: str, known: Collection[str]) -> re.Match[str] | None:
        """Where a name with a title stands. `known` are the resident's names, in Chinese their characters; any will do where there are none."""
        for found in self.address.finditer(text) if self.address else ():
            name = found[0].split()[-1] if self.spaced else found[0][0]
            if not known or name in known:
                return found
        return None

    def called_first(self, opening: str, typed: str) -> str:
        """The name, in Chinese the surname, with a title by which the first words call somebody; or none.

        `typed` is the folded `opening` as it was typed: in “sir and …” no name follows the title.
        """
        found = self.address.search(opening) if self.address else None
        if found is None or found.start() > (16 if self.spaced else 5) or _thanks(found):
            return ""
        if not self.spaced:
            return found[0][0]
        as_typed = typed[found.start() : found.end()].split()[-1]
        return found[0].split()[-1] if as_typed[0].isupper() else ""

    def used(self, text: str, start: int) -> bool:
        """Whether words at `start` are used, not negated or only quoted."""
        return self._use(text, start, self._quoted(text)) == "plain"

    def courtesies(self, keys: Sequence[str]) -> tuple[int, ...]:
        """Which of the clauses, by their letters and digits alone, are stock courtesy or part of it.

        An empty key is no clause that is spoken.
        """
        return _whole_ones(self._stock, keys, _CLAUSES_OF_STOCK) if self._stock else ()

    def harmless(self, keys: Sequence[str]) -> dict[str, frozenset[int]]:
        """Which of the clauses, as `courtesies` has them, never commit a fault, by the fault."""
        found = {
            p: frozenset(_whole_ones(p, keys, _CLAUSES_OF_HARMLESS))
            for p in set(self._harmless.values())
        }
        return {fault: found[pattern] for fault, pattern in self._harmless.items()}

    def flagrant(self, key: str) -> frozenset[str]:
        """The faults that what stands between two marks, its letters and digits alone, always commits."""
        return frozenset(fault for fault, p in self._flagrant.items() if p.fullmatch(key))

    def asks(self, clause: str) -> bool:
        """Whether a folded clause, its other marks taken off, is a question."""
        return "?" in clause or (
            self._question is not None and self._question.search(clause) is not None
        )

    def disclaimed(self, text: str, start: int) -> bool:
        """Whether the sentence has said before `start` that this is no promise."""
        if self._disclaimer is None:
            return False
        sentence = re.split(r"[。！？!?；;\n]|\.(?=\s)", text[:start])[-1]
        return self._disclaimer.search(sentence) is not None

    def _use(self, text: str, start: int, quoted: Sequence[tuple[int, int]]) -> Use:
        if any(a <= start < b for a, b in quoted):
            return "quoted"
        before = text[max(0, start - (24 if self.spaced else 8)) : start]
        if self._negation is not None and self._negation.search(before.rstrip()):
            return "negated"
        return "plain"

    def _quoted(self, text: str) -> list[tuple[int, int]]:
        spans: list[tuple[int, int]] = []
        for opening, closing in self._quotes:
            position = 0
            while (a := text.find(opening, position)) >= 0:
                b = text.find(closing, a + 1)
                if b < 0:
                    break
                spans.append((a, b))
                position = b + 1
        if self._attribution is not None:
            for found in self._attribution.finditer(text):
                stop = _STOP.search(text, found.end())
                spans.append((found.end(), stop.start() if stop else len(text)))
        return spans


def _with_surnames(word: str, surnames: str) -> list[str]:
    """The word with each surname in the place kept for one."""
    return [word.replace(SURNAME, one) for one in surnames] if SURNAME in word else [word]


@lru_cache(maxsize=1024)
def _names_of(names: tuple[str, ...], spaced: bool) -> re.Pattern[str]:
    """What finds any of these names; the resident of a scene is the same for all replies."""
    before, after = (r"(?<!\w)", r"(?!\w)") if spaced else ("", "")
    return re.compile(f"{before}(?:{_any_of(names)}){after}")


def _any_of(words: Collection[str]) -> str:
    """A pattern of all the words, the longest first; by their first letters, for there are hundreds."""
    ordered = sorted(words, key=len, reverse=True)
    heads = dict.fromkeys(word[0] for word in ordered)
    rests = {h: "|".join(re.escape(w[1:]) for w in ordered if w[0] == h) for h in heads}
    return "|".join(f"{re.escape(head)}(?:{rest})" for head, rest in rests.items())


def _whole_ones(pattern: re.Pattern[str], keys: Sequence[str], most: int) -> tuple[int, ...]:
    """Which of the clauses the pattern fills, alone or up to so many together."""
    found: set[int] = set()
    for first in range(len(keys)):
        for last in range(first, min(len(keys), first + most)):
            joined = "".join(keys[first : last + 1])
            if not keys[last] or len(joined) > _LETTERS:
                break
            if pattern.fullmatch(joined):
                found.update(range(first, last + 1))
    return tuple(sorted(found))


def _thanks(found: re.Match[str]) -> bool:
    """Whether a surname found is the end of “谢谢”: who thanks a lady names nobody."""
    return found[0].startswith("谢") and found.string[: found.start()].endswith("谢")
