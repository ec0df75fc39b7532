"""The listener's file is read as it was written, and a damaged one is as none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from tests.shipped import library
from trainer.cli.labelled_file import known_by
from trainer.content.language import phrase_files
from trainer.scoring.labelled import read_line
from trainer.scoring.listener import Listening
from trainer.session.fitted import has_heard
from trainer.session.learning import replies_of
from trainer.session.listener_file import (
    digest_of_listener,
    listener_file,
    packed_listener,
    read_listening,
    read_unseen,
)

LEARNED = Listening(("a", "overall"), {"inward.bias": np.array([0.5, -2], np.float32)})
UNSEEN = {7: np.array([1.5, 0.25], np.float32), 2**63: np.array([0, 1], np.float32)}


def families(path: Path) -> frozenset[str]:
    return frozenset(json.loads(line)["family"] for line in path.read_text("utf-8").splitlines())


def told_by(path: Path) -> Iterator[str]:
    """By what `trainer evaluate` takes replies for the same, or for answers to the same."""
    for text in path.read_text("utf-8").splitlines():
        line = read_line(text)
        yield f"F{line.raw['family']}"
        yield from known_by(line)


def written(folder: Path) -> Path:
    path = listener_file(folder)
    path.parent.mkdir()
    path.write_bytes(packed_listener(LEARNED, UNSEEN))
    return path


def test_what_was_written_is_read(tmp_path: Path) -> None:
    written(tmp_path)
    found = read_listening(tmp_path)
    assert found
    assert found.heads == LEARNED.heads
    assert found.arrays["inward.bias"].tolist() == [0.5, -2]
    assert {key: said.tolist() for key, said in read_unseen(tmp_path).items()} == {
        key: said.tolist() for key, said in UNSEEN.items()
    }
    assert digest_of_listener(tmp_path)


def test_a_rubric_without_a_listener_has_none(tmp_path: Path) -> None:
    assert read_listening(tmp_path) is None
    assert read_unseen(tmp_path) == {}
    assert digest_of_listener(tmp_path) == ""


def test_a_damaged_file_is_as_none(tmp_path: Path) -> None:
    path = written(tmp_path)
    path.write_bytes(path.read_bytes()[:300])
    assert read_listening(tmp_path) is None
    assert read_unseen(tmp_path) == {}


def test_whose_replies_the_listener_that_ships_has_heard() -> None:
    folder = library().rubric("reception").path.parent
    assert has_heard(folder, families(folder / "replies" / "train.en.jsonl"))
    assert not has_heard(folder, families(folder / "held" / "dev.en.jsonl"))
    assert not has_heard(folder, frozenset())


def test_nothing_is_learned_from_the_replies_that_are_kept_apart() -> None:
    folder = library().rubric("reception").path.parent
    apart, learned = (
        {told for path in (folder / name).glob("*.jsonl") for told in told_by(path)}
        for name in ("held", "replies")
    )
    assert len(apart) > 2_500
    assert not apart & learned


def test_of_what_the_listener_learned_from_it_is_known_what_one_says_that_has_not_seen_it() -> None:
    folder = library().rubric("reception").path.parent
    langs = [path.name.split(".")[1] for path in phrase_files(folder)]
    known, replies = (
        set(read_unseen(folder)),
        [r for lang in langs for r in replies_of(folder, lang)],
    )
    # A reply that was changed since would seem to be one that nobody has heard.
    assert {reply.key for reply in replies} == known
