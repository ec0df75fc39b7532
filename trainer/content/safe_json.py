"""JSON that is safe to look at."""

from __future__ import annotations

import json
from typing import Any

from trainer.content.sanitise import sanitise


def json_text(value: Any, *, indent: int | None = None) -> str:
    """`value` as JSON in which characters that a terminal would obey are written as escapes."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)
    if sanitise(text) == text:
        return text
    return "".join(c if sanitise(c) == c else json.dumps(c)[1:-1] for c in text)
