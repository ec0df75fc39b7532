"""What a second marker sees of a session: the talk, the criteria with their levels, both marks side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from trainer.content.sanitise import sanitise
from trainer.i18n import gettext as _
from trainer.model.base import in_language
from trainer.report import words
from trainer.session.ratings import counted, levels_of
from trainer.tui import marks
from trainer.tui.views.home import flat, prose
from trainer.tui.views.talk import marked, resident_said, trainee_said
from trainer.tui.widgets.sheet import GAP, Block, Blocks, join, pad, text

if TYPE_CHECKING:
    from trainer.model.assessment import Finding
    from trainer.model.rating import Mark, Rating, TurnRating
    from trainer.model.rubric import Criterion
    from trainer.session.transcript import Transcript, Turn

Counted = Sequence[tuple["Criterion", "Finding"]]


def where_to_begin(rating: Rating, turns: Sequence[Turn]) -> int:
    """The place in `turns` where a rater goes on: the turn left half marked, else the next unmarked one."""
    numbers = [turn.number for turn in turns]
    if rating.last not in numbers:
        return 0
    at = numbers.index(rating.last)
    found = next_unshown(rating, turns, at)
    return at if found is None else found


def next_unshown(rating: Rating, turns: Sequence[Turn], at: int) -> int | None:
    """The first place in `turns`, from `at` on and round, where the machine's levels are not shown yet."""
    order = [*range(at, len(turns)), *range(at)]
    return next((i for i in order if not rating.turn(turns[i].number).shown), None)


def unmarked(found: Counted, rating: TurnRating) -> list[int]:
    """Places of the criteria that have no level yet."""
    return [
        i
        for i, (criterion, _finding) in enumerate(found)
        if (mark := rating.mark(criterion.id)) is None or mark.level is None
    ]


def before_sheet(transcript: Transcript, turn: Turn) -> list[Block]:
    """The talk before a turn."""
    blocks: list[Block] = []
    for each in transcript.turns:
        if each.number >= turn.number:
            break
        blocks += resident_said(transcript.started.scenario.resident.name, each.heard)
        said = text(prose(each.reply), "$muted")
        blocks += trainee_said(each.reply, said, who=_("The reply"))
    return blocks


def turn_sheet(transcript: Transcript, turn: Turn, rating: TurnRating) -> list[Block]:
    """The reply to mark and what it answers; once shown, with the evidence marked."""
    title = turn.scene.title
    head = _("Reply {n}").format(n=turn.number)
    blocks = [Block(text(f"{head} · {flat(title)}" if title else head, "bold $muted"))]
    blocks += resident_said(transcript.started.scenario.resident.name, turn.heard)
    rubric = transcript.started.rubric
    said = None
    if rating.shown and turn.assessment is not None:
        said = marked(turn.reply, turn.assessment, rubric)
    blocks += trainee_said(turn.reply, said, who=_("The reply"))
    if rating.comment:
        blocks += [
            Block(text(_("Your comment"), "bold $accent"), edge="$accent"),
            Block(text(prose(rating.comment)), edge="$accent"),
            GAP,
        ]
    return blocks


def rows(found: Counted, rating: TurnRating, lang: str) -> list[Blocks]:
    """A line for each criterion."""
    titles = [in_language(criterion.title, lang) for criterion, _finding in found]
    wide = max(map(cell_len, titles), default=0) + 2
    mine = [_mine(criterion, rating.mark(criterion.id), lang) for criterion, _finding in found]
    wider = max((each.cell_length for each in mine), default=0) + 2
    return [
        Blocks([Block(_row(pad(title, wide), own, wider, criterion, finding, rating, lang))])
        for title, own, (criterion, finding) in zip(titles, mine, found, strict=True)
    ]


def _row(
    title: str,
    own: Content,
    width: int,
    criterion: Criterion,
    finding: Finding,
    rating: TurnRating,
    lang: str,
) -> Content:
    line = join(text(title), own)
    if not rating.shown:
        return line
    mark = rating.mark(criterion.id)
    theirs = join(text(_("program") + " ", "$muted"), level(criterion, finding.level, lang))
    line = join(line, " " * (width - own.cell_length), theirs)
    if mark is not None and mark.override is not None:
        stands = join(text("  " + _("stands:") + " ", "bold $accent"), str(mark.override.level))
        return join(line, stands)
    if mark is not None and mark.level is not None and mark.level != finding.level:
        return join(line, text("  " + _("differ"), "bold $fair"))
    return line


def _mine(criterion: Criterion, mark: Mark | None, lang: str) -> Content:
    if mark is None or mark.level is None:
        return text(_("not marked"), "$muted")
    return join(text(_("you") + " ", "$muted"), level(criterion, mark.level, lang))


def level(criterion: Criterion, value: int, lang: str) -> Content:
    """A level as its mark, number and name."""
    penalty = criterion.kind == "penalty"
    told = f"{marks.symbol(value, penalty)} {value} {words.level_name(criterion, value, lang)}"
    return text(told, f"${marks.level_tone(value, penalty)}")


def detail(
    criterion: Criterion, finding: Finding, rating: TurnRating, lang: str, why: str
) -> list[Block]:
    """What a criterion asks and its levels mean; once shown, why the machine gave its own."""
    mark = rating.mark(criterion.id)
    blocks = _program(finding, mark, why) if rating.shown else []
    for key, value in enumerate(levels_of(criterion)):
        known = criterion.levels.get(value)
        told = in_language(known.descriptor, lang) if known else ""
        is_mine = mark is not None and mark.level == value
        name = words.level_name(criterion, value, lang)
        said = _("{name}: {descriptor}").format(name=name, descriptor=told)
        lead = text(f"{'>' if is_mine else ' '} {key}  ", "bold $accent")
        blocks.append(Block(text(said, "bold" if is_mine else ""), lead=lead))
    return [*blocks, Block(text(in_language(criterion.definition, lang), "$muted"))]


def _program(finding: Finding, mark: Mark | None, why: str) -> list[Block]:
    """Why the machine gave its level, and the level that stands in place of it."""
    blocks: list[Block] = []
    quotes = [_("“{words}”").format(words=flat(e.text)) for e in finding.evidence if e.text.strip()]
    told = "  ".join(filter(None, (_(", ").join(quotes), words.sentence(sanitise(why)))))
    if told:
        blocks.append(Block(text(told), lead=text(_("Program: "), "bold"), hang=2))
    if mark is not None and mark.override is not None:
        said = _("{level}, because: {reason}").format(
            level=mark.override.level, reason=flat(mark.override.reason)
        )
        blocks.append(Block(text(said), lead=text(_("You override: "), "bold $accent"), hang=2))
    return blocks


def progress(transcript: Transcript, turns: Sequence[Turn], rating: Rating) -> str:
    """How much is marked."""
    rubric = transcript.started.rubric
    done = sum(not unmarked(counted(t, rubric), rating.turn(t.number)) for t in turns)
    return _("{done} of {all} replies marked").format(done=done, all=len(turns))
