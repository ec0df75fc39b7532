"""Values checked by the models; what is wrong said in plain words, at the place where it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from trainer.content import codes
from trainer.content.nearest import shorten
from trainer.content.nodes import Fields, Items, Mark, Node, Scalar, data, text_of
from trainer.content.problems import LIMIT, Problems, enumerate_names, respell, suggest
from trainer.content.signs import DASH, after_dash, half_width, hint_at, narrowed
from trainer.i18n import gettext as _
from trainer.model.diagnostic import Edit

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

T = TypeVar("T", bound=BaseModel)

_HALF_WIDTH = ("int_", "float_", "literal_error", "string_pattern_mismatch")
"""Kinds of error in values that have no full-width letters or digits."""

_MAPPING = ("model_type", "model_attributes_type", "dict_type", "mapping_type")
_AS_IN = {"when": "when: {anger: below 50}", "mood": "mood: {anger: 10, trust: -5}"}
"""How keys that hold a mapping may be written on one line."""

_CHOICE = re.compile(r"'([^']*)'")


def validate(node: Node, model: type[T], problems: Problems) -> T | None:
    """`node` as a `model`, or None with what is wrong among `problems`."""
    try:
        return model.model_validate(data(node))
    except ValidationError as error:
        errors = error.errors(include_url=False, include_context=True, include_input=False)
    if _take_as_text(node, errors):  # a title such as 2025 is a title
        try:
            return model.model_validate(data(node))
        except ValidationError as error:
            errors = error.errors(include_url=False, include_context=True, include_input=False)
    missing: dict[tuple[int | str, ...], list[str]] = {}
    for each in errors[: LIMIT + 1]:
        if each["type"] == "missing":
            missing.setdefault(each["loc"][:-1], []).append(str(each["loc"][-1]))
        else:
            _tell(node, each, problems)
    for loc, keys in missing.items():
        _tell_missing(_find(node, loc)[1], keys, problems)
    return None


def _tell_missing(mark: Mark, keys: list[str], problems: Problems) -> None:
    """Tell the keys that one mapping lacks, all at once."""
    names = enumerate_names(_("“{name}”").format(name=key) for key in keys)
    problems.add(
        codes.MISSING_KEY,
        mark,
        _("The key “{key}” is missing here.").format(key=keys[0])
        if len(keys) == 1
        else _("These keys are missing here: {names}.").format(names=names),
        _("Add “{key}: …”.").format(key=keys[0])
        if len(keys) == 1
        else _("Add a line “key: …” for each."),
    )


def _take_as_text(root: Node, errors: list[ErrorDetails]) -> bool:
    """Where text was wanted and a number or true stood, what was typed becomes the value."""
    taken = False
    for error in errors:
        if error["type"] == "string_type":
            node = _find(root, error["loc"])[0]
            if isinstance(node, Scalar) and node.value is not None:
                node.value = node.text
                taken = True
    return taken


def _find(root: Node, loc: tuple[int | str, ...]) -> tuple[Node, Mark]:
    """The node at `loc` or the last one on the way there, and the place to point at."""
    node, mark, key_mark = root, root.mark, root.mark
    for step in loc:
        if step == "[key]":
            return node, key_mark
        if isinstance(node, Fields) and str(step) in node.entries:
            key_mark, node = node.entries[str(step)]
        elif isinstance(node, Items) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        else:
            break
        mark = node.mark
    return node, mark


def _tell(root: Node, error: ErrorDetails, problems: Problems) -> None:
    kind, loc = error["type"], error["loc"]
    context: Mapping[str, Any] = error.get("ctx", {})
    node, mark = _find(root, loc)
    key = next((each for each in reversed(loc) if isinstance(each, str) and each != "[key]"), "")
    if loc and isinstance(loc[-1], int):
        key = _("{key}, item {number}").format(key=key, number=loc[-1] + 1)
    if kind == "extra_forbidden":  # only where the keys were not looked at before
        problems.add(codes.UNKNOWN_KEY, mark, _("Unknown key “{key}”.").format(key=shorten(key)))
        return
    if kind == "too_short" and isinstance(node, Items) and len(node.items) >= context["min_length"]:
        return  # follows from a mistake in an item
    if kind == "string_pattern_mismatch" and problems.faulty_at(mark):
        return  # is told by what it is compared with
    if loc and loc[-1] == "[key]":
        problems.add(
            codes.FORM,
            mark,
            _("“{key}” is not a possible key here.").format(key=shorten(key)),
            _key_hint(kind),
        )
        return
    code, message, hint = _words(kind, context, node, key)
    fix = _cure(kind, context, node, problems.lines)
    if kind.startswith(_HALF_WIDTH) and (narrow := half_width(mark, text_of(node) or "")):
        hint, fix = narrow
    problems.add(code, mark, message, hint, fix=fix)


def _cure(
    kind: str, context: Mapping[str, Any], node: Node, lines: Sequence[str]
) -> tuple[Edit, ...]:
    """What mends a value, where there is only one way to."""
    if not isinstance(node, Scalar) or node.value is None:
        return ()
    if kind == "literal_error":
        return respell(node.mark, node.text, _options(context))
    if kind in ("tuple_type", "list_type"):
        return _dashed(node, lines) or narrowed(node.mark, node.text)
    return narrowed(node.mark, node.text) if kind in _MAPPING else ()


def _dashed(node: Scalar, lines: Sequence[str]) -> tuple[Edit, ...]:
    """“- ” before each line of `node`, in the place of any other dash."""
    numbers = range(node.mark.line, max(node.mark.line, node.last_line) + 1)
    if numbers[-1] > len(lines):
        return ()
    begun = [DASH.match(lines[n - 1], node.mark.column - 1) for n in numbers]
    if len(numbers) == 1 and not (
        begun[0] and not lines[numbers[0] - 1][: begun[0].start()].strip()
    ):
        return ()
    return tuple(
        Edit(line=n, column=node.mark.column, old=found[0] if found else "", new="- ")
        for n, found in zip(numbers, begun, strict=True)
        if not (found and found[0] == "- ")
    )


def _options(context: Mapping[str, Any]) -> list[str]:
    return _CHOICE.findall(str(context.get("expected", "")))


def _key_hint(kind: str) -> str | None:
    return _("Write a whole number.") if kind.startswith("int_") else _identifier_hint()


def _identifier_hint() -> str:
    return _(
        "Use letters, digits, “-”, “_” and “.” only, at most 64, beginning with a letter or digit."
    )


def _words(
    kind: str, context: Mapping[str, Any], node: Node, key: str
) -> tuple[str, str, str | None]:
    """Code, message and hint for one of pydantic's kinds of error."""
    said = shorten(text_of(node) or "")
    match kind:
        case "literal_error":
            options = _options(context)
            if not said:
                return (
                    codes.NOT_A_CHOICE,
                    _("“{key}” needs one of its possible values.").format(key=key),
                    _("Possible here: {names}.").format(names=enumerate_names(options)),
                )
            return (
                codes.NOT_A_CHOICE,
                _("“{value}” is not possible for “{key}”.").format(value=said, key=key),
                hint_at(said) or suggest(said, options),
            )
        case "string_type":
            return (
                codes.WRONG_KIND,
                _("“{key}” needs text.").format(key=key),
                _("Text with “: ” or brackets in it has to stand in quotes.")
                if isinstance(node, Items | Fields)
                else None,
            )
        case "tuple_type" | "list_type":
            return (
                codes.WRONG_KIND,
                _("“{key}” needs a list.").format(key=key),
                after_dash(dash[1])
                if (dash := DASH.match(said))
                else (hint_at(said) if said[:1] in ("［", "【") else None)
                or _("Write each item on a line of its own that begins with “- ”."),
            )
        case _ if kind in _MAPPING:
            example = (
                _("For example “{words}”.").format(words=_AS_IN[key]) if key in _AS_IN else None
            )
            return (
                codes.WRONG_KIND,
                _("“{key}” needs a mapping: lines of the form “key: value”.").format(key=key),
                hint_at(said) if said[:1] == "｛" else example,
            )
        case "int_type" | "int_parsing" | "int_from_float" | "int_parsing_size":
            return (
                codes.WRONG_KIND,
                _("“{key}” needs a whole number.").format(key=key),
                hint_at(said),
            )
        case "float_type" | "float_parsing" | "finite_number":
            return codes.WRONG_KIND, _("“{key}” needs a number.").format(key=key), hint_at(said)
        case "bool_type" | "bool_parsing":
            return codes.WRONG_KIND, _("“{key}” is either true or false.").format(key=key), None
        case "greater_than_equal":
            return (
                codes.OUT_OF_RANGE,
                _("“{key}” is at least {limit}.").format(key=key, limit=_number(context["ge"])),
                None,
            )
        case "less_than_equal":
            return (
                codes.OUT_OF_RANGE,
                _("“{key}” is at most {limit}.").format(key=key, limit=_number(context["le"])),
                None,
            )
        case "string_too_short":
            return codes.LENGTH, _("“{key}” is empty.").format(key=key), None
        case "string_too_long":
            return (
                codes.LENGTH,
                _("“{key}” is longer than {limit} characters.").format(
                    key=key, limit=context["max_length"]
                ),
                None,
            )
        case "too_short":
            return codes.TOO_FEW, _("“{key}” needs at least one item.").format(key=key), None
        case "string_pattern_mismatch":
            return (
                codes.FORM,
                _("“{value}” is not possible for “{key}”.").format(value=said, key=key),
                hint_at(said) or _form_hint(str(context.get("pattern", ""))),
            )
        case _:
            return codes.OTHER_VALUE, _("This value does not fit “{key}”.").format(key=key), None


def _form_hint(pattern: str) -> str:
    if pattern.startswith(r"^[^\W_]"):
        return _identifier_hint()
    if pattern.startswith("^(D|I"):
        return _("Write D, I, S or C, or two different ones such as SC.")
    if pattern.startswith(r"^\d{4}"):
        return _("Write a year, or year-month, or year-month-day: 2025-04.")
    return _("Write numbers with dots between them: 1 or 1.2.")


def _number(value: float) -> str:
    return f"{value:g}"
