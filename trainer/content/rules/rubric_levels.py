"""A merit has the levels 0, 1, 2; a penalty 0, -1, -2. A cap is on one of a penalty's."""

from __future__ import annotations

from trainer.content import codes
from trainer.content.nodes import Fields, Items, text_of
from trainer.content.problems import Problems, enumerate_names
from trainer.i18n import gettext as _

_LEVELS = {"merit": ("0", "1", "2"), "penalty": ("0", "-1", "-2")}


def check(root: Fields, problems: Problems) -> None:
    """Tell levels that do not exist and levels left out."""
    criteria = root.get("criteria")
    for criterion in criteria.items if isinstance(criteria, Items) else ():
        levels = criterion.get("levels") if isinstance(criterion, Fields) else None
        if not isinstance(criterion, Fields) or not isinstance(levels, Fields):
            continue
        wanted = _LEVELS.get(text_of(criterion.get("kind")) or "merit")
        if wanted is None:
            continue
        hint = _("The levels here are {names}.").format(names=enumerate_names(wanted))
        for level, entry in levels.entries.items():
            if level.lstrip("+") not in wanted and level.lstrip("+-").isdecimal():
                problems.add(
                    codes.OUT_OF_RANGE,
                    entry.mark,
                    _("There is no level {level} here.").format(level=level),
                    hint,
                )
        missing = [level for level in wanted if level not in levels.entries]
        if missing and len(levels.entries) < len(wanted):
            problems.add(
                codes.MISSING_KEY,
                levels.mark,
                _("Levels are missing here: {names}.").format(names=enumerate_names(missing)),
                hint,
            )
