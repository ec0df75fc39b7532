"""A scorer that is told the levels: `greeting_address 2, cites written-reason, promises no-guarantee`.

What a reply does not name is at level 0, but for what is always judged, which is then at 1.
"""

from __future__ import annotations

from trainer.model.assessment import Assessment, Context, Evidence, Finding, Mention
from trainer.model.rubric import Rubric

_MENTIONS = {
    "cites": "cited",
    "contradicts": "contradicted",
    "promises": "promised",
    "acts": "actions",
}


class ByLevel:
    version = "by-level"

    def __init__(self, rubric: Rubric) -> None:
        self.rubric = rubric

    def assess(self, reply: str, context: Context) -> Assessment:
        levels: dict[str, int] = {}
        mentions: dict[str, list[Mention]] = {name: [] for name in _MENTIONS.values()}
        for part in filter(None, reply.split(", ")):
            name, _space, value = part.partition(" ")
            if name in _MENTIONS:
                at = reply.index(value)
                evidence = Evidence(start=at, end=at + len(value), text=value)
                mentions[_MENTIONS[name]].append(Mention(id=value, evidence=evidence))
            elif name != "says":
                assert self.rubric.criterion(name), name
                levels[name] = int(value)
        findings = tuple(
            Finding(
                criterion=c.id,
                level=(level := levels.get(c.id, int(c.always and c.kind == "merit"))),
                score=abs(level) / 2,
                called=c.always or c.id in (context.calls_for or ()),
            )
            for c in self.rubric.criteria
        )
        judged = zip(self.rubric.criteria, findings, strict=True)
        merits = [f.score for c, f in judged if f.called and c.kind == "merit"]
        overall = round(100 * sum(merits) / max(1, len(merits)))
        return Assessment(overall=overall, findings=findings, **mentions)
