"""What a reply is advised, what moved a mood and what a level is called: the same wherever it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.session.small import CURT, SHOVE, played
from trainer.dialogue.mood import shift
from trainer.model.assessment import Assessment, Evidence, Finding, Mention
from trainer.model.mood import MoodMove
from trainer.model.rubric import Criterion, Level, Style, StyleFeature
from trainer.report import words
from trainer.report.better import Kind, better
from trainer.report.highlights import wrong_facts
from trainer.report.remarks import remarks
from trainer.session.transcript import Transcript


def judged(transcript: Transcript, reply: str, *findings: Finding, **more: object) -> Transcript:
    """The session with its last reply said and judged so."""
    turn = transcript.turns[-1]
    found = Assessment(overall=10, findings=findings, **more)
    last = turn.model_copy(update={"reply": reply, "assessment": found})
    return transcript.model_copy(update={"turns": (*transcript.turns[:-1], last)})


def with_criteria(transcript: Transcript, *criteria: Criterion) -> Transcript:
    rubric = transcript.started.rubric
    rubric = rubric.model_copy(update={"criteria": (*rubric.criteria, *criteria)})
    started = transcript.started.model_copy(update={"rubric": rubric})
    return transcript.model_copy(update={"started": started})


def criterion(name: str, zh: str = "", **more: object) -> Criterion:
    levels = {
        n: Level(
            name={"en": told},
            descriptor={"en": f"{told} it is"} | ({"zh-CN": f"{zh}{n}"} if zh else {}),
        )
        for n, told in enumerate(("wrong", "neutral", "fitting"))
    }
    return Criterion(
        id=name, title={"en": name.title()}, dimension="manners", definition={"en": "Does it."},
        levels=levels, **more,
    )  # fmt: skip


def finding(name: str, said: str | None, level: int = 0) -> Finding:
    return Finding(criterion=name, level=level, score=0, **{"try": said})


def advice(transcript: Transcript) -> dict[str, tuple[Kind, str]]:
    told = better(transcript.turns[-1], transcript.started, "en")
    return {name: (each.kind, each.text) for name, each in told.items()}


def test_each_sentence_of_advice_is_given_once_to_whom_it_is_most_of_the_advice(
    tmp_path: Path,
) -> None:
    plain = with_criteria(played(tmp_path, CURT), criterion("steps"), criterion("sorry"))
    told = advice(
        judged(
            plain,
            CURT,
            finding("steps", "I'm sorry about that. Come and sit here."),
            finding("care", "I'm sorry about that."),
            finding("sorry", "I'm sorry about that!"),
        )
    )
    assert told["care"] == (Kind.SAY, "I'm sorry about that.")
    assert told["steps"] == (Kind.SAY, "Come and sit here.")
    assert told["sorry"] == (Kind.ASKED, "Fitting it is.")


def test_what_the_trainee_said_is_no_advice(tmp_path: Path) -> None:
    plain = played(tmp_path, CURT)
    said = finding("care", "How awful. No one told you?")
    assert advice(judged(plain, "HOW AWFUL, not that", said))["care"] == (
        Kind.SAY, "No one told you?",
    )  # fmt: skip
    assert advice(judged(plain, "How awful; no one told you.", said))["care"] == (
        Kind.ASKED, "Warm concern.",
    )  # fmt: skip
    assert advice(judged(plain, "Knowledge", finding("care", "No.")))["care"][0] is Kind.SAY


def test_a_manner_asked_of_every_reply_is_described_not_put_into_some_sentence(
    tmp_path: Path,
) -> None:
    told = advice(judged(played(tmp_path, CURT), CURT, finding("polite", "Film me if you like.")))
    assert told["polite"] == (Kind.ASKED, "Full courtesy.")


def test_words_written_for_another_matter_are_an_example(tmp_path: Path) -> None:
    stock = {"en": ("That form is easy to get wrong.",)}
    named = {"en": ("{address}, how worrying.",)}
    recited = {"en": ("{fact}",)}
    plain = with_criteria(
        played(tmp_path, SHOVE),
        criterion("stock", tries=stock),
        criterion("named", tries=named),
        criterion("recited", tries=recited),
    )
    scenario = plain.started.scenario
    address, fact = scenario.resident.address_as[0], scenario.facts[0].text
    told = advice(
        judged(
            plain,
            SHOVE,
            finding("stock", stock["en"][0]),
            finding("named", f"{address}, how worrying."),
            finding("recited", fact),
        )
    )
    assert told["stock"][0] is Kind.EXAMPLE
    assert told["named"][0] is Kind.SAY
    assert told["recited"] == (Kind.ASKED, "Fitting it is.")


def test_an_action_alone_is_advice_for_what_is_judged_of_actions_only(tmp_path: Path) -> None:
    plain = with_criteria(played(tmp_path, CURT), criterion("bearing", called_by="action"))
    told = advice(judged(plain, CURT, finding("care", "[stands]"), finding("bearing", "[stands]")))
    assert told["bearing"] == (Kind.SAY, "[stands]")
    assert told["care"] == (Kind.ASKED, "Warm concern.")
    both = finding("care", "[sits down] How worrying."), finding("tone", "How worrying.")
    told = advice(judged(with_criteria(plain, criterion("tone")), CURT, *both))
    assert told["care"] == (Kind.ASKED, "Warm concern.")


def test_a_fault_has_advice_only_where_it_is_not_said_already(tmp_path: Path) -> None:
    plain = played(tmp_path, SHOVE)
    shove = Finding(criterion="shove", level=-2, score=1, **{"try": "Leave it with me."})
    assert advice(judged(plain, SHOVE, shove))["shove"] == (Kind.SAY, "Leave it with me.")
    assert advice(judged(plain, "Leave it with me!", shove)) == {}


def test_a_missing_action_is_called_missing_and_only_a_written_one_wrong(tmp_path: Path) -> None:
    plain = with_criteria(
        played(tmp_path, CURT), criterion("bearing", called_by="action"), criterion("tone")
    )

    def told(reply: str, name: str = "bearing", level: int = 0) -> tuple[str, str]:
        found = Finding(criterion=name, level=level, score=0, why="none, or a wrong one")
        transcript = judged(plain, reply, found)
        [remark] = remarks(transcript.turns[-1], transcript.started, "en")
        return remark.level, remark.why

    missing = ("no action written", "an action was due here, in square brackets")
    for without in ("Good morning.", "[ ] Good morning.", "（stands up）Good morning."):
        assert told(without) == missing
    for written in ("[yawns] Good morning.", "【打哈欠】您好。"):
        assert told(written) == ("wrong", "none, or a wrong one")
    assert told("Good morning.", level=1)[0] == "neutral"
    assert told("Good morning.", "tone")[0] == "wrong"


def test_reasons_are_in_the_reader_s_language_as_far_as_the_rubric_has_them(tmp_path: Path) -> None:
    plain = with_criteria(played(tmp_path, CURT), criterion("tone", zh="口气"))

    def why(said: str, lang: str) -> str:
        transcript = judged(plain, CURT, Finding(criterion="tone", level=0, score=0, why=said))
        return remarks(transcript.turns[-1], transcript.started, lang)[0].why

    assert why("wrong it is", "zh-CN") == "口气0"
    assert why("口气0", "en") == "wrong it is"
    assert why("a judge's own reason", "zh-CN") == "a judge's own reason"


def test_a_fault_that_is_hardly_one_is_told_as_a_close_call(tmp_path: Path) -> None:
    plain = played(tmp_path, SHOVE)

    def why(level: int, score: float, lang: str) -> str:
        shove = plain.started.rubric.criterion("shove")
        assert shove is not None
        reason = shove.levels[level].descriptor["en"]
        found = Finding(criterion="shove", level=level, score=score, why=reason)
        transcript = judged(plain, SHOVE, found)
        return remarks(transcript.turns[-1], transcript.started, lang)[0].why

    assert "close call" in why(-1, 0.4, "en")
    assert "close call" not in why(-1, 0.6, "en")
    assert "close call" not in why(-2, 0.7, "en")
    with words.speaking("zh-CN"):
        assert "两可之间" in why(-1, 0.4, "zh-CN")


def test_what_suits_is_no_reason_for_a_way_of_speaking_that_clashes(tmp_path: Path) -> None:
    features = tuple(
        StyleFeature(id=name, title={"en": name, "zh-CN": zh}, signal=name)
        for name, zh in (("brief", "简短"), ("lecture", "说教"))
    )
    plain = with_criteria(played(tmp_path, CURT), criterion("tone"))
    rubric = plain.started.rubric.model_copy(
        update={"style": Style(criterion="tone", features=features)}
    )
    plain = plain.model_copy(
        update={"started": plain.started.model_copy(update={"rubric": rubric})}
    )
    here = Evidence(start=0, end=1, text="W")
    both = tuple(Mention(id=name, evidence=here) for name in ("brief", "!lecture"))

    def why(level: int, lang: str = "en") -> str:
        name = ("wrong", "neutral", "fitting")[level]
        found = Finding(criterion="tone", level=level, score=0, why=f"{name} it is (suits: brief)")
        transcript = judged(plain, CURT, found, features=both)
        with words.speaking(lang):
            return remarks(transcript.turns[-1], transcript.started, lang)[0].why

    assert why(0) == "wrong it is (clashes: lecture)"
    assert why(1) == "neutral it is (suits: brief; clashes: lecture)"
    assert why(2) == "fitting it is (suits: brief)"
    assert why(2, "zh-CN").endswith("（合脾气的：简短）")


def test_each_reason_stands_once_with_the_feelings_it_moved_most(tmp_path: Path) -> None:
    transcript = played(tmp_path, CURT)
    disc, turn = transcript.started.disc, transcript.turns[-1]
    one, other = disc.effects[:2]
    alike = one.model_copy(update={"id": "alike"})
    less = [one.model_copy(update={"id": n, "title": {"en": n}}) for n in ("c", "a", "d", "b")]
    disc = disc.model_copy(update={"effects": (*disc.effects, alike, *less)})
    before = turn.before.model_copy(update={"anger": 40, "trust": 60, "patience": 50, "face": 50})
    after = before.model_copy(update={"anger": 70, "trust": 40, "patience": 42, "face": 47})
    moves = [
        ("anger", 12, one.id), ("anger", 15, "alike"), *(("anger", 1, e.id) for e in less), ("trust", -12, one.id),
        ("trust", -8, other.id), ("patience", -8, other.id), ("face", -3, "branch"),
    ]  # fmt: skip
    turn = turn.model_copy(
        update={
            "before": before,
            "after": after,
            "moves": tuple(MoodMove(dimension=d, delta=p, cause=c) for d, p, c in moves),
        }
    )
    first, second = (words.cause(disc, effect.id, "en") for effect in (one, other))
    small = tuple(words.cause(disc, effect.id, "en") for effect in less)
    assert words.reasons(turn, "anger", disc, "en")[0] == (first, 27.0)
    assert small == ("c", "a", "d", "b"), "of the same weight: in the order in which they worked"
    assert words.moved(turn, disc, "en") == [
        ((("anger", 30), ("trust", -20)), (first, *small)),
        ((("patience", -8),), (second,)),
        ((("face", -3),), ("the turn the talk took",)),
    ]
    assert words.moved(turn, disc, "en", 1) == [((("anger", 30),), (first, *small))]


def test_what_would_have_moved_a_feeling_beyond_its_end_is_no_reason(tmp_path: Path) -> None:
    transcript = played(tmp_path, CURT)
    disc, turn = transcript.started.disc, transcript.turns[-1]
    one, other = (words.cause(disc, effect.id, "en") for effect in disc.effects[:2])
    before = turn.before.model_copy(update={"anger": 5, "trust": 97.5})
    moves = tuple(
        MoodMove(dimension=feeling, delta=points, cause=effect.id)
        for effect, feeling, points in zip(
            disc.effects[:2] * 2,
            ("anger", "anger", "trust", "trust"),
            (-8, -6, 2.1, 7),
            strict=True,
        )
    )
    turn = turn.model_copy(
        update={"before": before, "after": shift(before, list(moves)), "moves": moves}
    )
    assert words.reasons(turn, "anger", disc, "en") == [(one, -5)]
    assert words.reasons(turn, "trust", disc, "en") == [(one, 2.1), (other, 0.4)]


def test_a_fact_said_wrong_stands_once_with_all_that_was_said_around_the_figure(
    tmp_path: Path,
) -> None:
    said = "Good morning madam, the  office closes at ten, as you know."
    transcript = played(tmp_path, said, CURT)
    fact = transcript.started.scenario.facts[0]
    turns = []
    for turn in transcript.turns:
        assert turn.assessment is not None
        at = turn.reply.find("ten") if turn.reply == said else 0
        span = Evidence(start=at, end=at + 3, text=turn.reply[at : at + 3])
        wrong = Mention(id=fact.id, evidence=span)
        found = turn.assessment.model_copy(update={"contradicted": (wrong, wrong)})
        turns.append(turn.model_copy(update={"assessment": found}))
    transcript = transcript.model_copy(update={"turns": tuple(turns)})
    assert wrong_facts(transcript) == [(fact.text, ((1, "the office closes at ten"), (2, "Wait.")))]


@pytest.mark.parametrize(
    ("lang", "said", "told"),
    [
        ("en", "您好，请坐。", "This talk is in English."),
        ("zh-CN", "Good morning, please come in and sit down.", "This talk is in Chinese."),
        ("zh-CN", "OK，5550316，我这就打。", ""),
        ("zh-CN", "5550316 OK", ""),
        ("en", "Please sit down, Ms 王.", ""),
    ],
)
def test_a_reply_in_another_language_is_told_and_not_taken_for_another_matter(
    tmp_path: Path, lang: str, said: str, told: str
) -> None:
    transcript = played(tmp_path, said)
    turn = transcript.turns[0]
    assert turn.assessment is not None
    found = turn.assessment.model_copy(update={"elsewhere": True})
    turn = turn.model_copy(update={"assessment": found})
    scenario = transcript.started.scenario.model_copy(update={"lang": lang})
    (breach,) = words.breaches(turn, scenario)
    assert breach.startswith(told or "This seems to answer another matter.")
