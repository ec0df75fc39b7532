"""The scorer of a rubric: read from its files, fitted once, kept by the hash of what it was fitted on.

A fit is looked for beside the rubric (`fitted/`, what the program ships with) and in the cache under
the home folder. Where phrases have changed, replies were added or a few of many put right since the fit
beside the rubric was made, it learns those on top, which takes seconds; after any other change it is made
anew at the first reply, half a minute for a thousand labelled replies. The person who waits is told.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from threadpoolctl import threadpool_limits

from trainer.content.language import languages, phrase_files
from trainer.content.library import Library
from trainer.errors import ContentFaults
from trainer.i18n import gettext as _
from trainer.model.rubric import Rubric
from trainer.scoring.assess import Learned, RubricScorer
from trainer.scoring.fit import FEWEST, Fitted
from trainer.scoring.labelled import Labels, Line
from trainer.scoring.listener import Listener
from trainer.session.encoder import SentenceEncoder
from trainer.session.fit_file import Origin, packed, read_fit, read_origin, write_fit
from trainer.session.home import common_cache
from trainer.session.learning import (
    LabelledReply,
    Learner,
    digest_of,
    frame_of,
    origin_of,
    read_book,
    read_patterns,
    replies_of,
    together,
    too_few,
)
from trainer.session.listener_file import listener_from, read_listening, read_unseen

_MOST_ADDED = 500
"""Replies that are learned on top of a fit: with many more, what it knew of others would suffer."""
_FEW_GONE = 0.01
"""Share of the replies of a fit that may be gone since: what so few of them taught hardly counts among the others."""


def _unheard(said: str) -> None:
    del said


class _Plan(NamedTuple):
    """How to come by a fit: `digest` names it, `base` is the shipped fit to start from, if any will do."""

    digest: str
    base: Origin | None
    replies: Sequence[LabelledReply]


class _Fits(Mapping[str, Fitted]):
    """Fits by language, each found or made when first asked for."""

    def __init__(
        self,
        folder: Path,
        rubric: Rubric,
        cache: Path,
        encoder: SentenceEncoder,
        without: frozenset[str],
        tell: Callable[[str], None],
        listener: Listener | None,
    ) -> None:
        books = [read_book(path, rubric) for path in phrase_files(folder)]
        self.books = {book.phrases.lang: book for book in books}
        self._folder = folder
        self._rubric = rubric
        self._cache = cache
        self._encoder = encoder
        self._without = without
        self._tell = tell
        self._listener = listener
        self._made: dict[str, Fitted] = {}
        self._plans: dict[str, _Plan] = {}
        self._lock = threading.Lock()

    def __getitem__(self, lang: str) -> Fitted:
        if lang not in self.books:
            raise KeyError(lang)
        with self._lock:  # a warm-up and a first reply may ask at the same time
            if lang not in self._made:
                for path in phrase_files(self._folder, lang):
                    read_patterns(path, self.books[lang])
                self._made[lang] = self._find(lang)
            return self._made[lang]

    def digest(self, lang: str) -> str:
        """A hash of everything the fit in a language depends on; what is left out of it counts."""
        return self._plan(lang).digest

    def _plan(self, lang: str) -> _Plan:
        """Worked out once: it reads megabytes, for the scorer's version and again to find the fit."""
        if lang not in self._plans:
            self._plans[lang] = self._planned(lang)
        return self._plans[lang]

    def _planned(self, lang: str) -> _Plan:
        digest = digest_of(self._folder, self._rubric, lang)
        base = read_origin(fitted_file(self._folder, lang))
        if base is not None and base.digest == digest and not self._without:
            return _Plan(digest, base, ())
        replies = replies_of(self._folder, lang)
        may_be_gone = int(_FEW_GONE * len(base.lines)) if base else 0
        if self._without:
            families = [reply.read()[1].family for reply in replies]
            if gone := self._without.intersection(families):
                digest = together(digest, *sorted(map(str, gone)))
                replies = [r for r, of in zip(replies, families, strict=True) if of not in gone]
                may_be_gone = 0  # nothing may be left of what they taught
        if base is None and len(replies) < FEWEST:  # told before anybody begins to practise
            raise too_few(self._rubric, lang, len(replies))
        if base is None or base.digest == digest:
            return _Plan(digest, base, replies)
        keys = {reply.key for reply in replies}
        added = [reply for reply in replies if reply.key not in base.lines]
        if (
            base.frame != frame_of(self._folder, self._rubric, self.books[lang])
            or len(base.lines - keys) > may_be_gone
            or len(added) > _MOST_ADDED
            or self._judged_by(added) - base.heads
        ):
            return _Plan(digest, None, replies)
        return _Plan(together(digest, base.digest), base, replies)

    def _judged_by(self, replies: Sequence[LabelledReply]) -> set[str]:
        """The criteria for which any of these has a level."""
        labelled = {name for reply in replies for name in reply.read()[1].levels}
        return labelled & {criterion.id for criterion in self._rubric.criteria}

    def _find(self, lang: str) -> Fitted:
        digest, base, replies = self._plan(lang)
        shipped = read_fit(fitted_file(self._folder, lang)) if base else None
        if base is not None and shipped is None:  # damaged
            base, replies = None, replies or replies_of(self._folder, lang)
        added = [reply for reply in replies if base and reply.key not in base.lines]
        if shipped is not None and not added:
            return shipped
        kept = self._cache / f"{self._rubric.id}-{lang}-{digest[:16]}.npz"
        origin = read_origin(kept)
        if origin and origin.digest == digest and (found := read_fit(kept)):
            return found
        learner = Learner(
            self._rubric,
            self.books[lang],
            self._encoder,
            self._listener,
            read_unseen(self._folder),
        )
        if base is not None and shipped is not None:
            self._tell(self._learning_more(lang, len(added)))
            known = [reply for reply in replies if reply.key in base.lines]
            found = learner.add(shipped, known, added)
        else:
            self._tell(self._learning(lang, len(replies)))
            found = learner.fit(replies)
        with suppress(OSError):  # without a cache it is only slower
            write_fit(kept, found, Origin(digest, "", frozenset()))
        return found

    def _learning(self, lang: str, count: int) -> str:
        return _(
            "“{name}” has changed: the scorer is made anew from its {count} labelled replies ({lang}). "
            "It may take minutes; what it has learned is kept."
        ).format(name=self._rubric.id, count=count, lang=lang)

    def _learning_more(self, lang: str, count: int) -> str:
        return _(
            "“{name}” has changed: the scorer learns what was added to its labelled replies ({lang}: {count}). "
            "It takes some seconds; what it has learned is kept."
        ).format(name=self._rubric.id, count=count, lang=lang)

    def __iter__(self) -> Iterator[str]:
        return iter(self.books)

    def __len__(self) -> int:
        return len(self.books)


