"""Walkthroughs played, and every expectation that was not met told at its line."""

from __future__ import annotations

from trainer.content import codes
from trainer.content.problems import Problems
from trainer.content.script import Path, Script
from trainer.dialogue.aloud import in_words
from trainer.dialogue.branch import Situation, unmet
from trainer.dialogue.respond import moved
from trainer.i18n import current
from trainer.i18n import gettext as _
from trainer.model.condition import Condition
from trainer.model.rubric import Rubric
from trainer.model.scenario import END, Branch
from trainer.model.walkthrough import Step, Walkthrough
from trainer.proof.expected import Missed, missed
from trainer.proof.judged import sentences
from trainer.proof.walked import Passed, Walked, resumed, straight
from trainer.scoring.scorer import Scorer


def check(script: Script, scorer: Scorer, problems: Problems) -> None:
    """Play every walkthrough of `script` twice. Does nothing where rubric or DISC profiles are missing."""
    rubric, disc = script.rubric, script.disc
    if rubric is None or disc is None:
        return
    scenario, lang = script.scenario, current()
    for number, walk in enumerate(scenario.walkthroughs):
        path: Path = ("walkthroughs", number)
        walked = straight(scenario, disc, walk, scorer, lang)
        _compare(walk, walked, path, script, rubric, problems)
        if resumed(scenario, rubric, disc, walk, scorer, lang) != walked.record():
            problems.add(
                codes.WALK_DIFFERS,
                script.marks.at(*path),
                _("Left and taken up again at every turn, “{title}” goes another way.").format(
                    title=walk.title
                ),
                _("This is a fault of the program or of its scorer, not of the scenario."),
            )


def _compare(
    walk: Walkthrough,
    walked: Walked,
    path: Path,
    script: Script,
    rubric: Rubric,
    problems: Problems,
) -> None:
    """Tell what did not come as expected; not what comes after the talk has gone astray."""
    for number, (step, passed) in enumerate(zip(walk.steps, walked.passed, strict=False)):
        here: Path = (*path, "steps", number)
        found = list(missed(step.then.condition, _situation(passed), rubric))
        astray = step.then.scene is not None and _place(passed) != step.then.scene
        if found or astray:
            key = min(
                [each.key for each in found] + (["scene"] if astray else []),
                key=lambda each: script.marks.at(*here, "then", each),
            )
            problems.add(
                codes.WALK_STEP,
                script.marks.at(*here, "then", key),
                _told(number + 1, step, passed, found, script),
                _cure(step, passed, found, script),
            )
        if astray or (found and step.then.scene is None):
            return
    _end(walk, walked, path, script, problems)


def _end(walk: Walkthrough, walked: Walked, path: Path, script: Script, problems: Problems) -> None:
    last = walked.passed[-1]
    ending = last.after.ending
    if len(walked.passed) < len(walk.steps):
        problems.add(
            codes.WALK_ENDING,
            script.marks.at(*path, "steps", len(walked.passed), "reply"),
            sentences(
                _("The talk was over before this: reply {n} ended it with “{ending}”.").format(
                    n=len(walked.passed), ending=ending
                ),
                _why(last, script),
            ),
            _("Take this and what follows out, or change the reply before it."),
        )
    elif walk.ending is not None and ending != walk.ending:
        said = (
            _("The talk goes on after the last reply, in “{scene}”; “{ending}” was expected.")
            if ending is None
            else _("The talk ended with “{found}”; “{ending}” was expected.")
        )
        problems.add(
            codes.WALK_ENDING,
            script.marks.at(*path, "ending"),
            sentences(
                said.format(scene=last.after.scene, found=ending, ending=walk.ending),
                _why(last, script),
            ),
            _way_to_ending(walk.ending, last, script),
        )


def _situation(passed: Passed) -> Situation:
    """What an expectation looks at: the talk once the resident has answered."""
    after = passed.after
    return Situation(
        scene=after.scene,
        mood=after.mood,
        visits=after.visits,
        turn=after.turn,
        reply=passed.reply,
        assessment=passed.assessment,
    )


