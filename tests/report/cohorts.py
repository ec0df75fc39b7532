"""Rows of sessions, few that say what a test is about, or many by chance."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from trainer.model.attempt import Attempt, Mean, Measure, Rubrics

RUBRIC, OTHER = "small 1", "small 2"
RUBRICS: Rubrics = {
    key: (
        Measure("polite", False, {"en": "Politeness", "zh-CN": "文明用语"}),
        Measure("care", False, {"en": "Care's", "zh-CN": "关怀"}),
        Measure("shove", True, {"en": "Brush-off", "zh-CN": "推诿"}),
    )
    for key in (RUBRIC, OTHER)
}
START = datetime(2026, 1, 5, 9, tzinfo=UTC)


def attempt(
    day: int,
    trainee: str,
    scenario: str,
    overall: int | None = 50,
    means: Mapping[str, tuple[float, int]] | None = None,
    *,
    rubric: str = RUBRIC,
    finished: bool = True,
    good: bool = True,
    imported: bool = False,
    scorer: str = "1",
    rubric_hash: str = "x",
    incomplete: bool = False,
) -> Attempt:
    """A session, begun so many days after `START`; `means` by criterion: mean and replies."""
    at = START + timedelta(days=day)
    return Attempt(
        session=f"{at:%Y%m%d}-{trainee}-{scenario}",
        trainee=trainee,
        scenario=scenario,
        title=f"About {scenario}",
        scenario_hash="h",
        disc="SC",
        venue="hall",
        lang="en",
        mode="imported" if imported else "coached",
        started=at,
        finished=at + timedelta(minutes=9) if finished else None,
        ending="end" if finished else None,
        ending_title="The end" if finished else None,
        good=good if finished else None,
        imported=imported,
        overall=overall,
        turns=0 if overall is None else 4,
        scorer=scorer,
        rubric=rubric,
        rubric_hash=rubric_hash,
        incomplete=incomplete,
        means=tuple(Mean(c, *each) for c, each in (means or {}).items()),
    )


def by_chance(seed: int, number: int, people: int = 9) -> Sequence[Attempt]:
    """So many sessions of people, of nobody, of imported conversations, in two rubrics."""
    draw = random.Random(seed)
    found = []
    for at in range(number):
        judged = draw.random() < 0.9
        made = attempt(
            draw.randrange(200),
            draw.choice(["", *(f"t-{n}" for n in range(people))]),
            f"scenario-{draw.randrange(6)}",
            draw.randrange(101) if judged else None,
            {
                c.id: (round(draw.random(), 4), draw.randrange(1, 6))
                for c in RUBRICS[RUBRIC]
                if judged and draw.random() < 0.7
            },
            rubric=draw.choice((RUBRIC, OTHER)),
            finished=draw.random() < 0.7,
            good=draw.random() < 0.5,
            imported=draw.random() < 0.1,
            scorer=draw.choice("12"),
            rubric_hash=draw.choice("xy"),
        )
        cut = made.finished is None and draw.random() < 0.3
        found.append(made._replace(session=f"s{draw.randrange(10**6):06}-{at}", incomplete=cut))
    return found
