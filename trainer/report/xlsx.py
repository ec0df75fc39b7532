"""Sessions as a workbook: turns, findings, scores, mood, and a blank sheet for a second marker.

Every text is written as text: nothing that anybody said can become a formula, a link or a number.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from trainer.content.sanitise import sanitise
from trainer.i18n import gettext as _
from trainer.model.mood import BETTER_WHEN_LOW
from trainer.report import words
from trainer.report.attempts import criteria_progress, dimensions_progress, in_order
from trainer.report.marksheet.write import add_marksheet
from trainer.report.telling import Telling
from trainer.report.workbook import HIGHEST, LINE, LONGEST_CELL, OPTIONS, printed_wide
from trainer.session.ratings import counted
from trainer.session.transcript import Transcript

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

Cell = str | float | datetime | None
GREEN, WHITE, RED = "#B9DDC4", "#FFFFFF", "#F3C2BC"
MOST_CHARTS = 12
"""Sessions whose mood is drawn; of more only the numbers are given."""


def xlsx(transcripts: Sequence[Transcript], lang: str) -> bytes:
    """One workbook of all the sessions, in `lang`."""
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    book = Workbook(buffer, OPTIONS)
    with words.speaking(lang):
        tellings = [Telling(t, lang) for t in in_order(transcripts)]
        latest = max(t.latest for t in tellings).astimezone(UTC).replace(tzinfo=None)
        title = _clean(tellings[0].scenario.title)[:255]
        book.set_properties({"created": latest, "title": title, "author": ""})
        _Book(book, tellings).write()
    book.close()
    return buffer.getvalue()


class _Book:
    """The sheets, one after the other."""

    def __init__(self, book: Any, tellings: Sequence[Telling]) -> None:
        self.book, self.tellings = book, tellings
        top = {"valign": "top"}
        self.plain = book.add_format(top | {"text_wrap": True})
        self.number = book.add_format(top | {"num_format": "0", "align": "center"})
        self.time = book.add_format(top | {"num_format": "yyyy-mm-dd hh:mm:ss"})
        self.head = book.add_format(
            top | {"bold": True, "bg_color": "#E3E8EF", "text_wrap": True, "bottom": 1}
        )
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.quiet = book.add_format(top | {"font_color": "#525C66", "text_wrap": True})

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
                    _utc(started.at),
                    _(words.MODES[started.mode]),
                    t.ending.title if t.ending else _("unfinished"),
                    float(len(t.turns)),
                    float(t.scorecard.overall) if t.turns else None,
                )
            )
        sheet = self.sheet(_("Overview"), (26, 16, 30, 20, 12, 26, 9, 9), names, rows, top=3)
        told = self.tellings[0].scenario.title if len(self.tellings) == 1 else _("Sessions")
        sheet.write_string(0, 0, _clean(told), self.title)
        sheet.write_string(1, 0, words.advisory(), self.quiet)
        sheet.set_row(1, 60)

    def turns(self) -> None:
        names = (_("Session"), _("Reply"), _("At (UTC)"), _("Scene"), _("The resident says"), _("The reply"), _("Overall"), _("Why the talk went this way"), *map(_, words.FEELINGS.values()))  # fmt: skip
        rows: list[tuple[Cell, ...]] = []
        for telling in self.tellings:
            for turn in telling.transcript.turns:
                found, after = turn.assessment, turn.after
                feelings = (float(round(getattr(after, f))) if after else None for f in words.FEELINGS)  # fmt: skip
                rows.append(
                    (
                        telling.started.session,
                        float(turn.number),
                        _utc(turn.at),
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
                            words.level_name(criterion, finding.level, telling.lang),
                            evidence,
                            finding.why,
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
            low, high = (GREEN, RED) if feeling in BETTER_WHEN_LOW else (RED, GREEN)
            scale = {
                "type": "3_color_scale", "min_type": "num", "mid_type": "num", "max_type": "num",
                "min_value": 0, "mid_value": 50, "max_value": 100,
                "min_color": low, "mid_color": WHITE, "max_color": high,
            }  # fmt: skip
            sheet.conditional_format(1, column, max(1, len(rows)), column, scale)
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

    def sheet(
        self,
        name: str,
        widths: Sequence[int],
        names: Sequence[str],
        rows: Sequence[Sequence[Cell]],
        top: int = 0,
    ) -> Worksheet:
        """A sheet with a table: headings that stay in sight, and filters."""
        sheet: Worksheet = self.book.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        for column, heading in enumerate(names):
            sheet.write_string(top, column, _clean(heading), self.head)
        for at, row in enumerate(rows, top + 1):
            self.cells(sheet, at, row)
            lines = max(map(_lines, row, widths))
            if lines > 1:  # no program makes room by itself for what is wrapped
                sheet.set_row(at, min(HIGHEST, LINE * lines))
        sheet.autofilter(top, 0, top + len(rows), len(names) - 1)
        sheet.freeze_panes(top + 1, 0)
        printed_wide(sheet, top)
        return sheet

    def cells(self, sheet: Worksheet, at: int, row: Iterable[Cell]) -> None:
        for column, cell in enumerate(row):
            if isinstance(cell, datetime):
                sheet.write_datetime(at, column, cell, self.time)
            elif isinstance(cell, float):
                sheet.write_number(at, column, cell, self.number)
            elif cell:
                sheet.write_string(at, column, _clean(cell), self.plain)


def _can_be_marked(telling: Telling) -> bool:
    return any(counted(turn, telling.rubric) for turn in telling.transcript.turns)


def _lines(cell: Cell, width: int) -> int:
    """How many lines a cell takes in a column of that many characters."""
    if not isinstance(cell, str):
        return 1
    return sum(1 + int(cell_len(line[:4000]) * 1.1 / width) for line in cell.split("\n"))


def _utc(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(tzinfo=None)


def _clean(text: str) -> str:
    """What a cell can hold."""
    clean = sanitise(text)
    return clean if len(clean) <= LONGEST_CELL else clean[: LONGEST_CELL - 1] + "…"
