"""JSON Schema (draft 2020-12) of what authors write, made from the models.

Editors read it to complete keys, explain them and mark mistakes while typing. It describes the authored
form, shorthands included, so it follows `authored`, `shape` and `conditions`; what it refuses they refuse
too. What one value cannot show (a name that nothing bears, a scene that nothing leads to) stays with
`trainer check`. Only keywords that older drafts know as well are used, since many editors read no newer one.
"""

from __future__ import annotations

import collections.abc
import json
import re
import types
import typing
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, get_args, get_origin

from annotated_types import Ge, Le, MinLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from trainer.content.keys import about_key, about_model
from trainer.model.base import Identifier, Line
from trainer.model.condition import BOUND_FORMS, DIMENSIONS, FAULT_WORDS, Condition
from trainer.model.drill import Drill, Moment
from trainer.model.resident import Resident
from trainer.model.rubric import Rubric
from trainer.model.scenario import Branch, ResidentLine, Scenario, Scene
from trainer.model.walkthrough import Outcome

Schema = dict[str, Any]

KINDS: Mapping[str, type[BaseModel]] = {
    "scenario": Scenario,
    "resident": Resident,
    "rubric": Rubric,
    "drill": Drill,
}

_PUNCTUATION = r"\s!-,/:-@\[-^`{-~\u2010-\u205e\u3000-\u303f\uff00-\uff0f\uff1a-\uff20"
_PLAIN = ["string", "number", "boolean"]
"""Where text is wanted, what reads as a number is text as well: a title such as 2025."""


def _bounds_of(metadata: Sequence[Any]) -> tuple[str | None, int | None, int | None]:
    """Pattern, least and greatest length, whichever way they were given."""
    pattern, least, most = (
        next((v for each in metadata if (v := getattr(each, name, None)) is not None), None)
        for name in ("pattern", "min_length", "max_length")
    )
    return pattern, least, most


_BOUNDS_OF_TEXT, _BOUNDS_OF_NAME = (
    _bounds_of(get_args(Line)[1:]),
    _bounds_of(get_args(Identifier)[1:]),
)
_TEXT: Schema = {"type": _PLAIN, "minLength": 1, "maxLength": 2000, "pattern": r"\S"}
_NAME: Schema = {
    "type": _PLAIN,
    "pattern": rf"^[^{_PUNCTUATION}._\-][^{_PUNCTUATION}]{{0,63}}$",
    "patternErrorMessage": "a-z, 0-9, 汉字, “-”, “_”, “.”; 1–64",
}
"""As `Identifier`, without `\\w`, which in other engines knows no Chinese."""

_TEXT_REF, _NAME_REF = {"$ref": "#/$defs/Text"}, {"$ref": "#/$defs/Name"}

_EXAMPLES: Mapping[tuple[type[BaseModel], str], Sequence[Any]] = {
    (Scenario, "version"): ["1", "1.1"],
    (Drill, "version"): ["1", "1.1"],
    (Drill, "focus"): [["emotional_reaction", "interpretation"]],
    (Scene, "calls_for"): [["greeting_address", "emotional_reaction"]],
    (Scene, "otherwise"): ["end"],
    (Branch, "to"): ["end"],
    (Branch, "when"): [{"emotional_reaction": "at least 1", "anger": "below 50"}],
    (Branch, "mood"): [{"trust": 3, "anger": -5}],
    (Resident, "disc"): ["D", "I", "S", "C", "SC"],
    (Resident, "mood"): [{"anger": 60, "trust": 35}],
}

_OF_CRITERIA = {(Scene, "calls_for"), (Moment, "calls_for"), (Drill, "focus")}


def schema(
    kind: str, langs: Sequence[str] = ("en", "zh-CN"), rubric: Rubric | None = None
) -> Schema:
    """The schema of a `kind` of file, one of `KINDS`, explained in `langs`.

    The criteria and actions of `rubric` are offered by name; others stay possible.
    """
    writer = _Writer(langs, rubric)
    root = writer.model(KINDS[kind])
    used = json.dumps([root, writer.defs])
    writer.defs |= {name: made for name, made in _COMMON.items() if f"#/$defs/{name}" in used}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": kind,
        **root,
        "$defs": dict(sorted(writer.defs.items())),
    }


def as_text(made: Schema) -> str:
    """A schema as it stands in a file."""
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


