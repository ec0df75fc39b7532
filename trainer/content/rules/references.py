"""What the rules about references share: a name that nothing bears is told once, wherever it is used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from trainer.content.outline import Name
from trainer.content.problems import NO_TITLES, Problems
from trainer.i18n import gettext as _
from trainer.i18n import ngettext

_MOST_LINES = 8


class Reference(NamedTuple):
    """A name in use, with the code and the message (translated, with `{name}`) if nothing bears it.

    Where not everything defined can be meant, it is one `among` these.
    """

    name: Name
    code: str
    message: str
    among: Sequence[str] = ()


def dangling(
    references: Iterable[Reference],
    defined: Sequence[Name],
    problems: Problems,
    reserved: Sequence[str] = (),
    titles: Mapping[str, str] = NO_TITLES,
) -> None:
    """Tell every reference to what is neither `defined` nor `reserved`.

    When several agree on a name and something like it bears a name that nobody uses, the mistake
    is where that name is given, and is told there.
    """
    options = dict.fromkeys((*(name.text for name in defined), *reserved))
    missing: dict[str, list[Reference]] = {}
    used: set[str] = set()
    for reference in sorted(references, key=lambda each: each.name.mark):
        text = reference.name.text
        if text in options:
            used.add(text)
        elif not problems.faulty_at(reference.name.mark):
            missing.setdefault(text, []).append(reference)
    for text, found in missing.items():
        several = len(found) > 1 and not problems.full
        meant = found[0].among or options
        near = problems.nearest(text, meant) if several else None
        origin = next((name for name in defined if name.text == near), None) if near else None
        if origin and near not in used:
            lines, number = _lines(found)
            problems.add(
                found[0].code,
                origin.mark,
                ngettext(
                    "“{name}” is used nowhere, but “{other}” is, on line {lines}.",
                    "“{name}” is used nowhere, but “{other}” is, on lines {lines}.",
                    number,
                ).format(name=near, other=text, lines=lines),
                _("Did you mean “{name}”?").format(name=text),
            )
            continue
        message = found[0].message.format(name=text)
        if len(found) > 1:
            lines, number = _lines(found[1:])
            message = ngettext(
                "{message} (Also on line {lines}.)",
                "{message} (Also on lines {lines}.)",
                number,
            ).format(message=message, lines=lines)
        problems.add_unknown(found[0].code, found[0].name.mark, message, text, meant, titles)


def _lines(found: Sequence[Reference]) -> tuple[str, int]:
    """The lines as they stand in a sentence, and how many they are; of many the first."""
    *others, last = list(dict.fromkeys(str(each.name.mark.line) for each in found))[:_MOST_LINES]
    if not others:
        return last, 1
    told = _("{lines} and {last}").format(lines=_(", ").join(others), last=last)
    return told, len(others) + 1
