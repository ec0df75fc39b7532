"""`python -m trainer.cli.guides`: puts the reference in the authoring guides up to date."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import trainer
from trainer.cli import out
from trainer.content.library import Library
from trainer.content.reference import parts, renewed

ROOT = Path(trainer.__file__).parents[1]
GUIDES: Mapping[str, Path] = {
    "en": ROOT / "scenarios" / "README.md",
    "zh-CN": ROOT / "scenarios" / "README.zh-CN.md",
}


def main() -> None:
    """Rewrite what has changed, and name it."""
    library = Library.installed()
    for lang, path in GUIDES.items():
        guide = path.read_text(encoding="utf-8")
        now = renewed(guide, parts(lang, library.rubric().value, library.disc().value))
        if now != guide:
            path.write_text(now, encoding="utf-8", newline="\n")
            out.put(path.name)


if __name__ == "__main__":
    main()
