"""Names and numbers taken out of a text before it is given to others, in Chinese and English.

Taken out: the names given, e-mail addresses, telephone numbers (mobile, landline, international, digits said
in Chinese words), Chinese identity numbers (18 and 15 characters), passports, US social security numbers,
vehicle plates, and every other run of seven or more digits (cards, cases, accounts). What is not: dates,
times, amounts with separators, short numbers, addresses, and names that nobody gave. So it is a help
to the person who looks a document through, not a substitute.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from trainer.model.assessment import Assessment, Evidence, Finding, Mention
from trainer.model.rating import Mark, Rating
from trainer.session.intake.conversation import Conversation
from trainer.session.transcript import Transcript

_MARKS = {
    "name": ("〔姓名〕", "[name]"),
    "email": ("〔邮箱〕", "[e-mail]"),
    "id": ("〔证件号〕", "[ID number]"),
    "phone": ("〔电话〕", "[telephone]"),
    "plate": ("〔车牌〕", "[plate]"),
    "number": ("〔号码〕", "[number]"),
}
_MENTIONS = ("cited", "contradicted", "promised", "actions", "features")
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]{3,4}")
_GAP = r"[ \-.·]?"
_SAID = "[零〇一二三四五六七八九幺两]"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("email", r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+"),
        ("id", rf"(?<!\d)\d{{6}}{_GAP}\d{{8}}{_GAP}\d{{3}}[\dXx](?![\dA-Za-z])"),
        ("id", r"(?<!\d)\d{15}(?!\d)"),
        ("id", r"(?<![A-Za-z0-9])[A-Za-z]{1,2}\d{7,8}(?![A-Za-z0-9])"),
        ("id", r"(?<![\d\-])\d{3}-\d{2}-\d{4}(?![\d\-])"),
        ("number", r"(?<!\d)\d{4}(?:[ \-]\d{4}){2,3}(?:[ \-]\d{1,4})?(?!\d)"),
        (
            "phone",
            rf"(?<!\d)(?:\(?(?:\+|00)?86\)?{_GAP})?1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}(?!\d)",
        ),
        ("phone", r"(?<!\d)\(?0\d{1,4}\)?(?:[ \-]?\d{3,4}){2}(?:(?:转|[ \-]?ext\.?) ?\d{1,5})?(?!\d)"),
        ("phone", r"(?<![\d+])(?:\+|00)[1-9](?:[ \-.()]{0,2}\d){7,14}(?!\d)"),
        ("phone", r"(?<![\d\-])(?:\+?1[ \-.])?\(?\d{3}\)?[ \-.]\d{3}[ \-.]\d{4}(?![\d\-])"),
        ("phone", r"(?<!\d)[48]00[ \-]\d{3,4}[ \-]\d{3,4}(?!\d)"),
        ("phone", rf"(?<!{_SAID}){_SAID}{{7,}}(?!{_SAID})"),
        ("number", r"(?<!\d)\d{7,}(?!\d)"),
        ("plate", r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z]·?[A-Z0-9]{5,6}(?![A-Z0-9])"),
    )
)  # fmt: skip


class Hidden(NamedTuple):
    """A piece of a text that is taken out: characters `start` to `end`, and what stands for it."""

    start: int
    end: int
    mark: str


def redact(text: str, names: Iterable[str], kept: Iterable[str] = ()) -> str:
    """`text` with marks in place of the names given and of numbers that lead to a person.

    Whatever stands word for word in `kept` stays: the telephone number in a scenario's facts is everybody's.
    """
    return _replaced(text, hidden(text, names, kept))


def hidden(text: str, names: Iterable[str], kept: Iterable[str] = ()) -> list[Hidden]:
    """What `redact` takes out of `text`, in order, without overlaps."""
    plain = "".join(map(_narrow, text))
    known = "\n".join("".join(map(_narrow, each)) for each in kept)
    chinese = any("\u3400" <= c <= "\u9fff" for c in text)
    spans = [
        (kind, found.span())
        for kind, pattern in _PATTERNS
        for found in pattern.finditer(plain)
        if not _stands_in(found.group(), known)
    ]
    marks = {kind: told[0 if chinese else 1] for kind, told in _MARKS.items()}
    taken = _names_in(plain, _of_names(tuple(names), re.IGNORECASE), marks["name"])
    for kind, span in spans:  # after the names; of two kinds the more telling stands first
        _take(taken, span, marks[kind])
    return sorted(taken)


def without_names(text: str, names: Iterable[str], mark: str) -> str:
    """`text` with `mark` in place of the names, where they are written as given, and of nothing else."""
    plain = "".join(map(_narrow, text))
    return _replaced(text, sorted(_names_in(plain, _of_names(tuple(names)), mark)))


def redacted(transcript: Transcript, names: Iterable[str]) -> Transcript:
    """The session without what `redact` takes out of the replies, and of the pieces quoted from them.

    The scenario's own words, its resident's name, lines and facts are made up or public: they stay, also
    where a reply repeats them. Of an imported conversation only facts and limits are: what the resident said,
    who it was and what led to it is cleaned as the replies are.
    """
    started = transcript.started
    scenario = started.scenario
    kept = [*(fact.text for fact in scenario.facts), *(limit.text for limit in scenario.limits)]
    people = [name for name in names if name]
    if started.is_imported:
        people.append(scenario.resident.name)
    else:
        kept += [scenario.role, scenario.briefing]
        kept += [text for who, text in transcript.history if who == "R"]

    def clean(text: str) -> str:
        return redact(text, people, kept)

    def lines(said: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(clean, said)) if started.is_imported else said

    turns = []
    for turn in transcript.turns:
        pieces = hidden(turn.reply, people, kept)
        judged = turn.assessment
        turns.append(
            turn.model_copy(
                update={
                    "heard": lines(turn.heard),
                    "reply": _replaced(turn.reply, pieces),
                    "assessment": judged and _moved(judged, turn.reply, pieces, clean),
                }
            )
        )
    if started.trainee in people:  # a journal of before there were pseudonyms
        started = started.model_copy(update={"trainee": ""})
    if started.is_imported:
        resident = scenario.resident.model_copy(update={"name": clean(scenario.resident.name)})
        told = {each: clean(getattr(scenario, each)) for each in ("title", "briefing")}
        cleaned = scenario.model_copy(update={**told, "resident": resident})
        started = started.model_copy(update={"scenario": cleaned})
    return transcript.model_copy(
        update={"started": started, "turns": tuple(turns), "heard": lines(transcript.heard)}
    )


def redacted_conversation(told: Conversation, names: Iterable[str]) -> Conversation:
    """The conversation without what `redact` takes out, and without the resident's name."""
    people = [*names, told.resident, told.trainee]
    return replace(
        told,
        name=redact(told.name, people),
        background=redact(told.background, people),
        resident="",
        lines=tuple(line._replace(text=redact(line.text, people)) for line in told.lines),
    )


