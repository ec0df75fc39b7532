"""The program on the small content with a scorer that goes by words: as its users run it, but quick.

`SLOW=1` makes the scorer wait for ever, so that a test can end the program in mid-answer; `BROKEN=1`
makes it fail.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence

from tests.session.small import ByWord, library
from trainer.cli.run import run
from trainer.model.assessment import Assessment, Context
from trainer.session.desk import Desk


class Moody(ByWord):
    def assess(self, reply: str, context: Context) -> Assessment:
        if os.environ.get("SLOW"):
            time.sleep(60)
        if os.environ.get("BROKEN"):
            raise RuntimeError("a mistake in the program: secret")
        return super().assess(reply, context)


def drive(arguments: Sequence[str]) -> int:
    return run(arguments, Desk(None, "en", library=library(), scorer=Moody()))


if __name__ == "__main__":
    sys.exit(drive(sys.argv[1:]))
