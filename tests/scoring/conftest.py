from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest

from tests.scoring.measures.figures import Figures
from tests.scoring.replies import Judge, Remembering
from tests.shipped import HOME
from tests.shipped import scorer as shipped_scorer
from trainer.scoring.assess import RubricScorer
from trainer.session.desk import Desk

Tell = Callable[[str, Figures], Figures]


@pytest.fixture(scope="session")
def desk() -> Desk:
    return Desk(HOME)


@pytest.fixture(scope="session")
def scorer() -> RubricScorer:
    """The scorer as it ships."""
    return shipped_scorer()


@pytest.fixture(scope="session")
def judge() -> Judge:
    """The same scorer with a memory: these tests ask about the same clauses again and again."""
    scorer = cast("RubricScorer", Desk(HOME).scorer("reception"))
    scorer._encoder = Remembering(scorer._encoder)
    return Judge(scorer)


@pytest.fixture
def tell(record_property: Callable[[str, object], None], request: pytest.FixtureRequest) -> Tell:
    """Prints a test's figures, and what went against them, and keeps the figures in its report."""

    def told(name: str, figures: Figures) -> Figures:
        for key, value in figures.values.items():
            record_property(f"{name} {key}", round(value, 4))
        lines = [f"\n{name}: {figures}", *(f"    {line}" for line in figures.against[:10])]
        print(*lines, sep="\n")  # noqa: T201 - the figures, for whoever runs this with -s or sees it fail
        return figures

    return told


UNMET = [
    "test_fair.py::test_one_short_plain_sentence_is_hardly_ever_told_of_a_fault[zh-CN]",
    "test_fair.py::test_one_short_plain_sentence_is_hardly_ever_told_of_a_fault[en]",
    "test_fair.py::test_plain_speech_is_not_held_against_a_reply[zh-CN]",
    "test_disc.py::test_what_is_made_for_a_type_scores_higher_for_it_and_says_why[zh-CN]",
    "test_gaming.py::test_a_trick_earns_no_empathy_no_handling_and_a_low_overall[reply of another scene-zh-CN]",
    "test_meaning.py::test_the_contrast_pairs_of_the_development_set_are_ranked_right[zh-CN]",
    "test_meaning.py::test_the_contrast_pairs_of_the_development_set_are_ranked_right[en]",
]
"""Bounds that the scorer does not reach yet: `pytest -m unmet` shows by how much."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.nodeid.rpartition("/")[2] in UNMET:
            item.add_marker("unmet")
