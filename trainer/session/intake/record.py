"""A conversation as a session: the journal that it would have, had it been practised.

It has a scenario because every session has: one moment in which all of it takes place, calling for nothing
in particular. Its DISC profiles have no effects, so that the mood stays as it is and a replay comes to
the same. What was said stands in the events alone, not in the scenario.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from trainer import __version__
from trainer.content.sanitise import one_line
from trainer.dialogue.respond import begin, respond
from trainer.i18n import texts_in
from trainer.model.assessment import Assessment, met_by
from trainer.model.base import Venue
from trainer.model.condition import Bound, Condition
from trainer.model.disc import Disc
from trainer.model.event import AnyEvent, Assessed, Ended, Moved, Replied, Spoke, Started, Unknown
from trainer.model.resident import Resident
from trainer.model.rubric import Rubric
from trainer.model.scenario import Branch, Ending, ResidentLine, Scenario, Scene
from trainer.scoring.context import context_in
from trainer.scoring.scorer import Scorer
from trainer.scoring.text import language_of
from trainer.session.intake import told as words
from trainer.session.intake.conversation import Conversation
from trainer.session.versions import version_of

SCENE, ENDING = "conversation", "imported"
CONSENT = "imported"
"""In place of the version of a notice: what the trainee was told is not known here."""
_NOBODY = "…"
"""Where a scenario must have words and there are none."""
_MILD = "S"
"""The style that stands where none is known; nothing is judged by it."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What is said of all the conversations of a file. None or empty: what the file says, or nothing.

    `around` is the scenario whose facts, limits, resident and briefing hold; `lang`, `venue` and `style` stand
    above the file and the scenario. `of_file` is when the file was changed last. `explain` is the language
    of the reasons.
    """

    rubric: Rubric
    rubric_hash: str
    disc: Disc
    of_file: datetime
    explain: str
    around: Scenario | None = None
    lang: str | None = None
    venue: Venue | None = None
    style: str | None = None


def events_of(
    told: Conversation, session: str, setting: Setting, trainee: str, scorer: Scorer
) -> tuple[AnyEvent, ...]:
    """The session's events, every reply judged, under the name `session`.

    `trainee` is a pseudonym, or empty. Where the file has no times, all of it is of when the file was
    changed last.
    """
    scenario, unknown = scenario_of(told, setting)
    calm = setting.disc.model_copy(update={"effects": (), "drift": {}})
    state, _says = begin(scenario, calm, seed=0)
    at = next((line.at for line in told.lines if line.at), setting.of_file)
    started = Started(
        at=at,
        session=session,
        trainee=trainee,
        mode="imported",
        seed=0,
        lang=setting.explain,
        app=__version__,
        consent=CONSENT,
        scenario=scenario,
        scenario_hash=version_of(scenario),
        rubric=setting.rubric,
        rubric_hash=setting.rubric_hash,
        disc=calm,
        state=state,
        unknown=unknown,
    )
    scene = scenario.scenes[0]
    events: list[AnyEvent] = [started]
    history: list[tuple[str, str]] = []
    judged: list[Assessment] = []
    for line in told.lines:
        at = max(at, line.at or at)  # files put lines in order, clocks do not always
        if line.by == "resident":
            events.append(Spoke(at=at, scene=SCENE, text=line.text))
            history.append(("R", line.text))
            continue
        turn = state.turn + 1
        context = context_in(started, scene, history, setting.explain, met_by(judged))
        assessment = scorer.assess(line.text, context)
        judged.append(assessment)
        response = respond(state, line.text, assessment, scenario, calm)
        events += [
            Replied(at=at, turn=turn, scene=SCENE, text=line.text),
            Assessed(at=at, turn=turn, scorer=scorer.version, assessment=assessment),
            Moved(
                at=at,
                turn=turn,
                before=state.mood,
                state=response.state,
                moves=response.moves,
                branch=response.branch,
            ),
        ]
        state = response.state
        history.append(("S", line.text))
    return (*events, Ended(at=at, ending=ENDING))


def scenario_of(told: Conversation, setting: Setting) -> tuple[Scenario, tuple[Unknown, ...]]:
    """The scenario that the session of a conversation has, and what of it nobody knows."""
    around = setting.around
    texts = "".join(line.text for line in told.lines)
    lang = setting.lang or told.lang or (around.lang if around else language_of(texts))
    say = texts_in("zh-CN" if lang.startswith("zh") else "en")
    venue = setting.venue or told.venue or (around.venue if around else None)
    style = setting.style or told.disc or (around.resident.disc if around else None)
    resident = (
        Resident(name=told.resident, address_as=(told.resident,), disc=style or _MILD)
        if told.resident and around is None
        else around.resident.model_copy(update={"disc": style})
        if around
        else Resident(name=say(words.RESIDENT), address_as=(_NOBODY,), disc=style or _MILD)
    )
    briefing = told.background or (around.briefing if around else "")
    known = {
        "name": told.resident or around,
        "disc": style,
        "venue": venue,
        "briefing": briefing,
        "times": any(line.at for line in told.lines),
    }
    unknown: tuple[Unknown, ...] = ("name", "disc", "venue", "briefing", "times")
    title = say(words.TITLE)
    if name := told.name or (around.title if around else ""):
        title = say(words.TITLED).format(name=name)
    scenario = Scenario(
        id=one_line(f"{words.IMPORTED}{around.id if around else SCENE}", 64),
        title=title,
        lang=lang,
        venue=venue or "hall",
        rubric=setting.rubric.id,
        goals=(say(words.GOAL),),
        role=around.role if around else say(words.ROLE),
        briefing=briefing or say(words.BRIEFING),
        resident=resident,
        facts=around.facts if around else (),
        limits=around.limits if around else (),
        scenes=(_scene(told.replies),),
        endings=(
            Ending(id=ENDING, title=say(words.ENDING), grade="C", text=say(words.NO_VERDICT)),
        ),
    )
    return scenario, tuple(what for what in unknown if not known[what])


def _scene(replies: int) -> Scene:
    """The one moment, which is over with the last reply."""
    last = Condition(turn=Bound(low=replies))
    return Scene(
        id=SCENE,
        lines=(ResidentLine(say=_NOBODY),),
        branches=(Branch(to=ENDING, when=last), Branch(to=SCENE)),
        model_replies=(_NOBODY,),
    )
