from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from tests.scoring.measures import Figures
from tests.scoring.replies import Judge, Remembering
from trainer.scoring.assess import RubricScorer
from trainer.session.desk import Desk

HOME = Path(tempfile.gettempdir()) / "trainer-tests"
"""Never the user's own home; a fit that had to be made anew is kept there between runs."""

Tell = Callable[[str, Figures], Figures]


@pytest.fixture(scope="session")
def desk() -> Desk:
    return Desk(HOME)


@pytest.fixture(scope="session")
def scorer(desk: Desk) -> RubricScorer:
    """The scorer as it ships."""
    return cast("RubricScorer", desk.scorer("reception"))


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
