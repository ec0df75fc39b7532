"""What an instructor teaches a rubric is learned at the next start, once, and whoever waits is told."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shipped import library as shipped
from trainer import i18n
from trainer.content.library import Library
from trainer.errors import ContentFaults
from trainer.model.assessment import Context
from trainer.session.fit_file import read_fit
from trainer.session.fitted import fitted_file, learn_anew, load_scorer
from trainer.session.learning import replies_of

SAID = "By my grandmother's teapot, what a carry-on for you."
"""Warm, in words that no labelled reply has."""
LIKE_IT = [
    "Grandmother's teapot, what a carry-on that was for you.",
    "By the teapot, that is a carry-on and a half for you.",
    "Oh by my grandmother's teapot, you poor thing.",
    "What a carry-on, by my grandmother's teapot.",
    "My grandmother's teapot! A carry-on like that, for you.",
    "Teapots, what a carry-on you've had.",
]
SOME = 60
"""Labelled replies it is learned from: enough that faults and concern are."""
CONTEXT = Context(
    lang="en", venue="hall", stage="middle", resident_line="I've been sent away four times now."
)


@pytest.fixture
def rubric(tmp_path: Path) -> Path:
    """The shipped rubric in English, with a few of its replies and without what it has learned."""
    source = shipped().rubric("reception").path.parent
    folder = tmp_path / "rubrics" / "reception"
    (folder / "replies").mkdir(parents=True)
    for name in ("rubric.yaml", "phrases.en.yaml"):
        shutil.copy(source / name, folder)
    replies = (source / "replies" / "train.en.jsonl").read_text("utf-8").splitlines()
    (folder / "replies" / "some.en.jsonl").write_text("\n".join(replies[:SOME]), "utf-8")
    return folder


@pytest.fixture
def learned(rubric: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with what it has learned beside it, as it is shipped; learned once for all tests."""
    kept = tmp_path_factory.getbasetemp() / "learned.npz"
    if not kept.exists():
        kept.write_bytes(keep_learned(rubric).read_bytes())
    path = fitted_file(rubric, "en")
    path.parent.mkdir(exist_ok=True)
    shutil.copy(kept, path)
    return rubric


def keep_learned(rubric: Path) -> Path:
    """Learn all anew and keep it beside the rubric, in the file returned."""
    library = Library([rubric.parent.parent])
    ((path, content),) = learn_anew(library, "reception", rubric.parent / "cache")
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    return path


def judged(rubric: Path, told: list[str]) -> float:
    """How much concern the rubric's scorer finds in what was `SAID`."""
    library = Library([rubric.parent.parent])
    scorer = load_scorer(library, "reception", rubric.parent / "cache", tell=told.append)
    return next(
        f.score
        for f in scorer.assess(SAID, CONTEXT).findings
        if f.criterion == "emotional_reaction"
    )


def lines(level: int) -> Iterator[str]:
    for n, reply in enumerate(LIKE_IT):
        yield json.dumps(
            {
                "id": f"ours-{n}",
                "lang": "en",
                "reply": reply,
                "resident_line": CONTEXT.resident_line,
                "labels": {"emotional_reaction": level},
            }
        )


def add_phrase(rubric: Path) -> None:
    phrases = rubric / "phrases.en.yaml"
    text = phrases.read_text("utf-8")
    at = text.index("    strong:\n", text.index("  emotional_reaction:")) + len("    strong:\n")
    phrases.write_text(text[:at] + "      - 'what a carry-on'\n" + text[at:], "utf-8")


def test_a_scorer_is_made_once_and_the_person_who_waits_is_told(rubric: Path) -> None:
    told: list[str] = []
    first = judged(rubric, told)
    assert len(told) == 1
    assert str(SOME) in told[0]
    assert judged(rubric, told) == first
    assert len(told) == 1


@pytest.mark.parametrize("count", [0, 1, 20])
def test_of_too_few_labelled_replies_it_is_said_how_many_are_needed(
    rubric: Path, count: int
) -> None:
    some = rubric / "replies" / "some.en.jsonl"
    some.write_text("\n".join(some.read_text("utf-8").splitlines()[:count]), "utf-8")
    with pytest.raises(ContentFaults, match=rf"at least 30 .* there are {count}\."):
        judged(rubric, [])


def test_labelled_replies_added_to_a_rubric_move_the_score_at_the_next_start(rubric: Path) -> None:
    told: list[str] = []
    before = judged(rubric, told)
    ours = rubric / "replies" / "ours.en.jsonl"
    ours.write_text("\n".join(lines(2)), "utf-8")
    warm = judged(rubric, told)
    ours.write_text("\n".join(lines(0)), "utf-8")
    cold = judged(rubric, told)
    assert cold < before < warm
    assert len(told) == 3


def test_a_phrase_added_to_a_rubric_moves_the_score_at_the_next_start(rubric: Path) -> None:
    before = judged(rubric, [])
    add_phrase(rubric)
    assert judged(rubric, []) > before


