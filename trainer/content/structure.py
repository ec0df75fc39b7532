"""What decides where a talk can go: its branches and what they ask for, not its words."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from trainer.model.scenario import Scenario

_BRANCHES: Mapping[str, Any] = {"__all__": {"to": True, "when": True, "mood": True}}
_DECIDES: Mapping[str, Any] = {
    "difficulty": True,
    "resident": {"disc": True, "mood": True},
    "facts": {"__all__": {"id": True}},
    "limits": {"__all__": {"id": True}},
    "anytime": _BRANCHES,
    "scenes": {
        "__all__": {
            "id": True,
            "calls_for": True,
            "lines": {"__all__": {"when": True}},
            "branches": _BRANCHES,
        }
    },
    "endings": {"__all__": {"id": True, "when": True}},
}


def structure(scenario: Scenario) -> str:
    """The same for scenarios that differ only in their words."""
    return sha256(scenario.model_dump_json(include=_DECIDES).encode()).hexdigest()
