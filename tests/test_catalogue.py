"""The Chinese catalogue: whole, compiled, and with the same places to fill in."""

from __future__ import annotations

import io
import re
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[1] / "trainer"
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


def test_every_text_is_translated_and_nothing_else() -> None:
    known = messages()
    found = extract_from_dir(
        ROOT, method_map=[("**.py", "python")],
        keywords={"_": None, "N_": None, "ngettext": (1, 2)},
    )  # fmt: skip
    told = {said if isinstance(said, str) else said[0] for _file, _line, said, *_rest in found}
    assert known.keys() == told
    assert [name for name, message in known.items() if not all(sayings(message))] == []


def sayings(message: Message) -> tuple[str, ...]:
    """A message's translations, several where it has plurals."""
    said = message.string
    return (said,) if isinstance(said, str) else tuple(said or ("",))


def test_translations_fill_in_the_same_places() -> None:
    for message in messages().values():
        name = message.id if isinstance(message.id, str) else message.id[-1]
        for said in sayings(message):
            assert sorted(re.findall(r"{[^}]*}", name)) == sorted(re.findall(r"{[^}]*}", said))
