"""`trainer playtest`: synthetic trainees play scenarios."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from trainer.cli import out
from trainer.cli.progress import Tell, progress
from trainer.cli.usage import one_of, whole_number
from trainer.i18n import gettext as _
from trainer.i18n import ngettext

if TYPE_CHECKING:
    from trainer.content.library import Loaded
    from trainer.model.scenario import Scenario
    from trainer.playtest.report import Report
    from trainer.session.desk import Desk

_FORMATS = ("text", "json")
_MOST_JOBS = 4


def about() -> str:
    """The help page."""
    return _(
        "Ten kinds of trainees talk with the resident: skilled, developing, curt, bureaucratic, apologetic "
        "only, over-promising, buck-passing, rude, typing gibberish, and one that goes where nobody has "
        "been. Their replies come from the scenario's own and are scored as anyone's are. The exit code is "
        "1 when a scene, branch or ending was not reached, or when a trainee fares better, or the skilled "
        "one worse, than it should. The same seed gives the same result. Without a SCENARIO all that are "
        "installed are played."
    )


def command(
    context: typer.Context,
    scenarios: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SCENARIO]...", help=_("Ids, or paths to YAML files.")),
    ] = None,
    runs: Annotated[
        str, typer.Option("--runs", metavar="N", help=_("Talks for each scenario."))
    ] = "200",
    seed: Annotated[
        str, typer.Option("--seed", metavar="S", help=_("Another number plays other talks."))
    ] = "1",
    jobs: Annotated[
        str | None,
        typer.Option("--jobs", metavar="N", help=_("Processes that share the work.")),
    ] = None,
    form: Annotated[
        str,
        typer.Option(
            "--format", metavar="text|json", help=_("Text to read, or JSON for programs.")
        ),
    ] = "text",
    talks: Annotated[
        bool,
        typer.Option(
            "--talks", help=_("Show the shortest talk to each ending, and those that show a fault.")
        ),
    ] = False,
) -> int:
    """Play, and show what was reached and how each trainee fared."""
    one_of(form, _FORMATS, "--format")
    number = whole_number(runs, "--runs", 1)
    first = whole_number(seed, "--seed", 0)
    processes = (
        min(os.cpu_count() or 1, _MOST_JOBS) if jobs is None else whole_number(jobs, "--jobs", 1)
    )
    from trainer.playtest.last import remember

    desk: Desk = context.obj
    names = scenarios or [e.path for e in desk.library.entries() if e.kind == "scenario"]
    chosen = [desk.scenario(name) for name in names]
    found: list[Report] = []
    for loaded in chosen:
        with progress(loaded.value.title, number) as tell:
            result = _played(desk, loaded, number, first, processes, tell)
        remember(desk.home, loaded.sha256, result)
        found.append(result)
        if form == "text":
            from trainer.cli.playtest_text import as_text

            rubric = desk.library.rubric(loaded.value.rubric).value
            if len(found) > 1:
                out.put()
            out.put_rows(as_text(result, loaded.value, rubric, talks=talks))
    if form == "json":
        out.put_json([result.model_dump(mode="json") for result in found])
    return int(not all(result.sound for result in found))


def _played(
    desk: Desk,
    loaded: Loaded[Scenario],
    runs: int,
    seed: int,
    jobs: int,
    tell: Tell,
) -> Report:
    from trainer.playtest.judges import together
    from trainer.playtest.playtest import playtest
    from trainer.playtest.scores import Scores
    from trainer.playtest.store import CacheFile, fingerprint
    from trainer.playtest.walk import Play

    scenario, library = loaded.value, desk.library
    rubric = library.rubric(scenario.rubric)
    book = library.trainees(scenario.rubric, scenario.lang)
    scorer = desk.scorer(scenario.rubric)
    play = Play(scenario, rubric.value, library.disc().value, book.value if book else None)
    replies = 0
    if book is None:
        out.tell(
            _(
                "The rubric “{rubric}” has no “trainees.{lang}.yaml”: the trainees say only what stands in "
                "the scenario, and some have nothing to say."
            ).format(rubric=scenario.rubric, lang=scenario.lang)
        )

    def judged(number: int) -> None:
        nonlocal replies
        replies += number
        tell(told=ngettext("{n} reply judged", "{n} replies judged", replies).format(n=replies))

    with together(scorer, jobs, library.roots, scenario.rubric, desk.home, judged) as judge:
        scores = Scores(
            scenario,
            judge,
            fingerprint(scorer.version, rubric.sha256),
            CacheFile(desk.home / "cache" / "playtest.sqlite"),
        )
        return playtest(play, scores, runs, seed, tell)
