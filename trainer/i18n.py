"""The interface's language: gettext catalogues, English in the code, chosen once per process.

`locale/<lang>/LC_MESSAGES/trainer.po` holds the translations; the `.mo` beside it is compiled from
it (`pybabel compile -d trainer/locale -D trainer`) and a test fails when the two differ.
"""

from __future__ import annotations

import gettext as _gettext
import locale
import os
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

LANGS = ("zh-CN", "en")
_LOCALES = Path(__file__).parent / "locale"
_catalogue: _gettext.NullTranslations = _gettext.NullTranslations()
_lang = "en"


def choose(asked: str | None, environ: Mapping[str, str] = os.environ) -> str:
    """The interface language: what was asked for, `TRAINER_LANG`, the locale, or English.

    Raises ValueError when what was asked for is not a language of the interface.
    """
    if asked or (asked := environ.get("TRAINER_LANG")):
        known = normal(asked)
        if known is None:
            raise ValueError(asked)
        return known
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environ.get(variable):
            return normal(value) or "en"
    try:
        system = locale.getlocale()[0]  # Windows says nothing in the environment
    except ValueError:
        system = None
    return normal(system or "") or "en"


def normal(name: str) -> str | None:
    """`zh_CN.UTF-8`, `zh`, `Chinese (Simplified)_China` → `zh-CN`; English likewise; else None."""
    low = name.lower()
    if low.startswith(("zh", "chinese")):
        return "zh-CN"
    if low.startswith("en"):
        return "en"
    return None


def use(lang: str) -> None:
    """Make `lang` the interface language from here on."""
    global _catalogue, _lang
    _lang = lang
    _catalogue = _read(lang)


@lru_cache(maxsize=4)
def _read(lang: str) -> _gettext.NullTranslations:
    return _gettext.translation(
        "trainer", _LOCALES, languages=[lang.replace("-", "_")], fallback=True
    )


def texts_in(lang: str) -> Callable[[str], str]:
    """What turns a message into `lang`, whatever the interface's language is; safe in any thread."""
    catalogue = _read(lang)
    return lambda message: catalogue.gettext(message) if message else ""


def current() -> str:
    """The interface language in use."""
    return _lang


def N_(message: str) -> str:  # noqa: N802 - the customary mark for a text translated later
    """`message`, marked for translation."""
    return message


def gettext(message: str) -> str:
    """`message` in the interface language."""
    return _catalogue.gettext(message) if message else ""


def ngettext(one: str, many: str, number: int) -> str:
    """`one` or `many` for `number`, in the interface language."""
    return _catalogue.ngettext(one, many, number)


def after(said: str, more: str) -> str:
    """A sentence, and another after it: with a space between, but for Chinese."""
    return f"{said}{'' if said.endswith('。') else ' '}{more}"