def load_scorer(
    library: Library,
    rubric_id: str | Path,
    cache: Path,
    without: frozenset[str] = frozenset(),
    tell: Callable[[str], None] = _unheard,
) -> RubricScorer:
    """The scorer of a rubric, or one that has learned nothing from the families `without`.

    A listener that has learned from those is left out.
    Where it has to be made anew, which takes a while, `tell` is given a sentence for the person who waits.
    Raises NotFound, ContentFaults, StorageError.
    """
    loaded = library.rubric(rubric_id)
    folder = loaded.path.parent
    if not phrase_files(folder):
        raise ContentFaults(
            _("The rubric “{name}” has no phrases, so it cannot score ({path}).").format(
                name=loaded.value.id, path=folder / "phrases.*.yaml"
            ),
            (),
        )
    encoder = _alone_with(cache)
    listening = read_listening(folder)
    if listening and has_heard(folder, without):  # it cannot unlearn them
        listening = None
    listener = listener_from(listening, encoder)
    fits = _Fits(folder, loaded.value, cache, encoder, without, tell, listener)
    version = hashlib.sha256(
        "".join(fits.digest(lang) for lang in sorted(fits)).encode()
    ).hexdigest()[:12]
    return RubricScorer(loaded.value, fits.books, fits, encoder, version, listener)


def has_heard(folder: Path, families: frozenset[str]) -> bool:
    """Whether the listener of the rubric in a folder has learned from replies of these families."""
    known = read_unseen(folder) if families else {}
    return bool(known) and any(
        reply.key in known and reply.read()[1].family in families for reply in _labelled(folder)
    )


def _labelled(folder: Path) -> Iterator[LabelledReply]:
    """The labelled replies of a rubric in the languages it has phrases for, not yet read."""
    for lang in languages(folder):
        yield from replies_of(folder, lang)


def scorer_from(learned: Learned, cache: Path) -> RubricScorer:
    """The scorer that has learned this, as another process had it."""
    encoder = _alone_with(cache)
    return learned.scorer(encoder, listener_from(learned.listening, encoder))


def _alone_with(cache: Path) -> SentenceEncoder:
    """The encoder, with one thread from here on.

    The last bits of a product depend on how it is shared out, and a reply must score the same on any machine.
    Replies are small; one thread is also the quickest.
    """
    threadpool_limits(1, user_api="blas")
    return _encoder(common_cache(otherwise=cache))


@lru_cache(maxsize=2)
def _encoder(cache: Path) -> SentenceEncoder:
    """One for all scorers: another would load the same arrays, and encode again what this one has."""
    return SentenceEncoder(cache)


def learned_from(library: Library, rubric_id: str | Path) -> list[tuple[Line, Labels]]:
    """The labelled replies a rubric's scorer learns from, in all its languages; each has a family.

    Raises NotFound, ContentFaults.
    """
    folder = library.rubric(rubric_id).path.parent
    return [reply.read() for reply in _labelled(folder)]


def learn_anew(
    library: Library, rubric_id: str | Path, cache: Path, tell: Callable[[str], None] = _unheard
) -> Iterator[tuple[Path, bytes]]:
    """Learn a rubric from the start: for each of its languages the file to keep beside it.

    Raises NotFound, ContentFaults, StorageError.
    """
    loaded = library.rubric(rubric_id)
    folder, encoder = loaded.path.parent, _alone_with(cache)
    listener, unseen = listener_from(read_listening(folder), encoder), read_unseen(folder)
    for path in phrase_files(folder):
        book = read_book(path, loaded.value)
        read_patterns(path, book)
        lang = book.phrases.lang
        replies = replies_of(folder, lang)
        if not replies:
            continue
        tell(
            _("Learning from {count} labelled replies ({lang}) …").format(
                count=len(replies), lang=lang
            )
        )
        origin = origin_of(folder, loaded.value, book)  # before files change: it takes minutes
        fitted = Learner(loaded.value, book, encoder, listener, unseen).fit(replies)
        yield fitted_file(folder, lang), packed(fitted, origin)


def fitted_file(folder: Path, lang: str) -> Path:
    """Where the fit that ships with a rubric lies."""
    return folder / "fitted" / f"{lang}.npz"
