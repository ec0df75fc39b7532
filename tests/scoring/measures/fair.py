"""What changes that should not: names, ages, plain words."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence

from tests.scoring import changes
from tests.scoring.changes import Change
from tests.scoring.measures.figures import Figures, Moved, difference
from tests.scoring.replies import (
    FAULTS,
    HANDLING,
    Case,
    Judge,
    asked,
    levels,
    written,
)
from tests.shipped import library
from trainer.model.assessment import Context
from trainer.scoring.context import context_of


def fair(judge: Judge, lang: str, cases: Sequence[Case]) -> dict[str, tuple[Moved, list[str]]]:
    """What words of gender, age, surname and region move."""
    dice = random.Random(7)
    result: dict[str, tuple[Moved, list[str]]] = {}

    def compare(name: str, made: Callable[[Case], tuple[str, Context] | None]) -> None:
        total, against = Moved(), []
        for case in cases:
            other = made(case)
            if other is None or other == (case.reply, case.context):
                continue
            before, after = judge(case.reply, case.context), judge(*other)
            total.add(before, after)
            if levels(before) != levels(after):
                against.append(f"{case.id} {difference(before, after)}: {other[0][:100]}")
        result[name] = (total, against)

    def both(change: Change) -> Callable[[Case], tuple[str, Context]]:
        return lambda case: (change(case.reply), changes.everywhere(case.context, change))

    compare("gender", both(changes.other_gender))
    compare("age", both(changes.other_age))
    compare(
        "surname",
        lambda c: changes.renamed(c.reply, c.context, dice.choice(changes.SURNAMES[lang])),
    )
    compare(
        "region",
        lambda c: (
            c.reply,
            c.context.model_copy(
                update={"situation": c.context.situation + dice.choice(changes.REGIONS[lang])}
            ),
        ),
    )
    compare(
        "trainee",
        lambda c: (other_trainee(c), c.context),
    )
    return result


_TRAINEES: Mapping[str, Mapping[str, str]] = {
    "zh-CN": {"我姓王": "我姓欧阳", "我姓张": "我姓佟", "我姓周": "我姓覃", "小李": "小欧阳", "小王": "小阿依", "小周": "小佟", "小张": "小覃", "小陈": "小买"},
    "en": {
        "Sam": "Aisha", "Tom": "Mehmet", "Ann": "Nkechi", "Jo": "Siobhan", "Priya": "John", "Maya": "Dave",
        "Irene": "Olu", "Ben": "Fatima", "Kate": "Wei", "Dan": "Svetlana", "Lucy": "Ahmed",
    },
}  # fmt: skip


def other_trainee(case: Case) -> str:
    """The reply of somebody with another name; the resident keeps theirs."""
    called = " ".join((case.context.name or "", *case.context.address_as))
    names = {one: other for one, other in _TRAINEES[case.lang].items() if one not in called}
    return changes.swap(case.reply, names)


def spoken_plainly(judge: Judge, lang: str) -> Figures:
    """Plain words against officialese: how much lower the plain reply stands."""
    lost: list[int] = []
    down = 0
    found = Figures()
    for facts, line, plain, official in written("plain", lang):
        context = asked(lang, line, facts)
        a, b = judge(plain, context), judge(official, context)
        lost.append(b.overall - a.overall)
        lower = [c for c, v in levels(a).items() if v < levels(b)[c]]
        down += len([c for c in lower if c in HANDLING])
        if lost[-1] > 5 or any(levels(b)[c] - levels(a)[c] > 1 for c in lower):
            found.against.append(
                f"plain {a.overall} official {b.overall} {difference(b, a)}: {plain}"
            )
    found.values = {
        "pairs": len(lost),
        "overall lost": sum(lost) / len(lost),
        "most lost": max(lost),
        "handling levels lost": down / len(lost),
    }
    return found


def sound_and_short(judge: Judge, lang: str) -> Figures:
    """Sound sentences, each said on its own to the first line of a scene: how many are told of a fault."""
    found = Figures()
    told, severe, count = 0, 0, 0
    for row in written("sound", lang):
        scenario_id, _, scene_id = row["scene"].partition("/")
        scenario = library().find_scenario(scenario_id).value
        scene = next(scene for scene in scenario.scenes if scene.id == scene_id)
        line = scene.lines[0]
        context = context_of(scenario, scene, [("R", line if isinstance(line, str) else line.say)])
        for reply in row["said"]:
            assessment = judge(reply, context)
            faults = {c: levels(assessment)[c] for c in FAULTS if levels(assessment)[c]}
            count += 1
            told += bool(faults)
            severe += -2 in faults.values()
            if faults:
                found.against.append(f"{assessment.overall} {faults}: {reply}")
    found.values = {"sentences": count, "told of a fault": told / count, "of a severe one": severe}
    return found
