"""Signs of a Chinese keyboard, or of a word processor, where YAML has its own: hints at what is meant, and the cure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from typing import NamedTuple

from trainer.content.nodes import Mark
from trainer.i18n import gettext as _
from trainer.model.diagnostic import Edit

_BRACKETS = {"［": "[", "【": "[", "］": "]", "】": "]", "｛": "{", "｝": "}"}
_CURLY = frozenset("“”‘’")
DASH = re.compile(r"([-－–•●▪]) *")
"""What is typed for the “- ” of an item."""

_COMMA = re.compile(r"[，、；] *")
_COLON = re.compile(r"[：:] *")
_PLAIN = re.compile(r"[-+<>= \w.]+", re.ASCII)
_RUN_ON = re.compile(r"([^：: ]+)([：: ])(.*)", re.DOTALL)


class RunOn(NamedTuple):
    """A key that runs on into its value: what it is, and how the two are parted."""

    key: str
    hint: str
    fix: tuple[Edit, ...]


def run_on(mark: Mark, written: str, known: Container[str]) -> RunOn | None:
    """What is `written` at `mark` as a key, if it runs on: past a “：”, or a “:” or a space too few."""
    found = _RUN_ON.fullmatch(written)
    if not found or (found[2] != "：" and found[1] not in known):
        return None
    key, sign, rest = found.groups()
    hint = {
        "：": half_width_colon(),
        ":": after_colon(),
        " ": _("Put “: ” after “{key}”.").format(key=key),
    }[sign]
    old, new = key + sign, f"{key}: " if rest else f"{key}:"
    if rest.startswith(">"):  # a bound that needs quotes
        old, new = written, f'{key}: "{rest}"'
    pairs = [_COLON.sub(": ", pair) for pair in _COMMA.split(written)]
    if len(pairs) > 1 and all(": " in pair for pair in pairs):
        old, new = written, ", ".join(pairs)
    return RunOn(key, hint, (Edit(line=mark.line, column=mark.column, old=old, new=new),))


def after_colon() -> str:
    """A hint at the space that a colon needs."""
    return _("Put a space after “:”.")


def half_width_colon() -> str:
    """A hint at the colon that is meant."""
    return _("Write the half-width “:” and a space, not “：”.")


def after_dash(sign: str) -> str:
    """A hint at the dash and the space that an item of a list begins with, where `sign` stands."""
    if sign == "-":
        return _("Put a space after “-”.")
    if sign.isascii():
        return _("Write “- ” before each item of a list.")
    return _("Write the half-width “{half}” and a space, not “{wide}”.").format(half="-", wide=sign)


def hint_at(text: str) -> str | None:
    """A hint at the first sign in `text` that has no meaning in YAML: a bracket, a quote, a comma."""
    if text[:1] in _CURLY:
        return _("YAML knows only straight quotes, \"…\" or '…', not “…”.")
    if wide := next((c for c in text if c in _BRACKETS), None):
        return _("Write the half-width “{half}”, not “{wide}”.").format(
            half=_BRACKETS[wide], wide=wide
        )
    if found := _COMMA.search(text):
        return _("Write the half-width “{half}” and a space, not “{wide}”.").format(
            half=",", wide=found[0].rstrip()
        )
    return None


def half_width(mark: Mark, text: str) -> tuple[str, tuple[Edit, ...]] | None:
    """A hint at the half-width letters, digits and signs that are meant by `text`, and the cure."""
    new = unicodedata.normalize("NFKC", text)
    if new == text or not _PLAIN.fullmatch(new):
        return None
    if new.startswith(">"):  # which needs quotes
        new = f'"{new}"'
    return _("Write “{text}”.").format(text=new), (
        Edit(line=mark.line, column=mark.column, old=text, new=new),
    )


def parted(mark: Mark, text: str, form: str = "{}") -> tuple[Edit, ...]:
    """What makes several items of the `text` at `mark`, set in `form`, or frees it of its curly quotes."""
    quoted = len(text) > 2 and text[0] in _CURLY and text[-1] in _CURLY
    new = text[1:-1] if quoted else _COMMA.sub(", ", text)
    if new == text or not _CURLY.isdisjoint(new):
        return ()
    return (Edit(line=mark.line, column=mark.column, old=text, new=form.format(new)),)


def narrowed(mark: Mark, text: str) -> tuple[Edit, ...]:
    """What gives the `text` at `mark`, a list or mapping all in signs of full width, those of YAML."""
    new = "".join(_BRACKETS.get(c, c) for c in _COMMA.sub(", ", text))
    if new.startswith("{"):
        new = re.sub("： *", ": ", new)
    whole = (new[:1], new[-1:]) in (("[", "]"), ("{", "}"))
    if new == text or not whole or not _CURLY.isdisjoint(text):
        return ()
    return (Edit(line=mark.line, column=mark.column, old=text, new=new),)
