"""A session as xAPI 1.0.3 statements, for a learning record store (LRS).

The statements of a session are only ever added to: what has been sent of one that is not over yet stays
true when it is, and every id is made of the session's, so that sending twice doubles nothing. Names of
things are `.invalid` addresses: nobody's, and never looked up. Verbs and kinds of activity are those of
ADL's vocabulary (https://w3id.org/xapi/adl) and TinCan's registry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, UUID, uuid5

from trainer.content.safe_json import json_text
from trainer.model.assessment import CriterionScore
from trainer.model.base import GOOD, LocalText
from trainer.model.rubric import Criterion
from trainer.model.scenario import Ending
from trainer.report import words
from trainer.report.attempts import in_order
from trainer.session.transcript import Transcript, Turn

VERSION = "1.0.3"
ROOT = "https://trainer.invalid/xapi"
NAMESPACE = uuid5(NAMESPACE_URL, ROOT)
EXTENSIONS = f"{ROOT}/extensions"
PROGRESS = "https://w3id.org/xapi/cmi5/result/extensions/progress"

Statement = dict[str, Any]

_VERBS: Mapping[str, str] = {
    "initialized": "开始",
    "responded": "作答",
    "scored": "得分",
    "passed": "通过",
    "failed": "未通过",
    "completed": "完成",
    "terminated": "结束",
}
"""With their Chinese names: part of the record, not of an interface, so in no catalogue."""
_SIMULATION = "http://adlnet.gov/expapi/activities/simulation"
_INTERACTION = "http://adlnet.gov/expapi/activities/cmi.interaction"
_COURSE = "http://adlnet.gov/expapi/activities/course"
_PROFILE = "http://adlnet.gov/expapi/activities/profile"
_ITEM = "http://id.tincanapi.com/activitytype/checklist-item"
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def xapi(transcripts: Sequence[Transcript], *, with_text: bool = False) -> str:
    """The statements of all the sessions, one a line; what was said only `with_text`."""
    return "".join(
        json_text(statement) + "\n"
        for transcript in in_order(transcripts)
        for statement in statements(transcript, with_text=with_text)
    )


def registration(session: str) -> str:
    """The UUID that all statements of a session share."""
    return str(uuid5(NAMESPACE, session))


def statements(transcript: Transcript, *, with_text: bool = False) -> list[Statement]:
    """The statements of a session in the order of what happened.

    A reply that waits for its judgement, and the scores of a session that is not over, have none yet:
    they would have to be changed later, and a statement cannot be.
    """
    return list(_Teller(transcript, with_text).told())


class _Teller:
    """Tells of one session."""

    def __init__(self, transcript: Transcript, with_text: bool) -> None:
        self.transcript, self.with_text = transcript, with_text
        self.started = transcript.started
        scenario, rubric = self.started.scenario, self.started.rubric
        self.space = UUID(registration(self.started.session))
        self.scenario = _iri("scenarios", scenario.id, scenario.version)
        self.rubric = _iri("rubrics", rubric.id, rubric.version)
        self.judged = [turn for turn in transcript.turns if turn.assessment is not None]

    def told(self) -> Iterator[Statement]:
        yield self._statement("initialized", "", self.started.at, self._simulation())
        for turn in self.judged:
            yield self._responded(turn)
        ending, finished = self.transcript.ending, self.transcript.finished
        if ending is None or finished is None:
            return
        for found in self.transcript.scorecard.criteria:
            criterion = self.started.rubric.criterion(found.criterion)
            if criterion is not None:
                yield self._scored(criterion, found, finished)
        spent = {"duration": duration(sum(map(seconds, self.judged)))}
        if not self.started.is_imported:  # of which nobody says how it ended
            yield self._outcome(ending, finished, spent)
        whole = {"completion": True, **spent, "extensions": {PROGRESS: 100}}
        yield self._of_session("completed", finished, whole)
        yield self._of_session("terminated", finished, spent)

    def _outcome(self, ending: Ending, finished: datetime, spent: Statement) -> Statement:
        passed = ending.grade in GOOD
        outcome: Statement = {"success": passed, **spent}
        if self.judged:
            outcome["score"] = _score(self.transcript.scorecard.overall / 100)
        outcome["extensions"] = _own(ending=ending.id, grade=ending.grade)
        return self._of_session("passed" if passed else "failed", finished, outcome)

    def _responded(self, turn: Turn) -> Statement:
        found = turn.assessment
        assert found is not None
        levels = {f.criterion: f.level for f in found.findings if f.called}
        result = {
            "score": _score(found.overall / 100),
            "duration": duration(seconds(turn)),
            "extensions": _own(levels=levels, turn=turn.number),
        }
        if self.with_text and turn.reply.strip():  # an empty value is no value in xAPI
            result["response"] = turn.reply
        scene = turn.scene
        what = {
            "type": _INTERACTION,
            "interactionType": "long-fill-in",
            "name": {self._lang: scene.title or scene.id},
        }
        return self._statement(
            "responded",
            str(turn.number),
            turn.at,
            _activity(f"{self.scenario}/scenes/{_part(scene.id)}", what),
            result,
            scorers=(turn,),
        )

    def _scored(self, criterion: Criterion, found: CriterionScore, at: datetime) -> Statement:
        result: Statement = {
            "score": _score(found.mean),
            "extensions": _own(levels=list(found.levels), turns=found.turns),
        }
        if self.with_text:
            result["extensions"] |= _own(evidence=self._evidence(criterion.id))
        what = {
            "type": _ITEM,
            "name": _texts(criterion.title) or {"en": criterion.id},
            "description": _texts(criterion.definition) or {"en": criterion.id},
        }
        item = _activity(f"{self.rubric}/criteria/{_part(criterion.id)}", what)
        return self._statement("scored", criterion.id, at, item, result, scorers=self.judged)

    def _evidence(self, criterion: str) -> list[dict[str, Any]]:
        """The words that a criterion was judged by, with their place in the reply."""
        return [
            {"turn": turn.number, **evidence.model_dump()}
            for turn in self.judged
            if turn.assessment is not None
            for finding in turn.assessment.findings
            if finding.criterion == criterion and finding.called
            for evidence in finding.evidence
        ]

    def _of_session(self, verb: str, at: datetime, result: Statement) -> Statement:
        scorers = self.judged if "score" in result else ()
        return self._statement(verb, "", at, self._simulation(), result, scorers=scorers)

    def _statement(
        self,
        verb: str,
        of: str,
        at: datetime,
        what: Statement,
        result: Statement | None = None,
        *,
        scorers: Sequence[Turn] = (),
    ) -> Statement:
        extensions = _own(
            mode=self.started.mode,
            scenario={"id": self.started.scenario.id, "hash": self.started.scenario_hash},
        )
        if self.transcript.incomplete:
            extensions |= _own(incomplete=True)
        if scorers:
            versions = dict.fromkeys(turn.scorer for turn in scorers if turn.scorer)
            scorer = {"id": self.rubric, "version": ", ".join(versions) or "unknown"}
            extensions |= _own(scorer=scorer, advisory=True)
        activities = {"grouping": [self._course()], "category": [_profile()]}
        if what["id"] != self.scenario:
            activities["parent"] = [self._simulation()]
        made: Statement = {
            "id": str(uuid5(self.space, f"{verb}/{of}")),
            "actor": self._actor(),
            "verb": {
                "id": f"http://adlnet.gov/expapi/verbs/{verb}",
                "display": {"en": verb, "zh-CN": _VERBS[verb]},
            },
            "object": what,
            "context": {
                "registration": str(self.space),
                "platform": f"trainer {self.started.app}".strip(),
                "language": self._lang,
                "contextActivities": activities,
                "extensions": extensions,
            },
            "timestamp": time(at),
            "version": VERSION,
        }
        if result:
            made["result"] = result
        return made

    @property
    def _lang(self) -> str:
        said = self.started.scenario.lang
        return said if _TAG.fullmatch(said) else "und"

    def _actor(self) -> Statement:
        """The trainee by pseudonym; one who has none is nobody else's other session either."""
        name = self.started.trainee.strip() or f"unnamed-{self.started.session}"
        account = {"homePage": f"{ROOT}/trainees", "name": name}
        return {"objectType": "Agent", "account": account}

    def _simulation(self) -> Statement:
        name = {self._lang: self.started.scenario.title}
        return _activity(self.scenario, {"type": _SIMULATION, "name": name})

    def _course(self) -> Statement:
        """All practice that is judged by one version of a rubric."""
        rubric = self.started.rubric
        name = _texts(rubric.title) or {"en": rubric.id}
        return _activity(self.rubric, {"type": _COURSE, "name": name})


