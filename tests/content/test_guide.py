"""The authoring guides: their tutorial works as it is told, their examples hold, their tables are of today."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import yaml

from tests.shipped import library, scorer
from trainer import i18n
from trainer.cli.guides import GUIDES
from trainer.cli.run import run
from trainer.content import codes
from trainer.content.library import Library
from trainer.content.reference import parts, renewed
from trainer.model.condition import BOUND_FORMS, DIMENSIONS, FAULT_WORDS, SPECIAL_KEYS
from trainer.session.desk import Desk

LANGS = tuple(GUIDES)
SPOKEN = re.compile(r"(?:You: |您：)(.*)")


@cache
def guide(lang: str) -> str:
    return GUIDES[lang].read_text(encoding="utf-8")


def part(lang: str, name: str) -> str:
    found = re.search(rf"<!-- {name} -->\n(.*?)<!-- /{name} -->", guide(lang), re.DOTALL)
    assert found, name
    return found[1]


def blocks(text: str) -> list[tuple[str, str]]:
    return re.findall(r"^```(\w+)\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


# The tutorial


@dataclass
class Reader:
    """Somebody who does what the tutorial says, in an empty folder."""

    folder: Path
    lang: str
    patch: pytest.MonkeyPatch
    file: Path | None = None

    def follow(self) -> None:
        steps = blocks(part(self.lang, "tutorial"))
        for (kind, text), (then, shown) in zip(steps, [*steps[1:], ("", "")], strict=True):
            if kind == "yaml":
                self.write(text)
            elif kind == "diff":
                self.spoil(text)
            elif kind == "sh":
                expected = shown if then == "text" else ""
                commands = text.splitlines()
                for command in commands:
                    said = self.type(command, expected)
                assert_shown(expected, said)

    def write(self, text: str) -> None:
        if self.file is None:
            name = re.search(r"^id: (\S+)$", text, re.MULTILINE)
            assert name
            self.file = self.folder / f"{name[1]}.yaml"
        with self.file.open("a", encoding="utf-8") as file:
            file.write(text)

    def spoil(self, text: str) -> None:
        assert self.file is not None
        old, new = (line[1:] for line in text.splitlines())
        before = self.file.read_text("utf-8")
        assert old in before
        self.file.write_text(before.replace(old, new, 1), encoding="utf-8")

    def type(self, command: str, expected: str) -> str:
        program, *arguments = command.split()
        assert program == "trainer"
        given = "".join(f"{reply}\n" for reply in SPOKEN.findall(expected))
        streams = {"stdin": io.BytesIO(given.encode())}
        streams |= {"stdout": io.BytesIO(), "stderr": io.BytesIO()}
        with self.patch.context() as patch:
            patch.chdir(self.folder)
            for name, stream in streams.items():
                patch.setattr(sys, name, io.TextIOWrapper(stream, encoding="utf-8"))
            desk = Desk(self.folder / "home", self.lang, library=library(), scorer=scorer())
            code = run(["--lang", self.lang, *arguments], desk)
            sys.stdout.flush()
            sys.stderr.flush()
            said = (streams["stdout"].getvalue() + streams["stderr"].getvalue()).decode()
        assert code == int("REF-001" in expected), said
        return said


FIGURE = re.compile(r"(?<=\s)(?:\d+(?:\.\d)?|·)(?=\s|$)")
LEARNED = 15
"""Points by which a score may differ from the one shown: the scorer learns."""


def assert_shown(expected: str, said: str) -> None:
    """Every line of `expected` stands in `said`, in that order; figures may have changed a little."""
    lines = iter(said.splitlines())
    for line in expected.splitlines():
        if plain(line) not in ("", "…"):
            found = next((each for each in lines if plain(each) == plain(line)), None)
            assert found is not None, f"not, or not here: {line}\n\n{said}"
            assert_alike(line, found)


def assert_alike(shown: str, found: str) -> None:
    """A trainee has as many talks as shown, and a score near the one shown."""
    figures, now = FIGURE.findall(shown), FIGURE.findall(found)
    if len(figures) > 2 and "." in figures[1]:
        assert figures[0] == now[0], f"shown: {shown}\nfound: {found}"
        assert abs(float(figures[1]) - float(now[1])) < LEARNED, f"shown: {shown}\nfound: {found}"


def plain(line: str) -> str:
    """The line without what may change as the scorer learns: figures and empty cells of tables."""
    return " ".join(FIGURE.sub("0", line).split())


@pytest.fixture
def reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[Reader]:
    for name in ("TRAINER_LANG", "TRAINER_HOME", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    before = i18n.current()
    yield Reader(tmp_path, request.param, monkeypatch)
    i18n.use(before)


@pytest.mark.parametrize("reader", LANGS, indirect=True)
def test_whoever_follows_the_tutorial_sees_what_it_shows(reader: Reader) -> None:
    reader.follow()
    assert reader.file is not None
    made = library().check([reader.file])
    assert made == []


# Conditions


def example(lang: str) -> str:
    """The scenario that the tutorial ends with."""
    return "".join(text for kind, text in blocks(part(lang, "tutorial")) if kind == "yaml")


def conditions(lang: str) -> Sequence[str]:
    return [line[2:].strip() for line in blocks(part(lang, "conditions"))[0][1].splitlines()]


@pytest.mark.parametrize("lang", LANGS)
def test_every_condition_shown_can_be_written_so(lang: str, tmp_path: Path) -> None:
    text = example(lang)
    first = text.index("    branches:\n") + len("    branches:\n")
    name = re.findall(r"^id: (.+)$", text, re.MULTILINE)[0]
    extra = "".join(
        f"      - to: end\n        when: {{{yaml_flow(each)}}}\n" for each in conditions(lang)
    )
    file = tmp_path / f"{name}.yaml"
    file.write_text(text[:first] + extra + text[first:], encoding="utf-8")
    about = [d for d in Library.installed().check([file]) if d.code[:4] in ("YAML", "KEY-", "VAL-")]
    unknown = [d for d in library().check([file]) if d.code.startswith("REF")]
    assert about + unknown == []


def yaml_flow(condition: str) -> str:
    """The keys of a condition as they stand within braces, the remark left out."""
    said = re.split(r"\s{2,}#", condition)[0].strip()
    return said[1:-1] if said.startswith("{") else said


@pytest.mark.parametrize("lang", LANGS)
def test_every_key_and_every_form_of_a_bound_is_shown(lang: str) -> None:
    shown = "\n".join(conditions(lang))
    used = {key for each in conditions(lang) for key in yaml.safe_load(f"{{{yaml_flow(each)}}}")}
    assert set(SPECIAL_KEYS) <= used
    assert used & set(DIMENSIONS)
    told = part_after(lang, "conditions")
    forms = " ".join(BOUND_FORMS).replace(r"\d", "").replace(r"\s", "")
    words = {*re.findall(r"[a-z]+(?: [a-z]+)*|[<>=≤≥]+|[一-鿿]+", forms), *FAULT_WORDS}
    foreign = re.compile(r"[a-z]" if lang == "zh-CN" else r"[一-鿿]")
    missing = [w for w in words if w not in shown + told and not foreign.search(w)]
    assert missing == []


def part_after(lang: str, name: str) -> str:
    return guide(lang).split(f"<!-- /{name} -->")[1].split("\n## ")[0]


# Tables


@pytest.mark.parametrize("lang", LANGS)
def test_the_reference_is_what_the_models_give(lang: str) -> None:
    now = renewed(guide(lang), parts(lang, library().rubric().value, library().disc().value))
    assert guide(lang) == now, "python -m trainer.cli.guides"


@pytest.mark.parametrize("lang", LANGS)
def test_the_cure_of_every_code_is_told(lang: str) -> None:
    told = set(re.findall(r"`([A-Z]+-(?:\d{3}|…))`", guide(lang)))
    assert [c for c in codes.titles() if c not in told and f"{c[:-3]}…" not in told] == []


@pytest.mark.parametrize("lang", LANGS)
def test_links_lead_somewhere(lang: str) -> None:
    text = guide(lang)
    heads = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    anchors = {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}
    for target in re.findall(r"\]\(([^)]+)\)", text):
        path, _hash, anchor = target.partition("#")
        if path:
            assert (GUIDES[lang].parent / path).exists(), target
        elif anchor:
            assert anchor in anchors, target
