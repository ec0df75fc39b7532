"""What happened in a session: the talk with each reply's findings, the mood, the way it took."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trainer.i18n import gettext as _
from trainer.model.assessment import Evidence
from trainer.report import words
from trainer.report.document import (
    Block,
    Items,
    Paragraph,
    Piece,
    Quote,
    Run,
    Runs,
    Section,
    labelled,
    runs,
    said,
)
from trainer.report.evidence import pieces
from trainer.report.remarks import Remark, remarks
from trainer.report.telling import Telling
from trainer.session.transcript import Turn

MODEL_BELOW = 85
"""A reply that scores less is shown with a model reply of its scene."""
MOST_REASONS = 4
"""Reasons that are told of one change of mood: what comes after the fourth hardly moved anything."""


def happened(telling: Telling) -> Section:
    """The talk from the first word to the ending."""
    t = telling.transcript
    turns = tuple(_turn(telling, turn) for turn in t.turns)
    return Section("happened", _("What happened"), (*turns, _ending(telling)))


def _ending(telling: Telling) -> Section:
    ending = telling.transcript.ending
    blocks: list[Block] = [*_heard(telling, telling.transcript.heard)]
    if ending is None:
        there = (
            _("What followed cannot be read.")
            if telling.transcript.incomplete
            else _("The talk has not come to an end.")
        )
        blocks.append(said(there))
        return Section("ending", _("Where it stopped"), tuple(blocks))
    if telling.started.is_imported:
        blocks.append(said(ending.text))
        return Section("ending", _("Where it stopped"), tuple(blocks))
    grade = _(" ({words})").format(words=_(words.GRADES[ending.grade]))
    blocks.append(Paragraph((runs(Run(ending.title, "strong"), grade),)))
    blocks.append(Quote("", (Piece(ending.text),), "scenario", telling.scenario.lang))
    return Section("ending", _("How it ended"), tuple(blocks))


def _turn(telling: Telling, turn: Turn) -> Section:
    scene = _(": ") + turn.scene.title if turn.scene.title else ""
    blocks: list[Block] = [*_heard(telling, turn.heard)]
    found, rubric = turn.assessment, telling.rubric
    wrong = _("not what is so, or more than you may promise")
    cut = pieces(turn.reply, found, rubric, telling.lang, wrong)
    blocks.append(Quote(_("Reply"), cut, "trainee", telling.scenario.lang))
    title = _("Reply {n}").format(n=turn.number) + scene
    if found is None:
        blocks.append(said(_("Not judged yet.")))
        return Section(f"reply-{turn.number}", title, tuple(blocks))
    word = _(" ({words})").format(words=words.score_word(found.overall))
    score = labelled(_("Score"), f"{found.overall} / 100{word}", _(": "))
    blocks.append(Paragraph((score,)))
    judged = remarks(turn, telling.started, telling.lang)
    if judged:
        blocks.append(Items(tuple(_remark(each) for each in judged)))
    if breaches := dict.fromkeys(words.breaches(turn, telling.scenario)):
        blocks.append(Items(tuple((runs(Run(told, "fault")),) for told in breaches)))
    if felt := _felt(telling, turn):
        blocks.append(said(felt))
    if turn.because:
        because = _("Why the talk went this way: {because}").format(because=turn.because)
        blocks.append(said(because))
    models = () if telling.started.is_imported else turn.scene.model_replies
    said_already = {each.better.text for each in judged if each.better}
    model = next((m for m in models if m not in said_already), None)
    if model is not None and found.overall < MODEL_BELOW:
        good = _("One good way to put it") + _(": ")
        blocks.append(Paragraph((runs(Run(good, "quiet"), _("“{words}”").format(words=model)),)))
    return Section(f"reply-{turn.number}", title, tuple(blocks))


def _heard(telling: Telling, lines: Sequence[str]) -> Iterator[Quote]:
    if lines:
        cut = (Piece("\n".join(lines)),)
        yield Quote(telling.resident, cut, "resident", telling.scenario.lang)


def _remark(each: Remark) -> tuple[Runs, ...]:
    title = _("Fault: {name}").format(name=each.title) if each.is_fault else each.title
    told = " ".join(filter(None, (each.level, quoted(each.finding.evidence))))
    lines = [labelled(title, told, _(": "), "fault" if each.is_fault else "strong")]
    lines += [runs(each.why)] if each.why else []
    lines += [runs(each.better.told)] if each.better else []
    return tuple(lines)


def _felt(telling: Telling, turn: Turn) -> str:
    told = []
    for together, reasons in words.moved(turn, telling.started.disc, telling.lang):
        changes = _(", ").join(f"{_(words.FEELINGS[f])} {delta:+d}" for f, delta in together)
        why = _(" ({words})").format(words=_(", ").join(reasons[:MOST_REASONS])) if reasons else ""
        told.append(changes + why)
    if not told:
        return ""
    return _("How {name} feels: {changes}.").format(
        name=telling.resident, changes=_("; ").join(told)
    )


def quoted(evidence: tuple[Evidence, ...]) -> str:
    """The words of the evidence, each once, in quotation marks."""
    spoken = [" ".join(e.text.split()) for e in evidence if e.text.strip()]
    return _(", ").join(_("“{words}”").format(words=each) for each in dict.fromkeys(spoken))
