"""How much the scorer minds what it should not, and notices what it should: figures, with examples.

The tests hold them to their bounds over a sample; the same functions over the whole sets give the
figures that are reported.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tests.scoring import changes
from tests.scoring.changes import Change
from tests.scoring.replies import (
    EMPATHY,
    FAULTS,
    HANDLING,
    Case,
    Judge,
    Pair,
    asked,
    levels,
    score,
    written,
)  # fmt: skip
from tests.shipped import library
from trainer.model.assessment import Assessment, Context
from trainer.scoring.context import context_of
from trainer.scoring.numbers import quantities
from trainer.scoring.text import fold


@dataclass
class Figures:
    """Numbers by name, and what went against them."""

    values: dict[str, float] = field(default_factory=dict)
    against: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return ", ".join(f"{name} {value:.4g}" for name, value in self.values.items())


@dataclass
class Moved:
    """How far criteria and overall moved over many comparisons."""

    levels: int = 0
    any: int = 0
    far: int = 0
    by: Counter[str] = field(default_factory=Counter)
    overall: list[int] = field(default_factory=list)

    def add(self, before: Assessment, after: Assessment) -> list[str]:
        """Count one comparison; which criteria moved by more than one level."""
        was, now = levels(before), levels(after)
        far = [c for c in was if abs(was[c] - now[c]) > 1]
        moved = [c for c in was if was[c] != now[c]]
        self.levels += len(was)
        self.any += len(moved)
        self.far += len(far)
        self.by.update(moved)
        self.overall.append(abs(before.overall - after.overall))
        return far

    @property
    def mean(self) -> float:
        return sum(self.overall) / max(1, len(self.overall))

    def values(self) -> dict[str, float]:
        return {
            "comparisons": len(self.overall),
            "moved": self.any / max(1, self.levels),
            "moved_far": self.far / max(1, self.levels),
            "overall": self.mean,
        }


def moved_by(judge: Judge, cases: Iterable[Case], change: Change) -> tuple[Moved, list[str]]:
    """What a change of the reply alone moves."""
    total, against = Moved(), []
    for case in cases:
        changed = change(case.reply)
        if changed == case.reply:
            continue
        before, after = judge(case.reply, case.context), judge(changed, case.context)
        for criterion in total.add(before, after):
            against.append(
                f"{case.id} {criterion} {before.level(criterion)}→{after.level(criterion)}: {changed[:90]}"
            )
    return total, against


def robust(judge: Judge, lang: str, cases: Sequence[Case]) -> dict[str, tuple[Moved, list[str]]]:
    """By kind of change: what small changes move that keep the meaning."""
    return {name: moved_by(judge, cases, change) for name, change in changes.ROBUST[lang].items()}


# Gaming


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
                found.against.append(f"{case.id} {kind}: {_difference(before, after)}")
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
                found.against.append(f"{case.id} {_difference(before, after)}: {reply[:110]}")
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


# Evidence


def faithful(judge: Judge, cases: Iterable[Case]) -> Figures:
    """Share of findings whose level falls when their evidence is deleted; by criterion."""
    held: dict[str, list[bool]] = defaultdict(list)
    found = Figures()
    for case in cases:
        before = judge(case.reply, case.context)
        for finding in before.findings:
            if finding.level == 0:
                continue
            after = judge(without(case.reply, finding.evidence), case.context)
            fell = abs(after.level(finding.criterion)) < abs(finding.level)
            held[finding.criterion].append(fell)
            if not fell:
                found.against.append(
                    f"{case.id} {finding.criterion} {finding.level}→{after.level(finding.criterion)}"
                    f" {[e.text for e in finding.evidence]} of {case.reply!r}"
                )
    every = [fell for values in held.values() for fell in values]
    found.values = {"findings": len(every), "faithful": sum(every) / max(1, len(every))} | {
        f"{c} (of {len(v)})": sum(v) / len(v) for c, v in sorted(held.items())
    }
    return found


def without(reply: str, evidence: Iterable[object]) -> str:
    """The reply with the quoted spans deleted."""
    for e in sorted(evidence, key=lambda e: -e.start):  # type: ignore[attr-defined]
        reply = reply[: e.start] + reply[e.end :]  # type: ignore[attr-defined]
    return reply


# Pairs


def ranked(judge: Judge, pairs: Iterable[Pair]) -> Figures:
    """Share of pairs ranked right on their criterion, by kind and criterion too."""
    right: dict[str, list[bool]] = defaultdict(list)
    every: list[bool] = []
    found = Figures()
    for pair in pairs:
        better, worse = (
            score(judge(reply, pair.context), pair.criterion) for reply in (pair.better, pair.worse)
        )
        every.append(better > worse)
        right[pair.kind].append(better > worse)
        if better <= worse:
            found.against.append(
                f"{pair.kind} {pair.criterion} {better:.2f} ≤ {worse:.2f}: {pair.better} | {pair.worse}"
            )
    found.values = {"pairs": len(every), "right": sum(every) / len(every)} | {
        f"{kind} (of {len(v)})": sum(v) / len(v) for kind, v in sorted(right.items())
    }
    return found


# Facts

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


# DISC


def four_types(judge: Judge, cases: Iterable[Case]) -> Figures:
    """The same replies for each type: mean level and score, and how often they are not all the same."""
    sums: dict[str, list[float]] = defaultdict(list)
    marks: dict[str, list[int]] = defaultdict(list)
    varied = other = moved = 0
    n = 0
    for case in cases:
        got = {
            letter: judge(case.reply, case.context.model_copy(update={"disc": letter}))
            for letter in "DISC"
        }
        n += 1
        for letter, a in got.items():
            sums[letter].append(score(a, "disc_adaptation"))
            marks[letter].append(a.level("disc_adaptation"))
        varied += len({a.level("disc_adaptation") for a in got.values()}) > 1
        rest = [
            {c: v for c, v in levels(a).items() if c != "disc_adaptation"} for a in got.values()
        ]
        other += any(r != rest[0] for r in rest)
        moved += sum(r[c] != rest[0][c] for r in rest[1:] for c in r)
    return Figures(
        {
            "replies": n,
            **{f"level {t}": sum(marks[t]) / n for t in "DISC"},
            **{f"score {t}": sum(sums[t]) / n for t in "DISC"},
            "levels differ": varied / n,
            "other criteria differ": other / n,
            "other levels": moved / (n * 3 * len(rest[0])),
        }
    )


def suited(judge: Judge, lang: str) -> Figures:
    """Replies made for one type: share that score highest for it, and highest among the four for it."""
    own: list[bool] = []
    best: list[bool] = []
    gap: list[bool] = []
    named: list[bool] = []
    found = Figures()
    for facts, line, replies in written("suits", lang):
        table = {
            made: {asks: judge(reply, asked(lang, line, facts, disc=asks)) for asks in "DISC"}
            for made, reply in replies.items()
        }
        for letter in "DISC":
            mine = score(table[letter][letter], "disc_adaptation")
            elsewhere = [score(table[letter][o], "disc_adaptation") for o in "DISC" if o != letter]
            others = [score(table[o][letter], "disc_adaptation") for o in "DISC" if o != letter]
            own.append(mine > max(elsewhere))
            best.append(mine > max(others))
            gap.append(mine > sum(elsewhere) / 3)
            named.append(bool(table[letter][letter].features))
            if not (own[-1] and best[-1]):
                found.against.append(
                    f"for {letter}: {mine:.2f}, same for others {[f'{x:.2f}' for x in elsewhere]},"
                    f" others' for {letter} {[f'{x:.2f}' for x in others]}: {replies[letter]}"
                )
    n = len(own)
    found.values = {
        "replies": n,
        "above mean of other types": sum(gap) / n,
        "highest for its type": sum(own) / n,
        "best of four for its type": sum(best) / n,
        "features named": sum(named) / n,
    }
    return found


# Fairness


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
                against.append(f"{case.id} {_difference(before, after)}: {other[0][:100]}")
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
                f"plain {a.overall} official {b.overall} {_difference(b, a)}: {plain}"
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


def _difference(before: Assessment, after: Assessment) -> str:
    was, now = levels(before), levels(after)
    parts = [f"{c} {was[c]}→{now[c]}" for c in was if was[c] != now[c]]
    return ", ".join([*parts, f"overall {before.overall}→{after.overall}"])
