"""A file's text becomes a model, or everything that is wrong with it at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from pydantic import BaseModel

from trainer.content import codes, rules, source
from trainer.content.authored import expand
from trainer.content.conditions import Conditions
from trainer.content.drills import as_scenario
from trainer.content.language import check_known
from trainer.content.marks import Marks
from trainer.content.nodes import Entry, Fields, Items, Made, Scalar, text_of
from trainer.content.outline import outline, outline_of_drill
from trainer.content.problems import Problems
from trainer.content.script import SOMEBODY, Script
from trainer.content.shape import Model, Shaper
from trainer.content.signs import hint_at
from trainer.content.tree import compose
from trainer.content.validate import validate
from trainer.i18n import gettext as _
from trainer.model.diagnostic import Diagnostic
from trainer.model.disc import Disc
from trainer.model.drill import Drill
from trainer.model.resident import Resident
from trainer.model.rubric import Rubric
from trainer.model.scenario import Scenario

T = TypeVar("T", bound=BaseModel)
_DEFAULT_RUBRIC = str(Scenario.model_fields["rubric"].default)
_SOMEBODY = Resident(name=SOMEBODY, address_as=(SOMEBODY,), disc="S")
"""Stands in for a resident that was not found, while the rest is checked."""


@dataclass(frozen=True, slots=True)
class Result(Generic[T]):
    """What came of a file: the value unless it has errors, and all diagnostics in order."""

    value: T | None
    diagnostics: tuple[Diagnostic, ...]
    sha256: str
    script: Script | None = None
    """Of a scenario without errors: itself, with the places of its parts."""


class Surroundings(Protocol):
    """Where a scenario's or drill's references outside its own file lead."""

    def rubric(self, rubric_id: str) -> Result[Rubric] | None:
        """The rubric of that id, None when there is none."""

    def rubric_ids(self) -> Sequence[str]:
        """The rubrics there are."""

    def languages(self, rubric_id: str) -> Sequence[str]:
        """The languages that the rubric of that id has phrases for."""

    def resident(self, resident_id: str) -> Result[Resident] | None:
        """The resident of that id, None when there is none."""

    def resident_ids(self) -> Sequence[str]:
        """The residents there are."""

    def disc(self) -> Disc | None:
        """The DISC profiles, None where there are none or they are faulty."""


def load_scenario(path: Path, around: Surroundings) -> Result[Scenario]:
    """The scenario in `path`."""
    problems = Problems(str(path))
    file = source.read(path, problems)
    root = compose(file.text, problems) if file.text is not None else None
    value: Scenario | None = None
    script: Script | None = None
    others: tuple[Diagnostic, ...] = ()
    if root is not None:
        rubric = _rubric(root, around, problems)
        conditions = Conditions(problems, rubric)
        root = expand(root, conditions, problems)
        root, others = _with_resident(root, around, problems)
        value = validate(root, Scenario, problems)
        seen = outline(root, conditions.uses, rubric)
        for rule in rules.SCENARIO:
            rule(seen, problems)
        for tree_rule in rules.SCENARIO_TREE:
            tree_rule(root, problems)
        _forget_what_was_cut_off(root, problems)
        if value is not None:
            script = Script(value, Marks(root, file.text or ""), rubric, around.disc())
            told = ("YAML", "KEY", "VAL", "REF", codes.NO_FALLBACK, codes.NEVER_TRIED)
            whole = not problems.has(*told, codes.ALWAYS_ANYTIME)
            for meaning in (*rules.SCRIPT, *(rules.SCRIPT_WHOLE if whole else ())):
                meaning(script, problems)
    result = _result(value, problems, file.sha256, others)
    return replace(result, script=script) if result.value is not None else result


def load_drill(path: Path, around: Surroundings) -> Result[Drill]:
    """The drill in `path`."""
    problems = Problems(str(path))
    file = source.read(path, problems)
    root = compose(file.text, problems) if file.text is not None else None
    value: Drill | None = None
    script: Script | None = None
    others: tuple[Diagnostic, ...] = ()
    if root is not None:
        rubric = _rubric(root, around, problems)
        conditions = Conditions(problems, rubric)
        root = expand(root, conditions, problems, Drill)
        root, others = _with_resident(root, around, problems)
        value = validate(root, Drill, problems)
        seen = outline_of_drill(root, conditions.uses, rubric)
        for rule in rules.DRILL:
            rule(seen, problems)
        for tree_rule in rules.DRILL_TREE:
            tree_rule(root, problems)
        if value is not None and not problems.has("YAML", "KEY", "VAL", "REF"):
            moments = {**root.entries, "scenes": root.entries["moments"]}
            marks = Marks(Fields(root.mark, moments), file.text or "")
            script = Script(as_scenario(value), marks, rubric, around.disc())
            for meaning in rules.DRILL_SCRIPT:
                meaning(script, problems)
    result = _result(value, problems, file.sha256, others)
    return replace(result, script=script) if result.value is not None else result


def load_resident(path: Path) -> Result[Resident]:
    """The resident in `path`, whose id is the file's name without its ending."""
    problems = Problems(str(path))
    file = source.read(path, problems)
    root = compose(file.text, problems) if file.text is not None else None
    value: Resident | None = None
    if root is not None:
        root = _shaped(root, Resident, problems)
        given = root.get("id")
        if given is None:
            root.entries["id"] = Entry(root.mark, Scalar(root.mark, path.stem, path.stem))
        elif (said := text_of(given)) and said != path.stem:
            problems.add(
                codes.OTHER_ID,
                given.mark,
                _("The id “{name}” is not the name of the file.").format(name=said),
                _("Write “{name}”, or rename the file.").format(name=path.stem),
            )
        value = validate(root, Resident, problems)
        for check in rules.RESIDENT:
            check(root, problems)
    return _result(value, problems, file.sha256)


