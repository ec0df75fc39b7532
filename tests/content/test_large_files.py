"""A file may be as large as it likes and as wrong: what is compared with what has a bound."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from tests.content.conftest import SCENARIO, Folder, write
from tests.shipped import library
from trainer.content import problems
from trainer.content.load import load_scenario
from trainer.content.script import Script
from trainer.proof import ruled_out


def scenes(count: int, to: str) -> str:
    """The scenario with `count` scenes more on the way, each with a branch to its own `to`."""
    more = "".join(
        f"  - {{id: more-{n}, lines: 还有呢？, model_replies: [有。],"
        f" branches: [{{to: {to.format(n)}, when: {{anger: below 40}}}}],"
        f" otherwise: {f'more-{n + 1}' if n + 1 < count else 'explains'}}}\n"
        for n in range(count)
    )
    text = SCENARIO.replace("otherwise: explains", "otherwise: more-0", 1)
    return text.replace("endings:\n", f"{more}endings:\n", 1)


def test_names_are_compared_a_bounded_number_of_times(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[int] = []

    def nearest(_name: str, known: Collection[str]) -> str | None:
        compared.append(len(known))
        return None

    monkeypatch.setattr(problems, "nearest", nearest)
    write(folder.scenario, scenes(600, to="more-x{}"))
    found = folder.check()
    assert {each.code for each in found} == {"REF-001", "NOTE-001"}
    assert 40_000 < sum(compared) <= 50_000


def test_no_cure_is_sought_for_what_is_not_shown(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    sought: list[str] = []

    def surely_meant(name: str, _known: Collection[str]) -> str | None:
        sought.append(name)
        return None

    monkeypatch.setattr(problems, "surely_meant", surely_meant)
    write(folder.scenario, SCENARIO + "".join(f"titl{n}: x\n" for n in range(500)))
    assert folder.check()[-1].code == "NOTE-001"
    assert len(sought) == problems.LIMIT


def test_a_talk_too_large_to_compare_is_checked_without_what_compares(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder.scenario, scenes(250, to="satisfied"))
    script = read(folder)
    assert script.too_large
    monkeypatch.delattr(ruled_out, "explore")
    found = problems.Problems(str(folder.scenario))
    ruled_out.check(script, found)
    assert found.count == 0


def test_no_shipped_talk_comes_near_to_being_too_large(folder: Folder) -> None:
    write(folder.scenario, scenes(60, to="satisfied"))
    assert not read(folder).too_large
    assert not any(
        script.too_large
        for path in library().scenario_paths()
        if (script := load_scenario(path, library().around(path)).script)
    )


def read(folder: Folder) -> Script:
    script = load_scenario(folder.scenario, folder.library.around(folder.scenario)).script
    assert script
    return script
