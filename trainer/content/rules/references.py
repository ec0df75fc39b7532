"""What the rules about references share: a name that nothing bears is told once, wherever it is used."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from trainer.content.outline import Name
from trainer.content.problems import Problems
from trainer.i18n import gettext as _


class Reference(NamedTuple):
    """A name in use, with the code and the message (translated, with `{name}`) if nothing bears it."""

    name: Name
    code: str
    message: str


def dangling(
    references: Iterable[Reference],
    defined: Sequence[Name],
    problems: Problems,
    reserved: Sequence[str] = (),
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
        near = problems.nearest(text, options) if several else None
        origin = next((name for name in defined if name.text == near), None) if near else None
        if origin and near not in used:
            problems.add(
                found[0].code,
                origin.mark,
                _("“{name}” is used nowhere, but “{other}” is, on line {lines}.").format(
                    name=near, other=text, lines=_lines(found)
                ),
                _("Did you mean “{name}”?").format(name=text),
            )
            continue
        message = found[0].message.format(name=text)
        if len(found) > 1:
            message = _("{message} (Also on line {lines}.)").format(
                message=message, lines=_lines(found[1:])
            )
        problems.add_unknown(found[0].code, found[0].name.mark, message, text, options)


def _lines(found: Sequence[Reference]) -> str:
    numbers = dict.fromkeys(str(each.name.mark.line) for each in found)
    return _(", ").join(list(numbers)[:8])
