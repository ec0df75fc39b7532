"""Real conversations become sessions like any other."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.test_export import OURS, play
from tests.report.hostile import LINES, LONG
from tests.session.small import POLITE, SHOVE, markdown
from trainer.cli.commands.export import FORMATS
from trainer.model.event import Assessed
from trainer.report.marksheet.write import marksheet
from trainer.report.vtt import vtt
from trainer.session.archive import find_session
from trainer.session.journal import read_journal
from trainer.session.transcript import Transcript, transcribe

RUBRIC = ("--rubric", "small")
ASKED: Mapping[str, object] = {"role": "user", "content": "Why does it take so long?"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "file.jsonl"


def chat(*messages: Mapping[str, object], **about: object) -> str:
    return json.dumps({**about, "messages": messages}, ensure_ascii=False) + "\n"


def said(content: object, **more: object) -> dict[str, object]:
    return {"role": "assistant", "content": content, **more}


def made(home: Path) -> list[Transcript]:
    paths = sorted((home / "sessions").glob("import-*.jsonl"))
    return [transcribe(read_journal(path)) for path in paths]


def only(home: Path) -> Transcript:
    (transcript,) = made(home)
    return transcript


def test_a_chat_becomes_a_session_that_is_judged_and_over(
    small: Run, tmp_path: Path, file: Path
) -> None:
    file.write_text(chat(ASKED, said(POLITE), ASKED, said(SHOVE), {**ASKED, "content": "Bye."}))
    done = small("import", str(file), *RUBRIC, "--trainee", "Ann Lee")
    session = only(tmp_path)
    assert done.returncode == 0
    assert done.stdout.split()[0] == session.started.session
    assert "“assistant”" in done.stderr
    assert [turn.reply for turn in session.turns] == [POLITE, SHOVE]
    assert session.turns[0].heard == (ASKED["content"],)
    assert session.heard == ("Bye.",)
    assert [turn.assessment.level("polite") for turn in session.turns if turn.assessment] == [2, 0]
    assert (session.started.mode, session.started.consent) == ("imported", "imported")
    assert session.finished is not None
    assert {turn.after for turn in session.turns} == {session.started.state.mood}
    assert f"{session.started.trainee}  Ann Lee" in small("people", "list").stdout
    rows = json.loads(small("sessions", "--format", "json").stdout)
    assert [row["ending"] for row in rows] == ["imported"]
    audit = (tmp_path / "audit.jsonl").read_text()
    assert json.loads(audit)["action"] == "import"
    assert "Ann" not in audit


def test_what_was_said_stands_in_the_journal_alone(small: Run, tmp_path: Path, file: Path) -> None:
    file.write_text(chat(ASKED, said(POLITE)))
    small("import", str(file), *RUBRIC)
    session = only(tmp_path)
    assert str(ASKED["content"]) not in session.started.model_dump_json()
    small("purge", "--before", "9999-01-01", "--yes")
    left = [p for p in tmp_path.rglob("*") if p.is_file() and p != file]
    assert not [p for p in left if b"so long" in p.read_bytes()]


def test_the_same_file_again_adds_nothing(small: Run, tmp_path: Path, file: Path) -> None:
    file.write_text(chat(ASKED, said(POLITE)) * 2 + chat(ASKED, said(SHOVE)))
    assert "2 sessions" in small("import", str(file), *RUBRIC).stderr
    before = {p: p.read_bytes() for p in (tmp_path / "sessions").iterdir()}
    os.utime(file, (0, 0))
    again = small("import", str(file), *RUBRIC)
    assert (again.returncode, again.stdout) == (0, "")
    assert "Here already" in again.stderr
    assert {p: p.read_bytes() for p in (tmp_path / "sessions").iterdir()} == before


@pytest.mark.parametrize("to", [to for to in OURS if to not in ("pdf", "docx")])
def test_every_export_takes_an_imported_session(
    small: Run, tmp_path: Path, file: Path, to: str
) -> None:
    file.write_text(chat(said(LINES), ASKED, said(LONG), said("=1+1"), name="<b>"), "utf-8")
    small("import", str(file), *RUBRIC)
    session = only(tmp_path).started.session
    done = small("export", session, "--to", to, "--out", str(tmp_path / f"out.{to}"))
    assert done.returncode == 0
    if FORMATS[to].text:
        text = (tmp_path / f"out.{to}").read_text("utf-8")
        assert "\x1b" not in text
        assert "satisfied" not in text
        assert "leaves unhappy" not in text
        assert '"failed"' not in text


def test_the_debrief_tells_nothing_that_is_not_known(
    small: Run, tmp_path: Path, file: Path
) -> None:
    file.write_text(chat(ASKED, said(SHOVE)))
    small("import", str(file), *RUBRIC)
    session = only(tmp_path).started.session
    text = small("export", session, "--to", "md").stdout
    assert "Imported conversation" in text
    assert "not known; the file is of" in text
    for untold in ("How the resident felt", "Difficulty", "Place", "DISC", "One good way", "…”"):
        assert untold not in text
    knowing = chat(ASKED, said(POLITE), venue="hotline", resident={"name": "Mr Shaw", "disc": "SC"})
    file.write_text(knowing)
    small("import", str(file), *RUBRIC)
    text = small("export", find_other(tmp_path, session), "--to", "md").stdout
    assert "Mr Shaw" in text
    assert "hotline" in text
    assert "DISC style: SC" in text


def test_what_the_program_says_of_it_is_in_the_readers_language(
    small: Run, tmp_path: Path, file: Path
) -> None:
    file.write_text(chat(ASKED, said(SHOVE)))
    small("import", str(file), *RUBRIC)
    english, chinese = small("sessions").stdout, small("--lang", "zh-CN", "sessions").stdout
    assert "Imported conversation" in english
    assert "导入的对话" in chinese
    assert "imported" not in chinese
    transcript = only(tmp_path)
    text = markdown(transcript, "zh-CN")
    assert text.startswith("# 导入的对话")
    assert "居民" in text
    assert "Resident" not in text
    assert "Imported" not in text
    assert "<v 居民>" in vtt(transcript, "zh-CN")


def find_other(home: Path, session: str) -> str:
    return next(t.started.session for t in made(home) if t.started.session != session)


def test_our_own_lines_make_the_round_trip(small: Run, tmp_path: Path, file: Path) -> None:
    session = play(small, POLITE, SHOVE)
    lines = small("export", session, "--to", "jsonl").stdout
    file.write_text(lines)
    assert "Here already" in small("import", str(file), *RUBRIC).stderr
    elsewhere = str(tmp_path / "elsewhere")
    small("import", str(file), "--scenario", "counter", TRAINER_HOME=elsewhere)
    there = only(Path(elsewhere))
    before = transcribe(read_journal(find_session(tmp_path, session)))
    assert there.history == before.history
    assert [turn.at for turn in there.turns] == [turn.at for turn in before.turns]
    assert there.started.trainee == before.started.trainee
    assert there.started.scenario.facts == before.started.scenario.facts
    assert there.started.unknown == ()
    again = small("export", there.started.session, "--to", "jsonl", TRAINER_HOME=elsewhere).stdout
    texts = [
        [json.loads(line)["content"] for line in text.splitlines()[1:]] for text in (lines, again)
    ]
    assert texts[0] == texts[1]


def test_a_message_a_line_is_one_conversation_unless_they_are_told_apart(
    small: Run, tmp_path: Path, file: Path
) -> None:
    lines = [{"role": "客服", "content": POLITE}, {"role": "群众", "content": "谢谢"}]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    small("import", str(file), *RUBRIC)
    assert only(tmp_path).history == (("S", POLITE), ("R", "谢谢"))
    named = [{**line, "conversation": c} for c in (1, 2) for line in lines]
    file.write_text("".join(json.dumps(line) + "\n" for line in named))
    assert "2 sessions" in small("import", str(file), *RUBRIC).stderr


def test_the_trainee_may_be_the_other_side(small: Run, tmp_path: Path, file: Path) -> None:
    file.write_text(chat({"role": "user", "content": POLITE}, said("I am angry.")))
    small("import", str(file), *RUBRIC, "--trainee-role", "user")
    assert only(tmp_path).history == (("S", POLITE), ("R", "I am angry."))


def test_replies_in_a_row_are_one_and_silence_is_one_too(
    small: Run, tmp_path: Path, file: Path
) -> None:
    nothing = {"role": "user", "content": " \u200b"}
    parts = [{"type": "text", "text": "Please"}, {"type": "text", "text": "wait."}]
    file.write_text(chat(said("Hello."), said(parts), nothing, said(""), ASKED, said(None)))
    done = small("import", str(file), *RUBRIC)
    assert [turn.reply for turn in only(tmp_path).turns] == ["Hello.\nPlease\nwait.", ""]
    assert "joined: 2" in done.stderr


def test_times_are_the_files_or_its_own(small: Run, tmp_path: Path, file: Path) -> None:
    at = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
    timed = (said("One.", at=at.timestamp()), ASKED, said("Two.", time="2026-03-01T17:29:00+08:00"))
    file.write_text(chat(*timed))
    os.utime(file, (0, 0))
    small("import", str(file), *RUBRIC)
    session = only(tmp_path)
    assert [turn.at for turn in session.turns] == [
        at,
        at,
    ]  # the clock that went back is not followed
    assert "times" not in session.started.unknown
    file.write_text(chat(said("Untimed.")))
    os.utime(file, (86_400, 86_400))
    small("import", str(file), *RUBRIC)
    other = transcribe(
        read_journal(find_session(tmp_path, find_other(tmp_path, session.started.session)))
    )
    assert other.started.at == other.finished == datetime(1970, 1, 2, tzinfo=UTC)
    assert "times" in other.started.unknown


def test_each_bad_line_is_told_and_the_rest_taken(small: Run, tmp_path: Path, file: Path) -> None:
    bad = [
        b"\xff",
        b"{",
        b"[]",
        b'{"messages": 1}',
        chat({"role": "robot", "content": ""}).encode(),
        chat(ASKED).encode(),
        chat(said(5)).encode(),
        chat(said("x", at="soon")).encode(),
        chat(said("x"), venue="moon").encode(),
    ]
    file.write_bytes(b"\n".join([*(line.strip() for line in bad), chat(said("Good.")).encode()]))
    done = small("import", str(file), "--format", "messages", *RUBRIC)
    assert done.returncode == 1
    assert only(tmp_path).turns[0].reply == "Good."
    told = [line for line in done.stderr.splitlines() if line.startswith("Line ")]
    assert [line.split(":")[0] for line in told] == [f"Line {n}" for n in range(1, 10)]
    file.write_bytes(b"\n".join(bad))
    assert small("import", str(file), "--format", "messages", *RUBRIC).returncode == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_table_is_read_in_the_encodings_of_spreadsheets(
    small: Run, tmp_path: Path, encoding: str
) -> None:
    file = tmp_path / "表.csv"
    rows = [
        "编号,上文,回复",
        '1,"我的证呢？",请稍等',
        "1,,马上好",
        '2,"喂，\n在吗",=请讲',
        "3,没人答",
        ",,",
        ",谁,我",
    ]
    file.write_bytes("\n".join(rows).encode(encoding))
    done = small("import", str(file), *RUBRIC)
    assert done.returncode == 1
    assert {tuple(turn.reply for turn in t.turns) for t in made(tmp_path)} == {
        ("请稍等\n马上好",),
        ("=请讲",),
    }
    assert {t.started.scenario.lang for t in made(tmp_path)} == {"zh-CN"}
    assert ("was read as" in done.stderr) == (encoding in ("gb18030", "utf-16"))
    assert [line[:7] for line in done.stderr.splitlines() if line.startswith("Line")] == [
        "Line 6:",
        "Line 8:",
    ]


def test_an_exported_table_comes_back_as_it_was_said_and_by_whom(
    small: Run, tmp_path: Path
) -> None:
    replies = ("@SUM(1+1)", "- Please wait.", "'tis so")
    session, table = play(small, *replies, trainee="=Ann"), tmp_path / "t.csv"
    small("export", session, "--to", "csv", "--with-names", "--out", str(table))
    there = str(tmp_path / "other")
    small("import", str(table), *RUBRIC, TRAINER_HOME=there)
    told = only(Path(there))
    assert tuple(turn.reply for turn in told.turns) == replies
    assert f"{told.started.trainee}  =Ann" in small("people", "list", TRAINER_HOME=there).stdout


def test_a_table_without_ids_is_one_conversation_and_says_so(small: Run, tmp_path: Path) -> None:
    file = tmp_path / "t.tsv"
    file.write_text("resident\treply\nHello\tPlease wait.\nStill here\tSo am I.\n")
    done = small("import", str(file), *RUBRIC)
    assert len(only(tmp_path).turns) == 2
    assert "one conversation" in done.stderr
    file.write_text("a,b\n1,2\n")
    refused = small("import", str(file), *RUBRIC)
    assert refused.returncode == 2
    assert "上文" in refused.stderr


def test_names_and_numbers_can_stay_outside(small: Run, tmp_path: Path, file: Path) -> None:
    words = "I am Ann Lee, ring 13812345678."
    asked = {"role": "user", "content": "I am Bo Shaw, 13912345678.", "name": "Bo Shaw"}
    file.write_text(chat({"role": "system", "content": "Bo Shaw rang."}, asked, said(words)))
    small("import", str(file), *RUBRIC, "--redact", "--trainee", "Ann Lee")
    raw = "".join(p.read_text("utf-8") for p in (tmp_path / "sessions").iterdir())
    for gone in ("Ann", "Shaw", "13812345678", "13912345678"):
        assert gone not in raw


def test_an_export_without_names_cleans_what_a_real_resident_said(
    small: Run, tmp_path: Path, file: Path
) -> None:
    asked = {"role": "user", "content": "I am Bo Shaw, 13912345678.", "name": "Bo Shaw"}
    file.write_text(chat(asked, said(POLITE), asked, id="Bo Shaw"))
    small("import", str(file), *RUBRIC)
    session = only(tmp_path).started.session
    for to in ("md", "jsonl", "csv", "vtt"):
        text = small("export", session, "--to", to, "--redact").stdout
        assert "Shaw" not in text
        assert "13912345678" not in text


def test_it_is_marked_but_not_gone_on_with(small: Run, tmp_path: Path, file: Path) -> None:
    file.write_text(chat(ASKED, said(POLITE)))
    small("import", str(file), *RUBRIC)
    session = only(tmp_path)
    assert marksheet(session, "en")
    refused = small("resume", session.started.session)
    assert refused.returncode == 2
    assert "imported" in refused.stderr
    assert small("resume").returncode == 2


def test_a_long_conversation_is_one(small: Run, tmp_path: Path, file: Path) -> None:
    file.write_text(chat(*(ASKED, said("Please wait.")) * 100))
    small("import", str(file), *RUBRIC)
    assert len(only(tmp_path).turns) == 100


def test_a_session_file_comes_over_byte_for_byte(small: Run, tmp_path: Path) -> None:
    session = play(small, POLITE, SHOVE)
    path = find_session(tmp_path, session)
    elsewhere = tmp_path / "elsewhere"
    copied = elsewhere / "sessions" / path.name
    for _time in range(2):
        done = small("import", str(path), TRAINER_HOME=str(elsewhere))
        assert done.returncode == 0
        assert copied.read_bytes() == path.read_bytes()
    assert small("import", str(path), "--redact", TRAINER_HOME=str(elsewhere)).returncode == 2


def test_a_damaged_session_file_is_refused_unless_its_sound_part_is_wanted(
    small: Run, tmp_path: Path
) -> None:
    session = play(small, POLITE, SHOVE)
    path = find_session(tmp_path, session)
    raw = path.read_bytes()
    file = tmp_path / "damaged.jsonl"
    file.write_bytes(b"not your job".join(raw.rsplit(b"not my job", 1)))
    elsewhere = tmp_path / "elsewhere"
    refused = small("import", str(file), TRAINER_HOME=str(elsewhere))
    assert refused.returncode == 3
    assert "--sound-part" in refused.stderr
    assert not (elsewhere / "sessions").exists()
    taken = small("import", str(file), "--sound-part", TRAINER_HOME=str(elsewhere))
    assert taken.returncode == 1
    events = read_journal(elsewhere / "sessions" / path.name)
    assert sum(isinstance(event, Assessed) for event in events) == 1
    other = small("import", str(path), TRAINER_HOME=str(elsewhere))
    assert other.returncode == 3
    assert "here already" in other.stderr


def test_a_session_file_cannot_choose_where_it_lands(small: Run, tmp_path: Path) -> None:
    from trainer.model.event import Started
    from trainer.session.journal import written

    session = play(small, POLITE)
    first, *rest = read_journal(find_session(tmp_path, session))
    assert isinstance(first, Started)
    file = tmp_path / "file.jsonl"
    file.write_bytes(written([first.model_copy(update={"session": "../../evil"}), *rest]))
    refused = small("import", str(file), TRAINER_HOME=str(tmp_path / "elsewhere"))
    assert refused.returncode == 3
    assert not list(tmp_path.rglob("evil*"))
