"""A drill made into a scenario, so that everything that works with scenarios works with it."""

from __future__ import annotations

from trainer.model.condition import Bound, Condition
from trainer.model.drill import Drill, Moment
from trainer.model.scenario import END, Branch, Ending, Scenario, Scene

ENOUGH = 50
"""A reply with a lower overall score gets its moment once more."""

_ONCE_MORE = Condition(overall=Bound(high=ENOUGH, open_high=True), visits=Bound(high=1))

_TEXTS = {
    "zh-CN": {
        "again": "这一句还没到位，同一个时刻再来一遍。",
        "firm": "练稳了",
        "firm_text": "大多数时刻您一遍就接住了。换一位居民、换一种脾气再练一次，看还稳不稳。",
        "shaky": "还要再练",
        "shaky_text": "有几个时刻要来第二遍。看看下面每一句的点评，隔一天再练一次。",
    },
    "en": {
        "again": "Not quite there yet; the same moment once more.",
        "firm": "You have it",
        "firm_text": "Most moments you met the first time. Try it with another resident and another temper.",
        "shaky": "Not there yet",
        "shaky_text": "Several moments needed a second try. Read what is said of each, and come back tomorrow.",
    },
}


def moment_id(number: int) -> str:
    """The id of the scene that the moment of that number, from 1, becomes."""
    return f"moment-{number}"


def as_scenario(drill: Drill) -> Scenario:
    """The scenario that practises `drill`: its moments in order, then an ending.

    A moment whose reply scores below `ENOUGH` comes once more, so that what was just said of it can be
    tried at once; then the talk goes on whatever was said. Which of the two endings it is depends on
    how many moments came twice: up to a third of them is firm.
    """
    said = _TEXTS.get(drill.lang, _TEXTS["en"])
    number = len(drill.moments)
    firm = Condition(turn=Bound(high=number + number // 3))
    return Scenario(
        id=drill.id,
        title=drill.title,
        lang=drill.lang,
        version=drill.version,
        venue=drill.venue,
        difficulty=drill.difficulty,
        rubric=drill.rubric,
        goals=drill.goals,
        role=drill.role,
        briefing=drill.briefing,
        resident=drill.resident,
        facts=drill.facts,
        limits=drill.limits,
        scenes=tuple(
            _scene(drill, at, moment, said["again"]) for at, moment in enumerate(drill.moments, 1)
        ),
        endings=(
            Ending(id="firm", title=said["firm"], grade="A", text=said["firm_text"], when=firm),
            Ending(id="shaky", title=said["shaky"], grade="C", text=said["shaky_text"]),
        ),
    )


def _scene(drill: Drill, at: int, moment: Moment, again: str) -> Scene:
    here = moment_id(at)
    return Scene(
        id=here,
        title=moment.title,
        stage=moment.stage,
        lines=moment.lines,
        calls_for=moment.calls_for or drill.focus,
        branches=(
            Branch(to=here, when=_ONCE_MORE, because=again),
            Branch(to=moment_id(at + 1) if at < len(drill.moments) else END),
        ),
        model_replies=moment.model_replies,
        poor_replies=moment.poor_replies,
        choices=moment.choices,
        hint=moment.hint,
    )
