"""What to practise next: the drill or scenario that asks most for what was weakest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from trainer.content.offers import Offer
from trainer.report.highlights import to_practise
from trainer.session.transcript import Transcript


@dataclass(frozen=True, slots=True)
class Advice:
    """What to practise next, and the criteria it is good for, the weakest first."""

    offer: Offer
    criteria: tuple[str, ...]


def weakest(transcript: Transcript) -> tuple[str, ...]:
    """The merits to practise, the weakest first."""
    weak = [h.criterion for h in to_practise(transcript, most=20) if h.criterion.kind == "merit"]
    return tuple(criterion.id for criterion in weak)


def advice(transcript: Transcript, offers: Iterable[Offer]) -> Advice | None:
    """The offer in the session's language that asks most for its three weakest criteria.

    The weakest counts three times, the next twice; a drill, made for one skill, counts by half again;
    each step of difficulty away from what was played costs a little. None where nothing is weak, or
    nothing else asks for it.
    """
    scenario = transcript.started.scenario
    weak = weakest(transcript)[:3]
    weights = dict(zip(weak, (3, 2, 1), strict=False))
    rated: list[tuple[float, str, Offer]] = []
    for offer in offers:
        total = sum(offer.calls.values())
        if offer.lang != scenario.lang or offer.id == scenario.id or not total:
            continue
        share = sum(weight * offer.calls.get(name, 0) for name, weight in weights.items()) / total
        if share:
            worth = share * (1.5 if offer.kind == "drill" else 1)
            worth -= 0.05 * abs(offer.difficulty - scenario.difficulty)
            rated.append((-worth, offer.id, offer))
    if not rated:
        return None
    best = min(rated, key=lambda each: each[:2])[2]
    return Advice(best, tuple(name for name in weak if best.calls.get(name)))


def advices(transcripts: Iterable[Transcript], offers: Sequence[Offer]) -> dict[str, Advice]:
    """What to practise next by session, of those for which something was found."""
    found = ((t.started.session, advice(t, offers)) for t in transcripts)
    return {session: advised for session, advised in found if advised is not None}
