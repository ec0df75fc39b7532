"""LANG-001: a text keeps to the script of the scenario's language. LANG-003: most that is said is in it.

Cue words and the words of `says` are compared with what is typed, so they may be as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from functools import lru_cache, partial
from typing import NamedTuple

from trainer.content import codes
from trainer.content.names import SURNAMES
from trainer.content.problems import Problems
from trainer.content.script import Script, Words
from trainer.i18n import LANGS
from trainer.i18n import gettext as _
from trainer.model.diagnostic import Edit

_OLD_ALL_THE_SAME = frozenset("後於")
"""In the standard set of simplified script, but for rare names only."""

_LACKING = re.compile(rb"&#(\d{5});")

_HAN = "一-鿿㐀-䶿"
_LATIN_MARK = re.compile(rf"[,;:?!](?<=[{_HAN}].)(?=[{_HAN}“”‘’\s]|$)")  # marks are rare
_WIDE_LATIN = re.compile(r"[０-９Ａ-Ｚａ-ｚ]+")
_HAN_RUN = re.compile(rf"[{_HAN}]+")
_WIDE_MARK = re.compile(r"[，。！？；：、]")
_WORD = re.compile(r"[A-Za-z]{2,}")
_HALF = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_FULL = {wide: half for half, wide in _HALF.items()} | {"。": ".", "、": ","}


class _Slip(NamedTuple):
    """What is out of place, and what to tell of it."""

    text: str
    message: str
    hint: str | None


def check(script: Script, problems: Problems) -> None:
    """Warn once for each text; where most that is said is foreign, tell only that the language is wrong."""
    lang = script.scenario.lang
    if lang not in LANGS:
        return
    chinese = lang == "zh-CN"
    resident = script.scenario.resident
    theirs = "".join((resident.name, *resident.address_as))
    spoken = (*script.lines, *script.good_replies, *script.poor_replies)
    foreign = _all_english if chinese else partial(_some_chinese, theirs=theirs)
    if 2 * sum(1 for words in spoken if foreign(words.text)) > len(spoken):
        _tell_language(script, problems)
        return
    texts = list(_texts(script))
    whole = "\n".join(words.text for words in texts)
    astray = _traditional_in(whole).difference(theirs) if chinese else frozenset[str]()
    # Nearly all texts are sound, and that is seen at once.
    mixed = bool(
        astray or _WIDE_LATIN.search(whole) or _LATIN_MARK.search(whole)
        if chinese
        else not whole.isascii()
    )
    for words in texts:
        if not mixed and words.text.isascii() != chinese:
            continue
        found = _in_chinese(words.text, astray) if chinese else _in_english(words.text, theirs)
        slip = next(found, None)
        if slip:
            problems.add(
                codes.MIXED_SCRIPT,
                script.marks.find(slip.text, *words.path),
                slip.message.format(text=slip.text),
                slip.hint,
                severity="warning",
            )


def _tell_language(script: Script, problems: Problems) -> None:
    lang, given = script.scenario.lang, script.marks.has("lang")
    other = next(each for each in LANGS if each != lang)
    mark = script.marks.at("lang")
    problems.add(
        codes.OTHER_LANGUAGE,
        mark,
        _("“lang” says {lang}, but most of what is said here is in another language.").format(
            lang=lang
        )
        if given
        else _(
            "“lang” is missing, which means {lang}, but most of what is said here is in another language."
        ).format(lang=lang),
        _("Write “lang: {lang}”.").format(lang=other),
        fix=(Edit(line=mark.line, column=mark.column, old=lang, new=other),) if given else (),
    )


def _texts(script: Script) -> Iterator[Words]:
    yield from script.told
    yield from script.lines
    yield from script.good_replies
    yield from script.poor_replies
    if script.marks.has("resident", "name"):  # not of a file of its own
        resident = script.scenario.resident
        for key in ("background", "manner", "expects"):
            if text := getattr(resident, key):
                yield Words(("resident", key), text)


def _in_chinese(text: str, astray: Set[str]) -> Iterator[_Slip]:
    if text.isascii():
        if _all_english(text):
            first = " ".join(text.split()[:3])
            yield _Slip(first, _("English in a Chinese scenario: “{text} …”."), None)
        return
    if not astray.isdisjoint(text):
        old = next(character for character in text if character in astray)
        yield _Slip(
            old,
            _("A traditional character among simplified ones: “{text}”."),
            _("Write “{text}”.").format(text=_simple(old)),
        )
    if found := _WIDE_LATIN.search(text):
        plain = "".join(chr(ord(character) - 0xFEE0) for character in found[0])
        yield _Slip(
            found[0],
            _("Letters or digits of full width: “{text}”."),
            _("Write “{text}”.").format(text=plain),
        )
    if mark := _LATIN_MARK.search(text):
        around = text[mark.start() - 1 : mark.end() + 1].rstrip()
        yield _Slip(
            around,
            _("A Latin punctuation mark in Chinese text: “{text}”."),
            _("Write “{text}”.").format(text=_HALF[mark[0]]),
        )


def _in_english(text: str, theirs: str) -> Iterator[_Slip]:
    if text.isascii():
        return
    for run in _some_chinese(text, theirs):
        yield _Slip(run, _("Chinese in an English scenario: “{text}”."), None)
    if mark := _WIDE_MARK.search(text):
        yield _Slip(
            mark[0],
            _("A Chinese punctuation mark in English text: “{text}”."),
            _("Write “{text}”.").format(text=_FULL[mark[0]]),
        )


def _all_english(text: str) -> bool:
    """Whether a text is English, and no mere abbreviation or name."""
    return text.isascii() and len(_WORD.findall(text)) >= 4


def _some_chinese(text: str, theirs: str) -> list[str]:
    """The Chinese in a text but for names."""
    return [
        run
        for run in _HAN_RUN.findall(text)
        if not (len(run) <= 4 and (run[0] in SURNAMES or run in theirs))
    ]


def _traditional_in(text: str) -> frozenset[str]:
    """The characters that are only used in traditional script. Rare names are left alone.

    What the standard set of simplified script lacks is found by writing the text in it, at once.
    """
    written = text.encode("gb2312", "xmlcharrefreplace")
    lacking = {chr(int(number)) for number in _LACKING.findall(written)}
    return frozenset(
        {c for c in _OLD_ALL_THE_SAME if c in text}
        | {c for c in lacking if "㐀" <= c <= "鿿" and _simple(c) != c}
    )


@lru_cache(maxsize=1024)
def _simple(character: str) -> str:
    return str(_converter().convert(character))


@lru_cache(maxsize=1)
def _converter():  # type: ignore[no-untyped-def]
    from opencc import OpenCC

    return OpenCC("t2s")
