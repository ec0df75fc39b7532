"""A reply in pieces: where evidence for a merit or a fault was found in it, and for which."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Literal

from trainer.model.assessment import Assessment, Evidence
from trainer.model.base import in_language
from trainer.model.rubric import Rubric
from trainer.report.document import Piece


def pieces(
    reply: str, found: Assessment | None, rubric: Rubric, lang: str, wrong: str = ""
) -> tuple[Piece, ...]:
    """`reply` cut where evidence begins and ends; where spans overlap, a fault outweighs a merit.

    `wrong` names what contradicts a fact or promises too much. Joined, the pieces are the reply.
    """
    if found is None:
        return (Piece(reply),) if reply else ()
    spans = [
        span for span in _spans(found, rubric, lang, wrong) if 0 <= span[0] < span[1] <= len(reply)
    ]
    cuts = sorted({0, len(reply), *(at for span in spans for at in span[:2])})
    cut: list[Piece] = []
    for start, end in pairwise(cuts):
        over = [span for span in spans if span[0] <= start and end <= span[1]]
        names = tuple(dict.fromkeys(name for *_at, _fault, name in over))
        faulty = any(fault for _start, _end, fault, _name in over)
        tone: Literal["plain", "good", "fault"]
        tone = "fault" if faulty else "good" if over else "plain"
        cut.append(Piece(reply[start:end], tone, names))
    return tuple(cut)


def _spans(
    found: Assessment, rubric: Rubric, lang: str, wrong: str
) -> Iterator[tuple[int, int, bool, str]]:
    for finding in found.findings:
        criterion = rubric.criterion(finding.criterion)
        if criterion is None or not finding.level:
            continue
        fault = criterion.kind == "penalty"
        if finding.called or fault:
            yield from _of(finding.evidence, fault, in_language(criterion.title, lang))
    for mention in (*found.contradicted, *found.promised):
        yield from _of((mention.evidence,), True, wrong)


def _of(
    evidence: tuple[Evidence, ...], fault: bool, name: str
) -> Iterator[tuple[int, int, bool, str]]:
    for span in evidence:
        yield span.start, span.end, fault, name
