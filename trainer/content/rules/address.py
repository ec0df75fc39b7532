"""TALK-005: who is spoken to is addressed as the resident's file says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from trainer.content import codes
from trainer.content.names import ENGLISH_TITLES, FEMALE, MALE, SURNAMES, TITLES
from trainer.content.nearest import nearest
from trainer.content.problems import Problems, enumerate_names
from trainer.content.script import Script, Words
from trainer.i18n import gettext as _
from trainer.model.resident import Resident

_TITLE = "|".join(TITLES)
_BEFORE = "您好请叫是给跟对和问让帮陪位谢找说为与同替等"
"""Characters after which a form of address begins; after others it may be part of a word."""

_GREETED = re.compile(
    rf"(?:^|[。！，\]】])\s*(?:您好[，,]?\s*)?(([一-鿿])(?:{_TITLE}))(?=[，,！!。]|您|你)"
)
_ENGLISH_TITLE = "|".join(ENGLISH_TITLES)
_ENGLISH_GREETED = re.compile(
    rf"(?:^|[.!?\]]\s*)(?:(?:Good (?:morning|afternoon|evening)|Morning|Afternoon|Hello|Hi),? )?((?:{_ENGLISH_TITLE})\.?\s+([A-Z][a-z]+))(?=[,.!?])"
)


class _Form(NamedTuple):
    """A form of address that was found, and where in the text."""

    text: str
    start: int


def check(script: Script, problems: Problems) -> None:
    """Warn of forms of address with the resident's name that are not listed, and of another's name.

    In what is told of the resident, a form for the other sex means another person of the family.
    """
    if not script.resident_known or problems.faulty_at(
        script.marks.at("resident", "address_as", 0)
    ):
        return
    resident = script.scenario.resident
    hints = [w for w in script.told if w.path[-1] in ("hint", "because", "briefing")]
    chinese = script.scenario.lang.startswith("zh")
    find = _chinese if chinese else _english
    known = _known(script)
    seen: set[str] = set()
    texts = [(words, True) for words in script.good_replies]
    texts += [(words, False) for words in hints]
    for words, spoken in texts:
        forms = [*find(words.text, resident, spoken)]
        if spoken:
            forms += _strangers(words.text, resident, known, chinese)
        for form in forms:
            if form.text in seen:
                continue  # one mistake, made again
            seen.add(form.text)
            _tell(script, words, form, resident, problems)


def _tell(
    script: Script, words: Words, form: _Form, resident: Resident, problems: Problems
) -> None:
    near = nearest(form.text, resident.address_as) or resident.address_as[0]
    problems.add(
        codes.UNKNOWN_ADDRESS,
        script.marks.find(form.text, *words.path),
        _("“{form}” is not among the forms of address of {name}: {forms}.").format(
            form=form.text, name=resident.name, forms=enumerate_names(resident.address_as)
        ),
        _("Write “{name}”, or add the form to “address_as”.").format(name=near),
        severity="warning",
    )


def _chinese(text: str, resident: Resident, spoken: bool) -> Iterator[_Form]:
    name = resident.name
    if len(name) < 2 or name[0] not in SURNAMES:
        return
    surname, given = name[0], name[1:]
    for found in _titled(name).finditer(text):
        start = found.start()
        before = text[start - 1] if start else ""
        if before and "一" <= before <= "鿿" and before not in _BEFORE:
            continue
        title = found[1]
        if {found[0], surname + title, given + title} & set(resident.address_as):
            continue
        if not spoken and not _same_sex(title, resident):
            continue
        yield _Form(found[0], start)


@lru_cache(maxsize=256)
def _titled(name: str) -> re.Pattern[str]:
    """A Chinese name with a title: all of it, the surname alone or the given name alone."""
    return re.compile(rf"(?:{re.escape(name)}|{name[0]}|{re.escape(name[1:])})({_TITLE})")


def _same_sex(title: str, resident: Resident) -> bool:
    for titles in (MALE, FEMALE):
        if any(form.endswith(t) for form in resident.address_as for t in titles):
            return title in titles
    return False


def _english(text: str, resident: Resident, spoken: bool) -> Iterator[_Form]:
    names = _names(resident.name)
    if not names or not spoken:
        return
    listed = _listed(resident.address_as)
    with_title, first_name = _named(names[0], names[-1])
    for found in with_title.finditer(text):
        known = found[1].replace(".", "").casefold() in listed
        if not known and _stands_apart(text, found.start(), found.end()):
            yield _Form(found[1], found.start())
    if len(names) > 1 and names[0].casefold() not in listed:
        for found in first_name.finditer(text):
            titled = re.search(rf"(?:{_ENGLISH_TITLE})\.?\s+$", text[: found.start()])
            if not titled and _stands_apart(text, found.start(), found.end()):
                yield _Form(found[0], found.start())


@lru_cache(maxsize=256)
def _names(name: str) -> tuple[str, ...]:
    """The parts of an English name without its title."""
    return tuple(part for part in name.split() if part.rstrip(".") not in ENGLISH_TITLES)


@lru_cache(maxsize=256)
def _listed(address_as: tuple[str, ...]) -> frozenset[str]:
    """Forms of address, however their full stops and capitals are written."""
    return frozenset(form.replace(".", "").casefold() for form in address_as)


@lru_cache(maxsize=256)
def _named(first: str, last: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Either name of somebody with an English title, and the first name alone."""
    either = f"{re.escape(last)}|{re.escape(first)}"
    return (
        re.compile(rf"\b((?:{_ENGLISH_TITLE})\.?\s+(?:{either}))\b"),
        re.compile(rf"\b{re.escape(first)}\b"),
    )


def _stands_apart(text: str, start: int, end: int) -> bool:
    """Whether the words are set off as an address is, by stops or a greeting."""
    before, after = text[:start].rstrip(), text[end:].lstrip()
    greeted = re.search(r"(?i)(?:^|[^\w])(?:morning|afternoon|evening|hello|hi|you|sorry)$", before)
    return (not before or before[-1] in ",.!?:;]—" or bool(greeted)) and (
        not after or after[0] in ",.!?:;—"
    )


def _strangers(text: str, resident: Resident, known: str, chinese: bool) -> Iterator[_Form]:
    """Greetings of somebody who bears another surname and is spoken of nowhere."""
    for found in (_GREETED if chinese else _ENGLISH_GREETED).finditer(text):
        form, surname = found[1], found[2]
        if surname in resident.name or form in resident.address_as:
            continue
        if chinese and (surname not in SURNAMES or any(surname in f for f in resident.address_as)):
            continue
        if (form if chinese else surname) in known or (chinese and f"老{surname}" in known):
            continue
        yield _Form(form, found.start(1))


def _known(script: Script) -> str:
    """All that names other people: what is told, and what the resident says."""
    resident = script.scenario.resident
    more = [resident.background, resident.manner, resident.expects]
    return "\n".join(
        [
            *(words.text for words in script.told),
            *(words.text for words in script.lines),
            *(each for each in more if each),
        ]
    )
