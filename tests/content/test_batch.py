"""Several processes find what one finds, in the same order and in the same language."""

from __future__ import annotations

from tests.content.conftest import SCENARIO, Folder, write
from trainer.content import batch


def test_several_processes_find_what_one_finds(folder: Folder) -> None:
    for number in range(4):
        broken = SCENARIO.replace("id: lost-papers", f"id: copy-{number % 3}")
        write(folder.scenario.with_name(f"copy-{number}.yaml"), broken.replace("venue", "venu"))
    alone = batch.check(folder.library)
    assert len(alone) == 5
    assert batch.check(folder.library, jobs=2, worth_it=1) == alone
    assert alone == folder.library.check()
