"""Whether what contradicts a fact is recognised, and nothing else."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable

from tests.scoring.measures.figures import Figures
from tests.scoring.replies import (
    Case,
    Judge,
    asked,
    written,
)
from trainer.scoring.numbers import quantities
from trainer.scoring.text import fold

_ZH_DIGITS = "一二三四五六七八九"


def mutated(case: Case) -> tuple[str, str, int] | None:
    """The reply with one number that a fact has made another one: text, the wrong number, which fact."""
    context = case.context
    body = fold(case.reply)
    every = {
        (q.unit, q.value)
        for text in (
            *(t for _, t in context.facts),
            context.situation,
            context.resident_line,
            *context.history,
        )
        for q in quantities(fold(text), case.lang)
    }
    said = quantities(body, case.lang)
    for q in said:
        facts = [
            i
            for i, (_, text) in enumerate(context.facts)
            if any(
                (f.unit, f.value) == (q.unit, q.value) for f in quantities(fold(text), case.lang)
            )
        ]
        if not facts or sum((o.unit, o.value) == (q.unit, q.value) for o in said) > 1:
            continue
        old = case.reply[q.start : q.end]
        for new in _others(old, case.id):
            got = quantities(fold(new), case.lang)
            if got and got[0].unit == q.unit and (got[0].unit, got[0].value) not in every:
                return case.reply[: q.start] + new + case.reply[q.end :], new, facts[0]
    return None


def _others(old: str, seed: str) -> list[str]:
    dice = random.Random(seed + old)
    found: list[str] = []
    for m in re.finditer(r"[1-9]", old):
        found += [
            old[: m.start()] + str(d) + old[m.end() :] for d in range(1, 10) if str(d) != m[0]
        ]
    for m in re.finditer(f"[{_ZH_DIGITS}]", old):
        found += [old[: m.start()] + d + old[m.end() :] for d in _ZH_DIGITS[:6] if d != m[0]]
    days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    found += [day for day in days if old.capitalize() in days and day != old.capitalize()]
    words = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve"]
    for m in re.finditer(r"[a-z]+", old):
        if m[0] in words:
            found += [old[: m.start()] + w + old[m.end() :] for w in words if w != m[0]]
    dice.shuffle(found)
    return found


def wrong_numbers(judge: Judge, cases: Iterable[Case]) -> Figures:
    """Share of changed numbers that are recognised, with the right span and fact."""
    tried = seen = placed = matched = lower = 0
    found = Figures()
    for case in cases:
        change = mutated(case)
        if change is None:
            continue
        reply, wrong, fact = change
        before, after = judge(case.reply, case.context), judge(reply, case.context)
        tried += 1
        hits = [
            m for m in after.contradicted if wrong in m.evidence.text or m.evidence.text in wrong
        ]
        seen += bool(after.contradicted)
        placed += bool(hits)
        matched += any(m.id == case.context.facts[fact][0] and m.note for m in hits)
        was, now = (
            next(f for f in a.findings if f.criterion == "policy_basis") for a in (before, after)
        )
        lower += now.level < was.level or now.level == 0 or now.score < was.score - 0.05
        if not hits:
            found.against.append(
                f"{case.id} {wrong!r} in {reply[:120]} | {[t for _, t in case.context.facts]}"
            )
    found.values = {
        "tried": tried,
        "recognised": seen / max(1, tried),
        "span": placed / max(1, tried),
        "fact": matched / max(1, tried),
        "policy_basis falls": lower / max(1, tried),
    }
    return found


def accused(judge: Judge, cases: Iterable[Case]) -> Figures:
    """Share of right replies that are said to contradict a fact."""
    tried = 0
    found = Figures()
    for case in cases:
        tried += 1
        for m in judge(case.reply, case.context).contradicted[:1]:
            found.against.append(
                f"{case.id} {m.evidence.text!r} against {m.note!r} in {case.reply[:140]}"
            )
    found.values = {"tried": tried, "accused": len(found.against) / max(1, tried)}
    return found


def written_facts(judge: Judge, lang: str) -> Figures:
    """The hand-written statements: share of wrong ones recognised, of right ones accused; by kind."""
    by: dict[str, list[bool]] = defaultdict(list)
    found = Figures()
    false = 0
    rows = written("facts", lang)
    for facts, line, right, wrong, words, kind in rows:
        context = asked(lang, line, facts)
        after = judge(wrong, context)
        hit = any(words in m.evidence.text or m.evidence.text in words for m in after.contradicted)
        by[kind].append(hit)
        if not hit:
            found.against.append(f"missed {kind}: {wrong} | {facts}")
        if blamed := judge(right, context).contradicted:
            false += 1
            found.against.append(f"accused: {right} {blamed[0].evidence.text!r} | {facts}")
    every = [hit for hits in by.values() for hit in hits]
    found.values = {
        "tried": len(rows),
        "recognised": sum(every) / len(every),
        "accused": false / len(rows),
        **{f"{kind} (of {len(hits)})": sum(hits) / len(hits) for kind, hits in by.items()},
    }
    return found
