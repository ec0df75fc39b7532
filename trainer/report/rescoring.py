"""What a rescoring has changed: which criteria moved, for whom, by how much, which talks would have gone otherwise. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from trainer.model.assessment import Finding
from trainer.model.rescoring import Diversion, Rescoring
from trainer.model.scenario import Scenario
from trainer.session.transcript import Transcript


@dataclass(frozen=True, slots=True)
class Move:
    """A criterion that another level was found on in a reply."""

    session: str
    trainee: str
    turn: int
    criterion: str
    before: int
    after: int
    reply: str

    @property
    def by(self) -> int:
        """Levels up or, below 0, down; up is better on penalties too."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Turned:
    """Where a talk would have gone another way: titles of scenes are their ids, of endings what they are called."""

    diversion: Diversion
    was_ending: str
    would_ending: str


@dataclass(frozen=True, slots=True)
class Change:
    """One session before and after.

    `counts`: by criterion in how many replies it counted before and after; `only_before` and `only_after` are
    criteria judged by one of the two alone. `before` and `after` are the overall scores, 0..100.
    """

    session: str
    trainee: str
    scenario: str
    title: str
    replies: int
    before: int
    after: int
    counts: tuple[tuple[str, int], ...]
    moves: tuple[Move, ...]
    only_before: frozenset[str]
    only_after: frozenset[str]
    turned: Turned | None


@dataclass(frozen=True, slots=True)
class CriterionChange:
    """How a criterion moved over `n` replies in which it counted. `mean` is in levels, up is better."""

    criterion: str
    n: int
    up: int
    down: int
    mean: float


@dataclass(frozen=True, slots=True)
class PersonChange:
    """How a trainee's sessions moved; `before` and `after` are means of the overall scores."""

    trainee: str
    sessions: int
    before: float
    after: float
    up: int
    down: int
    criteria: tuple[CriterionChange, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of some sessions that one rubric judged anew. `moves` are all, the largest first."""

    criteria: tuple[CriterionChange, ...]
    people: tuple[PersonChange, ...]
    moves: tuple[Move, ...]
    sessions: tuple[Change, ...]
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]
    replies: int
    before: float
    after: float


def change(transcript: Transcript, rescoring: Rescoring) -> Change:
    """What a rescoring has changed in a session."""
    started = transcript.started
    turns = {turn.number: turn for turn in transcript.turns}
    counts: dict[str, int] = defaultdict(int)
    moves: list[Move] = []
    old: set[str] = set()
    new: set[str] = set()
    for rejudged in rescoring.turns:
        turn = turns[rejudged.turn]
        before = _by_criterion(turn.assessment.findings if turn.assessment else ())
        after = _by_criterion(rejudged.assessment.findings)
        old |= before.keys()
        new |= after.keys()
        for name in before.keys() & after.keys():
            was, now = before[name], after[name]
            if not (was.called and now.called):
                continue
            counts[name] += 1
            if was.level != now.level:
                moves.append(
                    Move(
                        started.session,
                        started.trainee,
                        turn.number,
                        name,
                        was.level,
                        now.level,
                        turn.reply,
                    )
                )
    return Change(
        started.session,
        started.trainee,
        started.scenario.id,
        started.scenario.title,
        len(rescoring.turns),
        transcript.scorecard.overall,
        rescoring.scorecard.overall,
        tuple(sorted(counts.items())),
        tuple(sorted(moves, key=_largest)),
        frozenset(old - new),
        frozenset(new - old),
        _turned(started.scenario, rescoring.diversion),
    )


def compared(changes: Sequence[Change], criteria: Sequence[str]) -> Comparison:
    """What has changed in all sessions; `criteria` are the rubric's, in its order."""
    people: dict[str, list[Change]] = defaultdict(list)
    for each in changes:
        people[each.trainee].append(each)
    return Comparison(
        _moved(changes, criteria),
        tuple(_person(who, people[who], criteria) for who in sorted(people)),
        tuple(sorted((m for each in changes for m in each.moves), key=_largest)),
        tuple(changes),
        tuple(sorted(frozenset().union(*(each.only_before for each in changes)))),
        tuple(sorted(frozenset().union(*(each.only_after for each in changes)))),
        sum(each.replies for each in changes),
        _mean(each.before for each in changes),
        _mean(each.after for each in changes),
    )


def _by_criterion(findings: Sequence[Finding]) -> dict[str, Finding]:
    return {finding.criterion: finding for finding in findings}


def _largest(move: Move) -> tuple[int, str, int, str]:
    return -abs(move.by), move.session, move.turn, move.criterion


def _turned(scenario: Scenario, diversion: Diversion | None) -> Turned | None:
    if diversion is None:
        return None
    was, would = (
        ending.title if (ending := scenario.ending(way.ending)) else ""
        for way in (diversion.was, diversion.would)
    )
    return Turned(diversion, was, would)


def _moved(changes: Sequence[Change], criteria: Sequence[str]) -> tuple[CriterionChange, ...]:
    counts: dict[str, int] = defaultdict(int)
    moves: dict[str, list[int]] = defaultdict(list)
    for each in changes:
        for name, n in each.counts:
            counts[name] += n
        for move in each.moves:
            moves[move.criterion].append(move.by)
    return tuple(
        CriterionChange(
            name,
            counts[name],
            sum(by > 0 for by in moves[name]),
            sum(by < 0 for by in moves[name]),
            sum(moves[name]) / counts[name],
        )
        for name in criteria
        if counts[name]
    )


def _person(trainee: str, changes: Sequence[Change], criteria: Sequence[str]) -> PersonChange:
    moves = [move.by for each in changes for move in each.moves]
    return PersonChange(
        trainee,
        len(changes),
        _mean(each.before for each in changes),
        _mean(each.after for each in changes),
        sum(by > 0 for by in moves),
        sum(by < 0 for by in moves),
        tuple(each for each in _moved(changes, criteria) if each.up or each.down),
    )


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed) if listed else 0.0
