"""A scorer of another version. By itself, so that a process that is sent it need not load the tests."""

from __future__ import annotations

from tests.session.small import ByWord
from trainer.model.assessment import Assessment, Context


class Strict(ByWord):
    """Finds nothing polite any more; all else as before."""

    version = "strict"

    def assess(self, reply: str, context: Context) -> Assessment:
        return super().assess(reply.replace("Please", "P_____"), context)
