"""Four types with round numbers, findings by level, and a talk of two scenes."""

from __future__ import annotations

from trainer.model.assessment import Assessment, Evidence, Finding, Mention
from trainer.model.disc import Disc
from trainer.model.mood import Dimension, Mood
from trainer.model.scenario import Scenario

SOMETHING = "Good morning."
SPAN = Evidence(start=0, end=4, text="Good")


def profile(anger: float, gain: float, loss: float) -> dict[str, object]:
    told = {"en": "any"}
    return {
        "name": told, "fears": told, "says": told, "calms": told, "inflames": told,
        "start": {"anger": anger}, "gain": {"empathy": gain}, "loss": {"fault": loss},
    }  # fmt: skip


def effect(name: str, on: str, kind: str, moves: dict[Dimension, float], **more: object) -> object:
    return {"id": name, "title": {"en": name}, "on": on, "kind": kind, "moves": moves, **more}


DISC = Disc.model_validate(
    {
        "version": "1",
        "note": {"en": "Only practice styles."},
        "types": {
            "D": profile(60, 0.5, 2.0),
            "I": profile(50, 1.5, 1.0),
            "S": profile(20, 1.0, 1.0),
            "C": profile(40, 1.0, 1.0),
        },
        "primary_share": 0.75,
        "difficulty": {1: 1.5, 2: 1.2, 3: 1.0, 4: 0.8, 5: 0.5},
        "drift": {"patience": -5},
        "effects": [
            effect("cared", "care", "empathy", {"anger": -10, "trust": 10}, level=2),
            effect("cold", "care", "coldness", {"anger": 4}, level=0),
            effect("blamed", "blame", "fault", {"anger": 10, "trust": -10}, level=-2),
            effect("cited", "cites", "facts", {"trust": 2}, again=1.0),
            effect("wrong", "contradicts", "vagueness", {"trust": -6}),
            effect("overstepped", "promises", "promise", {"trust": -8}),
            effect("acted", "acts", "courtesy", {"face": 3}),
            effect("silent", "silence", "coldness", {"trust": -5, "patience": -8}),
        ],
    }
)


def assessed(
    overall: int = 50,
    *,
    aside: tuple[str, ...] = (),
    cites: tuple[str, ...] = (),
    contradicts: tuple[str, ...] = (),
    promises: tuple[str, ...] = (),
    acts: tuple[str, ...] = (),
    **levels: int,
) -> Assessment:
    """An assessment with these levels; criteria in `aside` were not called for."""

    def mentions(ids: tuple[str, ...]) -> tuple[Mention, ...]:
        return tuple(Mention(id=name, evidence=SPAN) for name in ids)

    return Assessment(
        overall=overall,
        findings=tuple(
            Finding(criterion=name, level=level, score=abs(level) / 2, called=name not in aside)
            for name, level in levels.items()
        ),
        cited=mentions(cites),
        contradicted=mentions(contradicts),
        promised=mentions(promises),
        actions=mentions(acts),
    )


def changes(before: Mood, after: Mood) -> dict[str, float]:
    """By how much each feeling moved, without those that did not."""
    old, new = before.model_dump(), after.model_dump()
    return {name: round(new[name] - old[name], 4) for name in old if new[name] != old[name]}


def scenario(**changed: object) -> Scenario:
    """A talk of two scenes that `when` leads through; `changed` keys replace its own."""
    return Scenario.model_validate(
        {
            "id": "talk",
            "title": "A talk",
            "lang": "en",
            "venue": "hall",
            "goals": ["Care"],
            "role": "You sit at the counter.",
            "briefing": "Someone comes.",
            "resident": {"name": "Ms Lane", "address_as": ["Ms Lane"], "disc": "D"},
            "anytime": [{"to": "walks-out", "when": {"mood": {"anger": {"low": 95}}}}],
            "scenes": [
                {
                    "id": "arrival",
                    "lines": [{"say": "Well?"}],
                    "branches": [
                        {
                            "to": "matter",
                            "when": {"levels": {"care": {"low": 1}}},
                            "say": "Thank you.",
                            "mood": {"trust": 7},
                            "because": "You cared.",
                        },
                        {"to": "arrival"},
                    ],
                    "model_replies": ["Please sit down."],
                },
                {
                    "id": "matter",
                    "lines": [{"say": "So what now?"}],
                    "branches": [
                        {"to": "end", "when": {"levels": {"care": {"low": 1}}}},
                        {"to": "matter"},
                    ],
                    "model_replies": ["Come at nine."],
                },
            ],
            "endings": [
                {"id": "glad", "title": "Glad", "grade": "A", "text": "She smiles.",
                 "say": "Goodbye.", "when": {"mood": {"trust": {"low": 80}}}},
                {"id": "content", "title": "Content", "grade": "B", "text": "She nods.",
                 "when": {"mood": {"trust": {"low": 50}}}},
                {"id": "walks-out", "title": "Gone", "grade": "C", "text": "She leaves."},
            ],
        }
        | changed
    )  # fmt: skip
