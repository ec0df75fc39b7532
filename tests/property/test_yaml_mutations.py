"""Whatever happens to a scenario's file, the author is told where, and nothing breaks.

Shipped scenarios are damaged in many seeded ways. Checking one never raises, every diagnostic names a line
that exists in the file, and a single misspelt key or id gets the hint that mends it nine times in ten.
"""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from functools import cache, cached_property
from itertools import islice
from pathlib import Path

import pytest

from trainer.cli.faults import as_text
from trainer.cli.github import as_commands
from trainer.cli.mend import mended_file
from trainer.cli.sarif import as_log
from trainer.content.library import Library
from trainer.model.diagnostic import Diagnostic
from trainer.proof.check import examine

INSTALLED = Library.installed()
ROOT = INSTALLED.roots[0] if INSTALLED.roots else Path()
SHIPPED = INSTALLED.scenario_paths()
DRILLS = INSTALLED.drill_paths()

pytestmark = pytest.mark.skipif(not SHIPPED, reason="no scenario is installed")

Damage = Callable[[list[str], random.Random], list[str]]
KEY = re.compile(r"^(\s*(?:- )?)([a-z_]+)(:(?:\s|$))")
REFERENCE = re.compile(r"(\bto: |\botherwise: |^\s+- id: |\bcites: \[?)([a-z][a-z0-9-]{3,})")


class Workshop:
    """A copy of the installed content in which one file is damaged and checked."""

    def __init__(self, folder: Path, name: str = "zh-CN/damaged.yaml") -> None:
        self.folder = folder
        self.file = folder / "scenarios" / name
        self.library = Library([folder])

    @cached_property
    def drill(self) -> Workshop:
        """The same for a damaged drill."""
        return Workshop(self.folder, "drills/damaged.yaml")

    def check(self, text: str) -> list[Diagnostic]:
        self.file.write_text(text, encoding="utf-8", newline="\n")
        found = list(examine(self.library, self.file, None))
        lines = max(1, len(text.splitlines()))
        for diagnostic in found:
            assert Path(diagnostic.file) == self.file
            assert 1 <= diagnostic.line <= lines, diagnostic
            assert diagnostic.column >= 1
            assert diagnostic.message
        as_text(found)
        as_commands(found)
        as_log(found)
        return found

    def mend(self) -> None:
        """What mending makes of the file can be checked and mended again, to no effect."""
        _before, after = mended_file(self.library, self.file)
        self.check(after)
        assert mended_file(self.library, self.file) == (after, after)


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    folder = tmp_path_factory.mktemp("content") / "copy"
    for name in ("reception/rubric.yaml", "disc.yaml"):
        (folder / "rubrics" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "rubrics" / name, folder / "rubrics" / name)
    shutil.copytree(ROOT / "scenarios", folder / "scenarios")
    return Workshop(folder)


@cache
def _is_sound(path: Path) -> bool:
    return not examine(INSTALLED, path, None)


def _sample(count: int, seed: int) -> list[str]:
    """Texts of a few shipped scenarios without a mistake, to keep the tests quick."""
    paths = random.Random(seed).sample(SHIPPED, len(SHIPPED))
    return [path.read_text("utf-8") for path in islice(filter(_is_sound, paths), count)]


def delete_line(lines: list[str], chance: random.Random) -> list[str]:
    at = chance.randrange(len(lines))
    return lines[:at] + lines[at + 1 :]


def duplicate_line(lines: list[str], chance: random.Random) -> list[str]:
    at = chance.randrange(len(lines))
    return lines[: at + 1] + lines[at:]


def swap_lines(lines: list[str], chance: random.Random) -> list[str]:
    first, second = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines = list(lines)
    lines[first], lines[second] = lines[second], lines[first]
    return lines


def indent_with_tab(lines: list[str], chance: random.Random) -> list[str]:
    at = chance.randrange(len(lines))
    return [*lines[:at], "\t" + lines[at].lstrip(), *lines[at + 1 :]]


def truncate(lines: list[str], chance: random.Random) -> list[str]:
    text = "\n".join(lines)
    return text[: chance.randrange(len(text))].split("\n")


def wrong_value(lines: list[str], chance: random.Random) -> list[str]:
    at = chance.choice([n for n, line in enumerate(lines) if KEY.match(line)])
    values = ["[]", "{}", "[1, 2]", "{a: b}", "12", "-1.5", "true", "null", "''", "9" * 400, ".nan"]
    value = chance.choice(
        [*values, "&a [*a]", "!!python/name:os.system", "*nothing", "@x", '"\\x07']
    )
    found = KEY.match(lines[at])
    assert found
    return [*lines[:at], f"{found[1]}{found[2]}: {value}", *lines[at + 1 :]]


