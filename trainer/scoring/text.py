"""A reply as text: folded for comparison, cut into clauses, without losing where each piece stands.

Folding keeps every character's place, so a span of the folded text is the same span of the reply.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from trainer.scoring.marks import Marks

MOST = 64
"""Clauses of a reply that are judged: far more than anyone says in one breath."""
_STOP = "。！？!?；;\n…"
_PAUSE = "，,、：:"
_CLOSE = "”’」』）)\"'》〉]】"
_ZH = re.compile(r"[一-鿿]")
_ACTION = re.compile(r"\[[^\[\]\n]{1,200}\]|【[^【】\n]{1,200}】|［[^［］\n]{1,200}］")
_LATIN_STOP = re.compile(
    r"[.!?;…]+[\"'”’)\]]*(?:\s+|$)|[！？；。]+\s*|\s*\n\s*|,\s+|:\s+|[，：]\s*|\s+[—–-]+\s+|—"
)
_WORD_CHARACTER = re.compile(r"\w")
_WORDS = re.compile(r"[a-zA-Z]{2,}")
_LAUGHTER = re.compile(r"\b(?:a?ha(?:\W*ha)+h?|he(?:he)+|lol)\b|[哈呵嘿嘻]{2,}", re.IGNORECASE)


class Clause(NamedTuple):
    """A piece of a reply: characters `start` up to, not including, `end`.

    Pieces of the same `breath` are said in one go: nobody set a mark between them, or would.
    """

    start: int
    end: int
    text: str
    action: bool = False
    sentence: int = 0
    breath: int = 0


def language_of(text: str) -> str:
    """`zh-CN` when the text has Chinese characters in any number, else `en`."""
    return "zh-CN" if len(_ZH.findall(text)) * 4 >= len(text.split()) and _ZH.search(text) else "en"


def answered_in(reply: str, lang: str | None) -> str | None:
    """The language of a reply that has not a word of the talk's `lang`, else None.

    Only Chinese and English can be told apart so; a word or two of English is no English reply.
    """
    if lang == "zh-CN":
        return "en" if not _ZH.search(reply) and len(_WORDS.findall(reply)) >= 3 else None
    if lang == "en":
        return "zh-CN" if len(_ZH.findall(reply)) >= 2 and not _WORDS.search(reply) else None
    return None


def fold(text: str) -> str:
    """`text` in simplified characters, half width, lower case, one character for one character."""
    return text.translate(_folding())


@cache
def _folding() -> dict[int, str]:
    table: dict[int, str] = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table[0x3000] = " "
    table |= {ord("’"): "'", ord("‘"): "'", ord("｡"): "。", ord("､"): "、"}
    for code in range(0x41, 0x25F):
        if len(low := chr(code).lower()) == 1 and low != chr(code):
            table[code] = low
    table |= {code: table[code].lower() for code in range(0xFF21, 0xFF3B)}
    from opencc import OpenCC  # a reply is folded long after the program has started

    traditional = [chr(code) for code in range(0x4E00, 0xA000)]
    simplified = OpenCC("t2s").convert("\n".join(traditional)).split("\n")
    table |= {
        ord(old): new
        for old, new in zip(traditional, simplified, strict=True)
        if old != new and len(new) == 1
    }
    return table


def clauses(text: str, lang: str, marks: Marks | None = None) -> list[Clause]:
    """The clauses of a reply in order; bracketed actions stand alone.

    Very short pieces (“好的，”) are joined to their neighbour within the sentence. Pieces without a
    letter, digit or ideograph are left out, and so is laughter by itself: like an emoji it says nothing. With `marks` long runs without a mark are cut too.
    """
    pieces: list[Clause] = []
    position = sentence = 0
    for found in _ACTION.finditer(text):
        sentence = _spoken(text, position, found.start(), lang, pieces, sentence, marks)
        breath = 1 + (pieces[-1].breath if pieces else 0)
        pieces.append(Clause(found.start(), found.end(), found[0], True, sentence, breath))
        position = found.end()
    _spoken(text, position, len(text), lang, pieces, sentence, marks)
    return pieces


def _spoken(
    text: str,
    start: int,
    end: int,
    lang: str,
    into: list[Clause],
    sentence: int,
    marks: Marks | None,
) -> int:
    shortest = 4 if lang.startswith("zh") else 12
    begin = start
    held: int | None = None  # where a piece too short to stand alone begins
    breath = 1 + (into[-1].breath if into else 0)
    for stop, full, out in _with_pauses(text, start, _stops(text, start, end, lang), marks):
        first = held if held is not None else begin
        piece = text[first:stop]
        if not _WORD_CHARACTER.search(piece):
            if into and not into[-1].action and into[-1].end == first:
                last = into[-1]
                into[-1] = last._replace(end=stop, text=text[last.start : stop])
            elif stop < end:
                held = first
        elif not _WORD_CHARACTER.search(_LAUGHTER.sub("", piece)):
            held = None
        elif len(piece.strip()) < shortest and not full and stop < end:
            held = first
            begin = stop
            breath += out
            continue
        elif (
            len(piece.strip()) < shortest
            and into
            and not into[-1].action
            and into[-1].end == first
            and into[-1].sentence == sentence
        ):
            last = into[-1]
            into[-1] = last._replace(end=stop, text=text[last.start : stop])
            held = None
        else:
            into.append(Clause(first, stop, piece, False, sentence, breath))
            held = None
        begin = stop
        breath += out
        if full:
            sentence += 1
    return sentence


def _stops(text: str, start: int, end: int, lang: str) -> list[tuple[int, bool]]:
    """Where pieces end, and whether a sentence ends there too."""
    stops: list[tuple[int, bool]] = []
    if lang.startswith("zh"):
        i = start
        while i < end:
            if (
                text[i] in _STOP
                or text[i] in _PAUSE
                or (text[i] == "." and not (i + 1 < end and text[i + 1].isdigit()))
            ):
                full = text[i] in _STOP or text[i] == "."
                i += 1
                while i < end and (text[i] in _STOP or text[i] in _CLOSE):
                    full = full or text[i] in _STOP
                    i += 1
                stops.append((i, full))
            elif (
                text[i] == " "
                and i - (stops[-1][0] if stops else start) > 3
                and _ZH.match(text[i - 1])
            ):
                i += 1
                stops.append((i, False))
            else:
                i += 1
    else:
        for found in _LATIN_STOP.finditer(text, start, end):
            if text[found.start()] == "." and _abbreviation(text, found.start()):
                continue
            stops.append((found.end(), found[0][0] in ".!?;…！？；。" or "\n" in found[0]))
    if not stops or stops[-1][0] < end:
        stops.append((end, True))
    return stops


def _with_pauses(
    text: str, start: int, stops: list[tuple[int, bool]], marks: Marks | None
) -> list[tuple[int, bool, bool]]:
    """The stops, and between them where one may pause in a run without a mark; each with whether a breath ends there."""
    found: list[tuple[int, bool, bool]] = []
    for stop, full in stops:
        if marks:
            pauses = marks.pauses(fold(text[start:stop]))
            found += [(start + place, False, sure) for place, sure in pauses]
        found.append((stop, full, True))
        start = stop
    return found


def places_of(words: str, text: str) -> list[int]:
    """Where `words` stand in `text`, both folded; “14-day” and “14 day” are the same.

    Figures are whole: “7 may” is not in “27 may”.
    """
    return [found.start() for found in _spelt(words).finditer(text)] if words else []


@lru_cache(maxsize=4096)
def _spelt(words: str) -> re.Pattern[str]:
    """What finds a cue; the cues of a scenario are looked for in every clause of every reply."""
    before = r"(?<!\d)" if words[0].isdigit() else ""
    after = r"(?!\d)" if words[-1].isdigit() else ""
    return re.compile(before + "[- ]".join(map(re.escape, re.split("[- ]", words))) + after)


def _abbreviation(text: str, dot: int) -> bool:
    word = text[max(0, dot - 4) : dot].split(" ")[-1].lower()
    if word == "no":  # of a number; a “no.” before anything else ends a sentence
        return text[dot + 1 :].lstrip()[:1].isdigit()
    return word in {"mr", "mrs", "ms", "dr", "st"}


def outside_actions(text: str) -> str:
    """The spoken text: actions blanked out, every other character in its place."""
    return _ACTION.sub(lambda found: " " * len(found[0]), text)


def inside_actions(text: str) -> str:
    """Only what stands in brackets, everything else blanked out."""
    kept = [" "] * len(text)
    for found in _ACTION.finditer(text):
        kept[found.start() + 1 : found.end() - 1] = text[found.start() + 1 : found.end() - 1]
    return "".join(kept)
