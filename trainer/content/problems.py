"""Collecting the mistakes of one file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType

from trainer.content import codes
from trainer.content.nearest import nearest, shorten, surely_meant
from trainer.content.nodes import Mark
from trainer.i18n import after
from trainer.i18n import gettext as _
from trainer.model.diagnostic import Diagnostic, Edit, Severity
from trainer.model.rubric import ActionKind, Criterion

LIMIT = 200
"""After so many mistakes the file is something else altogether, and the rest are not shown."""

_COMPARED = 200
"""Among more names than these it is not looked for the only one that can be meant: it would take long."""

_MOST_COMPARED = 50_000
"""So many names are compared in search of those that were meant, then nothing more is suggested."""

_MANY = 20
"""Up to so many possible names are listed when none is near."""

NO_TITLES: Mapping[str, str] = MappingProxyType({})


def titles_of(parts: Iterable[Criterion | ActionKind]) -> Mapping[str, str]:
    """What parts of a rubric are called in its languages, and their ids: authors write either."""
    return {title.casefold(): part.id for part in parts for title in part.title.values()}


class Problems:
    """The mistakes found so far in `file`, each told once; its `lines` once it was read."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: Sequence[str] = ()
        self._found: dict[tuple[str, Mark, str], Diagnostic] = {}
        self._cut = False
        self._compared = 0

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._found)

    @property
    def full(self) -> bool:
        """Whether there are so many that no more are taken."""
        return len(self._found) >= LIMIT

    def add(
        self,
        code: str,
        mark: Mark,
        message: str,
        hint: str | None = None,
        severity: Severity = "error",
        fix: tuple[Edit, ...] = (),
    ) -> None:
        """Note one mistake at `mark`, and what mends it where that is certain."""
        if self.full:
            self._cut = True
            return
        self._found.setdefault(
            (code, mark, message),
            Diagnostic(
                code=code,
                severity=severity,
                file=self.file,
                line=mark.line,
                column=mark.column,
                message=message,
                hint=hint,
                fix=fix,
            ),
        )

    def add_unknown(
        self,
        code: str,
        mark: Mark,
        message: str,
        name: str,
        known: Iterable[str],
        titles: Mapping[str, str] = NO_TITLES,
        own: str = "",
    ) -> None:
        """Note that `name` is none of `known`; the hint is the nearest of them, else all if few.

        `titles` are what they are called otherwise, each with the one of them it stands for. `own` says where one
        has to lie that is none of them yet.
        """
        if self.full:
            self.add(code, mark, message)
            return
        options = list(dict.fromkeys(known))
        if titled := titles.get(name.casefold()):
            fix = (Edit(line=mark.line, column=mark.column, old=name, new=titled),)
            self.add(code, mark, message, did_you_mean(titled), fix=fix)
            return
        near = self.nearest(name, options)
        hint = did_you_mean(near) if near else after(list_all(options) or "", own).strip() or None
        self.add(code, mark, message, hint, fix=respell(mark, name, options) if near else ())

    def omit(self) -> None:
        """Note that there is one more, when there are too many to be shown."""
        self._cut = True

    def nearest(self, name: str, known: Collection[str]) -> str | None:
        """The name in `known` most like `name`; None, too, when a file has had its share of looking."""
        self._compared += len(known)
        return nearest(name, known) if self._compared <= _MOST_COMPARED else None

    def faulty_at(self, mark: Mark) -> bool:
        """Whether the value at `mark` is known to be wrong already."""
        return any(place == mark and code[:3] == "VAL" for code, place, _message in self._found)

    def has(self, *wanted: str) -> bool:
        """Whether a mistake with one of these codes, or of one of these families, was found."""
        return any(code.startswith(wanted) for code, _mark, _message in self._found)

    def forget(self, wanted: Collection[str], since: int) -> None:
        """Take back the mistakes with one of these codes from line `since` on: they follow from others."""
        for key in [k for k in self._found if k[0] in wanted and k[1].line >= since]:
            del self._found[key]

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All of them in the order of the file."""
        found = sorted(self._found.values(), key=lambda d: (d.line, d.column, d.code, d.message))
        if self._cut:
            found.append(
                Diagnostic(
                    code=codes.CUT_SHORT,
                    file=self.file,
                    line=found[-1].line,
                    column=found[-1].column,
                    message=_(
                        "There are more than {number} mistakes; the rest are not shown."
                    ).format(number=LIMIT),
                )
            )
        return tuple(found)


def respell(mark: Mark, name: str, known: Iterable[str]) -> tuple[Edit, ...]:
    """What makes the only one of `known` that can be meant of the `name` at `mark`, if it is one."""
    options = list(known)
    meant = surely_meant(name, options) if len(options) <= _COMPARED else None
    if meant is None or meant != nearest(name, options):  # the hint and the cure say the same
        return ()
    return (Edit(line=mark.line, column=mark.column, old=name, new=meant),)


def suggest(name: str, known: Iterable[str]) -> str | None:
    """A hint at the name that was meant, or at the few that there are."""
    options = list(dict.fromkeys(known))
    near = nearest(name, options)
    return did_you_mean(near) if near else list_all(options)


def did_you_mean(name: str) -> str:
    """A hint at the name that was meant."""
    return _("Did you mean “{name}”?").format(name=name)


def list_all(names: Collection[str]) -> str | None:
    """A hint that lists what is possible, unless it is too much to read."""
    if not 0 < len(names) <= _MANY:
        return None
    return _("Possible here: {names}.").format(names=enumerate_names(names))


def enumerate_names(names: Iterable[str]) -> str:
    """The names one after the other, as a reader expects in a sentence."""
    return _(", ").join(shorten(name, 40) for name in names)
