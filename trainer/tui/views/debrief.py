"""What a session adds up to."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from trainer.content.sanitise import sanitise
from trainer.i18n import gettext as _
from trainer.model.base import in_language
from trainer.report import words
from trainer.report.better import better
from trainer.report.highlights import strengths, to_practise, wrong_facts
from trainer.tui import marks
from trainer.tui.views.feedback import advised, feedback
from trainer.tui.views.home import flat, prose
from trainer.tui.views.talk import marked, resident_said, trainee_said
from trainer.tui.widgets.sheet import GAP, Block, join, pad, text

if TYPE_CHECKING:
    from trainer.model.mood import Mood
    from trainer.session.transcript import Transcript

_SPARKS = "▁▂▃▄▅▆▇█"


def overview(transcript: Transcript, lang: str) -> list[Block]:
    """Score, ending, dimensions, mood, what went well, what to practise."""
    return [
        *_result(transcript),
        *_dimensions(transcript, lang),
        *_mood(transcript),
        *_well(transcript, lang),
        *_next(transcript, lang),
    ]


def turn_by_turn(transcript: Transcript, lang: str) -> list[Block]:
    """Every turn with its evidence and better wording."""
    started = transcript.started
    blocks = [_heading(_("Turn by turn")), GAP] if transcript.turns else []
    for turn in transcript.turns:
        title = turn.scene.title
        number = _("Reply {n}").format(n=turn.number)
        blocks.append(Block(text(f"{number} · {flat(title)}" if title else number, "$muted")))
        blocks += resident_said(started.scenario.resident.name, turn.heard)
        found = turn.assessment
        said = marked(turn.reply, found, started.rubric) if found else None
        blocks += trainee_said(turn.reply, said)
        blocks += feedback(turn, started, lang, full=True)
        offered = {each.text for each in better(turn, started, lang).values()}
        models = [said for said in turn.scene.model_replies if said not in offered]
        if found is not None and found.overall < 85 and models:
            model = text(prose(models[0]))
            blocks += [
                Block(text(_("One good way to put it"), "bold $good"), left=6, edge="$good"),
                Block(model, left=6, edge="$good"),
                GAP,
            ]
    if transcript.heard:
        blocks += resident_said(started.scenario.resident.name, transcript.heard)
    return blocks


def closing(path: Path, exported: Path | None) -> list[Block]:
    """Where it lies, and what the scores are worth."""
    blocks = [
        Block(text(_("Scores are advisory; a trainer's judgement stands above them."), "$muted")),
        Block(join(text(_("Transcript: "), "$muted"), text(str(path), "$muted"))),
    ]
    if exported is not None:
        blocks.append(Block(join(text(_("Exported: "), "$good"), text(str(exported), "$good"))))
    return [*blocks, GAP]


def _heading(said: str) -> Block:
    return Block(text(said, "bold $accent"))


def _result(transcript: Transcript) -> list[Block]:
    card = transcript.scorecard
    tone = marks.score_tone(card.overall)
    head = join(
        text(_("Overall"), "bold"),
        text(f"  {card.overall}", f"bold ${tone}"),
        text(f" / 100  {words.score_word(card.overall)}", f"${tone}"),
        text(f"   {words.replies(len(transcript.turns))}", "$muted"),
    )
    blocks = [Block(head)]
    if card.caps:
        rubric = transcript.started.rubric
        names = _(", ").join(
            in_language(c.title, transcript.started.lang)
            for name in card.caps
            if (c := rubric.criterion(name)) is not None
        )
        told = _("{mark} A severe fault holds the score down: {faults}.")
        blocks.append(
            Block(
                text(told.format(mark=marks.FAULT, faults=names), "$fault"),
                ground="on $faultground",
            )
        )
    ending = transcript.ending
    if ending is None:
        blocks.append(Block(text(_("The talk has not ended yet."), "$muted")))
    else:
        meaning = _(words.GRADES[ending.grade])
        blocks += [
            Block(
                join(
                    text(_("Ending: "), "bold"),
                    text(sanitise(ending.title), "bold"),
                    text(
                        _(" ({grade}: {meaning})").format(grade=ending.grade, meaning=meaning),
                        "$muted",
                    ),
                )
            ),
            Block(text(prose(ending.text))),
        ]
    return [*blocks, GAP]


def _dimensions(transcript: Transcript, lang: str) -> list[Block]:
    rubric, card = transcript.started.rubric, transcript.scorecard
    titles = {d.id: in_language(d.title, lang) for d in rubric.dimensions}
    if not card.dimensions:
        return []
    merits = {c.dimension for c in rubric.criteria if c.kind == "merit"}
    faults = titles.keys() - merits
    from rich.cells import cell_len

    width = max(cell_len(t) for t in titles.values()) + 2
    blocks = [_heading(_("By dimension"))]
    for each in card.dimensions:
        tone = f"${marks.score_tone(each.score)}"
        row = join(
            pad(titles.get(each.dimension, each.dimension), width),
            text(f"{each.score:>3}  ", f"bold {tone}"),
            text(marks.bar(each.score, 20), tone),
            text("  " + _("100: none at all") if each.dimension in faults else "", "$muted"),
        )
        blocks.append(Block(row))
    for name, times in card.penalties.items():
        criterion = rubric.criterion(name)
        title = in_language(criterion.title, lang) if criterion else name
        told = _("{mark} {fault}: {times}").format(
            mark=marks.FAULT, fault=title, times=_("in {n}").format(n=words.replies(times))
        )
        blocks.append(Block(text(told, "$fault")))
    return [*blocks, GAP]


def _mood(transcript: Transcript) -> list[Block]:
    moods = _over_time(transcript)
    if len(moods) < 2:
        return []
    from rich.cells import cell_len

    names = {d: _(title) for d, title in words.FEELINGS.items()}
    width = max(map(cell_len, names.values())) + 2
    first, last = moods[0], moods[-1]
    told = {
        d: _("{a} to {b}").format(a=round(getattr(first, d)), b=round(getattr(last, d)))
        for d in names
    }
    states = {d: words.degree(d, getattr(last, d)) for d in names}
    wide = max(map(cell_len, told.values())) + 2
    wider = max(map(cell_len, states.values())) + 2
    blocks = [_heading(_("Mood over time"))]
    for dimension, name in names.items():
        tone = f"${marks.tone(dimension, getattr(last, dimension))}"
        row = join(
            pad(name, width),
            pad(told[dimension], wide),
            text(pad(states[dimension], wider), tone),
            text(sparkline([getattr(mood, dimension) for mood in moods]), tone),
        )
        blocks.append(Block(row))
    return [*blocks, GAP]


def sparkline(values: list[float], most: int = 40) -> str:
    """0..100 over time, one character each, evenly thinned to at most `most`."""
    if len(values) > most:
        step = (len(values) - 1) / (most - 1)
        values = [values[round(i * step)] for i in range(most)]
    return "".join(_SPARKS[min(7, max(0, int(value / 12.5)))] for value in values)


def _over_time(transcript: Transcript) -> list[Mood]:
    moods = [transcript.started.state.mood]
    return [*moods, *(turn.after for turn in transcript.turns if turn.after is not None)]


def _well(transcript: Transcript, lang: str) -> list[Block]:
    blocks: list[Block] = []
    for criterion, _card, _turn, finding in strengths(transcript):
        line = join(text(f"{marks.FULL} ", "bold $good"), text(in_language(criterion.title, lang)))
        if finding.evidence:
            quote = _("“{words}”").format(words=flat(finding.evidence[0].text))
            line = join(line, text(f"  {quote}", "$muted"))
        blocks.append(Block(line))
    return [_heading(_("What went well")), *blocks, GAP] if blocks else []


def _next(transcript: Transcript, lang: str) -> list[Block]:
    """Facts that were said wrong; what to practise, what it means, and words to try."""
    started = transcript.started
    blocks: list[Block] = []
    for wrong in wrong_facts(transcript):
        head = join(
            text(f"{marks.FAULT} ", "bold $fault"),
            text(_("A wrong fact"), "bold $fault"),
            text("  " + flat(words.wrong_words(wrong.said)), "$muted"),
        )
        fact = _("The fact: {fact}").format(fact=flat(wrong.fact))
        blocks += [Block(head), Block(text(fact), left=2)]
    for criterion, _card, turn, _finding in to_practise(transcript):
        mark = marks.FAULT if criterion.kind == "penalty" else marks.NONE
        head = join(
            text(f"{mark} ", "bold $poor"),
            text(in_language(criterion.title, lang), "bold"),
            text(f"  {in_language(criterion.definition, lang)}", "$muted"),
        )
        blocks.append(Block(head))
        if said := better(turn, started, lang).get(criterion.id):
            reply = _("Reply {n}").format(n=turn.number)
            blocks.append(replace(advised(said, f"{reply} "), left=2))
    return [_heading(_("What to practise next")), *blocks, GAP] if blocks else []
