"""A reply read once: its clauses, and all that was found in them.

Nothing here knows what words mean but by the phrases of a rubric; that is measured afterwards
(`trainer.scoring.features`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from trainer.model.assessment import Context
from trainer.scoring.facts import uses
from trainer.scoring.numbers import quantities
from trainer.scoring.phrases import PhraseBook
from trainer.scoring.text import Clause, clauses, fold, inside_actions, outside_actions
from trainer.scoring.told import key_of, told

if TYPE_CHECKING:
    from trainer.scoring.marks import Marks

_MARKS = " ,.!;:~，。、；：！…—～-“”\"'「」『』()（）"
"""What is taken off the ends of a clause: many type, and all dictate, without marks."""
_PART = re.compile(r"[^,.!?;:。！？；，、：…—\n]+")
"""What stands between two marks."""


class Reading:
    """What a reply says, clause by clause.

    `breaths` are the places of the clauses said in one go. `texts` are the clauses folded, `bare` the same
    without marks at their ends but that of a question, `plain` those with one word for all people of a kind.
    `stock` are the places of stock courtesies, `recounted` those of facts word for word, `harmless` and
    `flagrant` by fault those of what is none and of what always is one.
    """

    def __init__(
        self,
        reply: str,
        context: Context,
        lang: str,
        book: PhraseBook,
        recital: frozenset[str] = frozenset(),
        marks: Marks | None = None,
    ) -> None:
        """`recital` are the rubric's own words, by `keys_of`: saying them does nothing."""
        self.reply = reply
        self.context = context
        self.lang = lang
        self.book = book
        self.folded = fold(reply)
        line = context.resident_line
        breaths = told(clauses(reply, lang, marks), self.folded, line, lang, recital)
        self.clauses = [clause for breath in breaths for clause in breath]
        ends = [0]
        for breath in breaths:
            ends.append(ends[-1] + len(breath))
        self.breaths = [tuple(range(a, b)) for a, b in pairwise(ends)]
        self.texts = [self.folded[c.start : c.end].strip() for c in self.clauses]
        names = _names(context)
        self._name = book.any_of(names)
        self._known = frozenset(" ".join(names).split() if book.spaced else "".join(names))
        self._forms = book.any_of([form for form in map(fold, context.address_as) if form])
        self._asking = frozenset(self._where_asked(marks))
        # What asks has its mark, whether it was set or not: to the encoder that is another sentence.
        self.bare = [
            text.rstrip("?") + "?" if i in self._asking else text
            for i, text in enumerate(text.strip(_MARKS) for text in self.texts)
        ]
        # Whom it is about changes nothing: a woman or a man, whatever the name.
        self.plain = [book.impersonal(text, self._name) for text in self.bare]
        kept = self._only_clauses()
        self.hits = book.find(outside_actions(kept), inside_actions(kept))
        said = [b[0]._replace(end=b[-1].end, text=reply[b[0].start : b[-1].end]) for b in breaths]
        keys = ["" if c.action else key_of(self.folded[c.start : c.end]) for c in said]
        self.stock = self._inside(book.courtesies(keys))
        harmless = book.harmless(keys)
        self.harmless = {fault: frozenset(self._inside(b)) for fault, b in harmless.items()}
        self.recounted = frozenset(self._inside(_recounted(keys, context, book.spaced)))
        asking = [b for b, inside in enumerate(self.breaths) if not self._asking.isdisjoint(inside)]
        self.flagrant = self._flagrant()
        found, against = uses(said, self.folded, context, lang, asking)
        self.facts = [use._replace(clauses=self._inside(use.clauses)) for use in found]
        self.contradictions = [
            c._replace(
                clause=next(i for i in self.breaths[c.clause] if c.start < self.clauses[i].end)
            )
            for c in against
        ]

    def asks(self, clause: int) -> bool:
        """Whether the clause at this place asks."""
        return clause in self._asking

    @property
    def questions(self) -> list[Clause]:
        """The clauses that ask."""
        return [c for i, c in enumerate(self.clauses) if i in self._asking]

    @property
    def numbers(self) -> list[tuple[int, int]]:
        """Where quantities stand."""
        return [(q.start, q.end) for q in quantities(outside_actions(self.folded), self.lang)]

    @property
    def against(self) -> frozenset[str]:
        """The criteria whose wording says that they were not met."""
        names = (self.book.names[hit.group] for hit in self.hits if hit.use == "plain")
        return frozenset(criterion for criterion, group in names if group == "against")

    def named(self, text: str) -> bool:
        """Whether a proper form of address stands in a folded text."""
        return self._forms is not None and self._forms.search(text) is not None

    def titled(self, text: str) -> bool:
        """Whether the resident's title stands in a folded text."""
        return self.book.titled_at(text, self._known) is not None

    @property
    def address(self) -> tuple[int, int] | None:
        """Where a proper form of address stands first."""
        found = self._forms.search(self.folded) if self._forms else None
        found = found or self.book.titled_at(self.folded, self._known)
        return found.span() if found else None

    @property
    def misnamed(self) -> bool:
        """Whether the reply opens by calling the resident by a name that is not theirs."""
        if self._name is None or self._name.search(self.folded):
            return False
        called = self.called
        return bool(called) and called not in self._known

    @property
    def called(self) -> str:
        """The name by which the reply opens, in Chinese the surname; empty where it opens with none."""
        spoken = next((c for c in self.clauses if not c.action), None)
        if spoken is None:
            return ""
        here = slice(spoken.start, spoken.end)
        return self.book.called_first(self.folded[here], self.reply[here])

    def _where_asked(self, marks: Marks | None) -> list[int]:
        """The places of what asks: in a breath that does as a whole those that do by themselves, else its last."""

        def asks(first: int, last: int) -> bool:
            text = self.folded[self.clauses[first].start : self.clauses[last].end].strip()
            text = text.strip(_MARKS)
            return self.book.asks(text) or (marks is not None and marks.asks(text))

        found: list[int] = []
        for inside in self.breaths:
            first, last = inside[0], inside[-1]
            if not self.clauses[first].action and asks(first, last):
                alone = [i for i in inside if len(inside) > 1 and asks(i, i)]
                found += alone or [last]
        return found

    def _flagrant(self) -> dict[str, set[int]]:
        """By fault the places of clauses in which something always commits it, and is not quoted."""
        found: dict[str, set[int]] = {}
        for i, clause in enumerate(self.clauses):
            if not clause.action:
                for part in _PART.finditer(self.folded, clause.start, clause.end):
                    for fault in self.book.flagrant(key_of(part[0])):
                        if self.book.used(self.folded, part.start()):
                            found.setdefault(fault, set()).add(i)
        return found

    def _only_clauses(self) -> str:
        """The folded text with all but the clauses blanked out, every other character in its place."""
        left = [" "] * len(self.folded)
        for c in self.clauses:
            left[c.start : c.end] = self.folded[c.start : c.end]
        return "".join(left).rstrip()

    def _inside(self, breaths: Iterable[int]) -> tuple[int, ...]:
        """The places of the clauses of some breaths."""
        return tuple(i for b in breaths for i in self.breaths[b])


def _recounted(keys: Sequence[str], context: Context, spaced: bool) -> Iterator[int]:
    """Which of what was said, by `key_of`, is a fact, or a good piece of one, word for word."""
    facts = [key_of(fold(text)) for _, text in context.facts]
    shortest = 20 if spaced else 8
    first = 0
    while first < len(keys):
        last, run = first, keys[first]
        while run and last + 1 < len(keys) and any(run + keys[last + 1] in f for f in facts):
            last += 1
            run += keys[last]
        if len(run) >= shortest and any(run in fact for fact in facts):
            yield from range(first, last + 1)
        first = last + 1


def _names(context: Context) -> list[str]:
    """What the resident is called."""
    return [n for n in dict.fromkeys(map(fold, (*context.address_as, context.name or ""))) if n]
