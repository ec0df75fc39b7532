"""What is quoted is what decided."""

from __future__ import annotations

import pytest

from tests.scoring.conftest import Tell
from tests.scoring.measures import evidence
from tests.scoring.replies import LANGS, Judge, sample
from trainer.model.assessment import Context, Finding

pytestmark = pytest.mark.parametrize("lang", LANGS)


def test_deleting_the_evidence_lowers_the_level(judge: Judge, tell: Tell, lang: str) -> None:
    figures = tell("evidence", evidence.faithful(judge, sample(lang, 14)))
    assert figures.values["findings"] > 60
    assert figures.values["faithful"] >= 0.9


def test_spans_are_where_they_say_and_every_level_but_nought_has_one(
    judge: Judge, lang: str
) -> None:
    for case in sample(lang, 14):
        assessment = judge(case.reply, case.context)
        for finding in assessment.findings:
            assert bool(finding.evidence) == (finding.level != 0), (case.id, finding)
            places = [(e.start, e.end) for e in finding.evidence]
            assert places == sorted(places)
            for e in finding.evidence:
                assert e.text == case.reply[e.start : e.end]
                assert e.text.strip()
        mentions = (
            *assessment.cited, *assessment.contradicted, *assessment.promised,
            *assessment.actions, *assessment.features,
        )  # fmt: skip
        for mention in mentions:
            e = mention.evidence
            assert e.text == case.reply[e.start : e.end]
            assert e.text.strip()


def test_what_is_done_asserts_nothing(judge: Judge, lang: str) -> None:
    done = {"zh-CN": "[翻开《条例》，指着第三条]", "en": "[opens the regulations at section 3]"}[
        lang
    ]

    def grounds(reply: str, context: Context) -> Finding:
        found = {f.criterion: f for f in judge(reply, context).findings}
        return found["policy_basis"]

    for case in sample(lang, 14):
        assert grounds(done, case.context).level == 0
        told = grounds(f"{done} {case.reply}", case.context)
        assert not any(e.text.startswith("[") for e in told.evidence)


def test_the_reason_is_the_words_of_the_level(judge: Judge, lang: str) -> None:
    from tests.shipped import library

    rubric = library().rubric("reception").value
    for case in sample(lang, 10):
        for finding in judge(case.reply, case.context).findings:
            criterion = rubric.criterion(finding.criterion)
            assert criterion is not None
            assert finding.why.startswith(criterion.levels[finding.level].descriptor[lang])
            assert finding.doubtful == any(w in finding.why for w in ("close call", "两可之间"))
