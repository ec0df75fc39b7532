"""What stands right beside a number: two numbers with the same words there are about the same thing. Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

from trainer.scoring.wording import EN_EMPTY, stem

_NEAR = 24
"""Characters on either side that are looked at."""
_ZH_FILLER = re.compile(
    r"[今明后昨][天日早晚]?|[上下中]午|早上|晚上?|凌晨|以?[前后内]|之[前后内]|左右|大概|大约|约|差不多|最[多早迟晚快]|至[多少]|不超过|"
    r"[下这本上]个?(?=周|星期|礼拜)|[的了是在就也都还有要到从给您你我们请和与个每嘛呢吧啊哈]|\W"
)
_DIGITS = str.maketrans("零〇一二两三四五六七八九", "001223456789", "十")
"""Chinese numerals as digits; a ten has no digit of its own."""
_EN_FILLER = EN_EMPTY | {
    "its", "it's", "within", "until", "till", "up", "about", "around", "next", "s", "t", "under", "over", "only",
    "just", "still", "now", "today", "tomorrow", "day", "days",
}  # fmt: skip
_ZH_ENOUGH = 2
"""Chinese characters that must be the same; of English words one is enough."""


class Anchors(NamedTuple):
    """The words before a number, nearest first, and those after it, without the empty ones."""

    before: tuple[str, ...]
    after: tuple[str, ...]

    def shared(self, other: Anchors, lang: str) -> bool:
        """Whether on one side the nearest words are the same."""
        enough = _ZH_ENOUGH if lang.startswith("zh") else 1
        return any(
            len(one) >= enough and one[:enough] == two[:enough]
            for one, two in zip(self, other, strict=True)
        )


def anchors(text: str, start: int, end: int, lang: str) -> Anchors:
    """What stands beside the characters `start` up to `end` of a folded text."""
    before, after = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
    if lang.startswith("zh"):
        before, after = (_ZH_FILLER.sub("", text).translate(_DIGITS) for text in (before, after))
        return Anchors(tuple(before)[::-1], tuple(after))
    return Anchors(_words(before)[::-1], _words(after))


def _words(text: str) -> tuple[str, ...]:
    found = re.findall(r"[a-z0-9]+(?:'[a-z]+)?", text)
    return tuple(stem(word) for word in found if word not in _EN_FILLER)