class _Writer:
    """Writes the definitions that one schema needs."""

    def __init__(self, langs: Sequence[str], rubric: Rubric | None) -> None:
        self.langs = langs
        self.rubric = rubric
        self.defs: dict[str, Schema] = {}

    def model(self, model: type[BaseModel]) -> Schema:
        """A mapping with the keys of `model`."""
        if model in (Condition, Outcome):
            return self._condition(model)
        properties: dict[str, Schema] = {}
        required = []
        for name, info in model.model_fields.items():
            key = info.alias or name
            properties[key] = self._described(model, key, self._field(model, key, info))
            if info.is_required():
                required.append(key)
        made: Schema = {
            "description": self._said(about_model(model, lang) for lang in self.langs),
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": False,
        }
        return self._scene(made) if model is Scene else made

    def _described(self, model: type[BaseModel], key: str, said: Schema) -> Schema:
        about = self._said(about_key(model, key, lang) for lang in self.langs)
        examples = _EXAMPLES.get((model, key))
        return {"description": about, **said, **({"examples": examples} if examples else {})}

    def _said(self, texts: collections.abc.Iterable[str]) -> str:
        return "\n\n".join(filter(None, texts))

    def _field(self, model: type[BaseModel], key: str, info: FieldInfo) -> Schema:
        if key == "lines":
            said = [_TEXT_REF, self._ref(ResidentLine)]
            return {"anyOf": [*said, _list({"anyOf": said}, 1)]}
        if key == "resident":
            return {"anyOf": [_NAME_REF, self._ref(Resident)]}
        if (model, key) in _OF_CRITERIA:
            return _list(self._criterion(), _least(info.metadata))
        made = self._value(info.annotation, info.metadata)
        plain = info.default is None or isinstance(info.default, str | int | float | bool)
        if not info.is_required() and info.default is not None and plain:
            made = {**made, "default": info.default}
        return made

    def _value(self, annotation: Any, metadata: Sequence[Any] = ()) -> Schema:
        origin, arguments = get_origin(annotation), get_args(annotation)
        if origin is Annotated:
            return self._value(arguments[0], (*arguments[1:], *metadata))
        if origin in (typing.Union, types.UnionType):
            some = [self._value(a, metadata) for a in arguments if a is not type(None)]
            return _or_nothing(some[0]) if len(some) == 1 else {"anyOf": [*some, {"type": "null"}]}
        if origin is Literal:
            return {"enum": list(arguments)}
        if origin is tuple:
            return _list(self._value(arguments[0]), _least(metadata))
        if origin is collections.abc.Mapping:
            return self._mapping(*arguments)
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            return self._ref(annotation)
        if annotation is str:
            return _text(metadata)
        if annotation is bool:
            return {"type": "boolean"}
        return {"type": "integer" if annotation is int else "number", **_range(metadata)}

    def _mapping(self, keys: Any, values: Any) -> Schema:
        made = self._value(values)
        if get_origin(keys) is Literal:  # moves of moods
            named = {key: {**made, "minimum": -100, "maximum": 100} for key in get_args(keys)}
            return {"type": "object", "properties": named, "additionalProperties": False}
        if keys is int:
            form = {"pattern": r"^[-+]?[0-9]+$"}
            return {"type": "object", "propertyNames": form, "additionalProperties": made}
        known = dict.fromkeys(("zh-CN", "en"), made)
        return {"type": "object", "properties": known, "additionalProperties": made}

    def _ref(self, model: type[BaseModel]) -> Schema:
        name = model.__name__
        if name not in self.defs:
            self.defs[name] = {}  # stands in while the model refers to itself
            self.defs[name] = self.model(model)
        return {"$ref": f"#/$defs/{name}"}

    def _scene(self, made: Schema) -> Schema:
        """A scene may write its last branch as `otherwise`."""
        fallback = self.model(Branch)
        del fallback["properties"]["when"]
        self.defs["Otherwise"] = fallback
        otherwise = {"anyOf": [_NAME_REF, {"$ref": "#/$defs/Otherwise"}]}
        made["properties"]["otherwise"] = self._described(Scene, "otherwise", otherwise)
        made["properties"]["branches"].pop("minItems")
        made["required"].remove("branches")
        made["anyOf"] = [
            {"required": ["otherwise"]},
            {"required": ["branches"], "properties": {"branches": {"minItems": 1}}},
        ]
        return made

    # Conditions

    def _condition(self, model: type[BaseModel]) -> Schema:
        here = {"$ref": "#/$defs/Condition"}
        if model is not Condition:
            self._ref(Condition)
        if model is Condition and not self.defs.get("Condition"):
            self.defs["Condition"] = {}
        keys: dict[str, Schema] = {
            "overall": {"$ref": "#/$defs/Degree"},
            "visits": {"$ref": "#/$defs/Count"},
            "turn": {"$ref": "#/$defs/Count"},
            **{key: _names() for key in ("cites", "contradicts", "promises", "says", "visited")},
            "acts": _names([action.id for action in self.rubric.actions] if self.rubric else ()),
            "all": _list(here, 1),
            "any": _list(here, 1),
            "not": here,
            **{key: {"$ref": "#/$defs/Degree"} for key in DIMENSIONS},
        }
        if model is Outcome:
            keys = {"scene": _NAME_REF, **keys}
        made = {key: self._described(model, key, said) for key, said in keys.items()}
        for criterion in self.rubric.criteria if self.rubric else ():
            said = self._said(criterion.title.get(lang, "") for lang in self.langs)
            kind = "Fault" if criterion.kind == "penalty" else "Merit"
            made.setdefault(criterion.id, {"description": said, "$ref": f"#/$defs/{kind}"})
        return {
            "description": self._said(about_model(model, lang) for lang in self.langs),
            "type": "object",
            "properties": made,
            "additionalProperties": {"$ref": "#/$defs/Bound"},
        }

    def _criterion(self) -> Schema:
        if self.rubric is None:
            return _NAME_REF
        known = self.rubric.criteria
        return {
            "anyOf": [
                {
                    "enum": [criterion.id for criterion in known],
                    "enumDescriptions": [
                        " ".join(filter(None, (c.title.get(lang) for lang in self.langs)))
                        for c in known
                    ],
                },
                _NAME_REF,
            ]
        }


