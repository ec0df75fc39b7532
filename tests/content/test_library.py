"""Finding, loading, listing and checking content by id, by path and in one's own folder."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.content.conftest import RESIDENT, RUBRIC, SCENARIO, Folder, write
from trainer.content import codes
from trainer.content.library import Library
from trainer.errors import ContentFaults, NotFound


def test_a_scenario_is_found_by_id_and_by_path(folder: Folder) -> None:
    by_id = folder.library.find_scenario("lost-papers")
    assert by_id == folder.library.find_scenario(folder.scenario)
    assert by_id == folder.library.find_scenario(str(folder.scenario))
    assert by_id.path == folder.scenario
    assert by_id.sha256 == hashlib.sha256(folder.scenario.read_bytes()).hexdigest()


def test_a_scenario_is_found_by_its_id_when_its_file_is_named_otherwise(folder: Folder) -> None:
    folder.scenario.rename(folder.scenario.with_name("another-name.yaml"))
    assert folder.library.find_scenario("lost-papers").value.id == "lost-papers"


def test_an_unknown_id_gets_the_nearest_one_as_a_hint(folder: Folder) -> None:
    with pytest.raises(NotFound, match="Did you mean “lost-papers”"):
        folder.library.find_scenario("lost-paper")
    with pytest.raises(NotFound, match="Did you mean “reception”"):
        folder.library.rubric("receptoin")


@pytest.mark.parametrize(
    "name", ["../../no/passwd", "no/such.yaml", "missing.yaml", "x" * 5000, "a\0b", "", "."]
)
def test_what_is_not_there_is_not_found(folder: Folder, name: str) -> None:
    with pytest.raises(NotFound):
        folder.library.find_scenario(name)
    with pytest.raises(NotFound):
        folder.library.rubric(name)


def test_what_stands_there_instead_of_a_file_is_told(folder: Folder) -> None:
    pipe, link, loop = (folder.root / f"{name}.yaml" for name in ("pipe", "link", "loop"))
    os.mkfifo(pipe)
    link.symlink_to(loop)
    loop.symlink_to(link)
    for path, told in (
        (folder.root, "is a folder"),
        (pipe, "is not an ordinary file"),
        (link, "is a link that leads nowhere"),
    ):
        with pytest.raises(NotFound, match=told):
            folder.library.find_scenario(path)
    with pytest.raises(NotFound, match="is a link that leads nowhere"):
        folder.library.check([link])


def test_a_file_without_its_ending_is_told_with_it(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder.root / "b.yaml", SCENARIO)
    monkeypatch.chdir(folder.root)
    with pytest.raises(NotFound, match=r"scenario “b”\. Did you mean “b\.yaml”"):
        folder.library.find_scenario("b")
    with pytest.raises(NotFound, match=r"file “b”\. Did you mean “b\.yaml”"):
        folder.library.check([Path("b")])


def test_a_faulty_scenario_is_not_loaded_and_says_why(folder: Folder) -> None:
    write(folder.scenario, SCENARIO.replace("grade: A", "grade: Z"))
    with pytest.raises(ContentFaults) as raised:
        folder.library.find_scenario("lost-papers")
    assert [each.code for each in raised.value.diagnostics] == ["VAL-002"]
    assert str(folder.scenario) in str(raised.value)


def test_rubric_and_profiles_load(folder: Folder) -> None:
    assert folder.library.rubric().value.id == "reception"
    assert folder.library.rubric(folder.rubric).value == folder.library.rubric("reception").value
    assert folder.library.rubric(folder.rubric.parent).path == folder.rubric
    assert set(folder.library.disc().value.types) == {"D", "I", "S", "C"}


def test_a_list_is_short_and_needs_no_faultless_files(folder: Folder) -> None:
    broken = folder.scenario.with_name("broken.yaml")
    named = SCENARIO[: SCENARIO.index("resident:")] + "resident: luo-xiuzhen\nscenes: [\n"
    write(broken, named.replace("id: lost-papers", "id: broken"))
    write(folder.scenario.with_name("worse.yaml"), "id: [\n")
    rows = [row.model_dump() for row in folder.library.entries()]
    expected = {
        "id": "lost-papers",
        "kind": "scenario",
        "title": "材料丢了",
        "lang": "zh-CN",
        "venue": "hall",
        "disc": "D",
        "difficulty": 2,
        "path": str(folder.scenario),
    }
    assert rows == [
        {**expected, "id": "broken", "disc": "SC", "path": str(broken)},
        expected,
    ]


def test_references_are_looked_up_in_the_file_s_own_folder_first(
    folder: Folder, tmp_path: Path
) -> None:
    inline = SCENARIO[SCENARIO.index("resident:") : SCENARIO.index("facts:")]
    text = SCENARIO.replace(inline, "resident: luo-xiuzhen\n")
    alone = tmp_path / "elsewhere" / "alone.yaml"
    write(alone, text)
    assert folder.library.find_scenario(alone).value.resident.name == "罗秀珍"
    write(tmp_path / "elsewhere" / "residents" / "luo-xiuzhen.yaml", RESIDENT.replace("罗", "骆"))
    assert folder.library.find_scenario(alone).value.resident.name == "骆秀珍"
    inside = tmp_path / "elsewhere" / "zh-CN" / "inside.yaml"
    write(inside, text)
    assert folder.library.find_scenario(inside).value.resident.name == "骆秀珍"


def test_a_reference_cannot_leave_its_folder(folder: Folder) -> None:
    inline = SCENARIO[SCENARIO.index("resident:") : SCENARIO.index("facts:")]
    write(folder.root / "secret.yaml", RESIDENT)
    write(folder.scenario, SCENARIO.replace(inline, "resident: ../../secret\n"))
    assert [each.code for each in folder.check()] == ["REF-007"]


def test_a_changed_file_is_read_again(folder: Folder) -> None:
    assert folder.check(folder.resident) == []
    write(folder.resident, RESIDENT.replace("disc: SC", "disc: XYZ"))
    assert [each.code for each in folder.check(folder.resident)] == ["VAL-005"]


def test_checking_a_folder_checks_each_file_as_what_it_is(folder: Folder) -> None:
    write(folder.resident, RESIDENT.replace("disc:", "disk:"))
    write(
        folder.rubric,
        RUBRIC.replace("dimension: courtesy\n    kind", "dimension: curtesy\n    kind"),
    )
    write(folder.root / "rubrics" / "reception" / "phrases.zh-CN.yaml", "a: [\n")
    found = folder.library.check([folder.root])
    assert [(Path(each.file).name, each.code) for each in found] == [
        ("phrases.zh-CN.yaml", "YAML-007"),
        ("rubric.yaml", "REF-012"),
        ("luo-xiuzhen.yaml", "KEY-001"),
    ]


def test_a_file_outside_any_folder_is_known_by_its_keys(folder: Folder, tmp_path: Path) -> None:
    loose = tmp_path / "loose"
    for name, text in (("one.yaml", SCENARIO), ("two.yaml", RUBRIC), ("three.yaml", RESIDENT)):
        write(loose / name, text)
    assert folder.library.check([loose]) == []


def test_two_scenarios_with_one_id_are_told(folder: Folder) -> None:
    write(folder.scenario.with_name("second.yaml"), SCENARIO)
    [found] = folder.library.check()
    assert (found.code, Path(found.file).name, found.line) == ("REF-009", "second.yaml", 1)


def test_a_path_that_does_not_exist_is_not_found(folder: Folder, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        folder.library.check([tmp_path / "gone"])


RUBRIC_MISTAKES = [
    ("dimension: courtesy\n    kind", "dimension: «curtesy\n    kind", "REF-012", "“courtesy”"),
    ("{criterion: blame_dismiss,", "{criterion: «blame_dismis,", "REF-005", "“blame_dismiss”"),
    ("id: apology_explanation", "id: «greeting_address", "REF-009", ""),
    ("kind: penalty", "kind: «penlty", "VAL-002", "“penalty”"),
    ("overall: 30}", "overall: «300}", "VAL-003", ""),
    ("      -2: {name: {en: severe}", "      «-3: {name: {en: severe}", "VAL-003", "-2"),
    ("    definition: {en: Blames}", "    «defintion: {en: Blames}", "KEY-001", "“definition”"),
    ("version: 1", "version: «one", "VAL-005", "1.2"),
    ("title: {en: Courtesy}", "title: «Courtesy", "VAL-001", ""),
]


@pytest.mark.parametrize(("old", "new", "code", "hint"), RUBRIC_MISTAKES)
def test_a_mistake_in_a_rubric_is_told_once_at_its_place(
    folder: Folder, old: str, new: str, code: str, hint: str
) -> None:
    found, place = folder.with_mistake(folder.rubric, old, new)
    assert (found.code, found.line, found.column) == (code, *place)
    assert hint in (found.hint or "")


DISC_MISTAKES = [
    ("on: blame_dismiss", "on: «blame_dismis", "REF-013", "“blame_dismiss”"),
    ("{anger: 20,", "{«angr: 20,", "KEY-001", "“anger”"),
    ("{patience: -5}", "{patience: «-500}", "VAL-003", ""),
    ("id: nothing-new", "id: «blamed", "REF-009", ""),
    ("  D:\n", "  «X:\n", "KEY-001", "D, I, S, C"),
    ("difficulty: {1: 1.2", "difficulty: {«one: 1.2", "VAL-005", "number"),
]


@pytest.mark.parametrize(("old", "new", "code", "hint"), DISC_MISTAKES)
def test_a_mistake_in_the_profiles_is_told_once_at_its_place(
    folder: Folder, old: str, new: str, code: str, hint: str
) -> None:
    found, place = folder.with_mistake(folder.disc, old, new)
    assert (found.code, found.line, found.column) == (code, *place)
    assert hint in (found.hint or "")


def test_a_resident_s_id_is_the_name_of_its_file(folder: Folder) -> None:
    assert folder.library.read_resident(folder.resident).value is not None
    write(folder.resident, "id: somebody-else\n" + RESIDENT)
    [found] = folder.check(folder.resident)
    assert (found.code, found.line, found.column) == ("REF-011", 1, 5)


def test_every_code_has_a_title() -> None:
    named = {
        value for name, value in vars(codes).items() if name.isupper() and isinstance(value, str)
    }
    assert named == set(codes.titles())
    assert all(codes.titles().values())


def test_what_is_installed_has_no_mistakes() -> None:
    assert [each for each in Library.installed().check() if each.severity == "error"] == []


def test_loading_content_loads_no_interface_and_no_model() -> None:
    program = (
        "import sys, trainer.content.library\n"
        "print([m for m in ('textual', 'typer', 'numpy', 'rich') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
