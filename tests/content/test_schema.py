"""The schemas that editors read: in step with the models, and of one mind with the checker."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel

from tests.content.conftest import RESIDENT, RUBRIC, SCENARIO
from tests.content.test_drills import DRILL
from tests.content.test_scenario_mistakes import KEYS, VALUES
from tests.shipped import library
from trainer.content import places
from trainer.content.keys import FOLDER, about_key, about_model, keys_of
from trainer.content.nodes import data
from trainer.content.problems import Problems
from trainer.content.schema import KINDS, as_text, schema
from trainer.content.tree import compose

SAMPLES = {"scenario": SCENARIO, "resident": RESIDENT, "rubric": RUBRIC, "drill": DRILL}


@cache
def validator(kind: str) -> Draft202012Validator:
    made = schema(kind, rubric=library().rubric().value)
    Draft202012Validator.check_schema(made)
    return Draft202012Validator(made)


def read(text: str) -> Any:
    """What an editor makes of a file: its YAML, keys as text."""
    root = compose(text, Problems("sample"))
    assert root is not None
    return data(root)


def faults(kind: str, text: str) -> list[str]:
    return [f"{e.json_path}: {e.message[:120]}" for e in validator(kind).iter_errors(read(text))]


@pytest.mark.parametrize("kind", KINDS)
def test_the_shipped_schema_is_what_the_models_give(kind: str) -> None:
    shipped = (FOLDER / f"{kind}.schema.json").read_text(encoding="utf-8")
    made = as_text(schema(kind, rubric=library().rubric().value))
    assert shipped == made, f"trainer schema {kind} > trainer/schemas/{kind}.schema.json"


@pytest.mark.parametrize("kind", KINDS)
def test_all_shipped_content_keeps_to_its_schema(kind: str) -> None:
    paths = [path for path in library().files() if places.kind_of(path) == kind]
    assert paths
    for path in paths:
        assert (path.name, faults(kind, path.read_text("utf-8"))) == (path.name, [])


@pytest.mark.parametrize("kind", KINDS)
def test_the_samples_keep_to_their_schemas(kind: str) -> None:
    assert faults(kind, SAMPLES[kind]) == []


UNSEEN = (
    "{trust: «nan}",  # the checker's own YAML: elsewhere this is text
    "venue: hall\n«venue: visit",  # a key given twice, which editors tell by themselves
    "goals: [先",  # a key that is no text, likewise
    "{anger: «above 100}", "«40 to 10", "blame_dismiss: «at least 1}",  # readable, but never holds
)  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new"),
    [(old, new) for old, new, *_ in KEYS + VALUES if not any(each in new for each in UNSEEN)],
)
def test_a_mistake_in_a_key_or_value_is_refused(old: str, new: str) -> None:
    assert faults("scenario", SCENARIO.replace(old, new.replace("«", ""))) != []


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("resident", "disc: SC", "disc: XY"),
        ("resident", "disc: SC", "disk: SC"),
        ("resident", "address_as: [罗阿姨]", "address_as: []"),
        ("resident", "name: 罗秀珍\n", ""),
        ("rubric", "kind: penalty", "kind: fault"),
        ("rubric", "overall: 30", "overall: 130"),
        ("rubric", "      0: {name: {en: absent}", "      none: {name: {en: absent}"),
        ("rubric", "      0: {name: {en: absent}", "      0: {nam: {en: absent}"),
        ("drill", "moments:", "moment:"),
        ("drill", "focus: [apology_explanation]", "focus: []"),
        ("drill", "stage: closing", "stage: end"),
        ("drill", "when: {visits: at least 2}", "when: {visits: lots}"),
    ],
)
def test_other_kinds_have_theirs_refused(kind: str, old: str, new: str) -> None:
    assert SAMPLES[kind].count(old) == 1
    assert faults(kind, SAMPLES[kind].replace(old, new)) != []


@pytest.mark.parametrize(
    "bound",
    ["at least 1", "At least 1", "AT  LEAST 1", "≥ 1", ">=1", "至少 1", "不低于1", "above 0", "exactly 2",
     "1 to 2", "0 – 1", "1 到 2", "absent", "present", "mild", "没有", "严重", "1"],
)  # fmt: skip
def test_every_form_of_a_bound_is_known(bound: str) -> None:
    text = SCENARIO.replace("blame_dismiss: absent", f"other_criterion: '{bound}'")
    assert faults("scenario", text) == []


@pytest.mark.parametrize("name", ["lost-papers", "丢材料", "a1_b.c", "办事3", "é"])
def test_a_name_may_be_chinese(name: str) -> None:
    assert faults("scenario", SCENARIO.replace("id: lost-papers", f"id: {name}")) == []


@pytest.mark.parametrize("name", ["two words", "-a", "_a", "a/b", "你好，", "“a”", "x" * 65])
def test_a_name_without_a_proper_form_is_refused(name: str) -> None:
    assert faults("scenario", SCENARIO.replace("id: lost-papers", f"id: '{name}'")) != []


def test_numbers_where_text_is_wanted_are_text() -> None:
    assert faults("scenario", SCENARIO.replace("title: 材料丢了", "title: 2025")) == []


def models() -> list[type[BaseModel]]:
    """Every model that authors write, from the files' roots down."""
    found: dict[type[BaseModel], None] = {}

    def look(annotation: Any) -> None:
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            if annotation in found or annotation.__name__ == "Bound":
                return
            found[annotation] = None
            for info in annotation.model_fields.values():
                look(info.annotation)
        for argument in get_args(annotation):
            look(argument)

    for root in KINDS.values():
        look(root)
    return list(found)


@pytest.mark.parametrize("model", models(), ids=lambda model: model.__name__)
def test_every_key_is_explained_in_both_languages(model: type[BaseModel]) -> None:
    for key in keys_of(model):
        assert len(about_key(model, key, "en")) > 4, key
        assert re.search("[一-鿿]", about_key(model, key, "zh-CN")), key
    assert about_model(model, "en")
    assert about_model(model, "zh-CN")


def test_no_explanation_is_left_of_a_key_that_is_gone() -> None:
    texts = read((FOLDER / "keys.zh-CN.yaml").read_text(encoding="utf-8"))
    known = {model.__name__: {"_", *keys_of(model)} for model in models()}
    assert {
        (m, key) for m, keys in texts.items() for key in keys if key not in known.get(m, ())
    } == set()


def test_both_languages_stand_in_one_explanation_or_one_alone() -> None:
    both, english, chinese = (
        schema("resident", langs)["properties"]["name"]["description"]
        for langs in (("en", "zh-CN"), ("en",), ("zh-CN",))
    )
    assert both == f"{english}\n\n{chinese}"


def test_editors_are_offered_criteria_and_actions_by_name() -> None:
    defs = schema("scenario", rubric=library().rubric().value)["$defs"]
    offered = defs["Scene"]["properties"]["calls_for"]["items"]["anyOf"][0]["enum"]
    assert "emotional_reaction" in offered
    assert "emotional_reaction" in defs["Condition"]["properties"]
    assert "stand" in str(defs["Condition"]["properties"]["acts"])