def test_where_a_fault_begins_is_decided_by_what_two_raters_judged(rubric: Path) -> None:
    replies = rubric / "replies" / "some.en.jsonl"
    rows = [json.loads(line) for line in replies.read_text("utf-8").splitlines()]
    rows.sort(key=lambda row: row["labels"].get("buck_passing") or 0)

    def begins(twice: int) -> float:
        """With so many replies judged twice, the faulty ones first."""
        for number, row in enumerate(rows):
            row["raters"] = 2 if number < twice else 1
        replies.write_text("\n".join(map(json.dumps, rows)), "utf-8")
        fit = read_fit(keep_learned(rubric))
        assert fit is not None
        return float(fit.cuts[fit.heads.index("buck_passing"), 0])

    assert begins(40) < begins(0)


def test_what_was_added_is_learned_on_top_of_what_is_known(learned: Path) -> None:
    told: list[str] = []
    before = judged(learned, told)
    assert not told
    ours = learned / "replies" / "ours.en.jsonl"
    ours.write_text("\n".join(lines(2)), "utf-8")
    warm = judged(learned, told)
    assert judged(learned, told) == warm
    ours.write_text("\n".join(lines(0)), "utf-8")
    cold = judged(learned, told)
    assert cold < before < warm
    assert len(told) == 2
    assert all(f"en: {len(LIKE_IT)}" in said for said in told)


def test_what_is_learned_on_top_is_near_to_what_is_learned_anew(learned: Path) -> None:
    before = judged(learned, [])
    (learned / "replies" / "ours.en.jsonl").write_text("\n".join(lines(2)), "utf-8")
    on_top = judged(learned, [])
    fitted_file(learned, "en").unlink()
    anew = judged(learned, [])
    assert abs(on_top - anew) < (anew - before) / 2


def test_a_phrase_needs_nothing_to_be_learned_anew(learned: Path) -> None:
    told: list[str] = []
    before = judged(learned, told)
    add_phrase(learned)
    assert judged(learned, told) > before
    assert not told


@pytest.mark.parametrize(
    ("key", "wrong"), [("    strong:\n", "      - '(carry…on'\n"), ("stock:\n", "  - '(carryon'\n")]
)
def test_a_pattern_that_cannot_be_read_is_told_with_its_file_and_line(
    rubric: Path, key: str, wrong: str
) -> None:
    i18n.use("en")
    phrases = rubric / "phrases.en.yaml"
    before, _, after = phrases.read_text("utf-8").partition(key)
    phrases.write_text(before + key + wrong + after, "utf-8")
    line = (before + key).count("\n") + 1
    with pytest.raises(ContentFaults) as told:
        judged(rubric, [])
    assert f"{phrases}:{line} is not a phrase file" in str(told.value)
    assert "(carry" in str(told.value)


def test_labelled_replies_that_are_no_text_are_told_with_their_file_and_line(rubric: Path) -> None:
    i18n.use("en")
    path = rubric / "replies" / "ours.en.jsonl"
    path.write_bytes(b'{"reply": "Sorry."}\n{"reply": "\xff"}\n')
    with pytest.raises(ContentFaults, match=r"ours\.en\.jsonl, line 2"):
        replies_of(rubric, "en")


def test_a_reply_taken_away_or_changed_has_all_learned_anew(learned: Path) -> None:
    told: list[str] = []
    judged(learned, told)
    some = learned / "replies" / "some.en.jsonl"
    some.write_text("\n".join(some.read_text("utf-8").splitlines()[1:]), "utf-8")
    judged(learned, told)
    assert len(told) == 1
    assert str(SOME - 1) in told[0]


def test_a_few_of_many_replies_put_right_are_learned_on_top(
    learned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = learned / "replies" / "ours.en.jsonl"
    ours.write_text("\n".join(lines(0)), "utf-8")
    keep_learned(learned)
    monkeypatch.setattr("trainer.session.fitted._FEW_GONE", 0.1)
    told: list[str] = []
    before = judged(learned, told)
    ours.write_text("\n".join(lines(2)), "utf-8")
    assert judged(learned, told) > before
    assert len(told) == 1
    assert f"en: {len(LIKE_IT)}" in told[0]


def test_a_few_of_many_replies_taken_away_keep_nobody_waiting(
    learned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trainer.session.fitted._FEW_GONE", 0.1)
    told: list[str] = []
    before = judged(learned, told)
    some = learned / "replies" / "some.en.jsonl"
    some.write_text("\n".join(some.read_text("utf-8").splitlines()[3:]), "utf-8")
    assert judged(learned, told) == before
    assert not told


def test_nothing_is_left_of_families_that_are_left_out(
    learned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trainer.session.fitted._FEW_GONE", 0.1)
    told: list[str] = []
    rows = (learned / "replies" / "some.en.jsonl").read_text("utf-8").splitlines()
    families = [json.loads(row)["family"] for row in rows]
    library, cache = Library([learned.parent.parent]), learned.parent / "cache"
    without = frozenset(families[:1])
    load_scorer(library, "reception", cache, without, told.append).assess(SAID, CONTEXT)
    assert len(told) == 1
    assert str(SOME - families.count(families[0])) in told[0]


@pytest.mark.parametrize("where", ["cut short", "in the middle"])
def test_a_damaged_fit_is_made_anew(learned: Path, where: str) -> None:
    before = judged(learned, [])
    path = fitted_file(learned, "en")
    whole = path.read_bytes()
    middle = len(whole) // 2
    rest = b"?" * 300 + whole[middle + 300 :] if where == "in the middle" else b""
    path.write_bytes(whole[:middle] + rest)
    told: list[str] = []
    assert judged(learned, told) == before
    assert len(told) == 1
