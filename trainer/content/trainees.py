"""The repertoires of synthetic trainees: `trainees.<lang>.yaml` in a rubric's folder."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

from pydantic import BaseModel

from trainer.content import codes, source
from trainer.content.conditions import Conditions
from trainer.content.language import check_language
from trainer.content.load import Result
from trainer.content.nodes import Fields, Items, Node, text_of
from trainer.content.problems import Problems, list_all
from trainer.content.shape import Model, Shaper, Shorthand
from trainer.content.tree import compose
from trainer.content.validate import validate
from trainer.i18n import gettext as _
from trainer.model.condition import Condition
from trainer.model.rubric import Rubric
from trainer.model.trainees import PLACES, TraineeBook

_BRACES = re.compile(r"\{([^{}]*)\}")


def trainees_file(rubric: Path, lang: str) -> Path | None:
    """The repertoires that belong to the rubric in the file `rubric`, in a language."""
    for suffix in (".yaml", ".yml"):
        path = rubric.parent / f"trainees.{lang}{suffix}"
        if path.is_file():
            return path
    return None


def load_trainees(path: Path, rubric: Rubric | None) -> Result[TraineeBook]:
    """The repertoires in `path`. Without a rubric any word may be a criterion."""
    problems = Problems(str(path))
    file = source.read(path, problems)
    root = compose(file.text, problems) if file.text is not None else None
    value: TraineeBook | None = None
    if root is not None:
        conditions = Conditions(problems, rubric)
        shorthands: dict[type[BaseModel], Shorthand] = {Condition: Shorthand(whole=conditions.read)}
        shaped = Shaper(problems, shorthands).shape(root, Model(TraineeBook))
        root = shaped if isinstance(shaped, Fields) else root
        value = validate(root, TraineeBook, problems)
        _each_line(root, partial(_check_places, problems))
        check_language(path, root, problems)
    found = problems.diagnostics()
    faulty = any(each.severity == "error" for each in found)
    return Result(None if faulty else value, found, file.sha256)


def _each_line(root: Fields, check: partial[None]) -> None:
    policies = root.get("policies")
    for entry in policies.entries.values() if isinstance(policies, Fields) else ():
        lines = entry.node.get("lines") if isinstance(entry.node, Fields) else None
        for line in lines.items if isinstance(lines, Items) else ():
            check(line)


def _check_places(problems: Problems, line: Node) -> None:
    """Nothing but the known places in braces: anything else would be said as it stands."""
    for name in _BRACES.findall(text_of(line) or ""):
        if name not in PLACES:
            problems.add(
                codes.FORM,
                line.mark,
                _("“{text}” stands for nothing here.").format(text=f"{{{name}}}"),
                list_all([f"{{{known}}}" for known in PLACES]),
            )
