"""An id names one thing: scenes and endings share their names, facts and limits have their own."""

from __future__ import annotations

from collections.abc import Iterable

from trainer.content import codes
from trainer.content.outline import Name, Outline
from trainer.content.problems import Problems
from trainer.i18n import gettext as _
from trainer.model.scenario import END


def check(outline: Outline, problems: Problems) -> None:
    """Tell ids used twice and the reserved one."""
    places = (*outline.scenes.names, *outline.endings.names)
    for names in (places, outline.facts.names, outline.limits.names):
        tell_twice(names, problems)
    for name in places:
        if name.text == END:
            problems.add(
                codes.RESERVED_ID,
                name.mark,
                _(
                    "“{name}” means the first ending that fits; nothing else may bear this id."
                ).format(name=END),
                _("Choose another id."),
            )


def tell_twice(names: Iterable[Name], problems: Problems) -> None:
    """Tell every id in `names` that was there before."""
    first: dict[str, Name] = {}
    for name in names:
        earlier = first.setdefault(name.text, name)
        if earlier is not name:
            problems.add(
                codes.DUPLICATE_ID,
                name.mark,
                _("The id “{name}” is used already on line {line}.").format(
                    name=name.text, line=earlier.mark.line
                ),
                _("Give each its own id."),
            )
