"""The language in a file's name: `phrases.<lang>.yaml`, `replies/<name>.<lang>.jsonl`."""

from __future__ import annotations

from pathlib import Path

from trainer.content import codes
from trainer.content.nodes import Fields, Mark, text_of
from trainer.content.problems import Problems
from trainer.i18n import gettext as _


def named_in(path: Path) -> str | None:
    """The language in the name of a file, None when there is none."""
    return path.name.split(".")[-2] if path.name.count(".") > 1 else None


def check_language(path: Path, root: Fields, problems: Problems) -> None:
    """The language a file says it is in is the one in its name."""
    node = root.get("lang")
    compare(path, text_of(node), node.mark if node else Mark(1, 1), problems)


def compare(path: Path, said: str | None, mark: Mark, problems: Problems) -> None:
    """Tell it when the language `said` at `mark` is not the one in the name of the file."""
    named = named_in(path)
    if said and named and said != named:
        problems.add(
            codes.OTHER_ID,
            mark,
            _("The language “{lang}” is not the one in the name of the file.").format(lang=said),
            _("Write “{name}”, or rename the file.").format(name=named),
        )