def _text(metadata: Sequence[Any]) -> Schema:
    """A text within the bounds of `metadata`; the two usual kinds stand in definitions of their own."""
    bounds = _bounds_of(metadata)
    if bounds == _BOUNDS_OF_TEXT:
        return _TEXT_REF
    if bounds == _BOUNDS_OF_NAME:
        return _NAME_REF
    pattern = bounds[0]
    return {"type": _PLAIN, **({"pattern": pattern} if pattern else {})}


def _or_nothing(made: Schema) -> Schema:
    """`made`, or a key without a value."""
    if "type" in made:
        kinds = made["type"] if isinstance(made["type"], list) else [made["type"]]
        return {**made, "type": [*kinds, "null"]}
    if "enum" in made:
        return {**made, "enum": [*made["enum"], None]}
    return {"anyOf": [made, {"type": "null"}]}


def _list(item: Schema, least: int = 0) -> Schema:
    return {"type": "array", "items": item, **({"minItems": least} if least else {})}


def _least(metadata: Sequence[Any]) -> int:
    return next((each.min_length for each in metadata if isinstance(each, MinLen)), 0)


def _range(metadata: Sequence[Any]) -> Schema:
    made: Schema = {}
    for each in metadata:
        for one in each.metadata if isinstance(each, FieldInfo) else (each,):
            if isinstance(one, Ge):
                made["minimum"] = one.ge
            elif isinstance(one, Le):
                made["maximum"] = one.le
    return made


def _names(known: Sequence[str] = ()) -> Schema:
    """One word or a list of words."""
    one: Schema = {"type": _PLAIN}
    item = {"anyOf": [{"enum": list(known)}, one]} if known else one
    return {"anyOf": [item, _list(item, 1)]}


def _bound(low: float, high: float | None, *forms: str) -> Schema:
    """A range from `low` to `high`; `forms` are told where one cannot be read, two of them as examples."""
    made: Schema = {"type": ["number", "string"], "minimum": low, "pattern": _BOUND}
    if high is not None:
        made["maximum"] = high
    return made | {"patternErrorMessage": " · ".join(forms), "examples": list(forms[:2])}


def _any_case(pattern: str) -> str:
    """`pattern` for text in either case; JSON Schema has no flag for that."""
    spaced = pattern.replace(" ", r"\s+")
    return re.sub(
        r"\\.|[a-z]", lambda m: m[0] if len(m[0]) > 1 else f"[{m[0]}{m[0].upper()}]", spaced
    )


_BOUND = rf"^\s*(?:{'|'.join(map(_any_case, (*BOUND_FORMS, *FAULT_WORDS)))})\s*$"

_COMMON: Mapping[str, Schema] = {
    "Name": _NAME,
    "Text": _TEXT,
    "Merit": _bound(0, 2, "at least 1", "at least 2", "exactly 0", "至少 1"),
    "Fault": _bound(-2, 0, "absent", "present", "mild", "severe", "没有", "出现", "严重"),
    "Bound": _bound(-2, 2, "at least 1", "absent", "present", "至少 1", "没有", "出现"),
    "Degree": _bound(0, 100, "below 50", "above 60", "40 to 60", "低于 50", "高于 60"),
    "Count": _bound(1, None, "at least 2", "at most 3", "exactly 1", "至少 2"),
}
"""Definitions that more than one key refers to."""

__all__ = ["KINDS", "Schema", "as_text", "schema"]
