"""What every key that authors write is for, in both languages of the interface.

The English stands with the models, as each field's description; the Chinese in
`trainer/schemas/keys.zh-CN.yaml`, by model and key.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel

import trainer
from trainer.content.shape import shapes_of
from trainer.model.condition import DIMENSIONS, SPECIAL_KEYS, Condition
from trainer.model.mood import StartingMood
from trainer.model.scenario import Scene
from trainer.model.walkthrough import Outcome

FOLDER = Path(trainer.__file__).parent / "schemas"

_SHORTHANDS: Mapping[type[BaseModel], Mapping[str, str]] = {
    Scene: {
        "otherwise": "Where to go when no branch was taken: an id, or a branch without a condition."
    }
}


def keys_of(model: type[BaseModel]) -> tuple[str, ...]:
    """The keys that authors write in `model`, shorthands included; criteria stand in no model."""
    if model is Condition:
        return (*SPECIAL_KEYS, *DIMENSIONS)
    if model is Outcome:
        return ("scene", *keys_of(Condition))
    return (*shapes_of(model), *_SHORTHANDS.get(model, ()))


def about_key(model: type[BaseModel], key: str, lang: str) -> str:
    """What `key` of `model` is for, in `lang`; empty when nobody said."""
    if model is Outcome and key != "scene":
        model = Condition
    if model is Condition and key in DIMENSIONS:
        model = StartingMood
    if lang != "en":
        return _texts(lang).get(model.__name__, {}).get(key, "")
    if said := _SHORTHANDS.get(model, {}).get(key):
        return said
    fields = model.model_fields.items()
    return next((f.description or "" for name, f in fields if (f.alias or name) == key), "")


def about_model(model: type[BaseModel], lang: str) -> str:
    """What a `model` is, in `lang`."""
    if lang != "en":
        return _texts(lang).get(model.__name__, {}).get("_", "")
    return " ".join((model.__doc__ or "").split("\n\n")[0].split())


@cache
def _texts(lang: str) -> Mapping[str, Mapping[str, str]]:
    path = FOLDER / f"keys.{lang}.yaml"
    if not path.is_file():
        return {}
    texts: Mapping[str, Mapping[str, str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return texts
