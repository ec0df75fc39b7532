"""The scenes and endings of a scenario, one of them chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from trainer.i18n import N_
from trainer.tui.views.flow import place_row

if TYPE_CHECKING:
    from trainer.report.flow.chart import Chart, Node


class Places(OptionList):
    """The list. What is marked by the program is no choice of the author's, so it sends no message."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", N_("type"), id="preview_here")
    ]

    def __init__(self) -> None:
        super().__init__(id="places", markup=False)

    def fill(self, chart: Chart, here: Node | None, *, wide: bool) -> None:
        """List every place and mark the one that is chosen; `wide` tells where each leads."""
        with self.prevent(OptionList.OptionHighlighted):
            self.set_options(
                Option(place_row(chart, node, wide=wide), id=node.key)
                for node in chart.nodes
                if node.number is not None
            )
        self.mark(here)

    def mark(self, here: Node | None) -> None:
        """Mark a place as chosen."""
        if here is not None:
            with self.prevent(OptionList.OptionHighlighted):
                self.highlighted = self.get_option_index(here.key)
