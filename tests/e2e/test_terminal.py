"""The installed program in a real terminal, as a trainee meets it."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals of this kind", allow_module_level=True)

from tests.e2e.terminal import DOWN, ENTER, ESCAPE, HELP, QUIT, Terminal

PASTE = "\x1b[200~{}\x1b[201~"
REPLY = "[起身]罗阿姨您好，您先请坐，喝口水。这事让您惦记好几天了，心里不好受吧？"


def environment(home: Path) -> dict[str, str]:
    kept = {
        name: os.environ[name]
        for name in ("PATH", "SYSTEMROOT", "XDG_CACHE_HOME")
        if name in os.environ
    }
    return kept | {
        "TERM": "xterm-256color",
        "LC_ALL": "C.UTF-8",
        "TRAINER_HOME": str(home),
        "TRAINER_LANG": "zh-CN",
    }


def program() -> str:
    found = shutil.which("trainer", path=str(Path(sys.executable).parent))
    assert found, "the program is not installed beside this Python"
    return found


def test_a_trainee_practises_quits_and_goes_on(tmp_path: Path) -> None:
    with Terminal([program()], environment(tmp_path)) as terminal:
        terminal.shows("接待演练", "低保没批下来")
        above = terminal.text.split("低保没批下来")[0].count("难度")
        terminal.press(DOWN * above)
        terminal.press(ENTER)
        terminal.shows("任务简报", "低保没批下来")
        terminal.press(ENTER)
        terminal.shows("罗秀珍", "Enter 发送")
        terminal.press(REPLY)
        terminal.shows(REPLY[-6:])
        terminal.has_before_cursor("吧？")  # where an input method opens its window
        terminal.press(ENTER)
        terminal.shows("点评", "/ 100", "罗阿姨您好")
        terminal.press("还没说完的话")
        terminal.shows("还没说完的话")
        terminal.press(QUIT)
        terminal.shows("还没发出去")
        terminal.press(ENTER)
        assert terminal.ends() == 0
        assert "接着练" in terminal.text
    with Terminal([program(), "resume"], environment(tmp_path)) as terminal:
        terminal.shows("点评", "1 句", "发送")
        terminal.press("您慢慢说，我听着呢。" + ENTER)
        terminal.shows("2 句", "点评")
        terminal.press(ESCAPE)
        terminal.shows("没练完", "低保没批下来")
        terminal.press("q")
        assert terminal.ends() == 0


def test_however_often_a_long_reply_is_pasted_it_is_drawn_below_what_it_answers(
    tmp_path: Path,
) -> None:
    command = [program(), "play", "dibao-refused", "--seed", "3"]
    with Terminal(command, environment(tmp_path)) as terminal:
        terminal.shows("任务简报")
        terminal.press(ENTER)
        terminal.shows("罗秀珍", "Enter 发送", "您怎么说？")
        for number, answered in (("1", "您要是忙"), ("2", "随便问问")):
            terminal.press(PASTE.format("罗阿姨您好，您请坐。" * 150 + f"完{number}"))
            terminal.shows(answered, f"完{number}")
            terminal.press(ENTER)
            terminal.shows(f"{number} 句", "点评", "您怎么说？")


FAILING = """
from trainer.tui.app import TrainerApp
from trainer.cli.run import run

def broken(self):
    typed = "不该给人看的话"
    raise LookupError("broken on purpose")

TrainerApp.action_help = broken
raise SystemExit(run([]))
"""


def test_a_mistake_of_the_program_ends_in_a_sentence_and_tells_nothing_typed(
    tmp_path: Path,
) -> None:
    with Terminal([sys.executable, "-c", FAILING], environment(tmp_path)) as terminal:
        terminal.shows("接待演练", "低保没批下来")
        terminal.press(HELP)
        assert terminal.ends() == 3
        assert "程序内部出错" in terminal.text
        assert "不该给人看的话" not in terminal.text
        assert "Traceback" not in terminal.text
    assert "broken on purpose" in (tmp_path / "logs" / "errors.log").read_text("utf-8")
