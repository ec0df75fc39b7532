from __future__ import annotations

from pathlib import Path

from tests.report.hostile import LINES, hostile
from tests.session.rated import comment, mark, override, rate, shown
from tests.session.rated import session as session_of
from tests.session.small import CURT, POLITE, SHOVE, played, start
from trainer.content.offers import Offer
from trainer.model.assessment import Assessment, Evidence, Finding, Mention
from trainer.report.attempts import compared
from trainer.report.debrief import debrief
from trainer.report.document import Course, Items, Paragraph, Quote, Section, Table, Ticks, sections
from trainer.report.evidence import pieces
from trainer.report.next_practice import advice
from trainer.session.journal import read_journal
from trainer.session.ratings import ratings_of
from trainer.session.transcript import Transcript, transcribe


def section(transcript: Transcript, name: str) -> Section:
    found = debrief(transcript, "en").section(name)
    assert found is not None, name
    return found


def words(part: Section) -> str:
    said: list[str] = []
    for each in (part, *sections(part.blocks)):
        for block in each.blocks:
            match block:
                case Paragraph():
                    said += ["".join(run.text for run in line) for line in block.lines]
                case Items():
                    said += ["".join(r.text for r in line) for i in block.items for line in i]
                case Quote():
                    said.append(block.text)
    return "\n".join(said)


def test_reactions_come_before_any_score_and_the_plan_after_the_questions(tmp_path: Path) -> None:
    transcript = played(tmp_path, POLITE, "Please come back.")
    names = [part.name for part in debrief(transcript, "en").sections]
    assert names == [
        "reactions", "happened", "result", "well", "practise", "self", "mood", "levels",
        "questions", "plan", "facts", "style",
    ]  # fmt: skip


def test_questions_are_about_what_happened(tmp_path: Path) -> None:
    asked = words(section(played(tmp_path, POLITE, SHOVE), "questions"))
    assert "Reply 2 was heard as “Brush-off” (“not my job”)." in asked
    assert "After reply 2 (“That is not my job.”) Ms Lane felt worse: " in asked
    assert "It ended with “Gone”." in asked
    assert "Brush-off" not in words(section(played(tmp_path, POLITE, CURT), "questions"))


def test_oneself_is_marked_beside_the_scores_of_what_counted(tmp_path: Path) -> None:
    table = next(
        b for b in section(played(tmp_path, POLITE, SHOVE), "self").blocks if isinstance(b, Table)
    )
    assert [(row[0], row[2], row[3]) for row in table.rows] == [
        ("Politeness", "50", "courteous, curt"),
        ("Care", "50", "warm, none"),
        ("Free of: Brush-off", "50", "none, severe"),
    ]
    assert all(row[1] == Ticks(("1", "2", "3")) for row in table.rows)


def test_only_levels_of_criteria_that_counted_are_described(tmp_path: Path) -> None:
    def described(transcript: Transcript) -> list[object]:
        tables = section(transcript, "levels").blocks
        return [row[0] for table in tables if isinstance(table, Table) for row in table.rows]

    assert described(played(tmp_path, POLITE, SHOVE)) == ["Politeness", "Care", "Brush-off"]
    assert "Brush-off" not in described(played(tmp_path, POLITE))


def test_a_wrong_fact_comes_first_in_what_to_practise_beside_the_words_that_were_wrong(
    tmp_path: Path,
) -> None:
    transcript = played(tmp_path, CURT, SHOVE)
    fact = transcript.started.scenario.facts[0]
    wrong = Mention(id=fact.id, evidence=Evidence(start=0, end=5, text="Wait."))
    first, last = transcript.turns
    assert first.assessment is not None
    found = first.assessment.model_copy(update={"contradicted": (wrong,)})
    turns = (first.model_copy(update={"assessment": found}), last)
    told = words(section(transcript.model_copy(update={"turns": turns}), "practise"))
    assert told.startswith(
        f"Fault: a wrong fact: Reply 1: “Wait.”\nThe fact: {fact.text}\nFault: Brush-off: Reply 2"
    )


