"""What scripts rely on: exit codes, streams, JSON shapes, the last line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Run, environment
from tests.session.small import CONTENT, POLITE, SHOVE
from trainer import __version__
from trainer.session.journal import read_journal
from trainer.session.people import names
from trainer.session.transcript import transcribe


def path_of(out: str) -> Path:
    last = out.splitlines()[-1]
    assert last.startswith("transcript: ")
    return Path(last.removeprefix("transcript: "))


# Play


def test_a_piped_session_on_installed_content(program: Run, tmp_path: Path) -> None:
    done = program("play", "council-tax-reminder", given="[stands up] Good morning, Mr Stokes.\n")
    assert done.returncode == 0
    assert "Feedback on reply 1" in done.stdout
    assert path_of(done.stdout).parent == tmp_path / "sessions"


def test_a_piped_session_reaches_an_ending(small: Run, tmp_path: Path) -> None:
    done = small("play", "counter", given=f"{POLITE}\n{POLITE}\nnever read\n")
    assert (done.returncode, done.stderr) == (0, "")
    path = path_of(done.stdout)
    assert path.parent == tmp_path / "sessions"
    transcript = transcribe(read_journal(path))
    assert transcript.ending is not None
    assert [turn.reply for turn in transcript.turns] == [POLITE, POLITE]
    for part in (
        "At the counter", "You work at the counter.", "Someone has been waiting.", "Ms Lane, 41",
        "1. The office closes at five. (Source: Office order 3, as of 2025-04)",
        "2. The room is number 2.", "- You cannot promise a date.",
        "Ms Lane: I have been waiting for an hour.", f"You: {POLITE}", "Feedback on reply 1: 100",
        "Politeness: courteous. Said so. Your words: “Please”.", "Anger -12", "You were polite.",
        "The talk is over: Content (satisfied).", "She leaves content.", "Manners: 100 of 100",
        "Scores are advisory",
    ):  # fmt: skip
        assert part in done.stdout, part


def test_the_end_of_input_leaves_the_session_to_be_resumed(small: Run) -> None:
    done = small("play", "counter", given="Wait.")
    assert done.returncode == 0
    assert "trainer resume" in done.stderr
    path = path_of(done.stdout)
    again = small("resume", given=f"{POLITE}\n{SHOVE}\n")
    assert again.returncode == 0
    assert path_of(again.stdout) == path
    assert "You: Wait." in again.stdout
    assert "The talk is over: Gone (complains)." in again.stdout
    over = small("resume", path.stem[:20])
    assert over.returncode == 0
    assert "The talk is over" in over.stdout
    assert small("resume").returncode == 2


def test_a_blank_line_of_a_pipe_is_no_reply(small: Run) -> None:
    done = small("play", "counter", given=f"\n \r\n\u3000\n{SHOVE}\r\n")
    transcript = transcribe(read_journal(path_of(done.stdout)))
    assert [turn.reply for turn in transcript.turns] == [SHOVE]


def test_an_exam_tells_nothing_before_the_end(small: Run) -> None:
    left = small("play", "counter", "--mode", "exam", given="Wait.\n")
    assert "Feedback" not in left.stdout
    done = small("resume", given=f"{SHOVE}\n")
    assert "Feedback on reply 1" in done.stdout
    assert "Feedback on reply 2" in done.stdout


def test_a_number_picks_a_choice_in_guided_mode(small: Run) -> None:
    done = small("play", "counter", "--mode", "guided", given="１\n7\n")
    assert "Hint: Start with a courtesy." in done.stdout
    assert "2. That is not my job." in done.stdout
    assert "A good start." in done.stdout
    transcript = transcribe(read_journal(path_of(done.stdout)))
    assert [turn.reply for turn in transcript.turns] == ["Please sit down.", "7"]


def test_mode_seed_and_trainee_are_kept(small: Run, tmp_path: Path) -> None:
    done = small("play", "counter", "--seed", "7", "--trainee", "\x1b[1m陈晨", "--mode", "exam")
    started = transcribe(read_journal(path_of(done.stdout))).started
    assert (started.seed, started.mode) == (7, "exam")
    assert names(tmp_path) == {started.trainee: "[1m陈晨"}


def test_a_scenario_can_be_a_file(small: Run) -> None:
    done = small("play", str(CONTENT / "scenarios" / "en" / "counter.yaml"), given=f"{SHOVE}\n")
    assert done.returncode == 0
    assert path_of(done.stdout).is_file()


def test_a_scenario_with_mistakes_is_told_with_their_places(small: Run, tmp_path: Path) -> None:
    faulty = tmp_path / "faulty.yaml"
    whole = (CONTENT / "scenarios" / "en" / "counter.yaml").read_text("utf-8")
    faulty.write_text(whole.replace("to: more", "to: nowhere"), "utf-8")
    done = small("play", str(faulty))
    assert done.returncode == 1
    assert f"{faulty}:" in done.stderr
    assert "REF-001" in done.stderr
    assert done.stdout == ""


def test_hostile_replies_reach_the_screen_as_text(small: Run) -> None:
    done = small("play", "counter", given="\x1b]0;owned\x07please \x9b2J \u202eevil\n")
    assert "\x9b" not in done.stdout
    assert "\u202e" not in done.stdout
    assert done.returncode == 0


def test_input_that_is_not_utf8_is_read_as_far_as_it_goes(small: Run) -> None:
    done = small("play", "counter", given=b"please \xff\xfe sit\n")
    assert done.returncode == 0
    assert "please \ufffd\ufffd sit" in done.stdout


# A crash


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_killed_in_mid_session_nothing_acknowledged_is_lost(small: Run, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.cli.driver", "play", "counter"]
    for replies, slow in (([], "1"), (["Wait."], "")):
        with subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment(tmp_path) | {"SLOW": slow},
            text=True,
            encoding="utf-8",
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            for reply in [*replies, "Hold on."]:
                process.stdin.write(reply + "\n")
                process.stdin.flush()
                while not process.stdout.readline().startswith("You: "):
                    pass
                if not slow:
                    while "hour" not in process.stdout.readline():
                        pass
            _wait_for("Hold on.", tmp_path)
            process.kill()
        done = small("resume", given=f"{SHOVE}\n")
        assert done.returncode == 0
        transcript = transcribe(read_journal(path_of(done.stdout)))
        assert [turn.reply for turn in transcript.turns] == [*replies, "Hold on.", SHOVE]
        assert all(turn.assessment for turn in transcript.turns)
        if slow:
            assert done.stdout.index("Feedback on reply 1") < done.stdout.index(f"You: {SHOVE}")


def _wait_for(reply: str, home: Path) -> None:
    import time

    for _ in range(200):
        journals = list((home / "sessions").glob("*.jsonl"))
        if any(reply in path.read_text("utf-8") for path in journals):
            return
        time.sleep(0.02)
    raise AssertionError("the reply did not reach the disk")


# Lists


def test_sessions_and_list_as_json_and_text(small: Run, tmp_path: Path) -> None:
    assert json.loads(small("sessions", "--format", "json").stdout) == []
    path = path_of(small("play", "counter", "--trainee", "陈晨", given=f"{SHOVE}\n").stdout)
    (row,) = json.loads(small("sessions", "--format", "json").stdout)
    assert list(row) == [
        "session", "scenario", "trainee", "started", "finished", "ending", "overall", "path",
    ]  # fmt: skip
    assert row["path"] == str(path)
    assert (row["trainee"], row["ending"], row["overall"]) == ("陈晨", "gone", 0)
    (tmp_path / "sessions" / "x.jsonl").write_text("nonsense\n")
    listed = small("sessions")
    assert listed.returncode == 0
    assert "陈晨" in listed.stdout
    assert "Gone" in listed.stdout  # the ending's title; its id is for programs
    assert "x.jsonl" in listed.stderr
    (entry,) = json.loads(small("list", "--format", "json").stdout)
    assert list(entry) == [
        "id", "kind", "title", "lang", "venue", "disc", "difficulty", "path",
    ]  # fmt: skip
    assert "counter" in small("list").stdout


def test_chinese_columns_are_aligned_by_cells(installed: Run) -> None:
    from rich.cells import cell_len

    rows = json.loads(installed("list", "--format", "json").stdout)
    lines = installed("list").stdout.splitlines()
    starts = {
        cell_len(line[: line.index(f" {row['lang']} ")])
        for line in lines[1:]
        for row in rows
        if line.startswith(row["id"] + " ")
    }
    assert len(lines) == len(rows) + 1
    assert len(starts) == 1


# Check


def test_check_shows_the_line_and_a_caret(small: Run, tmp_path: Path) -> None:
    assert small("check").returncode == 0
    faulty = tmp_path / "faulty.yaml"
    whole = (CONTENT / "scenarios" / "en" / "counter.yaml").read_text("utf-8")
    faulty.write_text(whole.replace("to: more", "to: nowhere"), "utf-8")
    done = small("check", str(faulty))
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    first = next(n for n, line in enumerate(lines) if "REF-001" in line)
    assert lines[first].startswith(f"{faulty}:")
    assert "error REF-001: " in lines[first]
    assert lines[first + 1][lines[first + 2].index("^") :].startswith("nowhere")
    told = json.loads(small("check", str(faulty), "--format", "json").stdout)
    assert {"code", "severity", "file", "line", "column", "message", "hint"} == set(told[0])
    assert small("check", str(tmp_path / "none.yaml")).returncode == 2


# Export


def test_export_writes_files_folders_or_standard_output(small: Run, tmp_path: Path) -> None:
    ids = [path_of(small("play", "counter", given=f"{SHOVE}\n").stdout).stem for _ in range(2)]
    shown = small("export", ids[0], "--to", "md")
    assert shown.returncode == 0
    assert shown.stdout.startswith("# At the counter\n")
    assert small("export", ids[0], "--to", "md", "--out", "-").stdout == shown.stdout
    target = tmp_path / "new" / "one.md"
    assert small("export", ids[0], "--to", "md", "--out", str(target)).returncode == 0
    assert target.read_text("utf-8") == shown.stdout
    assert small("export", ids[0], "--to", "rtf").returncode == 2
    assert small("export", "nothing", "--to", "md").returncode == 2
    blocked = small("export", ids[0], "--to", "md", "--out", str(target / "below.md"))
    assert blocked.returncode == 3


def test_several_sessions_are_one_document_or_a_folder_of_them(small: Run, tmp_path: Path) -> None:
    ids = [path_of(small("play", "counter", given=f"{SHOVE}\n").stdout).stem for _ in range(2)]
    together = small("export", *ids, "--to", "md")
    assert together.returncode == 0
    assert together.stdout.startswith("# 2 attempts compared\n")
    target = tmp_path / "both.md"
    assert small("export", *ids, "--to", "md", "--out", str(target)).returncode == 0
    assert target.read_text("utf-8") == together.stdout
    assert small("export", *ids, "--to", "md", "--out", str(tmp_path / "all")).returncode == 0
    names = {p.name for p in (tmp_path / "all").iterdir()}
    assert names == {"comparison.md", *(f"{name}.md" for name in ids)}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_what_is_exported_is_its_owners_alone(small: Run, tmp_path: Path) -> None:
    name = path_of(small("play", "counter", given=f"{SHOVE}\n").stdout).stem
    target = tmp_path / "one.html"
    target.write_text("before")
    target.chmod(0o644)
    assert small("export", name, "--to", "html", "--out", str(target)).returncode == 0
    assert target.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in tmp_path.glob(".*.part")] == []


# Usage and failures


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["plya", "counter"], "Did you mean “play”?"),
        (["play"], "SCENARIO is missing."),
        (["play", "nowhere"], "There is no scenario “nowhere”."),
        (["play", "counter", "--mode", "easy"], "--mode takes one of guided, coached, exam"),
        (["play", "counter", "--seed", "x"], "--seed takes a whole number"),
        (["play", "counter", "--sed", "1"], "Did you mean “--seed”?"),
        (
            ["play", "counter", "more"],
            "Too many arguments: more. “trainer play --help” tells more.",
        ),
        (["play", "counter", "--seed"], "--seed"),
        (["list", "--lang", "en"], "--lang stands before the command"),
        (["list", "--format", "xml"], "--format takes one of text, json"),
        (["--lang", "fr", "list"], "--lang takes one of zh-CN, en, not “fr”."),
        (["resume", "1999"], "There is no session “1999”."),
        (["playtest", "."], "“.” is a folder; name one file in it."),
        (["preview", "."], "“.” is a folder; name one file in it."),
        (["score"], "FILE|- is missing."),
        (["export", "x"], "--to is missing."),
        (["purge"], "--before is missing."),
        (["score", "none.jsonl"], "There is no file “none.jsonl”."),
        (["score", "-", "--jobs", "0"], "--jobs takes a whole number of at least 1"),
        ([], "The full screen needs a terminal."),
    ],
)
def test_wrong_usage_is_one_sentence_and_code_2(
    small: Run, arguments: list[str], told: str
) -> None:
    done = small(*arguments)
    assert done.returncode == 2
    assert told in done.stderr
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1


def test_a_wrong_language_in_the_environment_is_told(small: Run) -> None:
    done = small("list", TRAINER_LANG="fr")
    assert done.returncode == 2
    assert "TRAINER_LANG" in done.stderr


def test_a_mistake_of_the_program_is_logged_not_shown(small: Run, tmp_path: Path) -> None:
    done = small("play", "counter", given="Wait.\n", BROKEN="1")
    assert done.returncode == 3
    assert "kept unfinished" in done.stderr.splitlines()[0]
    assert len(done.stderr.splitlines()) == 2
    log = tmp_path / "logs" / "errors.log"
    assert str(log) in done.stderr
    assert "a mistake in the program" in log.read_text("utf-8")
    assert path_of(done.stdout).is_file()
    assert "Feedback on reply 1" in small("resume").stdout


def test_a_home_that_cannot_be_written_is_code_3(small: Run, tmp_path: Path) -> None:
    (tmp_path / "sessions").write_text("in the way")
    done = small("play", "counter")
    assert done.returncode == 3
    assert "cannot be saved" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("new", "scenario", "{file}/x.yaml"),
        ("new", "rubric", "{file}"),
        ("score", "{file}/x.jsonl"),
        ("export", "{session}", "--to", "docx", "--out", "{file}/x.docx"),
        ("people", "export", "Ann", "--out", "{file}/x.zip"),
        ("cohort", "--format", "html", "--out", "{file}/x.html"),
        ("cohort", "--format", "parquet", "--out", "{file}"),
    ],
)
def test_a_file_where_a_folder_is_needed_is_named(
    small: Run, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    done = small("play", "counter", "--trainee", "Ann", given="Wait.\n")
    file = tmp_path / "afile"
    file.write_text("mine")
    said = [each.format(file=file, session=path_of(done.stdout).stem) for each in arguments]
    for lang, told in (("en", "is a file, not a folder."), ("zh-CN", "是文件，不是文件夹。")):
        done = small("--lang", lang, *said)
        assert done.returncode in (2, 3)
        assert done.stderr == f"{file} {told}\n"
    assert file.read_text() == "mine"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("score", "{folder}"), "无法读取 {folder}：这是文件夹，不是文件。"),
        (("import", "{folder}"), "练习文件 {folder} 读不出来：这是文件夹，不是文件。"),
        (("new", "scenario", "{folder}/{long}/x.yaml"), "{long}/x.yaml：名字太长。"),
    ],
)
def test_what_the_system_says_is_said_in_the_readers_language(
    small: Run, tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    places = {"folder": tmp_path, "long": "x" * 300}
    done = small("--lang", "zh-CN", *(each.format(**places) for each in arguments))
    assert done.returncode == 3
    assert told.format(**places) in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_standard_output_that_cannot_be_written_is_code_3(tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "tests.cli.driver", "list"],
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(tmp_path),
            text=True,
            check=False,
        )
    assert done.returncode == 3
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.skipif(os.name == "nt", reason="pipes break otherwise there")
def test_a_reader_that_leaves_is_no_mistake(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.cli.driver", "--help"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(tmp_path),
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.skipif(os.name == "nt", reason="no SIGINT to a child there")
def test_ctrl_c_keeps_the_session_and_is_code_130(small: Run, tmp_path: Path) -> None:
    import signal

    # A suite started in the background ignores the signal, and so would its children.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(
        [sys.executable, "-m", "tests.cli.driver", "play", "counter"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(tmp_path),
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        while not process.stdout.readline().startswith("Ms Lane: "):
            pass
        process.send_signal(signal.SIGINT)
        rest = process.stdout.read()
        assert "Traceback" not in process.stderr.read()
    assert process.returncode == 130
    assert path_of(rest).is_file()


@pytest.mark.skipif(os.name == "nt", reason="a shell of another kind")
def test_closed_streams_do_no_harm(tmp_path: Path) -> None:
    for closed in ("<&-", ">&-", "<&- >&- 2>&-"):
        done = subprocess.run(
            f'"{sys.executable}" -m tests.cli.driver play counter {closed}',
            shell=True,
            capture_output=True,
            env=environment(tmp_path),
            text=True,
            check=False,
        )
        assert done.returncode == 0
        assert "Traceback" not in done.stderr
    assert len(list((tmp_path / "sessions").glob("*.jsonl"))) == 3


# Where and in what language


@pytest.mark.parametrize("arguments", [("sessions",), ("people", "list"), ("cohort",)])
def test_a_home_that_is_no_folder_is_wrong_usage(
    program: Run, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    file = tmp_path / "file"
    file.touch()
    for done in (
        program("--home", str(file), *arguments),
        program(*arguments, TRAINER_HOME=str(file)),
    ):
        assert (done.returncode, done.stdout) == (2, "")
        assert "takes a folder" in done.stderr


def test_the_home_comes_from_the_option_before_the_environment(
    program: Run, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    done = program("--home", str(elsewhere), "play", "council-tax-reminder")
    assert path_of(done.stdout).parent == elsewhere / "sessions"
    assert path_of(program("play", "council-tax-reminder").stdout).parent == tmp_path / "sessions"


def test_the_language_comes_from_the_option_then_the_environment_then_the_locale(
    small: Run,
) -> None:
    assert "练" in small("--lang", "zh-CN", "--help", TRAINER_LANG="en").stdout
    assert "练" in small("--help", TRAINER_LANG="zh-CN").stdout
    assert "Practise" in small("--lang=en", "--help", TRAINER_LANG="zh-CN").stdout
    assert "练" in small("--help", LC_ALL="zh_CN.UTF-8").stdout


def test_the_version(program: Run) -> None:
    assert program("--version").stdout == f"trainer {__version__}\n"


@pytest.mark.parametrize(
    "command", ["list", "play", "resume", "sessions", "export", "score", "check"]
)
def test_every_command_has_a_page_of_help(small: Run, command: str) -> None:
    done = small(command, "--help")
    assert done.returncode == 0
    assert done.stdout.startswith(f"Usage: trainer {command} ")
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_installed_content_has_no_mistakes_and_json_is_json(program: Run) -> None:
    done = program("check", "--format", "json", "--no-scored")
    assert json.loads(done.stdout) == []
    assert done.returncode == 0
    assert (ROOT / "scenarios").is_dir() or (ROOT / "trainer" / "_content").is_dir()
