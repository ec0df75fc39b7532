"""What the xAPI 1.0.3 specification asks of a statement, as far as ours go: part two, sections 2 and 4.

Written from the specification and not from our code, so that a mistake in one shows in the other.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from uuid import UUID

_IRI = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20]+")
_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
_DURATION = re.compile(r"PT(\d+H)?(\d+M)?(\d+(\.\d{1,2})?S)?")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)")
_VERBS = {
    f"http://adlnet.gov/expapi/verbs/{verb}"
    for verb in (
        "initialized", "responded", "scored", "passed", "failed", "completed", "terminated",
    )
}  # fmt: skip
_PARTS = {"id", "actor", "verb", "object", "result", "context", "timestamp", "version"}
_RESULT = {"score", "success", "completion", "response", "duration", "extensions"}
_CONTEXT = {"registration", "platform", "language", "contextActivities", "extensions"}
_INTERACTIONS = {"long-fill-in", "fill-in", "choice", "likert", "other"}


def check(statement: dict[str, Any]) -> None:
    """Fails with what is wrong."""
    assert set(statement) <= _PARTS
    assert {"id", "actor", "verb", "object", "timestamp"} <= set(statement)
    _no_empty_values(statement)
    assert str(UUID(statement["id"])) == statement["id"]
    assert re.fullmatch(r"1\.0(\.\d+)?", statement["version"])
    _time(statement["timestamp"])
    _agent(statement["actor"])
    assert statement["verb"]["id"] in _VERBS
    _language_map(statement["verb"]["display"])
    _activity(statement["object"])
    if "result" in statement:
        _result(statement["result"])
    _context(statement["context"])


def _agent(actor: dict[str, Any]) -> None:
    assert actor["objectType"] == "Agent"
    identifiers = {"mbox", "mbox_sha1sum", "openid", "account"} & set(actor)
    assert identifiers == {"account"}, "exactly one way to know the actor, and no address of mail"
    assert set(actor["account"]) == {"homePage", "name"}
    _iri(actor["account"]["homePage"])
    assert isinstance(actor["account"]["name"], str)


def _activity(activity: dict[str, Any]) -> None:
    assert set(activity) <= {"objectType", "id", "definition"}
    assert activity["objectType"] == "Activity"
    _iri(activity["id"])
    definition = activity["definition"]
    _iri(definition["type"])
    for key in ("name", "description"):
        if key in definition:
            _language_map(definition[key])
    if definition["type"].endswith("cmi.interaction"):
        assert definition["interactionType"] in _INTERACTIONS
    else:
        assert "interactionType" not in definition


def _result(result: dict[str, Any]) -> None:
    assert set(result) <= _RESULT
    if score := result.get("score"):
        assert set(score) <= {"scaled", "raw", "min", "max"}
        assert -1 <= score["scaled"] <= 1
        assert score["min"] < score["max"]
        assert score["min"] <= score["raw"] <= score["max"]
    for key in ("success", "completion"):
        assert isinstance(result.get(key, True), bool)
    if "duration" in result:
        assert _DURATION.fullmatch(result["duration"])
        assert any(character.isdigit() for character in result["duration"])
    assert isinstance(result.get("response", ""), str)
    _extensions(result.get("extensions", {}))


def _context(context: dict[str, Any]) -> None:
    assert set(context) <= _CONTEXT
    assert str(UUID(context["registration"])) == context["registration"]
    assert _TAG.fullmatch(context["language"])
    for key, activities in context["contextActivities"].items():
        assert key in {"parent", "grouping", "category", "other"}
        assert isinstance(activities, list)
        for activity in activities:
            _activity(activity)
    _extensions(context["extensions"])


def _extensions(extensions: dict[str, Any]) -> None:
    for key in extensions:
        _iri(key)


def _language_map(texts: dict[str, str]) -> None:
    assert texts
    for tag, text in texts.items():
        assert _TAG.fullmatch(tag)
        assert isinstance(text, str)


def _iri(said: str) -> None:
    assert _IRI.fullmatch(said), said


def _time(said: str) -> None:
    assert _TIME.fullmatch(said)
    assert datetime.fromisoformat(said).tzinfo is not None


def _no_empty_values(value: Any) -> None:
    assert value not in (None, "", {})
    if isinstance(value, dict):
        for key, part in value.items():
            if key != "extensions":
                _no_empty_values(part)