def test_mood_over_time_is_data(tmp_path: Path) -> None:
    transcript = played(tmp_path, CURT, POLITE)
    course = section(transcript, "mood").blocks[0]
    assert isinstance(course, Course)
    assert course.steps == ("start", "1", "2")
    anger = course.series[0]
    assert anger.falling
    assert anger.values[0] == transcript.started.state.mood.anger
    assert anger.values[-1] == transcript.state.mood.anger


def test_a_session_without_a_reply_has_reactions_and_a_plan(tmp_path: Path) -> None:
    practice = start(tmp_path)
    practice.close()
    names = [part.name for part in debrief(practice.transcript, "en").sections]
    assert names == ["reactions", "happened", "mood", "plan", "facts", "style"]


def test_a_reply_in_pieces_is_the_reply_and_a_fault_outweighs_a_merit(tmp_path: Path) -> None:
    rubric = played(tmp_path, CURT).started.rubric

    def span(start: int, end: int) -> tuple[Evidence, ...]:
        return (Evidence(start=start, end=end, text=""),)

    found = Assessment(
        overall=0,
        findings=(
            Finding(criterion="polite", level=2, score=1, evidence=span(0, 6)),
            Finding(criterion="shove", level=-1, score=1, evidence=span(4, 9)),
            Finding(criterion="care", level=1, score=1, evidence=span(8, 99)),
        ),
    )
    cut = pieces("0123456789ab", found, rubric, "en")
    assert [(p.text, p.tone, p.found) for p in cut] == [
        ("0123", "good", ("Politeness",)),
        ("45", "fault", ("Politeness", "Brush-off")),
        ("678", "fault", ("Brush-off",)),
        ("9ab", "plain", ()),
    ]
    whole = hostile(tmp_path).turns[0]
    joined = pieces(whole.reply, whole.assessment, rubric, "en")
    assert "".join(p.text for p in joined) == whole.reply
    assert any(p.tone == "fault" and p.text == "not my job" for p in joined)


def test_the_next_practice_asks_for_what_was_weakest(tmp_path: Path) -> None:
    transcript = played(tmp_path, CURT, CURT)

    def offer(name: str, lang: str = "en", **calls: int) -> Offer:
        return Offer(name, name.title(), "scenario", lang, 3, calls)

    offers = [offer("manners", polite=4), offer("mixed", polite=2, other=2), offer("none", other=3)]
    found = advice(transcript, offers)
    assert found is not None
    assert found.offer.id == "manners"
    assert "polite" in found.criteria
    assert advice(transcript, [offer("counter", polite=9), offer("zh", "zh-CN", polite=9)]) is None
    assert advice(transcript, [offer("none", other=3)]) is None
    told = debrief(transcript, "en", found).section("next")
    assert told is not None
    assert "trainer play manners" in words(told)


def test_second_markers_stand_beside_the_program(tmp_path: Path) -> None:
    path = session_of(tmp_path, "polite 2", "polite 0, shove -1")
    transcript = transcribe(read_journal(path))
    rate(path, mark("Kim", 1, "polite", 1), shown("Kim", 1), comment("Kim", 1, "Rather cold."))
    rate(path, override("Kim", 1, "polite", 0, "No greeting."), mark("Lee", 2, "shove", -2))
    found = debrief(transcript, "en", ratings=ratings_of(path))
    part = found.section("markers")
    assert part is not None
    table = next(b for b in part.blocks if isinstance(b, Table))
    assert table.head == ("Reply", "Criterion", "Program", "Kim", "Lee")
    assert table.rows == (
        ("1", "Politeness", "2 courteous", "0 curt", "–"),
        ("2", "Brush-off", "-1 mild", "–", "-2 severe"),
    )
    assert "Reply 1: Kim: Rather cold." in words(part)
    assert "Reply 1, Politeness: Kim overrides with 0: No greeting." in words(part)
    names = [each.name for each in found.sections]
    assert names[names.index("self") + 1] == "markers"
    without = debrief(transcript, "en")
    assert [s for s in found.sections if s.name != "markers"] == list(without.sections)
    both = compared([transcript, played(tmp_path, POLITE)], "en", {}, {path.stem: ratings_of(path)})
    assert sum(part.name == "markers" for part in sections(both.sections)) == 1


