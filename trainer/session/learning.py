"""Learning a rubric from its labelled replies: the files it is learned from, and the learning itself."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import yaml
from pydantic import ValidationError
from threadpoolctl import threadpool_limits

from trainer.content.language import named_in, phrase_files
from trainer.content.tree import FASTEST
from trainer.errors import ContentFaults
from trainer.i18n import gettext as _
from trainer.model.phrases import BadPattern, Phrases
from trainer.model.rubric import Rubric
from trainer.scoring.examples import read_examples
from trainer.scoring.fit import FEWEST, Examples, Fitted, fit
from trainer.scoring.labelled import (
    Labels,
    Line,
    LineFault,
    read_labels,
    read_line,
    text_line,
    without_mark,
)
from trainer.scoring.listener import Listener
from trainer.scoring.meaning import Encoder
from trainer.scoring.phrases import PhraseBook
from trainer.scoring.taught import taught
from trainer.session.disk import cannot_read
from trainer.session.fit_file import Origin, rounded
from trainer.session.listener_file import digest_of_listener

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

FORMAT = 16
"""Raised whenever the scoring code would fit the same files differently."""
_SAMPLE = 512
_FOR_EACH = 2
"""Replies that stand for all a fit was made from, and further ones for each reply that is added: so many
that the fit stays where it was on others (rank correlation .93 for .94 with 250 added). Reading them
takes most of the time."""


class LabelledReply(NamedTuple):
    """A labelled reply as it stands in a file."""

    path: Path
    number: int
    text: str

    @property
    def key(self) -> int:
        """A hash of what it says."""
        return int.from_bytes(hashlib.blake2b(self.text.encode(), digest_size=8).digest())

    def read(self) -> tuple[Line, Labels]:
        """The reply and its labels, with a family, if only its own. Raises ContentFaults."""
        try:
            line = read_line(self.text, [lang] if (lang := named_in(self.path)) else [])
            labels = read_labels(line)
        except LineFault as fault:
            raise _unreadable(self.path, self.number, fault) from fault
        if labels.family is None:
            labels = replace(labels, family=f"{self.path.name}:{self.number}")
        return line, labels


class Learner:
    """Learns a rubric in one language from labelled replies."""

    def __init__(
        self,
        rubric: Rubric,
        book: PhraseBook,
        encoder: Encoder,
        listener: Listener | None = None,
        unseen: Mapping[int, Array] | None = None,
    ) -> None:
        """`unseen` is what a listener that has not learned from a reply says of it, by the reply's key."""
        self._listener = listener
        self._unseen = unseen or {}
        self._rubric = rubric
        self._book = book
        self._encoder = encoder
        self._faults = frozenset(c.id for c in rubric.criteria if c.kind == "penalty")

    def fit(self, replies: Sequence[LabelledReply]) -> Fitted:
        """All anew. Raises ContentFaults where there are too few to learn from."""
        of_type = frozenset({self._rubric.style.criterion} if self._rubric.style else ())
        asserted = frozenset(c.id for c in self._rubric.criteria if c.called_by == "assertion")
        lines = [reply.read() for reply in replies]
        whole = sum(
            labels.overall is not None and line.context.venue is not None for line, labels in lines
        )
        if whole < FEWEST:
            raise too_few(self._rubric, self._book.phrases.lang, whole)
        examples = self._examples(replies, lines)
        with threadpool_limits(os.cpu_count(), user_api="blas"):  # large matrices
            return rounded(fit(examples, self._faults, of_type, asserted))

    def add(
        self, fitted: Fitted, known: Sequence[LabelledReply], added: Sequence[LabelledReply]
    ) -> Fitted:
        """What was fitted on the `known`, and the `added` too."""
        step = max(1, len(known) // (_SAMPLE + _FOR_EACH * len(added)))
        sample, more = (
            self._examples(some, [reply.read() for reply in some], fitted.marks)
            for some in (known[::step], added)
        )
        return rounded(taught(fitted, sample, more, self._faults, len(known)))

    def _examples(
        self,
        replies: Sequence[LabelledReply],
        lines: Sequence[tuple[Line, Labels]],
        marks: Array | None = None,
    ) -> Examples:
        """The features and labels of replies; `lines` are the same, read."""
        return read_examples(
            [(line.reply, line.context, labels) for line, labels in lines],
            self._rubric,
            self._book.phrases.lang,
            self._book,
            self._encoder,
            marks,
            self._listener,
            [self._unseen.get(reply.key) if self._listener else None for reply in replies],
        )


def too_few(rubric: Rubric, lang: str, count: int) -> ContentFaults:
    """A rubric that has so few whole labelled replies in a language cannot judge."""
    message = _(
        "The scorer of “{name}” cannot be made: to judge a reply as a whole it has to learn from at least "
        "{fewest} labelled replies ({lang}) that have “overall” and “venue”; there are {count}. "
        "They stand in replies/*.{lang}.jsonl beside the rubric."
    ).format(name=rubric.id, fewest=FEWEST, lang=lang, count=count)
    return ContentFaults(message, ())


def digest_of(folder: Path, rubric: Rubric, lang: str) -> str:
    """A hash of everything a fit depends on."""
    total = hashlib.sha256(f"{FORMAT} {lang}".encode())
    for criterion in rubric.criteria:
        total.update(f"{criterion.id} {criterion.kind} {criterion.called_by}\n".encode())
    total.update(f"{rubric.style.criterion if rubric.style else None}\n".encode())
    for path in (*phrase_files(folder, lang), *_reply_files(folder, lang)):
        # Line ends differ between checkouts; the content does not.
        total.update(path.read_bytes().replace(b"\r\n", b"\n"))
    total.update(digest_of_listener(folder).encode())
    return total.hexdigest()


def frame_of(folder: Path, rubric: Rubric, book: PhraseBook) -> str:
    """A hash of what decides which feature is which and what is judged: a fit holds for no other."""
    criteria = [f"{c.id} {c.kind} {c.called_by}" for c in rubric.criteria]
    style = rubric.style.criterion if rubric.style else ""
    heard = digest_of_listener(folder)
    names = map(" ".join, book.names)
    return together(str(FORMAT), book.phrases.lang, style, heard, *criteria, *names)


def origin_of(folder: Path, rubric: Rubric, book: PhraseBook) -> Origin:
    """What a fit on all labelled replies of a rubric is made from."""
    lang = book.phrases.lang
    lines = frozenset(reply.key for reply in replies_of(folder, lang))
    return Origin(digest_of(folder, rubric, lang), frame_of(folder, rubric, book), lines)


def replies_of(folder: Path, lang: str) -> list[LabelledReply]:
    """The labelled replies of a rubric in one language, not yet read. Raises ContentFaults."""
    found = []
    for path in _reply_files(folder, lang):
        for number, line in enumerate(without_mark(path.read_bytes().split(b"\n")), 1):
            try:
                text = text_line(line).strip()
            except LineFault as fault:
                raise _unreadable(path, number, fault) from fault
            if text:
                found.append(LabelledReply(path, number, text))
    return found


def _unreadable(path: Path, number: int, fault: LineFault) -> ContentFaults:
    message = _("{path}, line {number}: {fault}").format(path=path, number=number, fault=fault)
    return ContentFaults(message, ())


def together(*parts: str) -> str:
    """A hash of all of them, in this order."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _reply_files(folder: Path, lang: str) -> list[Path]:
    return sorted((folder / "replies").glob(f"*.{lang}.jsonl"))


def read_book(path: Path, rubric: Rubric) -> PhraseBook:
    """A phrase file of a rubric; its patterns are read when they are needed. Raises ContentFaults, StorageError."""
    try:
        written = yaml.load(path.read_text(encoding="utf-8"), FASTEST)
        return PhraseBook(Phrases.model_validate(written), rubric)
    except OSError as error:
        raise cannot_read(path, error) from error
    except (yaml.YAMLError, ValidationError, ValueError) as error:
        raise _no_phrases(path, error) from error


def read_patterns(path: Path, book: PhraseBook) -> None:
    """Have the patterns of a phrase file read before the first reply needs them. Raises ContentFaults."""
    try:
        book.prepare()
    except BadPattern as error:
        raise _no_phrases(path, error) from error


def _no_phrases(path: Path, error: Exception) -> ContentFaults:
    where = str(path)
    if isinstance(error, BadPattern):
        before, found, _after = path.read_text(encoding="utf-8").partition(error.pattern)
        where += f":{before.count(chr(10)) + 1}" if found else ""
        message = _("{path} is not a phrase file: {reason}").format(path=where, reason=error)
    else:
        message = _("{path} is not a phrase file; “trainer check {path}” tells why.").format(
            path=path
        )
    return ContentFaults(message, ())
