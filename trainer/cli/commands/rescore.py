"""`trainer rescore`: archived sessions judged anew, and what that changes."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trainer.cli import out
from trainer.cli.usage import one_of, whole_number
from trainer.errors import NotFound, StorageError, UsageError
from trainer.i18n import gettext as _
from trainer.i18n import ngettext

if TYPE_CHECKING:
    from trainer.cli.rescored_text import Judged
    from trainer.content.library import Loaded
    from trainer.model.event import Started
    from trainer.model.rescoring import Rescoring
    from trainer.model.rubric import Rubric
    from trainer.report.rescoring import Change
    from trainer.session.crew import Answer, Crew
    from trainer.session.desk import Desk
    from trainer.session.places import Place
    from trainer.session.rescoring import Basis, Recorded

_FORMATS = ("text", "json")


def about() -> str:
    """The help page."""
    return _(
        "Judges the replies of recorded sessions again, each in the context in which it was given, by the rubric as it is "
        "now or by another one, and shows what moves: by criterion, by person, the replies that moved most, and the talks "
        "that would have gone another way. The sessions stay as they are; each run is kept beside them, once, in "
        "“….rescored.jsonl”. --from reads a folder or, with the extra “remote”, any address that fsspec knows, such as "
        "s3://bucket/sessions. --jobs and --dask share the work and change nothing of the result. The exit code is 1 when "
        "a session could not be judged; the others still are."
    )


def command(
    context: typer.Context,
    sessions: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SESSION...]", help=_("A session's name or its beginning, or its file.")
        ),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help=_("All sessions."))] = False,
    rubric: Annotated[
        str | None,
        typer.Option(
            "--rubric",
            metavar="ID|PATH",
            help=_("What to judge by; each session's own, as it is now, if not said."),
        ),
    ] = None,
    jobs: Annotated[
        str, typer.Option("--jobs", metavar="N", help=_("Processes that share the work."))
    ] = "1",
    dask: Annotated[
        str | None,
        typer.Option(
            "--dask", metavar="ADDRESS", help=_("A Dask cluster's scheduler; its workers judge.")
        ),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="URL",
            help=_("Sessions elsewhere: all in that folder, or those named."),
        ),
    ] = None,
    form: Annotated[
        str,
        typer.Option(
            "--format", metavar="text|json", help=_("A table to read, or JSON for programs.")
        ),
    ] = "text",
    into: Annotated[
        str, typer.Option("--out", metavar="PATH", help=_("A file; without it, standard output."))
    ] = "-",
    most: Annotated[
        str, typer.Option("--most", metavar="N", help=_("Moves to quote; 10 if not said."))
    ] = "10",
    with_names: Annotated[
        bool, typer.Option("--with-names", help=_("Trainees by name, not by pseudonym."))
    ] = False,
) -> int:
    """Judge anew, keep it, and show what has changed."""
    one_of(form, _FORMATS, "--format")
    number = whole_number(jobs, "--jobs", 1)
    quoted = whole_number(most, "--most", 0)
    if dask is not None and number > 1:
        raise UsageError(_("--jobs and --dask are two ways of sharing the work; say which."))
    if (every and sessions) or not (every or sessions or source):
        raise UsageError(_("Name sessions, or say --all."))
    from trainer.cli.progress import progress
    from trainer.cli.recall import places_of

    desk: Desk = context.obj
    kept = places_of(desk.home, sessions or (), source)
    bench = _Bench(desk, rubric, with_names=with_names)
    try:
        with _crew(desk, number, dask) as crew, progress(_("Judged"), len(kept)) as tell:
            for done, _session in enumerate(bench.judged(kept, crew), 1):
                tell(done)
    except KeyboardInterrupt:
        out.tell(
            ngettext(
                "Stopped. {n} session is judged and kept.",
                "Stopped. {n} sessions are judged and kept.",
                len(bench.changes),
            ).format(n=len(bench.changes))
        )
        raise
    for fault in bench.faults:
        out.tell(fault)
    return _show(bench, form, into, quoted)


def _crew(desk: Desk, jobs: int, dask: str | None) -> AbstractContextManager[Crew]:
    from trainer.session.crew import Alone, cluster, processes

    if dask is not None:
        return cluster(dask)
    return processes(jobs, desk.home / "cache") if jobs > 1 else nullcontext(Alone())


@dataclass(frozen=True)
class _Begun:
    """A session under way: the assessments that are awaited, or the run that there was already."""

    place: Place
    name: str
    recorded: Recorded
    basis: Basis
    result: Answer | Rescoring


class _Bench:
    """Judges sessions one after the other, and gathers what that changes."""

    def __init__(self, desk: Desk, rubric: str | None, *, with_names: bool) -> None:
        """Raises NotFound, ContentFaults for the rubric."""
        from trainer.session.people import names

        self.changes: list[tuple[Basis, Change]] = []
        self.reused: Counter[str] = Counter()
        self.faults: list[str] = []
        self._desk = desk
        self._rubric = desk.library.rubric(rubric) if rubric is not None else None
        self._names = names(desk.home)
        self._with_names = with_names

    def judged(self, kept: Sequence[tuple[Place, str]], crew: Crew) -> Iterator[None]:
        """Judge sessions, in order; each is kept when it is done, or else among the faults.

        Raises StorageError where a record cannot be kept, ContentFaults, TrainerError.
        """
        waiting: deque[_Begun | None] = deque()
        for place, name in kept:
            try:
                waiting.append(self._begin(place, name, crew))
            except (StorageError, NotFound) as fault:
                self.faults.append(str(fault))
                waiting.append(None)
            if len(waiting) >= crew.ahead:
                self._finish(waiting.popleft())
                yield
        while waiting:
            self._finish(waiting.popleft())
            yield

    def _begin(self, place: Place, name: str, crew: Crew) -> _Begun:
        """Raises NotFound, StorageError for the journal or what lies beside it."""
        from trainer.session.places import sound_at
        from trainer.session.rescoring import Basis, Recorded, found, rescorings_of

        sound = sound_at(place, name)
        if sound.damage is not None:
            raise sound.damage
        recorded = Recorded.of(sound)
        started = recorded.transcript.started
        if not recorded.judged:
            raise NotFound(
                _("Session {session} has no judged reply.").format(session=started.session)
            )
        loaded = self._rubric or self._own_rubric(started)
        scorer = self._desk.scorer(str(loaded.path))
        basis = Basis(loaded.value, loaded.sha256, scorer.version)
        result = found(rescorings_of(place, name), recorded.sum, basis) or crew.ask(
            scorer, started.scenario.lang, recorded.questions()
        )
        return _Begun(place, name, recorded, basis, result)

    def _own_rubric(self, started: Started) -> Loaded[Rubric]:
        """The rubric that the session was judged by, as it is now. Raises NotFound, ContentFaults."""
        library = self._desk.library
        if started.scenario_file:
            library = library.near(Path(started.scenario_file))
        try:
            return library.rubric(started.rubric.id)
        except NotFound as fault:
            raise NotFound(
                _("Session {session}: {fault}").format(session=started.session, fault=fault)
            ) from fault

    def _finish(self, begun: _Begun | None) -> None:
        """Raises StorageError where the record cannot be kept."""
        from trainer.model.rescoring import Rescoring
        from trainer.report.rescoring import change
        from trainer.session.people import named, unnamed
        from trainer.session.rescoring import record, rescored

        if begun is None:
            return
        if isinstance(begun.result, Rescoring):
            result = begun.result
            self.reused[begun.basis.rubric_hash] += 1
        else:
            result = rescored(begun.recorded, begun.result(), begun.basis)
            record(begun.place, begun.name, result)
        shown = (named if self._with_names else unnamed)(begun.recorded.transcript, self._names)
        self.changes.append((begun.basis, change(shown, result)))

    def compared(self) -> list[Judged]:
        """What has changed, by what it was judged by."""
        from trainer.cli.rescored_text import Judged
        from trainer.report.rescoring import compared

        bases = {basis.rubric_hash: basis for basis, _change in self.changes}
        return [
            Judged(
                basis,
                compared(
                    [each for by, each in self.changes if by.rubric_hash == name],
                    [criterion.id for criterion in basis.rubric.criteria],
                ),
                self.reused[name],
            )
            for name, basis in bases.items()
        ]


def _show(bench: _Bench, form: str, into: str, most: int) -> int:
    """The report, and the exit code."""
    from trainer.cli.rescored_text import as_json, as_text
    from trainer.cli.save import hand_over

    found = bench.compared()
    if reused := bench.reused.total():
        out.tell(
            ngettext(
                "{n} session had been judged so before; nothing was added to its record.",
                "{n} sessions had been judged so before; nothing was added to their records.",
                reused,
            ).format(n=reused)
        )
    if form == "json":
        text = out.json_text(as_json(found, most, bench.faults), indent=2) + "\n"
    elif found:
        text = "".join(f"{out.clean(line)}\n" for line in as_text(found, most))
    else:
        out.tell(_("No session was judged."))
        return int(bool(bench.faults))
    hand_over(text.encode("utf-8", "replace"), into)
    return int(bool(bench.faults))
