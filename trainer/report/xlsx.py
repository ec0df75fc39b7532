"""Sessions as a workbook: turns, findings, scores, mood, and a blank sheet for a second marker.

Every text is written as text: nothing that anybody said can become a formula, a link or a number.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from trainer.i18n import gettext as _
from trainer.model.mood import BETTER_WHEN_LOW
from trainer.report import words
from trainer.report.attempts import criteria_progress, dimensions_progress, in_order
from trainer.report.marksheet.write import add_marksheet
from trainer.report.telling import Telling
from trainer.report.workbook import LINE, OPTIONS, Cell, Sheets, clean, shaded, utc
from trainer.session.ratings import counted
from trainer.session.transcript import Transcript

MOST_CHARTS = 12
"""Sessions whose mood is drawn; of more only the numbers are given."""


def xlsx(transcripts: Sequence[Transcript], lang: str) -> bytes:
    """One workbook of all the sessions, in `lang`."""
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    book = Workbook(buffer, OPTIONS)
    with words.speaking(lang):
        tellings = [Telling(t, lang) for t in in_order(transcripts)]
        latest = utc(max(t.latest for t in tellings))
        title = clean(tellings[0].scenario.title)[:255]
        book.set_properties({"created": latest, "title": title, "author": ""})
        _Book(book, tellings).write()
    book.close()
    return buffer.getvalue()


class _Book(Sheets):
    """The sheets, one after the other."""

    def __init__(self, book: Any, tellings: Sequence[Telling]) -> None:
        super().__init__(book)
        self.tellings = tellings

    def write(self) -> None:
        """All of them."""
        self.overview()
        self.turns()
        self.findings()
        self.scorecard()
        self.mood()
        marked = [t for t in self.tellings if _can_be_marked(t)]
        for number, telling in enumerate(marked, 1):
            name = _("Second marker")
            add_marksheet(
                self.book,
                telling.transcript,
                telling.lang,
                name if len(marked) == 1 else f"{name} {number}",
            )

    def overview(self) -> None:
        names = (_("Session"), _("Trainee"), _("Scenario"), _("Begun (UTC)"), _("Mode"), _("Ending"), _("Replies"), _("Overall"))  # fmt: skip
        rows: list[tuple[Cell, ...]] = []
        for telling in self.tellings:
            t, started = telling.transcript, telling.started
            rows.append(
                (
                    started.session,
                    started.trainee,
                    telling.scenario.title,
                    utc(started.at),
                    _(words.HELD[started.mode]),
                    t.ending.title if t.ending else telling.unfinished,
                    float(len(t.turns)),
                    float(t.scorecard.overall) if t.turns else None,
                )
            )
        sheet = self.sheet(_("Overview"), (26, 16, 30, 20, 12, 26, 9, 9), names, rows, top=3)
        told = self.tellings[0].scenario.title if len(self.tellings) == 1 else _("Sessions")
        sheet.write_string(0, 0, clean(told), self.title)
        sheet.merge_range(1, 0, 1, len(names) - 1, "", self.quiet)
        sheet.write_string(1, 0, words.how_to_read(t.transcript for t in self.tellings), self.quiet)
        sheet.set_row(1, 3 * LINE)

    def turns(self) -> None:
        names = (_("Session"), _("Reply"), _("At (UTC)"), _("Scene"), _("The resident says"), _("The reply"), _("Overall"), _("Why the talk went this way"), *map(_, words.FEELINGS.values()))  # fmt: skip
        rows: list[tuple[Cell, ...]] = []
        for telling in self.tellings:
            for turn in telling.transcript.turns:
                found, after = turn.assessment, telling.transcript.felt(turn)
                feelings = (float(round(getattr(after, f))) if after else None for f in words.FEELINGS)  # fmt: skip
                rows.append(
                    (
                        telling.started.session,
                        float(turn.number),
                        utc(turn.at),
                        turn.scene.title or turn.scene.id,
                        "\n".join(turn.heard),
                        turn.reply,
                        float(found.overall) if found else None,
                        turn.because or "",
                        *feelings,
                    )
                )
        widths = (26, 7, 20, 18, 40, 50, 9, 36, *[10] * len(words.FEELINGS))
        self.sheet(_("Turns"), widths, names, rows)

    def findings(self) -> None:
        names = (_("Session"), _("Reply"), _("Criterion"), _("Level"), _("In words"), _("Evidence"), _("Why"), _("Better wording"), _("Key"))  # fmt: skip
        rows: list[tuple[Cell, ...]] = []
        for telling in self.tellings:
            for turn in telling.transcript.turns:
                for criterion, finding in counted(turn, telling.rubric):
                    evidence = "\n".join(e.text for e in finding.evidence)
                    rows.append(
                        (
                            telling.started.session,
                            float(turn.number),
                            telling.title(criterion.id),
                            float(finding.level),
                            words.level_in(criterion, finding, turn.reply, telling.lang),
                            evidence,
                            words.why(turn, criterion, finding, telling.rubric, telling.lang),
                            finding.try_ or "",
                            criterion.id,
                        )
                    )
        self.sheet(_("Findings"), (26, 7, 20, 7, 14, 36, 40, 50, 18), names, rows)

    def scorecard(self) -> None:
        """Every dimension and criterion, a column a session."""
        count = len(self.tellings)
        sessions = [t.started.session for t in self.tellings]
        change = [_("Change")] if count > 1 else []
        dimensions = dimensions_progress(self.tellings)
        rows: list[tuple[Cell, ...]] = []
        for kind, each in ((_("Dimension"), dimensions), (_("Criterion"), criteria_progress(self.tellings))):  # fmt: skip
            for p in each:
                changed = [None if p.change is None else float(p.change)] if count > 1 else []
                values = (None if v is None else float(round(v)) for v in p.values)
                rows.append((kind, p.title, *values, *changed))
        names = (_("What"), _("Name"), *sessions, *change)
        widths = (12, 30, *[24] * count, *[10] * len(change))
        sheet = self.sheet(_("Scorecard"), widths, names, rows)
        if not dimensions:
            return
        chart = self.book.add_chart({"type": "bar"})
        for column in range(2, 2 + min(count, MOST_CHARTS)):
            chart.add_series(
                {
                    "name": [sheet.get_name(), 0, column],
                    "categories": [sheet.get_name(), 1, 1, len(dimensions), 1],
                    "values": [sheet.get_name(), 1, column, len(dimensions), column],
                    "data_labels": {"value": True},
                }
            )
        chart.set_title({"name": _("Scores"), "overlay": False})
        chart.set_x_axis({"min": 0, "max": 100})
        chart.set_y_axis({"reverse": True})
        if count == 1:
            chart.set_legend({"none": True})
        sheet.insert_chart(1, len(names) + 1, chart, {"x_scale": 1.2, "y_scale": 1.4})

    def mood(self) -> None:
        names = (_("Session"), _("After reply"), *map(_, words.FEELINGS.values()))
        rows: list[tuple[Cell, ...]] = []
        spans: list[tuple[int, int]] = []
        for telling in self.tellings:
            first = len(rows) + 1
            for step, mood in telling.moods:
                values = (float(round(getattr(mood, f))) for f in words.FEELINGS)
                rows.append((telling.started.session, step, *values))
            spans.append((first, len(rows)))
        sheet = self.sheet(_("Mood"), (26, 12, *[11] * len(words.FEELINGS)), names, rows)
        for column, feeling in enumerate(words.FEELINGS, 2):
            last = max(1, len(rows))
            shaded(sheet, (1, column, last, column), falling=feeling in BETTER_WHEN_LOW)
        for number, (first, last) in enumerate(spans[:MOST_CHARTS]):
            chart = self.book.add_chart({"type": "line"})
            for column in range(2, 2 + len(words.FEELINGS)):
                chart.add_series(
                    {
                        "name": [sheet.get_name(), 0, column],
                        "categories": [sheet.get_name(), first, 1, last, 1],
                        "values": [sheet.get_name(), first, column, last, column],
                        "marker": {"type": "circle", "size": 4},
                    }
                )
            chart.set_title({"name": self.tellings[number].started.session, "overlay": False})
            chart.set_y_axis({"min": 0, "max": 100})
            chart.set_legend({"position": "bottom"})
            place = {"x_scale": 1.3, "y_scale": 1.3, "y_offset": 400 * number}
            sheet.insert_chart(1, len(names) + 1, chart, place)


def _can_be_marked(telling: Telling) -> bool:
    return any(counted(turn, telling.rubric) for turn in telling.transcript.turns)
