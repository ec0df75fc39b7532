"""The language of content: which there are, and that a file is in the one it says it is in.

Files have it in their names: `phrases.<lang>.yaml`, `replies/<name>.<lang>.jsonl`. A rubric brings a language
by having phrases for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from trainer.content import codes
from trainer.content.nearest import nearest, shorten
from trainer.content.nodes import Fields, Mark, text_of
from trainer.content.problems import Problems, did_you_mean, enumerate_names, list_all
from trainer.content.signs import hint_at
from trainer.i18n import LANGS, normal
from trainer.i18n import gettext as _
from trainer.model.diagnostic import Edit


def named_in(path: Path) -> str | None:
    """The language in the name of a file, None when there is none."""
    return path.name.split(".")[-2] if path.name.count(".") > 1 else None


def phrase_files(folder: Path, lang: str = "*") -> list[Path]:
    """The phrase files of the rubric in a folder, in one language or in all."""
    return sorted(folder.glob(f"phrases.{lang}.yaml"))


def languages(folder: Path) -> list[str]:
    """The languages that the rubric in a folder has phrases for."""
    return sorted(filter(None, map(named_in, phrase_files(folder))))


def check_known(root: Fields, of_rubric: Sequence[str], problems: Problems) -> None:
    """The language of a scenario is one of its rubric's: replies in others would be judged by the wrong words.

    Where the rubric has phrases in none, it is one of the program's.
    """
    node = root.get("lang")
    said = text_of(node)
    known = of_rubric or LANGS
    if node is None or not said or said in known or hint_at(said):  # signs are told elsewhere
        return
    if said in LANGS:
        problems.add(
            codes.NOT_A_CHOICE,
            node.mark,
            _("The rubric has no phrases in “{lang}”, so replies cannot be judged.").format(
                lang=said
            ),
            _("It has them in: {names}. Or add a file “{file}” to its folder.").format(
                names=enumerate_names(known), file=f"phrases.{said}.yaml"
            ),
        )
        return
    usual = normal(said)
    near = usual if usual in known else nearest(said, known)
    only = near and near.casefold().startswith(said.casefold().replace("_", "-"))  # not of zh-TW
    problems.add(
        codes.NOT_A_CHOICE,
        node.mark,
        _("“{value}” is not possible for “{key}”.").format(value=shorten(said), key="lang"),
        did_you_mean(near) if near else list_all(known),
        fix=(Edit(line=node.mark.line, column=node.mark.column, old=said, new=near),)
        if near and only
        else (),
    )


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
