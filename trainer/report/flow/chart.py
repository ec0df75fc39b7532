"""The flow as data: what stands in it, in words, before anything is drawn. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from trainer.content.sanitise import sanitise
from trainer.dialogue.aloud import in_words
from trainer.dialogue.trial import is_last
from trainer.i18n import gettext as _
from trainer.model.base import Grade, Value
from trainer.model.condition import Condition
from trainer.model.mood import Dimension
from trainer.model.rubric import Rubric
from trainer.model.scenario import END, Branch, Scenario
from trainer.report.flow.coverage import ANYTIME, Coverage

Kind = Literal["anytime", "scene", "choice", "ending"]


CHOICE = "choice"
"""Key of the node that `end` leads to; `end` itself is a word of Mermaid's."""


class Edge(Value):
    """A way from one node to another. `condition` is in words; `said` what the resident says on it.

    `seen` tells whether the last playtest took it, None where there was none.
    """

    number: int
    kind: Literal["branch", "otherwise"]
    to: str
    condition: str
    said: str | None = None
    because: str | None = None
    mood: Mapping[Dimension, float] = {}
    seen: bool | None = None


class Node(Value):
    """A place in the flow. `choice` is where `end` leads: the endings tried in their order.

    `key` is a plain name for references within a document; `number` counts scenes, then endings.
    """

    key: str
    kind: Kind
    id: str
    title: str
    number: int | None = None
    grade: Grade | None = None
    stage: str | None = None
    edges: tuple[Edge, ...] = ()
    seen: bool | None = None

    @property
    def name(self) -> str:
        """Its number and its title, on one line."""
        return f"{self.number} {self.title}" if self.number is not None else self.title


class Chart(Value):
    """The whole flow; scenes and endings stand in the order of the file."""

    title: str
    nodes: tuple[Node, ...]
    coverage: Coverage | None = None

    def node(self, key: str) -> Node:
        """The node of that key."""
        return next(node for node in self.nodes if node.key == key)

    @property
    def edges(self) -> Iterator[tuple[Node, Edge]]:
        """Every edge with the node it leaves."""
        for node in self.nodes:
            for edge in node.edges:
                yield node, edge


def chart(
    scenario: Scenario, lang: str, rubric: Rubric | None = None, coverage: Coverage | None = None
) -> Chart:
    """The flow of `scenario` with its conditions in `lang`, the interface's language."""
    return _Charting(scenario, lang, rubric, coverage).chart()


def flat(text: str) -> str:
    """`text` on one line, without hidden characters."""
    return " ".join(sanitise(text).split())


def unseen() -> str:
    """What is said of a place or an edge that the last playtest never came to."""
    return _("never in the playtest")


class _Charting:
    def __init__(
        self, scenario: Scenario, lang: str, rubric: Rubric | None, coverage: Coverage | None
    ) -> None:
        self.scenario, self.lang, self.rubric = scenario, lang, rubric
        self.coverage = coverage
        self.keys = {scene.id: f"s{n}" for n, scene in enumerate(scenario.scenes, 1)}
        self.keys |= {
            ending.id: f"e{n}"
            for n, ending in enumerate(scenario.endings, len(scenario.scenes) + 1)
        }
        self.keys[END] = CHOICE

    def chart(self) -> Chart:
        return Chart(
            title=flat(self.scenario.title),
            nodes=tuple(self.nodes()),
            coverage=self.coverage,
        )

    def nodes(self) -> Iterator[Node]:
        if self.scenario.anytime:
            edges = self.edges(ANYTIME, self.scenario.anytime)
            yield Node(key=ANYTIME, kind="anytime", id=ANYTIME, title=_("At any time"), edges=edges)
        for number, scene in enumerate(self.scenario.scenes, 1):
            yield Node(
                key=self.keys[scene.id],
                kind="scene",
                id=scene.id,
                title=flat(scene.title or scene.id),
                number=number,
                stage=scene.stage,
                edges=self.edges(scene.id, scene.branches),
                seen=self.seen("scenes", scene.id),
            )
        branches = [b for s in self.scenario.scenes for b in s.branches]
        if any(branch.to == END for branch in (*self.scenario.anytime, *branches)):
            yield Node(
                key=CHOICE, kind="choice", id=END, title=_("The end"), edges=tuple(self.choices())
            )
        for number, ending in enumerate(self.scenario.endings, len(self.scenario.scenes) + 1):
            yield Node(
                key=self.keys[ending.id],
                kind="ending",
                id=ending.id,
                title=flat(ending.title),
                number=number,
                grade=ending.grade,
                seen=self.seen("endings", ending.id),
            )

    def edges(self, place: str, branches: tuple[Branch, ...]) -> tuple[Edge, ...]:
        return tuple(
            Edge(
                number=number,
                kind="otherwise" if number > 1 and is_last(branch, number, branches) else "branch",
                to=self.keys.get(branch.to, CHOICE),
                condition=self.words(branch.when, otherwise=number > 1),
                said=branch.say,
                because=branch.because,
                mood=branch.mood,
                seen=self.seen("branches", f"{place}/{number}"),
            )
            for number, branch in enumerate(branches, 1)
        )

    def choices(self) -> Iterator[Edge]:
        """The endings that `end` may lead to: none after the first that always fits."""
        for number, ending in enumerate(self.scenario.endings, 1):
            always = ending.when.always
            yield Edge(
                number=number,
                kind="otherwise" if always and number > 1 else "branch",
                to=self.keys[ending.id],
                condition=self.words(ending.when, otherwise=number > 1),
            )
            if always:
                return

    def words(self, when: Condition, *, otherwise: bool) -> str:
        if when.always and otherwise:
            return _("otherwise")
        return flat(in_words(when, self.lang, self.rubric, self.scenario))

    def seen(self, kind: str, name: str) -> bool | None:
        return name not in getattr(self.coverage, kind) if self.coverage else None