def huge_scalar(lines: list[str], chance: random.Random) -> list[str]:
    at = chance.choice([n for n, line in enumerate(lines) if KEY.match(line)])
    found = KEY.match(lines[at])
    assert found
    value = chance.choice(["啊", "x ", "1", "a: "]) * chance.choice([3_000, 100_000])
    return [*lines[:at], f"{found[1]}{found[2]}: {value}", *lines[at + 1 :]]


def swap_ids(lines: list[str], chance: random.Random) -> list[str]:
    text = "\n".join(lines)
    ids = sorted({found[2] for found in REFERENCE.finditer(text)})
    if len(ids) < 2:
        return lines
    first, second = chance.sample(ids, 2)
    swap = {first: second, second: first}
    return re.sub(rf"\b({first}|{second})\b", lambda found: swap[found[1]], text, count=1).split(
        "\n"
    )


def scramble(lines: list[str], chance: random.Random) -> list[str]:
    text = list("\n".join(lines))
    for _ in range(5):
        text[chance.randrange(len(text))] = chance.choice(
            "\t\n:-[]{}'\"&*!|>%@#, \u202e\u2028\x1b\x85a："
        )
    return "".join(text).split("\n")


def misspell_a_key(lines: list[str], chance: random.Random) -> list[str]:
    at = chance.choice(
        [n for n, line in enumerate(lines) if (f := KEY.match(line)) and len(f[2]) > 1]
    )
    found = KEY.match(lines[at])
    assert found
    line = found[1] + misspell(found[2], chance) + lines[at][found.end(2) :]
    return [*lines[:at], line, *lines[at + 1 :]]


@pytest.mark.parametrize(
    "damage",
    [
        misspell_a_key,
        delete_line,
        duplicate_line,
        swap_lines,
        indent_with_tab,
        truncate,
        wrong_value,
        huge_scalar,
        swap_ids,
        scramble,
    ],
)
def test_damage_never_raises_and_every_diagnostic_names_a_line_of_the_file(
    damage: Damage, workshop: Workshop
) -> None:
    chance = random.Random(damage.__name__)
    for text in _sample(2, seed=1):
        for _ in range(4):
            workshop.check("\n".join(damage(text.split("\n"), chance)))
    for number in range(18):  # drills are a fifth as long, so there can be more of them
        text = DRILLS[number % len(DRILLS)].read_text("utf-8")
        workshop.drill.check("\n".join(damage(text.split("\n"), chance)))
        if number % 6 == 0:
            workshop.drill.mend()


def misspell(word: str, chance: random.Random) -> str:
    """`word` with one letter lost, doubled, swapped or wrong, as a typist would."""
    while True:
        at = chance.randrange(len(word) - 1)
        wrong = chance.choice(
            [
                word[:at] + word[at + 1 :],
                word[:at] + word[at] + word[at:],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                word[:at] + chance.choice("abcdefghijklmnopqrstuvwxyz") + word[at + 1 :],
            ]
        )
        if wrong not in (word, "") and wrong[0] not in "-_":
            return wrong


def _misspelt(pattern: re.Pattern[str], seed: int, wanted: int) -> list[tuple[str, int, str, str]]:
    """Texts with one misspelling each: text, its line, what stood there and what stands now."""
    chance = random.Random(seed)
    cases: list[tuple[str, int, str, str]] = []
    texts = _sample(4, seed)
    while len(cases) < wanted:
        lines = chance.choice(texts).split("\n")
        places = [n for n, line in enumerate(lines) if pattern.search(line)]
        at = chance.choice(places)
        found = pattern.search(lines[at])
        assert found
        word = found[2]
        if len(word) < 3:
            continue
        wrong = misspell(word, chance)
        line = lines[at][: found.start(2)] + wrong + lines[at][found.end(2) :]
        cases.append(("\n".join([*lines[:at], line, *lines[at + 1 :]]), at + 1, word, wrong))
    return cases


def test_a_misspelt_key_gets_one_diagnostic_on_its_line_with_the_right_hint(
    workshop: Workshop,
) -> None:
    cases = _misspelt(KEY, seed=7, wanted=40)
    right = 0
    for text, line, word, _wrong in cases:
        found = workshop.check(text)
        right += len(found) == 1 and found[0].line == line and f"“{word}”" in (found[0].hint or "")
    assert right >= 0.9 * len(cases)


def test_a_misspelt_id_gets_one_diagnostic_with_the_right_hint(workshop: Workshop) -> None:
    cases = _misspelt(REFERENCE, seed=11, wanted=40)
    right = 0
    for text, line, word, wrong in cases:
        found = workshop.check(text)
        if not found:  # an id that nothing refers to may be spelt any way
            right += 1
            continue
        hint = found[0].hint or ""
        on_line = found[0].line == line and f"“{word}”" in hint
        elsewhere = f"“{word}”" in found[0].message and f"“{wrong}”" in hint
        right += len(found) == 1 and (on_line or elsewhere)
    assert right >= 0.9 * len(cases)
