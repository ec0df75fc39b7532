"""What the resident's type changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from tests.scoring.measures.figures import Figures
from tests.scoring.replies import (
    Case,
    Judge,
    asked,
    levels,
    score,
    written,
)


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
