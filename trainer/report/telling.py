"""A session about to be told in a language: its parts at hand, its names as readers know them."""

from __future__ import annotations

from datetime import datetime

from trainer.i18n import gettext as _
from trainer.model.base import in_language
from trainer.model.event import Started, Unknown
from trainer.model.mood import Mood
from trainer.model.rubric import Criterion, Rubric
from trainer.model.scenario import Scenario
from trainer.report import words
from trainer.session.intake.told import told_in
from trainer.session.transcript import Transcript


class Telling:
    """A transcript and the language it is told in."""

    def __init__(self, transcript: Transcript, lang: str) -> None:
        self.transcript, self.lang = told_in(lang, transcript), lang
        self._titles = {c.id: in_language(c.title, lang) for c in self.rubric.criteria}
        self._dimensions = {d.id: in_language(d.title, lang) for d in self.rubric.dimensions}

    @property
    def started(self) -> Started:
        """How it began."""
        return self.transcript.started

    @property
    def scenario(self) -> Scenario:
        """What was practised."""
        return self.started.scenario

    @property
    def rubric(self) -> Rubric:
        """What it was judged by."""
        return self.started.rubric

    @property
    def resident(self) -> str:
        """The resident's name."""
        return self.scenario.resident.name

    @property
    def latest(self) -> datetime:
        """The last time that is told of it."""
        times = [self.started.at, *(turn.at for turn in self.transcript.turns)]
        return max([*times, self.transcript.finished or self.started.at])

    def knows(self, what: Unknown) -> bool:
        """Whether that is so, and does not stand in the scenario only because each has to say it."""
        return what not in self.started.unknown

    @property
    def unfinished(self) -> str:
        """What to say where no ending was reached, as far as can be read."""
        return _("not known") if self.transcript.incomplete else _("unfinished")

    @property
    def outcome(self) -> str:
        """How it ended, in words; of an imported conversation nobody says."""
        ending = self.transcript.ending
        if ending is None:
            return self.unfinished
        if self.started.is_imported:
            return ending.title
        return ending.title + _(" ({words})").format(words=_(words.GRADES[ending.grade]))

    @property
    def moods(self) -> list[tuple[str, Mood]]:
        """The mood at the start and after each reply, with what the point in time is called.

        None of an imported conversation: nobody knows how the resident felt.
        """
        if self.started.is_imported:
            return []
        states = [(_("start"), self.started.state.mood)]
        return states + [(str(t.number), t.after) for t in self.transcript.turns if t.after]

    def title(self, criterion: str) -> str:
        """A criterion's title."""
        return self._titles.get(criterion) or criterion

    def aim(self, criterion: Criterion) -> str:
        """What 100 of a criterion means: its title, or to be free of the fault."""
        title = self.title(criterion.id)
        return _("Free of: {fault}").format(fault=title) if criterion.kind == "penalty" else title

    def dimension(self, dimension: str) -> str:
        """A dimension's title."""
        return self._dimensions.get(dimension) or dimension


def when(at: datetime) -> str:
    """A time as documents give it, in UTC: the same wherever it is written."""
    return at.strftime("%Y-%m-%d %H:%M UTC")
