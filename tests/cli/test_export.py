from __future__ import annotations

import os
import sys
import threading
import zipfile
from pathlib import Path

import pytest
from docx import Document

from tests.cli.conftest import Run
from tests.report.hostile import LINES, LONG
from tests.session.rated import comment, mark, rate
from tests.session.small import POLITE, SHOVE
from tests.shipped import library
from trainer.cli import out
from trainer.cli.commands.export import FORMATS
from trainer.content.library import Library
from trainer.content.offers import offers
from trainer.session.archive import find_session
from trainer.session.ratings import ratings_file

OURS = ("md", "html", "docx", "pdf", "xlsx", "csv", "jsonl", "vtt", "xapi")


def play(small: Run, *replies: str, trainee: str = "Ann") -> str:
    said = "".join(f"{reply}\n" for reply in replies)
    done = small("play", "counter", "--trainee", trainee, given=said)
    return Path(done.stdout.splitlines()[-1].removeprefix("transcript: ")).stem


@pytest.fixture
def session(small: Run) -> str:
    return play(small, " ".join(LINES.split()), LONG, POLITE, SHOVE, trainee="=Ann <b>")


@pytest.mark.parametrize("to", OURS)
def test_the_same_session_twice_is_the_same_file_and_its_owners_alone(
    small: Run, session: str, tmp_path: Path, to: str
) -> None:
    if to == "pdf":  # the fonts of a test machine have no emoji
        session = play(small, POLITE, SHOVE)
    made = []
    for name in ("one", "two"):
        path = tmp_path / name / f"file.{to}"
        done = small("export", session, "--to", to, "--out", str(path))
        assert (done.returncode, done.stdout) == (0, "")
        made.append(path.read_bytes())
        if os.name != "nt":
            assert path.stat().st_mode & 0o777 == 0o600
    assert made[0] == made[1]
    assert made[0]


def test_what_is_replaced_is_said_and_a_link_stays_one(
    small: Run, session: str, tmp_path: Path
) -> None:
    file, link = tmp_path / "there.md", tmp_path / "link.md"
    link.symlink_to(file)
    said = [
        small("export", session, "--to", "md", "--out", str(path)).stderr
        for path in (link, link, file)
    ]
    assert ["in place of what was there" in each for each in said] == [False, True, True]
    assert link.is_symlink()
    assert file.read_text("utf-8") == small("export", session, "--to", "md").stdout


@pytest.mark.skipif(os.name == "nt", reason="Windows has no named pipes in folders")
def test_what_is_no_file_is_written_into_and_not_replaced(
    small: Run, session: str, tmp_path: Path
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text("utf-8")), daemon=True)
    reader.start()
    assert small("export", session, "--to", "md", "--out", str(pipe)).returncode == 0
    reader.join(10)
    assert pipe.is_fifo()
    assert read == [small("export", session, "--to", "md").stdout]


@pytest.mark.parametrize("to", [to for to in OURS if FORMATS[to].text])
def test_a_format_of_text_goes_to_standard_output(
    small: Run, session: str, tmp_path: Path, to: str
) -> None:
    path = tmp_path / f"file.{to}"
    small("export", session, "--to", to, "--out", str(path))
    shown = small("export", session, "--to", to, "--out", "-")
    assert shown.stdout == path.read_bytes().decode()
    assert shown.stderr == ""


