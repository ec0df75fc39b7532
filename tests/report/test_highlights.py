from __future__ import annotations

from pathlib import Path

from tests.session.small import CURT, POLITE, SHOVE, played
from trainer.model.assessment import Assessment
from trainer.report.highlights import strengths, to_practise
from trainer.session.transcript import Transcript


def test_a_fault_comes_first_in_what_to_practise_with_the_reply_it_was_in(tmp_path: Path) -> None:
    first, *rest = to_practise(played(tmp_path, POLITE, SHOVE))
    assert (first.criterion.id, first.turn.number, first.finding.level) == ("shove", 2, -2)
    assert {h.criterion.id for h in rest} == {"polite", "care"}


def test_what_was_suspected_but_not_found_is_no_fault(tmp_path: Path) -> None:
    transcript = played(tmp_path, CURT)
    doubtful = transcript.model_copy(
        update={
            "turns": tuple(
                turn.model_copy(update={"assessment": _suspected(turn.assessment)})
                for turn in transcript.turns
            )
        }
    )
    assert {h.criterion.id for h in to_practise(doubtful)} == {"polite", "care"}


def _suspected(found: Assessment | None) -> Assessment | None:
    assert found is not None
    findings = [
        f.model_copy(update={"score": 0.4}) if f.criterion == "shove" else f for f in found.findings
    ]
    return found.model_copy(update={"findings": tuple(findings)})


def test_a_strength_is_shown_by_its_best_reply_a_weakness_by_its_worst(tmp_path: Path) -> None:
    transcript: Transcript = played(tmp_path, POLITE, CURT, POLITE)
    best = strengths(transcript)
    assert best
    assert all(h.finding.level == 2 for h in best)
    weak = to_practise(played(tmp_path, CURT, POLITE, CURT))
    assert weak
    assert all(h.finding.level == 0 for h in weak)
