"""The scorer of a rubric: read from its files, fitted once, kept by the hash of what it was fitted on.

A fit is looked for beside the rubric (`fitted/`, what the program ships with) and in the cache under
the home folder. When a phrase, an example or a level has changed, neither has it, and it is made anew
at the first reply: half a minute for a thousand labelled replies, so the person who waits is told.
"""

from __future__ import annotations

import hashlib
import io
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import fields, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import yaml
from pydantic import ValidationError
from threadpoolctl import threadpool_limits

from trainer.content.library import Library
from trainer.content.tree import FASTEST
from trainer.errors import ContentFaults
from trainer.i18n import gettext as _
from trainer.model.rubric import Rubric
from trainer.scoring.assess import Learned, RubricScorer
from trainer.scoring.examples import read_examples
from trainer.scoring.fit import Fitted, fit
from trainer.scoring.labelled import Labels, Line, LineFault, read_labels, read_line
from trainer.scoring.phrases import PhraseBook, Phrases
from trainer.session.disk import cannot_read, write_private
from trainer.session.encoder import SentenceEncoder
from trainer.session.home import common_cache

FORMAT = 7
"""Raised whenever the scoring code would fit the same files differently."""


def _unheard(said: str) -> None:
    del said


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
    ) -> None:
        self.books = {book.phrases.lang: book for book in map(_book, _phrase_files(folder))}
        self._folder = folder
        self._rubric = rubric
        self._cache = cache
        self._encoder = encoder
        self._without = without
        self._tell = tell
        self._made: dict[str, Fitted] = {}
        self._digests: dict[str, str] = {}
        self._lock = threading.Lock()

    def __getitem__(self, lang: str) -> Fitted:
        if lang not in self.books:
            raise KeyError(lang)
        with self._lock:  # a warm-up and a first reply may ask at the same time
            if lang not in self._made:
                self._made[lang] = self._find(lang)
            return self._made[lang]

    def _find(self, lang: str) -> Fitted:
        digest = self.digest(lang)
        shipped = fitted_file(self._folder, lang)
        kept = self._cache / f"{self._rubric.id}-{lang}-{digest[:16]}.npz"
        found = _read(shipped, digest) or _read(kept, digest)
        if found is None:
            self._tell(self._learning(lang))
            found = make_fit(
                self._folder, self._rubric, self.books[lang], self._encoder, self._without
            )
            with suppress(OSError):  # without a cache it is only slower
                write_fit(kept, found, digest)
        return found

    def _learning(self, lang: str) -> str:
        return _(
            "“{name}” has changed: the scorer is made anew from its {count} labelled replies ({lang}). "
            "It may take minutes; what it has learned is kept."
        ).format(name=self._rubric.id, count=len(read_replies(self._folder, lang)), lang=lang)

    def digest(self, lang: str) -> str:
        """A hash of everything the fit in a language depends on; what is left out of it counts.

        Worked out once: it reads megabytes, for the scorer's version and again to find the fit.
        """
        if lang not in self._digests:
            digest = digest_of(self._folder, self._rubric, lang)
            if self._without:
                known = {labels.family for _line, labels in read_replies(self._folder, lang)}
                if gone := sorted(self._without & {name for name in known if name is not None}):
                    digest = hashlib.sha256("\n".join((digest, *gone)).encode()).hexdigest()
            self._digests[lang] = digest
        return self._digests[lang]

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

    Where it has to be made anew, which takes a while, `tell` is given a sentence for the person who waits.
    Raises NotFound, ContentFaults, StorageError.
    """
    loaded = library.rubric(rubric_id)
    folder = loaded.path.parent
    if not _phrase_files(folder):
        raise ContentFaults(
            _("The rubric “{name}” has no phrases, so it cannot score ({path}).").format(
                name=loaded.value.id, path=folder / "phrases.*.yaml"
            ),
            (),
        )
    encoder = _alone_with(cache)
    fits = _Fits(folder, loaded.value, cache, encoder, without, tell)
    version = hashlib.sha256(
        "".join(fits.digest(lang) for lang in sorted(fits)).encode()
    ).hexdigest()[:12]
    return RubricScorer(loaded.value, fits.books, fits, encoder, version)


def scorer_from(learned: Learned, cache: Path) -> RubricScorer:
    """The scorer that has learned this, as another process had it."""
    return learned.scorer(_alone_with(cache))


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
    langs = sorted(path.name.split(".")[1] for path in _phrase_files(folder))
    return [reply for lang in langs for reply in read_replies(folder, lang)]


def fitted_file(folder: Path, lang: str) -> Path:
    """Where the fit that ships with a rubric lies."""
    return folder / "fitted" / f"{lang}.npz"


def digest_of(folder: Path, rubric: Rubric, lang: str) -> str:
    """A hash of everything a fit depends on."""
    total = hashlib.sha256(f"{FORMAT} {lang}".encode())
    for criterion in rubric.criteria:
        total.update(f"{criterion.id} {criterion.kind} {criterion.called_by}\n".encode())
    total.update(f"{rubric.style.criterion if rubric.style else None}\n".encode())
    for path in (*_phrase_files(folder, lang), *_reply_files(folder, lang)):
        # Line ends differ between checkouts; the content does not.
        total.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return total.hexdigest()


def make_fit(
    folder: Path,
    rubric: Rubric,
    book: PhraseBook,
    encoder: SentenceEncoder,
    without: frozenset[str] = frozenset(),
) -> Fitted:
    """Fit a rubric in one language on its labelled replies, but for the families `without`."""
    lang = book.phrases.lang
    replies = [
        (line.reply, line.context, labels)
        for line, labels in read_replies(folder, lang)
        if labels.family not in without
    ]
    examples = read_examples(replies, rubric, lang, book, encoder)
    faults = frozenset(c.id for c in rubric.criteria if c.kind == "penalty")
    of_type = frozenset({rubric.style.criterion} if rubric.style else ())
    asserted = frozenset(c.id for c in rubric.criteria if c.called_by == "assertion")
    with threadpool_limits(os.cpu_count(), user_api="blas"):  # large matrices
        return rounded(fit(examples, faults, of_type, asserted))


def read_replies(folder: Path, lang: str) -> list[tuple[Line, Labels]]:
    """The labelled replies of a rubric in one language, each with a family, if only its own.

    Raises ContentFaults.
    """
    found: list[tuple[Line, Labels]] = []
    for path in _reply_files(folder, lang):
        for number, text in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
            if not text.strip():
                continue
            try:
                line = read_line(text)
                labels = read_labels(line)
                if labels.family is None:
                    labels = replace(labels, family=f"{path.name}:{number}")
                found.append((line, labels))
            except LineFault as fault:
                message = _("{path}, line {number}: {fault}").format(
                    path=path, number=number, fault=fault
                )
                raise ContentFaults(message, ()) from fault
    return found


def rounded(fitted: Fitted) -> Fitted:
    """A fit as it comes back from its file: half precision where that is enough."""
    buffer = io.BytesIO()
    _save(buffer, fitted, "")
    buffer.seek(0)
    return _load(buffer)[0]


def write_fit(path: Path, fitted: Fitted, digest: str) -> None:
    """Keep a fit in a file, whole or not at all."""
    buffer = io.BytesIO()
    _save(buffer, fitted, digest)
    write_private(path, buffer.getvalue())


_HALF = ("run_weights", "landmarks", "dense_weights", "pauses")


def _save(file: io.BufferedIOBase, fitted: Fitted, digest: str) -> None:
    arrays = {
        f.name: np.asarray(getattr(fitted, f.name), np.float16 if f.name in _HALF else np.float32)
        for f in fields(fitted)
        if f.name != "heads"
    }
    np.savez_compressed(file, heads=np.array(fitted.heads), digest=np.array(digest), **arrays)  # type: ignore[arg-type]


def _load(file: io.BufferedIOBase | Path) -> tuple[Fitted, str]:
    with np.load(file, allow_pickle=False) as arrays:
        values = {
            f.name: arrays[f.name].astype(np.float32) for f in fields(Fitted) if f.name != "heads"
        }
        return (
            Fitted(heads=tuple(str(h) for h in arrays["heads"]), **values),
            str(arrays["digest"]),
        )


def _read(path: Path, digest: str) -> Fitted | None:
    try:
        fitted, made_from = _load(path)
    except (OSError, ValueError, KeyError, EOFError):
        return None  # absent, or not what it should be: it is made anew
    return fitted if made_from == digest else None


def _phrase_files(folder: Path, lang: str = "*") -> list[Path]:
    return sorted(folder.glob(f"phrases.{lang}.yaml"))


def _reply_files(folder: Path, lang: str) -> list[Path]:
    return sorted((folder / "replies").glob(f"*.{lang}.jsonl"))


def _book(path: Path) -> PhraseBook:
    try:
        return PhraseBook(
            Phrases.model_validate(yaml.load(path.read_text(encoding="utf-8"), FASTEST))
        )
    except OSError as error:
        raise cannot_read(path, error) from error
    except (yaml.YAMLError, ValidationError, ValueError) as error:
        message = _("{path} is not a phrase file: {reason}").format(
            path=path, reason=str(error).splitlines()[0]
        )
        raise ContentFaults(message, ()) from error
