"""Whether the better of two replies ranks higher."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from tests.scoring.measures.figures import Figures
from tests.scoring.replies import (
    Judge,
    Pair,
    score,
)


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