def seconds(turn: Turn) -> float:
    """How long a reply took; nothing where the clock went backwards."""
    return max(0.0, (turn.at - turn.since).total_seconds()) if turn.since else 0.0


def duration(length: float) -> str:
    """Seconds in the form of ISO 8601, to a hundredth."""
    return f"PT{length:.2f}S"


def time(at: datetime) -> str:
    """A time in the form of ISO 8601, UTC, to a millisecond."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _score(scaled: float) -> Statement:
    """0..1, beside it the same out of 100."""
    scaled = round(scaled, 4)
    return {"scaled": scaled, "raw": round(100 * scaled, 2), "min": 0, "max": 100}


def _profile() -> Statement:
    told = {}
    for lang in ("en", "zh-CN"):
        with words.speaking(lang):
            told[lang] = words.advisory()
    what = {"type": _PROFILE, "name": {"en": "trainer"}, "description": told}
    return _activity(f"{ROOT}/profile/1", what)


def _activity(iri: str, definition: Statement) -> Statement:
    return {"objectType": "Activity", "id": iri, "definition": definition}


def _own(**values: Any) -> dict[str, Any]:
    return {f"{EXTENSIONS}/{name}": value for name, value in values.items()}


def _iri(*parts: str) -> str:
    return "/".join([ROOT, *map(_part, parts)])


def _part(name: str) -> str:
    """A name as part of an address, plain ASCII, which every store takes."""
    return quote(name, safe="")


def _texts(text: LocalText) -> dict[str, str]:
    """A language map: no empty text, no tag that is none."""
    return {lang: said for lang, said in text.items() if said and _TAG.fullmatch(lang)}