def load_rubric(path: Path) -> Result[Rubric]:
    """The rubric in `path`."""
    return plain(path, Rubric, rules.RUBRIC)


def load_disc(path: Path, criteria: Collection[str] = ()) -> Result[Disc]:
    """The DISC profiles in `path`; `criteria` are the ids that effects may name, if known."""
    causes = partial(rules.effect_causes.check, criteria=criteria)
    return plain(path, Disc, (*rules.DISC, causes))


def plain(
    path: Path, model: type[T], checks: Sequence[Callable[[Fields, Problems], None]]
) -> Result[T]:
    """What `path` holds, a `model` that refers to nothing elsewhere but what its `checks` know of."""
    problems = Problems(str(path))
    file = source.read(path, problems)
    root = compose(file.text, problems) if file.text is not None else None
    value: T | None = None
    if root is not None:
        root = _shaped(root, model, problems)
        value = validate(root, model, problems)
        for check in checks:
            check(root, problems)
    return _result(value, problems, file.sha256)


def _shaped(root: Fields, model: type[BaseModel], problems: Problems) -> Fields:
    shaped = Shaper(problems).shape(root, Model(model))
    return shaped if isinstance(shaped, Fields) else root


def _result(
    value: T | None, problems: Problems, sha256: str, others: tuple[Diagnostic, ...] = ()
) -> Result[T]:
    found = (*problems.diagnostics(), *others)
    faulty = any(each.severity == "error" for each in found)
    return Result(None if faulty else value, found, sha256)


def _forget_what_was_cut_off(root: Fields, problems: Problems) -> None:
    """Of a file that ends too early only that is told, not what else its last item lacks."""
    if not root.entries or all(key in root.entries for key in ("scenes", "endings")):
        return
    last = max(root.entries.values(), key=lambda entry: entry.mark).node
    if isinstance(last, Items) and last.items:
        problems.forget((codes.MISSING_KEY, codes.NO_FALLBACK), since=last.items[-1].mark.line)


def _rubric(root: Fields, around: Surroundings, problems: Problems) -> Rubric | None:
    """The rubric that the scenario is judged by. Without one, criteria and language are not checked."""
    node = root.get("rubric")
    rubric_id = text_of(node) or _DEFAULT_RUBRIC
    found = around.rubric(rubric_id)
    if found is None and node is not None and text_of(node) and not hint_at(rubric_id):
        problems.add_unknown(
            codes.UNKNOWN_RUBRIC,
            node.mark,
            _("There is no rubric “{name}”.").format(name=rubric_id),
            rubric_id,
            around.rubric_ids(),
            own=_("One of your own lies in a folder “rubrics” beside the scenario."),
        )
    if found:
        check_known(root, around.languages(rubric_id), problems)
    return found.value if found else None


def _with_resident(
    root: Fields, around: Surroundings, problems: Problems
) -> tuple[Fields, tuple[Diagnostic, ...]]:
    """`root` with the resident that it names, and what is wrong with that resident's own file."""
    entry = root.entries.get("resident")
    name = text_of(entry.node) if entry else None
    if entry is None or not name:
        return root, ()
    found = around.resident(name)
    if found is None:
        problems.add_unknown(
            codes.UNKNOWN_RESIDENT,
            entry.node.mark,
            _("There is no resident “{name}”.").format(name=name),
            name,
            around.resident_ids(),
        )
    resident = found.value if found and found.value else _SOMEBODY
    made = Made(entry.node.mark, resident)
    entries = {**root.entries, "resident": Entry(entry.mark, made)}
    return Fields(root.mark, entries, root.garbled), found.diagnostics if found else ()


__all__ = [
    "Result",
    "Surroundings",
    "load_disc",
    "load_drill",
    "load_resident",
    "load_rubric",
    "load_scenario",
]
