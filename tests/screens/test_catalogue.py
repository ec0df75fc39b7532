"""The Chinese catalogue: whole, compiled, and with the same places to fill in."""

from __future__ import annotations

import io
import re
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2] / "trainer"
FOLDER = ROOT / "locale" / "zh_CN" / "LC_MESSAGES"


def messages() -> dict[str, Message]:
    with (FOLDER / "trainer.po").open("rb") as file:
        return {
            message.id if isinstance(message.id, str) else message.id[0]: message
            for message in read_po(file, locale="zh_CN")
            if message.id
        }


def test_the_compiled_catalogue_is_that_of_the_source() -> None:
    with (FOLDER / "trainer.po").open("rb") as file:
        compiled = io.BytesIO()
        write_mo(compiled, read_po(file, locale="zh_CN"))
    assert (FOLDER / "trainer.mo").read_bytes() == compiled.getvalue()


def test_every_text_of_the_screens_is_translated() -> None:
    known = messages()
    found = extract_from_dir(
        ROOT / "tui", method_map=[("**.py", "python")],
        keywords={"_": None, "N_": None, "ngettext": (1, 2)},
    )  # fmt: skip
    for _file, _line, told, _comments, _context in found:
        name = told if isinstance(told, str) else told[0]
        assert name in known, name
        assert all(sayings(known[name])), name


def sayings(message: Message) -> tuple[str, ...]:
    """A message's translations, several where it has plurals."""
    said = message.string
    return (said,) if isinstance(said, str) else tuple(said or ("",))


def test_translations_fill_in_the_same_places() -> None:
    for name, message in messages().items():
        for said in filter(None, sayings(message)):
            assert sorted(re.findall(r"{[^}]*}", name)) == sorted(re.findall(r"{[^}]*}", said))