def test_a_marker_who_gave_nothing_leaves_no_trace(tmp_path: Path) -> None:
    path = session_of(tmp_path, "polite 2")
    rate(path, mark("Kim", 1, "polite", 1), mark("Kim", 1, "polite", None))
    found = debrief(transcribe(read_journal(path)), "en", ratings=ratings_of(path))
    assert found.section("markers") is None


def test_attempts_are_compared_from_the_first_to_the_last(tmp_path: Path) -> None:
    first, second = played(tmp_path, CURT, CURT), played(tmp_path, CURT, POLITE)
    document = compared([second, first], "en")
    assert document.title == "2 attempts compared"
    progress = document.section("progress")
    assert progress is not None
    table = next(b for b in progress.blocks if isinstance(b, Table))
    assert table.rows[0] == ("Politeness", "0", "50", "+50")
    assert "Improved most: Care +50, Politeness +50" in words(progress).replace(
        "Politeness +50, Care +50", "Care +50, Politeness +50"
    )
    assert [s.name for s in document.sections if s.apart] == ["attempt-1", "attempt-2"]


def test_a_fault_is_compared_as_what_it_is_good_to_be_free_of(tmp_path: Path) -> None:
    progress = compared([played(tmp_path, SHOVE), played(tmp_path, POLITE)], "en").section(
        "progress"
    )
    assert progress is not None
    table = next(b for b in progress.blocks if isinstance(b, Table))
    assert table.rows[-1] == ("Free of: Brush-off", "0", "100", "+100")


def test_many_attempts_are_told_by_the_first_the_best_and_the_last(tmp_path: Path) -> None:
    several = [played(tmp_path, CURT) for _n in range(5)]
    several += [played(tmp_path, POLITE), played(tmp_path, CURT)]
    progress = compared(several, "en").section("progress")
    assert progress is not None
    table = next(b for b in progress.blocks if isinstance(b, Table))
    assert table.head == ("Criterion", "First", "Best", "Last", "Change")
    assert table.rows[0] == ("Politeness", "0", "100", "0", "0")


def test_changes_of_different_people_are_not_called_progress(tmp_path: Path) -> None:
    two = [played(tmp_path, CURT), played(tmp_path, POLITE, trainee="Bo")]
    document = compared(two, "en")
    overview, progress = document.section("attempts"), document.section("progress")
    assert overview is not None
    assert progress is not None
    assert "different people" in words(overview)
    assert "Improved" not in words(progress)


def test_a_session_that_is_nobodys_is_not_counted_as_the_named_persons(tmp_path: Path) -> None:
    two = [played(tmp_path, CURT), played(tmp_path, POLITE, trainee="")]
    document = compared(two, "en")
    overview, progress = document.section("attempts"), document.section("progress")
    assert overview is not None
    assert progress is not None
    table = next(b for b in overview.blocks if isinstance(b, Table))
    assert [row[2] for row in table.rows] == ["Ann", "not named"]
    assert ("Trainee", "Ann, not named") in document.particulars
    assert "Not every session says whose it is" in words(overview)
    assert "Improved" not in words(progress)


def test_how_a_session_in_a_damaged_file_ended_is_not_known(tmp_path: Path) -> None:
    left = played(tmp_path, CURT)
    cut = left.model_copy(update={"incomplete": True})
    assert ("Ended", "unfinished") in debrief(left, "en").particulars
    assert ("Ended", "not known") in debrief(cut, "en").particulars
    assert "has not come to an end" in words(section(left, "happened"))
    assert "What followed cannot be read." in words(section(cut, "happened"))


def test_hostile_words_are_kept_as_they_are_for_the_formats_to_make_harmless(
    tmp_path: Path,
) -> None:
    assert debrief(hostile(tmp_path), "en").section("reply-1") is not None
    assert LINES in words(section(hostile(tmp_path), "happened"))
