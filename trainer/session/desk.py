"""Everything a face of the program needs, wired once: content, scorer, home.

Nothing is loaded before it is asked for, so that the first screen paints at once; the properties may
be asked for from a worker thread.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from trainer.session.home import home_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from trainer.content.library import Library, Loaded
    from trainer.model.base import Mode
    from trainer.model.event import AnyEvent, Started
    from trainer.model.scenario import Scenario
    from trainer.scoring.scorer import Scorer
    from trainer.session.archive import SessionEntry
    from trainer.session.practice import Practice
    from trainer.session.versions import Edited


class Desk:
    """Where a trainee sits down. `lang` is the interface's language."""

    def __init__(
        self,
        home: Path | None = None,
        lang: str = "en",
        *,
        library: Library | None = None,
        scorer: Scorer | None = None,
    ) -> None:
        self.home = home_folder(home)
        self.lang = lang
        self._library = library
        self._scorers: dict[str, Scorer] = {}
        self._given = scorer
        self._lock = threading.RLock()
        self.tell: Callable[[str], None] = lambda _said: None
        """Takes a sentence for the person at the desk, at once and from any thread."""
        self.told: list[str] = []
        """What the last start has to say besides: sessions removed by age, names that cannot be kept."""

    @property
    def library(self) -> Library:
        """The installed content."""
        with self._lock:
            if self._library is None:
                from trainer.content.library import Library

                self._library = Library.installed()
            return self._library

    def scorer(self, rubric_id: str) -> Scorer:
        """The scorer of a rubric; loading takes up to half a second from cache, once.

        Raises NotFound, ContentFaults.
        """
        if self._given is not None:
            return self._given
        with self._lock:
            if rubric_id not in self._scorers:
                from trainer.session.fitted import load_scorer

                self._scorers[rubric_id] = load_scorer(
                    self.library, rubric_id, self.home / "cache", tell=self.tell
                )
            return self._scorers[rubric_id]

    def scenario(self, id_or_path: str) -> Loaded[Scenario]:
        """A scenario to work with; rubrics that lie beside its file count from here on.

        Raises NotFound, ContentFaults.
        """
        loaded = self.library.find_scenario(id_or_path)
        self._settle(loaded.path)
        return loaded

    def _settle(self, path: Path) -> None:
        with self._lock:
            near = self.library.near(path)
            if near is not self._library:  # of which another rubric may have an id
                self._library, self._scorers = near, {}

    def notice_due(self, trainee: str) -> bool:
        """Whether a trainee (by name, "" without one) has yet to see the notice on records."""
        from trainer.errors import StorageError
        from trainer.session.notice import VERSION
        from trainer.session.people import clean_name, read_people

        try:
            return read_people(self.home).person(clean_name(trainee)).notice != VERSION
        except StorageError:
            return True

    def start(
        self,
        scenario: str,
        *,
        mode: Mode = "coached",
        seed: int | None = None,
        trainee: str = "",
        notice_shown: bool = False,
    ) -> Practice:
        """Begin a session of a scenario named by id or path.

        The journal has a pseudonym for the trainee's name; `notice_shown` says that the notice on records
        has been, or is about to be, shown. Sessions older than they are to be kept are removed.
        Raises NotFound, ContentFaults, StorageError.
        """
        from trainer.session.practice import Practice

        loaded = self.library.find_scenario(scenario)
        own = loaded.path in self.library.practice_paths()
        self._settle(loaded.path)
        rubric = self.library.rubric(loaded.value.rubric)
        self.told = []
        pseudonym, consent = self._enlist(trainee, notice_shown)
        self._tidy()
        return Practice.start(
            self.home,
            loaded.value,
            rubric.value,
            self.library.disc().value,
            rubric_hash=rubric.sha256,
            file="" if own else str(loaded.path.resolve()),
            trainee=pseudonym,
            mode=mode,
            seed=seed,
            lang=self.lang,
            consent=consent,
        )

    def _enlist(self, trainee: str, notice_shown: bool) -> tuple[str, str]:
        """The trainee's pseudonym and the notice shown; a talk does not fail for want of a list of names."""
        from trainer.errors import StorageError
        from trainer.session import people
        from trainer.session.notice import VERSION

        shown = VERSION if notice_shown else ""
        try:
            return people.enlist(self.home, trainee, shown)
        except StorageError as fault:
            if not people.clean_name(trainee):
                return "", shown
            self.told.append(str(fault))
            return people.new_pseudonym(), shown

    def _tidy(self) -> None:
        """Remove what is older than it is to be kept, and say so."""
        from trainer.errors import StorageError
        from trainer.i18n import ngettext
        from trainer.session import audit
        from trainer.session.erasure import apply_retention, retention_days
        from trainer.session.practice import now

        at = now()
        removed = apply_retention(self.home, at)
        if removed.sessions:
            self.told.append(
                ngettext(
                    "{n} session older than {days} days was removed, as settings.json asks.",
                    "{n} sessions older than {days} days were removed, as settings.json asks.",
                    removed.sessions,
                ).format(n=removed.sessions, days=retention_days(self.home))
            )
            try:
                audit.note(self.home, at, "retention", removed.sessions)
            except StorageError as fault:
                self.told.append(str(fault))
        self.told += map(str, removed.left)

    def find(self, session: str | None = None) -> Path:
        """The journal of a session named by id, prefix or path; of the latest unfinished, unnamed.

        Raises NotFound, UsageError.
        """
        from trainer.errors import NotFound
        from trainer.i18n import gettext as _
        from trainer.session.archive import find_session

        if session is not None:
            return find_session(self.home, session)
        path = next((e.path for e in self.sessions() if e.finished is None), None)
        if path is None:
            raise NotFound(_("There is no unfinished session."))
        return path

    def resume(self, session: str | None = None) -> Practice:
        """Go on with a session named as for `find`. Raises NotFound, UsageError, StorageError."""
        from trainer.session.practice import Practice

        practice = Practice.resume(self.find(session))
        _refuse_imported(practice.transcript.started)
        if file := practice.transcript.started.scenario_file:
            self._settle(Path(file))
        return practice

    def edited(self, session: str | None = None) -> Edited | None:
        """What has become of the scenario since a session began; None when nothing that matters to it.

        A session that is over stays as it is. Raises NotFound, UsageError, StorageError.
        """
        from trainer.model.event import Ended
        from trainer.session.journal import read_journal
        from trainer.session.versions import edited

        events = read_journal(self.find(session))
        if isinstance(events[-1], Ended):
            return None
        return edited(self.library, _started(events))

    def restart(self, session: str | None = None) -> Practice:
        """Begin anew what a session has begun, with the scenario as it is now; that one is kept.

        Raises NotFound, UsageError, ContentFaults, StorageError.
        """
        from trainer.errors import NotFound
        from trainer.i18n import gettext as _
        from trainer.session.journal import read_journal
        from trainer.session.versions import file_of

        started = _started(read_journal(self.find(session)))
        mode = _refuse_imported(started)
        path = file_of(self.library, started)
        if path is None:
            raise NotFound(
                _(
                    "The scenario “{title}” is no longer there; the session can only go on as it was."
                ).format(title=started.scenario.title)
            )
        return self.start(str(path), mode=mode, trainee=started.trainee)

    def sessions(self) -> list[SessionEntry]:
        """All sessions that can be read, newest first."""
        from trainer.session.archive import list_sessions

        return list_sessions(self.home)[0]


def _refuse_imported(started: Started) -> Mode:
    """The mode in which it was practised. Raises UsageError for a conversation that was imported."""
    from trainer.errors import UsageError
    from trainer.i18n import gettext as _

    if started.mode == "imported":
        raise UsageError(
            _(
                "Session {session} is an imported conversation, which cannot be gone on with; “trainer "
                "export” shows it."
            ).format(session=started.session)
        )
    return started.mode


def _started(events: Sequence[AnyEvent]) -> Started:
    from trainer.model.event import Started

    first = events[0]
    if not isinstance(first, Started):
        raise ValueError("a session begins with its start")
    return first