def _place(passed: Passed) -> str:
    return passed.after.ending or passed.after.scene


def _told(number: int, step: Step, passed: Passed, found: list[Missed], script: Script) -> str:
    """What came instead, in sentences."""
    told = _("; ").join(each.found for each in found)
    said = _("Reply {n}: {found}.").format(n=number, found=told) if found else ""
    if step.then.scene is None or _place(passed) == step.then.scene:
        return said
    went = (
        _("The talk ended with “{place}” instead of going on in “{scene}”.")
        if passed.after.ending
        else _("The talk went to “{place}”, not to “{scene}”.")
    ).format(place=_place(passed), scene=step.then.scene)
    start = said or _("Reply {n}:").format(n=number)
    return sentences(start, went, _why(passed, script))


def _branches(passed: Passed, script: Script) -> tuple[Branch, ...]:
    scene = script.scenario.scene(passed.before.scene)
    return script.scenario.anytime + (scene.branches if scene else ())


def _words(condition: Condition, script: Script, now: Situation | None = None) -> str:
    return in_words(condition, current(), script.rubric, script.scenario, now)


def _looked_at(passed: Passed, script: Script) -> Situation:
    """What the branches looked at."""
    if script.disc is None:
        raise ValueError("nothing was played")
    return moved(passed.before, passed.reply, passed.assessment, script.scenario, script.disc)[0]


def _why(passed: Passed, script: Script) -> str:
    """Why the talk went where it did."""
    branch = _branches(passed, script)[passed.response.branch]
    reason = (
        _("no other branch of “{scene}” held").format(scene=passed.before.scene)
        if branch.when.always
        else _("it holds that {condition}").format(
            condition=_words(branch.when, script, _looked_at(passed, script))
        )
    )
    if branch.because:
        because = branch.because.rstrip("。.")
        return _("Why: {reason} ({because}).").format(reason=reason, because=because)
    return _("Why: {reason}.").format(reason=reason)


def _cure(step: Step, passed: Passed, found: list[Missed], script: Script) -> str | None:
    """The scorer's better wording for what is missing, or what the way to the scene still lacked."""
    offers = {f.criterion: f.try_ for f in passed.assessment.findings if f.try_ and f.level >= 0}
    for each in found:
        if each.key in offers:
            return _("Try: {words}").format(words=offers[each.key])
    wanted = step.then.scene
    if wanted is None or _place(passed) == wanted:
        return None
    return _lacked([b for b in _branches(passed, script) if b.to == wanted], wanted, passed, script)


def _lacked(ways: list[Branch], wanted: str, passed: Passed, script: Script) -> str:
    if not ways:
        return _("No branch of “{scene}” leads to “{wanted}”.").format(
            scene=passed.before.scene, wanted=wanted
        )
    now = _looked_at(passed, script)
    lacking = [unmet(way.when, now) for way in ways]
    if any(each.always for each in lacking):
        return _(
            "A branch before the one to “{wanted}” held; the first that holds is taken."
        ).format(wanted=wanted)
    return _("For “{wanted}” this is lacking: {condition}.").format(
        wanted=wanted, condition=_("; or ").join(_words(each, script, now) for each in lacking)
    )


def _way_to_ending(ending: str, last: Passed, script: Script) -> str | None:
    """What was lacking for the ending that was expected."""
    expected = script.scenario.ending(ending)
    branch = _branches(last, script)[last.response.branch]
    if branch.to != END or expected is None:
        ways = [each for each in _branches(last, script) if each.to in (ending, END)]
        return _lacked(ways, ending, last, script)
    now = _looked_at(last, script)
    now = now.model_copy(update={"mood": last.after.mood})
    lacking = unmet(expected.when, now)
    if lacking.always:
        return _("An ending before “{wanted}” fits too; the first that fits is taken.").format(
            wanted=ending
        )
    return _("For “{wanted}” this is lacking: {condition}.").format(
        wanted=ending, condition=_words(lacking, script, now)
    )
