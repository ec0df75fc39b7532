"""Files from anyone: what is no safe, readable YAML is told in plain words, and the rest keeps its places."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from trainer.content import source, tree
from trainer.content.nodes import Fields, Items, Mark, Scalar, data
from trainer.content.problems import Problems
from trainer.model.diagnostic import Diagnostic

LOADERS = [tree.FASTEST, yaml.SafeLoader]


def compose(text: str, loader: type[Any] = tree.FASTEST) -> tuple[Fields | None, list[Diagnostic]]:
    problems = Problems("file.yaml")
    decoded = source.decode(text.encode(), problems)
    root = tree.compose(decoded, problems, loader) if decoded is not None else None
    return root, list(problems.diagnostics())


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("id: a\nresident:\n\tname: x\n", "YAML-005", 3, 1),
        ("id: a\nresident:\n  name: x\n\tage: 3\n", "YAML-005", 4, 1),
        ("id: a\n  title: b\nlang: c\n", "YAML-006", 2, 3),
        ("resident:\n    name: x\n  age: 4\nid: 2\n", "YAML-006", 3, 3),
        ("scenes:\n  - id: a\n    title: b\n   lines: c\n", "YAML-006", 4, 4),
        ('id: a\ntitle: "abc\nlang: y\n', "YAML-007", 2, 8),
        ('title: "abc\nlang: y\nrole: "me"\n', "YAML-007", 1, 8),
        ("goals: [a, b\nrole: x\nscenes:\n  - a\n", "YAML-007", 1, 8),
        ("id: a\nmood: {anger: 1\n", "YAML-007", 2, 7),
        ("id: a\ntitle: 低保: 没批\n", "YAML-008", 2, 10),
        ("title: @home\n", "YAML-008", 1, 8),
        ("title: **bold**\n", "YAML-008", 1, 8),
        ('title: "abc" def\n', "YAML-008", 1, 14),
        ("a: [b] c\nd: e\n", "YAML-008", 1, 8),
        ("goals: - first\n", "YAML-009", 1, 8),
        ("id: a\ntitle\nlang: b\n", "YAML-009", 2, 1),
        ("id: a\ntitle：低保\nlang: b\n", "YAML-009", 2, 1),
        ("a: [x,, y]\n", "YAML-009", 1, 7),
        ("a: 1\n---\nb: 2\n", "YAML-010", 2, 1),
        ("a: " + "[" * 90, "YAML-011", 1, 43),
        ("a: !!python/object/apply:os.system [ls]\n", "YAML-013", 1, 4),
        ("a: !local b\n", "YAML-013", 1, 4),
        ("a: *important\n", "YAML-014", 1, 4),
        ("a: &x\n  b: *x\n", "YAML-014", 2, 6),
        ("", "YAML-004", 1, 1),
        ("# only a remark\n", "YAML-004", 1, 1),
        ("- a\n- b\n", "VAL-001", 1, 1),
    ],
)
def test_broken_yaml_is_told_once_where_to_look(
    text: str, code: str, line: int, column: int, loader: type[Any]
) -> None:
    root, found = compose(text, loader)
    assert root is None
    assert [(each.code, each.line, each.column) for each in found] == [(code, line, column)]


def test_a_full_width_colon_is_recognised() -> None:
    [found] = compose("id: a\ntitle：低保\nlang: b\n")[1]
    assert "half-width" in (found.hint or "")


def test_messages_do_not_speak_the_parser_s_language() -> None:
    for text in ("a: [", "a: @", "a: b: c", "\ta: b", "a:\n  - b\n c: d", 'a: "\\q"'):
        [found] = compose(text)[1]
        said = f"{found.message} {found.hint}"
        assert not any(
            word in said for word in ("token", "scan", "node", "block", "flow", "scalar")
        )


@pytest.mark.parametrize("loader", LOADERS)
def test_every_key_and_value_knows_its_place(loader: type[Any]) -> None:
    root, found = compose("# 说明\n标题: 你好😀 x\nlist:\n  - a: 1\n    b: [2, '三']\n", loader)
    assert root
    assert not found
    assert root.entries["标题"].mark == Mark(2, 1)
    assert root.entries["标题"].node.mark == Mark(2, 5)
    items = root.entries["list"].node
    assert isinstance(items, Items)
    first = items.items[0]
    assert isinstance(first, Fields)
    assert first.entries["b"].mark == Mark(5, 5)
    inner = first.entries["b"].node
    assert isinstance(inner, Items)
    assert inner.items[1].mark == Mark(5, 12)


@pytest.mark.parametrize("loader", LOADERS)
def test_plain_words_are_text_numbers_are_numbers(loader: type[Any]) -> None:
    root, _found = compose(
        "a: yes\nb: 2025-04-01\nc: -1.5\nd: '5'\ne: ~\nf: true\ng: 12:30\nh: 1e3\ni: +5\n"
        f"j: {'9' * 5000}\non: x\nk:\ttab\n",
        loader,
    )
    assert root
    values = data(root)
    assert isinstance(values, dict)
    assert values.pop("j") == "9" * 5000
    assert values == {
        "a": "yes", "b": "2025-04-01", "c": -1.5, "d": "5", "e": None, "f": True,
        "g": "12:30", "h": "1e3", "i": 5, "on": "x", "k": "tab",
    }  # fmt: skip


@pytest.mark.parametrize("loader", LOADERS)
def test_folded_chinese_is_joined_without_a_space(loader: type[Any]) -> None:
    text = (
        "folded: >-\n  他说，\n  “没批”\n  就走了……\n  也没回头\n\n  second\n  line 中\n  文 end\n"
        "plain: 一二三\n  四五六\n"
        'quoted: "一，\n  二"\n'
        "kept: |-\n  姓名 电话\n  住址\n"
        "one: 姓名 电话\n"
    )
    root, problems = compose(text, loader)
    assert problems == []
    assert root is not None
    assert data(root) == {
        "folded": "他说，“没批”就走了……也没回头\nsecond line 中文 end",
        "plain": "一二三四五六",
        "quoted": "一，二",
        "kept": "姓名 电话\n住址",
        "one": "姓名 电话",
    }
    after = root.entries["plain"]
    assert (after.mark, after.node.mark) == (Mark(10, 1), Mark(10, 8))


def test_the_second_of_two_equal_keys_is_the_mistake() -> None:
    root, [found] = compose("a: 1\nb: 2\na: 3\n")
    assert (found.code, found.line, found.column) == ("KEY-003", 3, 1)
    assert "line 1" in found.message
    assert root
    assert isinstance(kept := root.get("a"), Scalar)
    assert kept.value == 1


def test_aliases_work_as_long_as_they_do_not_multiply() -> None:
    root, found = compose("a: &x [1, 2]\nb: *x\n")
    assert root
    assert not found
    assert data(root) == {"a": [1, 2], "b": [1, 2]}
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for n in range(1, 12):
        bomb += f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n"
    started = time.perf_counter()
    root, [told] = compose(bomb)
    assert root is None
    assert told.code == "YAML-012"
    assert time.perf_counter() - started < 1


def test_aliases_cannot_nest_what_could_not_be_written_nested() -> None:
    chain = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 100))
    assert [each.code for each in compose(chain)[1]] == ["YAML-011"]


def test_other_separators_do_not_shift_the_lines() -> None:
    root, found = compose("\ufeffa: x\u2028y\r\nb: p\x85q\x0br\rc: 1\r\n")
    assert root
    assert not found
    assert {key: entry.mark.line for key, entry in root.entries.items()} == {"a": 1, "b": 2, "c": 3}
    assert data(root) == {"a": "x y", "b": "pqr", "c": 1}


@pytest.mark.parametrize(
    ("raw", "code", "line", "column"),
    [
        (b"a: 1\nb: \xff\xfe\n", "YAML-003", 2, 4),
        ("a: 中\nb: 文".encode("gb18030"), "YAML-003", 1, 4),
        (b"PK\x03\x04\0\0", "YAML-003", 1, 1),
        ("a: b".encode("utf-16"), "YAML-003", 1, 1),
        (b"a: " + b"x" * (1 << 20), "YAML-002", 1, 1),
    ],
)
def test_what_is_no_text_is_refused(
    tmp_path: Path, raw: bytes, code: str, line: int, column: int
) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(raw)
    problems = Problems(str(path))
    assert source.read(path, problems).text is None
    [found] = problems.diagnostics()
    assert (found.code, found.line, found.column) == (code, line, column)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_what_windows_calls_unicode_is_told_to_be_saved_as_utf_8(
    tmp_path: Path, encoding: str
) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes("title: 低保没批\nlang: zh-CN\n".encode(encoding))
    problems = Problems(str(path))
    source.read(path, problems)
    [found] = problems.diagnostics()
    assert (found.code, found.message) == ("YAML-003", "This text is in UTF-16.")
    assert "UTF-8" in (found.hint or "")


def test_a_folder_or_a_pipe_is_no_file_to_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    for path in (tmp_path, pipe, tmp_path / "gone.yaml"):
        problems = Problems(str(path))
        assert source.read(path, problems).text is None
        assert [each.code for each in problems.diagnostics()] == ["YAML-001"]