def test_a_file_is_nothing_for_a_terminal(
    small: Run, session: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(out, "is_shown", lambda: True)
    for to in ("docx", "xlsx", "pdf"):
        done = small("export", session, "--to", to)
        assert (done.returncode, done.stdout) == (2, "")
        assert "--out" in done.stderr


@pytest.mark.parametrize("to", OURS)
def test_several_sessions_into_a_folder(small: Run, tmp_path: Path, to: str) -> None:
    names = [play(small, POLITE, SHOVE), play(small, SHOVE)]
    folder = tmp_path / "all"
    assert small("export", *names, "--to", to, "--out", f"{folder}/").returncode == 0
    alone = {f"{name}.{FORMATS[to].ending or to}" for name in names}
    more = {f"comparison.{to}"} if to in ("md", "html", "docx", "pdf", "xlsx") else set()
    assert {path.name for path in folder.iterdir()} == alone | more


def test_subtitles_are_of_one_session(small: Run, tmp_path: Path) -> None:
    names = [play(small, SHOVE), play(small, SHOVE)]
    done = small("export", *names, "--to", "vtt", "--out", str(tmp_path / "x.vtt"))
    assert done.returncode == 2
    assert "folder" in done.stderr


def test_a_template_is_for_word_processors_and_must_be_one(
    small: Run, session: str, tmp_path: Path
) -> None:
    own = tmp_path / "own.docx"
    word = Document()
    word.sections[0].footer.paragraphs[0].text = "Our centre"
    word.save(str(own))
    target = tmp_path / "made.docx"
    done = small("export", session, "--to", "docx", "--template", str(own), "--out", str(target))
    assert done.returncode == 0
    with zipfile.ZipFile(target) as archive:
        footers = [name for name in archive.namelist() if "footer" in name]
        assert any(b"Our centre" in archive.read(name) for name in footers)
    assert small("export", session, "--to", "md", "--template", str(own)).returncode == 2
    target.unlink()
    for said in ("no document", ""):
        own.write_text(said)
        asked = ("--template", str(own), "--out", str(target))
        wrong = small("export", session, "--to", "docx", *asked)
        assert wrong.returncode == 2
        assert "no Word document" in wrong.stderr
        assert not target.exists()
    gone = small("export", session, "--to", "docx", "--template", str(tmp_path / "none.docx"))
    assert gone.returncode == 3


def test_without_its_package_a_format_says_what_to_install(
    small: Run, session: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    done = small("export", session, "--to", "pdf")
    assert done.returncode == 2
    assert 'pip install -e ".[pdf]"' in done.stderr


@pytest.mark.parametrize("to", ["md", "html", "docx", "csv", "xlsx"])
def test_a_name_stands_in_a_document_as_it_was_given(small: Run, tmp_path: Path, to: str) -> None:
    name = "👩\u200d🚀 ශ්\u200dරී"
    session = play(small, POLITE, trainee=name)
    file = tmp_path / f"file.{to}"
    small("export", session, "--to", to, "--out", str(file), "--with-names")
    raw = file.read_bytes()
    if to in ("docx", "xlsx"):
        with zipfile.ZipFile(file) as zipped:
            raw = b"".join(map(zipped.read, zipped.namelist()))
    assert name.encode() in raw


def test_what_could_be_practised_is_known_by_the_criteria_it_calls_for() -> None:
    found = {offer.id: offer for offer in offers(library(), {"zh-CN"})}
    assert {offer.lang for offer in found.values()} == {"zh-CN"}
    drill = library().find_drill(next(p for p in library().drill_paths() if "take" in p.stem)).value
    assert found["take-it-on"].kind == "drill"
    for criterion in drill.focus:
        assert found["take-it-on"].calls[criterion] >= 1
    scenario = library().find_scenario("dibao-refused").value
    called = sum(len(scene.calls_for) for scene in scenario.scenes)
    assert sum(found["dibao-refused"].calls.values()) == called


def test_a_file_that_cannot_be_read_offers_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "scenarios" / "en"
    folder.mkdir(parents=True)
    (folder / "broken.yaml").write_text(
        "id: broken\ntitle: Broken\nlang: en\nscenes: [{calls_for: 3}, 5]\n"
    )
    assert [dict(offer.calls) for offer in offers(Library((tmp_path,)), {"en"})] == [{}]


@pytest.mark.parametrize("to", OURS)
def test_a_session_in_which_nothing_was_said_is_exported_too(
    small: Run, tmp_path: Path, to: str
) -> None:
    path = tmp_path / f"empty.{to}"
    assert small("export", play(small), "--to", to, "--out", str(path)).returncode == 0
    assert path.stat().st_size


def test_statements_are_without_words_unless_asked_and_never_by_name(
    small: Run, session: str
) -> None:
    assert SHOVE not in small("export", session, "--to", "xapi").stdout
    assert SHOVE in small("export", session, "--to", "xapi", "--with-text").stdout
    assert "Ann" not in small("export", session, "--to", "xapi", "--with-text").stdout
    for refused in (("xapi", "--with-names"), ("md", "--with-text")):
        done = small("export", session, "--to", *refused)
        assert (done.returncode, done.stdout) == (2, "")


def test_second_markers_are_in_the_debrief_and_named_only_when_asked(
    small: Run, tmp_path: Path
) -> None:
    session = play(small, POLITE, trainee="Ann Lee")
    plain = small("export", session, "--to", "md").stdout
    assert "Second marker" not in plain
    rate(
        find_session(tmp_path, session),
        mark("Kim", 1, "polite", 0),
        comment("Kim", 1, "Ann was cold, says Kim."),
    )
    shown = small("export", session, "--to", "md")
    assert shown.returncode == 0
    assert "| 1 | Politeness | 2 courteous | 0 curt |" in shown.stdout
    assert "| Reply | Criterion | Program | Second marker |" in shown.stdout
    assert "Second marker: Ann was cold" in shown.stdout
    named = small("export", session, "--to", "md", "--with-names").stdout
    assert "| Reply | Criterion | Program | Kim |" in named
    clean = small("export", session, "--to", "md", "--redact").stdout
    assert r"\[name\] was cold, says \[name\]." in clean
    rate(find_session(tmp_path, session), mark("Lee", 1, "polite", 1))
    two = small("export", session, "--to", "md").stdout
    assert "| Program | Second marker 1 | Second marker 2 |" in two
    assert small("export", session, "--to", "csv").stdout.count("Second marker") == 0


def test_marks_that_cannot_be_read_are_told_and_left_out(small: Run, tmp_path: Path) -> None:
    session = play(small, POLITE)
    path = find_session(tmp_path, session)
    before = small("export", session, "--to", "md").stdout
    ratings_file(path).write_text("no mark\n", "utf-8")
    done = small("export", session, "--to", "md")
    assert (done.returncode, done.stdout) == (1, before)
    assert "ratings.jsonl is not as it was written" in done.stderr


def test_what_is_missing_of_a_damaged_session_is_said_inside_every_document(
    small: Run, tmp_path: Path
) -> None:
    session = play(small, POLITE, SHOVE)
    path = find_session(tmp_path, session)
    path.write_bytes(b"not your job".join(path.read_bytes().rsplit(b"not my job", 1)))
    for to in ("md", "html", "csv", "jsonl", "vtt"):
        done = small("export", session, "--to", to)
        assert done.returncode == 1
        assert "damaged or was cut off" in done.stdout
    assert "incomplete" in small("export", session, "--to", "xapi").stdout


def test_marks_show_that_a_session_was_cut_off_between_two_lines(
    small: Run, tmp_path: Path
) -> None:
    session = play(small, POLITE, SHOVE)
    path = find_session(tmp_path, session)
    rate(path, comment("Zhou", 2, "again"))
    lines = path.read_bytes().splitlines(keepends=True)
    second = next(n for n, line in enumerate(lines) if b'"turn":2' in line)
    path.write_bytes(b"".join(lines[:second]))
    done = small("export", session, "--to", "md")
    assert done.returncode == 1
    assert "reply 2 was marked" in done.stderr
    assert "cut off" in done.stdout
