"""The charts of sizes, shapes, numbers and places on the Statistics tab; each part shows its pictures."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from engine.contract.dataset import ImageFilter
from engine.dataset.index.distributions import POSITION_CELLS
from gui.charts.bars import BarChart
from gui.charts.chart_card import ChartCard
from gui.charts.heat_map import HeatMap
from gui.pages.data.statistics.charts import Chart, position_cells, position_filters
from gui.words import plural


class FilterCard(ChartCard):
    """A chart whose parts stand for filters of the gallery.

    Signals:
        filter_chosen(ImageFilter): a part was clicked.
    """

    filter_chosen = Signal(object)

    def mark(self, choice: ImageFilter) -> None:
        """Mark the part that the gallery is filtered by."""
        raise NotImplementedError

    def set_chart_height(self, height_px: int) -> None:
        """Give the chart another height, where its height does not follow from what it shows."""


class MeasureCard(FilterCard):
    """A histogram of one measure."""

    def __init__(self, title: str, unit: str, parent: QWidget | None = None) -> None:
        self.bars = BarChart(title)
        super().__init__(title, self.bars, parent)
        self._unit = unit
        self._filters: tuple[ImageFilter, ...] = ()
        self.bars.chosen.connect(self._on_chosen)

    def set_chart(self, chart: Chart) -> None:
        """Show other bars; without any, the card is hidden."""
        self._filters = chart.filters
        self.bars.set_bars(chart.parts, chart.edges)
        self.set_note(", ".join(words for words in (self._unit, chart.note) if words))
        self.set_numbers(chart.headings, chart.rows)
        self.setVisible(bool(chart.parts))

    def mark(self, choice: ImageFilter) -> None:
        self.bars.set_marked(_place_of(choice, self._filters))

    def set_chart_height(self, height_px: int) -> None:
        self.bars.set_height(height_px)

    @Slot(int)
    def _on_chosen(self, number: int) -> None:
        self.filter_chosen.emit(self._filters[number])


class PositionCard(FilterCard):
    """Where the centres of boxes lie on the picture."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.map = HeatMap("Positions of boxes")
        super().__init__("Box position", self.map, parent)
        self._filters = position_filters(POSITION_CELLS)
        self.map.chosen.connect(self._on_chosen)

    def set_positions(self, positions: tuple[tuple[int, ...], ...], *, aspect: float) -> None:
        """Show other counts, [row][column]; without any, the card is hidden."""
        cells = position_cells(positions) if positions else ()
        self.map.set_cells(cells, aspect=aspect)
        self.set_note(f"centres of {plural(sum(map(sum, positions)), 'box', many='boxes')}")
        rows = [(row, column, count) for row, counts in enumerate(positions) for column, count in enumerate(counts)]
        self.set_numbers(("row", "column", "boxes"), rows)
        self.setVisible(bool(positions))

    def mark(self, choice: ImageFilter) -> None:
        self.map.set_marked(_place_of(choice, self._filters) if self.map.parts else None)

    def set_chart_height(self, height_px: int) -> None:
        self.map.set_height(height_px)

    @Slot(int)
    def _on_chosen(self, number: int) -> None:
        self.filter_chosen.emit(self._filters[number])


def _place_of(choice: ImageFilter, filters: tuple[ImageFilter, ...]) -> int | None:
    """The part whose filter is in force."""
    return next((i for i, own in enumerate(filters) if (own.ranges, own.text) == (choice.ranges, choice.text)), None)
