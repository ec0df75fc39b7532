"""A small talk and a scorer that goes by single words, so that tests know what must come of a reply."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from trainer.content.library import Library
from trainer.model.assessment import Assessment, Context, Evidence, Finding, Mention
from trainer.model.disc import Disc
from trainer.model.rubric import Rubric
from trainer.model.scenario import Scenario
from trainer.report.debrief import debrief
from trainer.report.markdown import rendered
from trainer.session.practice import Practice
from trainer.session.transcript import Transcript

CONTENT = Path(__file__).parent / "content"
POLITE = "Please sit down. I am sorry."
CURT = "Wait."
SHOVE = "That is not my job."

_CUES = {"polite": ("please",), "care": ("sorry",), "shove": ("not my job",)}


def library() -> Library:
    return Library((CONTENT,))


@cache
def content() -> tuple[Scenario, Rubric, Disc]:
    shelf = library()
    return (
        shelf.find_scenario("counter").value,
        shelf.rubric("small").value,
        shelf.disc().value,
    )


class ByWord:
    """Level 2 (or -2) where the word occurs, else 0."""

    version = "by-word"

    def assess(self, reply: str, context: Context) -> Assessment:
        findings = []
        for criterion, cues in _CUES.items():
            at = reply.lower().find(cues[0])
            sign = -1 if criterion == "shove" else 1
            called = criterion != "care" or context.calls_for is None or "care" in context.calls_for
            evidence = (
                (Evidence(start=at, end=at + len(cues[0]), text=reply[at : at + len(cues[0])]),)
                if at >= 0
                else ()
            )
            findings.append(
                Finding(
                    criterion=criterion,
                    level=2 * sign if at >= 0 else 0,
                    score=1.0 if at >= 0 else 0.0,
                    called=called,
                    evidence=evidence,
                    why="said so" if at >= 0 else "not said",
                    try_="Please sit down." if at < 0 and sign > 0 else None,
                )
            )
        at = reply.find("at five")
        cited = (
            (Mention(id="hours", evidence=Evidence(start=at, end=at + 7, text="at five")),)
            if at >= 0
            else ()
        )
        levels = [f.level for f in findings]
        overall = max(0, min(100, 25 * sum(levels))) if reply else 0
        return Assessment(overall=overall, findings=tuple(findings), cited=cited)


def start(home: Path, **wanted: object) -> Practice:
    options = {"seed": 1, "trainee": "Ann", **wanted}
    return Practice.start(home, *content(), **options)  # type: ignore[arg-type]


def markdown(transcript: Transcript, lang: str) -> str:
    """The debrief of a session alone."""
    return rendered(debrief(transcript, lang))


def played(home: Path, *replies: str, **wanted: object) -> Transcript:
    practice = start(home, **wanted)
    for reply in replies:
        practice.say(reply)
        practice.hear(ByWord())
    practice.close()
    return practice.transcript
