"""A session whose every text tries to be more than text, for each format to be opened again."""

from __future__ import annotations

from pathlib import Path

from tests.session.small import CURT, SHOVE, played
from trainer.content.sanitise import sanitise
from trainer.model.scenario import Scenario
from trainer.session.transcript import Transcript

HOSTILE = (
    "=cmd|' /C calc'!A0 =1+1 <script>alert('x')</script> ]]> --> <!-- &lt; &amp; \"'"
    " \x1b[31mred\x1b[0m \x07\x00\ufffe 您好，罗阿姨，请坐😀 👍🏽 𠮷野家 #let x = [y] $x^2$ {{ x }} {% y %}"
    " @SUM(A1) +1 -1 \\n \\\\ _x000D_ *_`~ http://evil.example/ mailto:a@evil.example"
)
LINES = f"{HOSTILE}\n\n@second line\t\ttabs\r\n-third line"
LONG = "好" * 2500 + "long " * 500
STARTS = ("=1+1", "+1", "-1", "@x", "\t=1", "\r=1")
"""What a spreadsheet would take for a formula."""


def hostile(home: Path, text: str = LINES, reply: str = "") -> Transcript:
    """A session of two replies; the first is `reply`, or `text` with something judged in it."""
    plain = played(home, CURT, SHOVE, trainee="Ann")
    started = plain.started
    raw = started.scenario.model_dump(mode="json", by_alias=True)
    raw["title"] = raw["resident"]["name"] = raw["briefing"] = text[:1900]
    raw["facts"][0] |= {"text": text[:1900], "source": text[:1900]}
    for scene in raw["scenes"]:
        scene["title"] = text[:1900]
        scene["model_replies"] = [text[:1900]]
    for ending in raw["endings"]:
        ending |= {"title": text[:1900], "text": text[:1900]}
    scenario = Scenario.model_validate(raw)
    spoken = reply or f"{text}{SHOVE}{LONG}"
    turns = []
    found = plain.turns[-1].assessment
    assert found is not None
    for turn in plain.turns:
        said = spoken if turn.number == 1 else turn.reply
        at = said.find("not my job")
        findings = []
        for finding in found.findings:
            moved = [
                e.model_copy(update={"start": at, "end": at + 10})
                for e in finding.evidence
                if at > 0
            ]
            findings.append(
                finding.model_copy(update={"why": text, "try_": text, "evidence": tuple(moved)})
            )
        judged = found.model_copy(update={"findings": tuple(findings)})
        turns.append(
            turn.model_copy(
                update={
                    "reply": said, "heard": (text, text), "because": text, "assessment": judged,
                    "scene": scenario.scene(turn.scene.id),
                }
            )
        )  # fmt: skip
    return plain.model_copy(
        update={
            "started": started.model_copy(update={"scenario": scenario, "trainee": text}),
            "turns": tuple(turns),
            "ending": scenario.endings[0],
            "heard": (text,),
        }
    )


def flat(text: str) -> str:
    """What of a text a reader sees, but for how its spaces and lines are set."""
    return " ".join(sanitise(text).split())
