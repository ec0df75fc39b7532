"""What a reply brings that an author tries: the way it takes, why, and what was found in it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from trainer import __version__
from trainer.dialogue.aloud import in_words
from trainer.dialogue.branch import met
from trainer.i18n import gettext as _
from trainer.model.event import Started
from trainer.report import words
from trainer.report.flow.chart import Chart
from trainer.session.transcript import Turn
from trainer.tui import marks
from trainer.tui.views.feedback import change, feedback
from trainer.tui.views.flow import place_of, target
from trainer.tui.views.home import flat
from trainer.tui.views.talk import marked, resident_said, trainee_said
from trainer.tui.widgets.sheet import GAP, Block, flow, join, text

if TYPE_CHECKING:
    from trainer.dialogue.rehearsal import Rehearsal
    from trainer.dialogue.trial import Trial, Way
    from trainer.model.disc import Disc
    from trainer.model.rubric import Rubric
    from trainer.model.scenario import Scenario
    from trainer.model.talk import TalkState

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""Nothing is recorded of a trial, so it has no time."""


def trial_sheet(
    now: Rehearsal,
    trial: Trial,
    chart: Chart,
    scenario: Scenario,
    rubric: Rubric,
    disc: Disc,
    lang: str,
) -> list[Block]:
    """The way first, since that is what an author asks; then the reply with its findings."""
    turn, started = _as_turn(now, trial, scenario, rubric, disc, lang)
    reply = marked(trial.reply, trial.assessment, rubric)
    return [
        *_way(trial, chart, scenario, rubric, lang),
        GAP,
        *resident_said(scenario.resident.name, now.heard),
        *trainee_said(trial.reply, reply),
        *feedback(turn, started, lang, full=True),
        *_answer(trial, scenario),
    ]


def before_line(state: TalkState) -> Block:
    """The mood, the visits and the number of replies that the next reply starts from."""
    told = [
        text(f"{_(title)} {round(value)}", f"${marks.tone(feeling, value)}")
        for feeling, title in words.FEELINGS.items()
        for value in [getattr(state.mood, feeling)]
    ]
    visits = state.visits.get(state.scene, 0)
    told.append(text(_("visit {n}").format(n=visits), "$muted"))
    told.append(text(_("reply {n}").format(n=state.turn + 1), "$muted"))
    return flow(told, gap="  ")


def name_of(way: Way) -> str:
    """A branch as an author counts it."""
    if way.kind == "anytime":
        return _("anytime branch {n}").format(n=way.number)
    return _("branch {n}").format(n=way.number)


def _way(trial: Trial, chart: Chart, scenario: Scenario, rubric: Rubric, lang: str) -> list[Block]:
    overall = trial.assessment.overall
    led = trial.response.state
    tone = f"${marks.score_tone(overall)}"
    blocks = [
        Block(
            join(
                text(f"{overall} ", f"bold {tone}"),
                text(f"{words.score_word(overall)}  ", tone),
                target(chart, place_of(chart, led).key, "bold $accent"),
            )
        )
    ]
    taken = trial.taken
    when = (
        _("otherwise")
        if taken.kind == "otherwise"
        else flat(in_words(met(taken.branch.when, trial.now), lang, rubric, scenario, trial.now))
    )
    blocks.append(
        Block(
            join(
                text(_("{branch}: ").format(branch=name_of(taken)), "bold"),
                text(when),
            ),
            lead=text(f"{marks.FULL} ", "bold $good"),
        )
    )
    moved = words.changes(trial.before.mood, led.mood)
    if moved:
        blocks.append(flow([change(feeling, delta) for feeling, delta in moved], gap="  "))
    for passed in trial.passed:
        unmet = flat(in_words(passed.unmet, lang, rubric, scenario, trial.now))
        blocks.append(
            Block(
                text(
                    _("{branch} lacks: {condition}").format(
                        branch=name_of(passed.way), condition=unmet
                    ),
                    "$muted",
                ),
                lead=text(f"{marks.NONE} ", "$muted"),
            )
        )
    return blocks


def _answer(trial: Trial, scenario: Scenario) -> list[Block]:
    said = [flat(text_) for _scene, text_ in trial.response.says]
    return resident_said(scenario.resident.name, said) if said else []


def _as_turn(
    now: Rehearsal, trial: Trial, scenario: Scenario, rubric: Rubric, disc: Disc, lang: str
) -> tuple[Turn, Started]:
    """The trial as a turn of a session that nobody keeps, so that feedback reads as in practice."""
    scene = scenario.scene(trial.before.scene) or scenario.scenes[0]
    started = Started(
        at=_NEVER, session="preview", trainee="", mode="coached", seed=trial.before.seed,
        lang=lang, app=__version__, scenario=scenario, scenario_hash="", rubric=rubric,
        rubric_hash="", disc=disc, state=trial.before,
    )  # fmt: skip
    turn = Turn(
        number=trial.before.turn + 1, scene=scene, heard=now.heard, reply=trial.reply, at=_NEVER,
        before=trial.before.mood, assessment=trial.assessment, after=trial.response.state.mood,
        moves=trial.response.moves, because=trial.response.because,
    )  # fmt: skip
    return turn, started
