"""The Statistics tab: how the dataset is made up, in charts whose parts show their pictures."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from engine.contract.dataset import DatasetSummary, ImageFilter
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.index.distributions import Distributions, read_distributions
from engine.dataset.index.histogram import Histogram
from gui.charts.bars import HEIGHT as CHART_HEIGHT
from gui.notice import Notice
from gui.pages.data.imbalance import ImbalanceNote, imbalance
from gui.pages.data.index_reader import IndexReader
from gui.pages.data.statistics.cards import FilterCard, MeasureCard, PositionCard
from gui.pages.data.statistics.charts import Chart, format_chart, histogram_chart
from gui.pages.data.statistics.classes import ClassesCard, PixelsCard
from gui.pages.data.statistics.layout import CardColumns, FiguresRow
from gui.widgets.empty_state import EmptyState
from gui.widgets.scroll import ScrollColumn
from gui.words import shape

_TALL_FROM: Final = 900
_TALL_CHART: Final = 232


class StatisticsView(QWidget):
    """Figures above, charts below in as many columns as there is room for.

    It counts when it is looked at, in a thread.

    Signals:
        counted: the charts show the dataset.
        filter_chosen(ImageFilter): show the pictures of a bar or a cell.
        weights_requested: the classes should be weighted.
        noticed(Notice): a chart was written to a file, or why it was not.
    """

    counted = Signal()
    filter_chosen = Signal(object)
    weights_requested = Signal()
    noticed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._index: Path | None = None
        self._is_stale = False
        self._choice = ImageFilter()
        self._reader = IndexReader(self)
        self.figures = FiguresRow()
        self.warning = ImbalanceNote()
        self.classes = ClassesCard()
        self.pixels = PixelsCard()
        self.sides = MeasureCard("Picture size", "longer side")
        self.aspects = MeasureCard("Picture shape", "width ÷ height")
        self.objects = MeasureCard("Objects per picture", "")
        self.box_sides = MeasureCard("Box size", "root of the area")
        self.box_aspects = MeasureCard("Box shape", "width ÷ height")
        self.positions = PositionCard()
        self.formats = MeasureCard("File formats", "")
        self._columns = CardColumns()
        self._counting = EmptyState("tidy", "Counting pictures and objects …")
        self._lay_out()
        self._connect()

    def set_index(self, index: DatasetIndex) -> None:
        """Show another dataset, or what is new in this one."""
        if index.path != self._index:
            self._stack.setCurrentWidget(self._counting)
        self._index = index.path
        self._reader.set_index(index.path)
        self._is_stale = True
        self._count()

    def set_summary(self, summary: DatasetSummary) -> None:
        """Show the figures above the charts."""
        self.figures.set_figures(figures_of(summary))

    def set_filter(self, choice: ImageFilter) -> None:
        """Mark what the gallery is filtered by."""
        self._choice = choice
        for card in self._cards:
            card.mark(choice)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._count()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        height_px = _TALL_CHART if self.height() >= _TALL_FROM else CHART_HEIGHT
        for card in self._cards:
            card.set_chart_height(height_px)

    @property
    def _cards(self) -> tuple[FilterCard, ...]:
        """All charts in the order of the page."""
        boxes = (self.objects, self.positions, self.box_sides, self.box_aspects)
        return (self.classes, *boxes, self.pixels, self.sides, self.aspects, self.formats)

    def _count(self) -> None:
        if self._is_stale and self.isVisible():
            self._is_stale = False
            self._reader.ask("distributions", _counted)

    @Slot(object, object)
    def _on_answered(self, _key: object, counted: Distributions) -> None:
        self._show(counted)
        self._stack.setCurrentWidget(self._scroll)
        self.counted.emit()

    @Slot(object)
    def _on_saved(self, path: Path) -> None:
        self.noticed.emit(Notice("success", f"Saved as {path.name}.", details=str(path), page="data"))

    @Slot(str)
    def _on_save_failed(self, sentence: str) -> None:
        self.noticed.emit(Notice("error", sentence, page="data"))

    def _show(self, counted: Distributions) -> None:
        self.classes.set_classes(counted.classes)
        self.pixels.set_classes(counted.classes)
        self.warning.set_imbalance(imbalance({item.name: item.pictures for item in counted.classes}))
        self.sides.set_chart(_chart(counted.longer_sides, noun="picture", unit="px"))
        self.aspects.set_chart(_chart(counted.aspects, noun="picture"))
        for card, histogram in ((self.sides, counted.longer_sides), (self.aspects, counted.aspects)):
            card.setVisible(len([bar for bar in histogram.bars if bar.count]) > 1)
        self.objects.set_chart(_chart(counted.objects, noun="picture"))
        self.box_sides.set_chart(_chart(counted.box_sides, noun="box", unit="px"))
        self.box_aspects.set_chart(_chart(counted.box_aspects, noun="box"))
        self.positions.set_positions(counted.positions, aspect=counted.aspects.median or 1.0)
        self.formats.set_chart(format_chart(counted.formats))
        self.formats.setVisible(len(counted.formats) > 1)
        self.set_filter(self._choice)
        self._columns.arrange()

    def _lay_out(self) -> None:
        self._scroll = ScrollColumn(margin_px=16, spacing_px=24)
        for widget in (self.figures, self._columns):
            self._scroll.column.addWidget(widget)
        self._scroll.column.addStretch(1)
        self.classes.add_below(self.warning)
        self._columns.set_cards(self._cards)
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self._counting)
        self._stack.addWidget(self._scroll)

    def _connect(self) -> None:
        self._reader.answered.connect(self._on_answered)
        self.warning.weights_requested.connect(self.weights_requested)
        for card in self._cards:
            card.filter_chosen.connect(self.filter_chosen)
            card.saved.connect(self._on_saved)
            card.save_failed.connect(self._on_save_failed)


def figures_of(summary: DatasetSummary) -> list[tuple[str, str]]:
    """The figures above the charts; what there is none of is left out."""
    drawn = summary.annotations
    objects = drawn.boxes + drawn.polygons + drawn.masks
    sizes = summary.sizes
    size_name = "Size of all" if sizes.min == sizes.max else "Usual size"
    rows = [
        ("Pictures", f"{summary.images:,}"),
        ("Classes", f"{len(summary.classes):,}" if summary.classes else ""),
        ("Masks" if summary.format == "masks" else "Objects", f"{objects:,}" if objects else ""),
        (size_name, f"{shape(sizes.median)} px" if sizes.median else ""),
        ("Unreadable", f"{summary.unreadable:,}" if summary.unreadable else ""),
        ("Damaged", f"{summary.damaged:,}" if summary.damaged else ""),
        ("Other files", f"{summary.ignored:,}" if summary.ignored else ""),
    ]
    return [(name, value) for name, value in rows if value]


def _counted(index: DatasetIndex) -> Distributions:
    return read_distributions(index.path)


def _chart(histogram: Histogram, *, noun: str, unit: str = "") -> Chart:
    return histogram_chart(histogram, noun=noun, unit=unit, many="boxes" if noun == "box" else None)
