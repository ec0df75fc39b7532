"""What words earn that do nothing."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable

from tests.scoring import changes
from tests.scoring.measures.figures import Figures, difference
from tests.scoring.replies import (
    EMPATHY,
    FAULTS,
    HANDLING,
    Case,
    Judge,
    levels,
)
from trainer.model.assessment import Context


def repetition(judge: Judge, cases: Iterable[Case]) -> Figures:
    """Share of repetitions that change a level or the overall."""
    found, tried = Figures(), 0
    by: Counter[str] = Counter()
    for case in cases:
        before = judge(case.reply, case.context)
        for kind, reply in changes.repeats(case.reply).items():
            after = judge(reply, case.context)
            tried += 1
            if levels(before) != levels(after) or before.overall != after.overall:
                by[kind] += 1
                found.against.append(f"{case.id} {kind}: {difference(before, after)}")
    found.values = {"tried": tried, "changed": sum(by.values()) / tried, **by}
    return found


def courtesy(judge: Judge, lang: str, cases: Iterable[Case]) -> Figures:
    """Shares in which stock courtesy, before or after, raised handling or turned a fault off."""
    tried = raised = cleared = lifted = faulty = severe = 0
    gain: list[int] = []
    found = Figures()
    by: Counter[str] = Counter()
    for case in cases:
        before = judge(case.reply, case.context)
        dice = random.Random(case.id)
        phrase, other = dice.sample(list(changes.COURTESY[lang]), 2)
        for reply in (
            f"{case.reply} {phrase}",
            f"{phrase} {case.reply}",
            f"{other} {case.reply} {phrase}",
        ):
            after = judge(reply, case.context)
            was, now = levels(before), levels(after)
            tried += 1
            higher = [c for c in HANDLING if now[c] > was[c]]
            off = [c for c in FAULTS if was[c] < 0 and now[c] == 0]
            raised += bool(higher)
            by.update(higher + off)
            if any(was[c] < 0 for c in FAULTS):
                faulty += 1
                cleared += bool(off)
            if any(was[c] == -2 for c in FAULTS):
                severe += 1
                lifted += after.overall > 35
            gain.append(after.overall - before.overall)
            if higher or off:
                found.against.append(f"{case.id} {difference(before, after)}: {reply[:110]}")
    found.values = {
        "tried": tried,
        "raised": raised / tried,
        "cleared": cleared / max(1, faulty),
        "lifted": lifted / max(1, severe),
        "with a severe fault": severe,
        "mean gain": sum(gain) / tried,
        "largest gain": max(gain),
        **by,
    }
    return found


def undeserved(judge: Judge, tries: Iterable[tuple[str, Context]], most: int) -> Figures:
    """Shares of replies that earned empathy above 1, any handling level, or an overall above `most`."""
    tried = empathy = handling = high = 0
    overall: list[int] = []
    found = Figures()
    for reply, context in tries:
        after = judge(reply, context)
        now = levels(after)
        warm = [c for c in EMPATHY if now[c] > 1]
        able = [c for c in HANDLING if now[c] > 0]
        tried += 1
        empathy += bool(warm)
        handling += bool(able)
        high += after.overall > most
        overall.append(after.overall)
        if warm or able or after.overall > most:
            got = ", ".join(f"{c} {now[c]}" for c in warm + able)
            found.against.append(f"{after.overall} {got}: {reply[:80]}")
    found.values = {
        "tried": tried,
        "empathy": empathy / tried,
        "handling": handling / tried,
        f"overall>{most}": high / tried,
        "mean overall": sum(overall) / tried,
        "highest": max(overall),
    }
    return found


def dismissal(judge: Judge, lang: str, cases: Iterable[Case]) -> Figures:
    """Share of stock sympathies with a dismissal after them that earn more than 1."""
    tried = wrong = 0
    found = Figures()
    for case in cases:
        for reply in changes.DISMISSED[lang]:
            now = levels(judge(reply, case.context))
            tried += 1
            warm = [c for c in ("emotional_reaction", "interpretation") if now[c] > 1]
            wrong += bool(warm)
            if warm:
                found.against.append(f"{case.id} {warm}: {reply}")
    found.values = {"tried": tried, "above 1": wrong / tried}
    return found