def _names_in(plain: str, patterns: Iterable[re.Pattern[str]], mark: str) -> list[Hidden]:
    taken: list[Hidden] = []
    for pattern in patterns:
        for found in pattern.finditer(plain):
            _take(taken, found.span(), mark)
    return taken


def _take(taken: list[Hidden], span: tuple[int, int], mark: str) -> None:
    """Take a piece out as well, unless some of it is out already."""
    start, end = span
    if all(end <= other.start or start >= other.end for other in taken):
        taken.append(Hidden(start, end, mark))


def redacted_rating(rating: Rating, names: Iterable[str]) -> Rating:
    """A second marker's marks without what `redact` takes out of comments and reasons."""
    people = tuple(names)

    def mark(given: Mark) -> Mark:
        if given.override is None:
            return given
        reason = redact(given.override.reason, people)
        override = given.override.model_copy(update={"reason": reason})
        return given.model_copy(update={"override": override})

    turns = [
        turn.model_copy(
            update={
                "comment": redact(turn.comment, people),
                "marks": tuple(map(mark, turn.marks)),
            }
        )
        for turn in rating.turns
    ]
    return rating.model_copy(update={"turns": tuple(turns)})


@lru_cache(maxsize=8)
def _of_names(names: tuple[str, ...], flags: int = 0) -> tuple[re.Pattern[str], ...]:
    """A name whole; of several words also each; of three or four Chinese characters also the given name.

    Of four the given name has three or two: 欧阳 is a family name as 李 is. `flags` are for whole names.
    """
    patterns: list[re.Pattern[str]] = []
    for name in sorted({" ".join("".join(map(_narrow, n)).split()) for n in names}, key=len)[::-1]:
        if not name:
            continue
        patterns.append(_word(name, flags))
        patterns += [_word(part) for part in name.split() if len(part) > 1 and part != name]
        if _HAN.fullmatch(name):
            patterns += [re.compile(given) for given in dict.fromkeys((name[1:], name[-2:]))]
    return tuple(patterns)


def _word(name: str, flags: int = 0) -> re.Pattern[str]:
    """A name where no other Latin word goes on; Chinese ones have no spaces around them."""
    before = r"(?<![A-Za-z0-9_])" if name[0].isascii() else ""
    after = r"(?![A-Za-z0-9_])" if name[-1].isascii() else ""
    return re.compile(before + r"\s+".join(map(re.escape, name.split())) + after, flags)


def _narrow(character: str) -> str:
    """A full-width letter or digit as the ordinary one; the length of a text stays as it is."""
    narrow = unicodedata.normalize("NFKC", character)
    return narrow if len(narrow) == 1 else character


def _stands_in(piece: str, known: str) -> bool:
    edge = r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])"
    return re.search(edge[0] + re.escape(piece.strip()) + edge[1], known) is not None


def _replaced(text: str, pieces: Sequence[Hidden]) -> str:
    made, at = [], 0
    for start, end, mark in pieces:
        made += [text[at:start], mark]
        at = end
    return "".join([*made, text[at:]])


def _moved(
    judged: Assessment, reply: str, pieces: Sequence[Hidden], clean: Callable[[str], str]
) -> Assessment:
    """The assessment with its evidence where it stands in the redacted reply."""
    said = _replaced(reply, pieces)

    def place(at: int, *, last: bool) -> int:
        shift = 0
        for start, end, mark in pieces:
            if at <= start:
                break
            if at < end or (last and at == end):
                return start + shift + (len(mark) if last else 0)
            shift += len(mark) - (end - start)
        return at + shift

    def evidence(piece: Evidence) -> Evidence:
        start, end = place(piece.start, last=False), place(piece.end, last=True)
        return piece.model_copy(update={"start": start, "end": end, "text": said[start:end]})

    def finding(found: Finding) -> Finding:
        return found.model_copy(
            update={
                "evidence": tuple(map(evidence, found.evidence)),
                "why": clean(found.why),
                "try_": clean(found.try_) if found.try_ else found.try_,
            }
        )

    def mention(found: Mention) -> Mention:
        note = clean(found.note) if found.note else found.note
        return found.model_copy(update={"evidence": evidence(found.evidence), "note": note})

    return judged.model_copy(
        update={
            "findings": tuple(map(finding, judged.findings)),
            **{kind: tuple(map(mention, getattr(judged, kind))) for kind in _MENTIONS},
        }
    )
