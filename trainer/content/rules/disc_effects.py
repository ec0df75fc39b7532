"""The four types are all there, effects are told apart, and their moves stay within reason."""

from __future__ import annotations

from trainer.content import codes
from trainer.content.nodes import Fields, Items
from trainer.content.outline import names_of
from trainer.content.problems import Problems, enumerate_names
from trainer.content.rules.ids import tell_twice
from trainer.content.rules.moves import tell_large
from trainer.i18n import gettext as _

_TYPES = ("D", "I", "S", "C")


def check(root: Fields, problems: Problems) -> None:
    """Tell missing or unknown types, effects with one id, and moves out of range."""
    types = root.get("types")
    if isinstance(types, Fields):
        missing = [each for each in _TYPES if each not in types.entries]
        extra = [each for each in types.entries if each not in _TYPES]
        hint = _("The types are {names}.").format(names=enumerate_names(_TYPES))
        for each in extra:
            problems.add(
                codes.UNKNOWN_KEY,
                types.entries[each].mark,
                _("Unknown key “{key}”.").format(key=each),
                hint,
            )
        if len(missing) > len(extra):
            problems.add(
                codes.MISSING_KEY,
                types.mark,
                _("Types are missing here: {names}.").format(names=enumerate_names(missing)),
                hint,
            )
    effects = root.get("effects")
    tell_twice(names_of(effects).names, problems)
    for effect in effects.items if isinstance(effects, Items) else ():
        if isinstance(effect, Fields):
            tell_large(effect.get("moves"), problems)
    tell_large(root.get("drift"), problems)
