"""A playtest's result as an instructor reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from shutil import get_terminal_size

from trainer.cli.out import Row, Span, one_line
from trainer.cli.page import cells, wrap
from trainer.cli.table import shortened, table
from trainer.dialogue.aloud import in_words
from trainer.i18n import N_, current, ngettext
from trainer.i18n import gettext as _
from trainer.model.rubric import Rubric
from trainer.model.scenario import END, Scenario
from trainer.playtest.coverage import ANYTIME, BranchKey, branches_of
from trainer.playtest.report import UNFINISHED, Example, Fault, Report, Seen

POLICY_NAMES: Mapping[str, str] = {
    "skilled": N_("skilled"),
    "developing": N_("developing"),
    "curt": N_("curt"),
    "bureaucratic": N_("bureaucratic"),
    "apologetic-only": N_("apologetic only"),
    "over-promising": N_("over-promising"),
    "buck-passing": N_("buck-passing"),
    "rude": N_("rude"),
    "gibberish": N_("gibberish"),
    "explorer": N_("explorer"),
}
_WIDEST = 96


def as_text(report: Report, scenario: Scenario, rubric: Rubric, *, talks: bool) -> Iterator[Row]:
    """The whole result; with `talks` the shortest way to each ending and those that show a fault."""
    width = min(get_terminal_size().columns, _WIDEST)
    yield [Span("title", _("{title} ({id})").format(title=scenario.title, id=scenario.id))]
    yield _plain(
        ngettext("{n} talk, seed {seed}", "{n} talks, seed {seed}", report.runs).format(
            n=report.runs, seed=report.seed
        )
    )
    yield []
    yield from _coverage(report, scenario, rubric, width)
    yield []
    yield from map(_plain, table(_endings(report, scenario)))
    yield []
    yield from map(_plain, table(_policies(report, scenario)))
    yield []
    for fault in report.faults:
        lead = _("problem: ")
        said = wrap(_fault(fault), width - cells(lead))
        yield [Span("error", lead), Span("", said[0])]
        yield from (_plain(" " * cells(lead) + line) for line in said[1:])
        if talks and fault.example:
            yield from _talk(fault.example, scenario, width)
    yield from map(_plain, wrap(_verdict(report), width))
    if report.faults and not talks:
        yield from map(_plain, wrap(_("Talks that show it: add --talks."), width))
    if talks:
        for ending_id, example in report.shortest.items():
            ending = scenario.ending(ending_id)
            yield []
            title = _("The shortest talk to “{ending}”").format(
                ending=ending.title if ending else ending_id
            )
            yield [Span("title", title)]
            yield from _talk(example, scenario, width)


def _plain(text: str) -> Row:
    return [Span("", text)]


def _coverage(report: Report, scenario: Scenario, rubric: Rubric, width: int) -> Iterator[Row]:
    branches = branches_of(scenario)
    aloud = {
        str(key): _("{place} → {to}: {condition}").format(
            place=_place(key),
            to=_("the end") if branch.to == END else branch.to,
            condition=in_words(branch.when, current(), rubric, scenario),
        )
        for key, branch in branches.items()
    }
    lines = {
        f"{scene.id}/{number}": f"{scene.id}/{number}: {one_line(line.say)}"
        for scene in scenario.scenes
        for number, line in enumerate(scene.lines, 1)
    }
    kinds: list[tuple[str, Seen, Mapping[str, str]]] = [
        (_("Scenes"), report.scenes, {}),
        (_("Branches"), report.branches, aloud),
        (_("Endings"), report.endings, {}),
        (_("Lines"), report.lines, lines),
        (_("Criteria"), report.criteria, {}),
    ]
    left = max(cells(title) for title, _seen, _names in kinds) + 2
    for title, seen, names in kinds:
        figure = f"{seen.visited}/{seen.total}"
        lead = title + " " * (left - cells(title))
        if not seen.missed:
            yield _plain(lead + figure)
            continue
        yield [Span("", lead), Span("warning", figure), Span("", "  " + _("never reached:"))]
        for name in seen.missed:
            said = wrap(names.get(name, name), width - left - 2)
            for number, line in enumerate(said):
                yield _plain(" " * left + ("  " if number else "- ") + line)


def _place(key: BranchKey) -> str:
    return _("anytime/{number}").format(number=key.number + 1) if key.scene == ANYTIME else str(key)


def _endings(report: Report, scenario: Scenario) -> list[list[str]]:
    rows = [[_("Ending"), "", _("Talks"), _("Shortest")]]
    for number, ending in enumerate(scenario.endings, 1):
        rows.append(
            [
                f"{number}{ending.grade}",
                shortened(one_line(ending.title), 40),
                f"{report.endings.counts.get(ending.id, 0):>4}",
                _shortest(report.shortest.get(ending.id)),
            ]
        )
    return rows


def _shortest(example: Example | None) -> str:
    if example is None:
        return _("never reached")
    number = len(example.turns)
    return _("{replies} ({trainee})").format(
        replies=ngettext("{n} reply", "{n} replies", number).format(n=number),
        trainee=_(POLICY_NAMES[example.policy]),
    )


def _policies(report: Report, scenario: Scenario) -> list[list[str]]:
    names = [f"{number}{ending.grade}" for number, ending in enumerate(scenario.endings, 1)]
    rows = [[_("Trainee"), _("Talks"), _("Score"), *(f"{n:>4}" for n in names), _("left")]]
    for policy, result in report.policies.items():
        counts = [result.endings.get(ending.id, 0) for ending in scenario.endings]
        rows.append(
            [
                _(POLICY_NAMES[policy]),
                f"{result.runs:>4}",
                f"{result.overall:>5.1f}",
                *(f"{count or '·':>4}" for count in counts),
                f"{result.endings.get(UNFINISHED, 0) or '·':>4}",
            ]
        )
    if not report.unfinished:
        rows = [row[:-1] for row in rows]
    return rows


def _fault(fault: Fault) -> str:
    name = _(POLICY_NAMES[fault.policy])
    match fault.what:
        case "scores-high":
            return _("The {trainee} trainee scores {figure}; it should stay under {bound}.").format(
                trainee=name, figure=f"{fault.figure:g}", bound=f"{fault.bound:g}"
            )
        case "gibberish-high":
            return _("Gibberish scores {figure}; it should stay under {bound}.").format(
                figure=f"{fault.figure:g}", bound=f"{fault.bound:g}"
            )
        case "ends-best":
            return ngettext(
                "The {trainee} trainee reached the best ending in {n} talk.",
                "The {trainee} trainee reached the best ending in {n} talks.",
                int(fault.figure),
            ).format(trainee=name, n=int(fault.figure))
        case "skilled-low":
            return _("The skilled trainee scores {figure}; it should be at least {bound}.").format(
                figure=f"{fault.figure:g}", bound=f"{fault.bound:g}"
            )
        case "skilled-ends-badly":
            return _(
                "Only {figure} % of the skilled trainee's talks end well; it should be {bound} %."
            ).format(figure=round(100 * fault.figure), bound=round(100 * fault.bound))


def _verdict(report: Report) -> str:
    missed = sum(len(seen.missed) for seen in (report.scenes, report.branches, report.endings))
    if report.sound:
        return _("Every scene, branch and ending was reached, and each trainee fares as it should.")
    if not missed:
        return _("Every scene, branch and ending was reached.")
    return ngettext(
        "{n} scene, branch or ending was never reached.",
        "{n} scenes, branches or endings were never reached.",
        missed,
    ).format(n=missed)


def _talk(example: Example, scenario: Scenario, width: int) -> Iterator[Row]:
    yield _plain(
        _("{trainee}, {overall} points").format(
            trainee=_(POLICY_NAMES[example.policy]), overall=example.overall
        )
    )
    resident = scenario.resident.name
    for turn in example.turns:
        yield from _said(f"[{turn.scene}] {resident}", turn.resident, width)
        yield from _said(f"  > {turn.overall:3}", turn.reply, width)
    if example.says:
        yield from _said(f"[{example.ending or '…'}] {resident}", example.says, width)


def _said(who: str, text: str, width: int) -> Iterator[Row]:
    first, *rest = wrap(_("{name}: {text}").format(name=who, text=one_line(text)), width - 4)
    yield _plain("  " + first)
    yield from (_plain("    " + line) for line in rest)
