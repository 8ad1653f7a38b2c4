"""The Errors tab: how well the network does, what it confuses, and the pictures behind each number."""

from collections.abc import Sequence
from typing import get_args

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from engine.contract.events import Progress
from engine.contract.predictions import Evaluation, ImageResult
from gui.charts.confusion_matrix import ConfusionMatrix, MatrixCell
from gui.gallery.gallery import PictureGallery
from gui.gallery.items import ListedPictures, PictureItem
from gui.gallery.thumbnails import ThumbnailStore
from gui.pages.inspect.results import Order, chosen, item_of
from gui.tokens import size
from gui.widgets.button import Button
from gui.widgets.choices import Choice
from gui.widgets.combo import Combo
from gui.widgets.empty_state import EmptyState
from gui.widgets.icon_button import IconButton
from gui.widgets.label import ElidedLabel
from gui.widgets.section import SectionHeader
from gui.widgets.segmented import Segmented
from gui.words import number, percent, plural

SPLITS = ("validation", "test", "train")
_ORDER_WORDS = {"loss": "Largest loss first", "least sure": "Least sure first", "most sure": "Most sure first"}
_METRICS = (
    ("accuracy", "Accuracy"),
    ("top5_accuracy", "Top 5"),
    ("loss", "Loss"),
    ("expected_calibration_error", "Calibration error"),
)
_MISSING = "This network has not been evaluated on the {split} pictures."
_MATRIX_HEIGHT = 400
_RING_ROOM = 4


class ErrorsView(QWidget):
    """Numbers, confusion matrix, and the pictures of its chosen cell.

    Signals:
        evaluation_requested: the split that should be evaluated.
        split_chosen: the split whose evaluation should be shown.
        picture_chosen: path of the picture that was double-clicked.
    """

    evaluation_requested = Signal(str)
    split_chosen = Signal(str)
    picture_chosen = Signal(str)

    def __init__(self, thumbnails: ThumbnailStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._results: tuple[ImageResult, ...] = ()
        self._classes: tuple[str, ...] = ()
        self._cell: MatrixCell | None = None
        self.splits = Segmented([Choice(split, split.capitalize()) for split in SPLITS])
        self.matrix = ConfusionMatrix()
        self.rates = Segmented([Choice("counts", "Counts"), Choice("rates", "Rates")])
        self.order = Combo("Order of the pictures")
        self.gallery = PictureGallery(thumbnails)
        self.evaluate = Button("Evaluate", icon="play")
        self._metrics = MetricsRow()
        self._pictures = SectionHeader("Mistakes")
        self._all = IconButton("close", "Show all mistakes again", is_small=True)
        self._stack = QStackedWidget()
        self._empty = EmptyState("inspect", "", self.evaluate)
        self._perfect = EmptyState("success", "There are no pictures here.")
        self._below = QStackedWidget()
        self._matrix_area = self._make_matrix_area()
        self._fill()
        self._connect()

    def set_evaluation(self, evaluation: Evaluation | None, results: Sequence[ImageResult], split: str) -> None:
        """Show the evaluation of a split, or offer to make one."""
        self.splits.set_current(split)
        self._results = tuple(results)
        self._cell = None
        if evaluation is None:
            self.allow_evaluation()
            self._stack.setCurrentIndex(0)
            return
        self._classes = tuple(result.name for result in evaluation.per_class)
        self._metrics.set_metrics(evaluation)
        self.matrix.set_counts(self._classes, evaluation.confusion)
        self._matrix_area.setFixedHeight(min(self.matrix.height() + _RING_ROOM, _MATRIX_HEIGHT))
        self._stack.setCurrentIndex(1)
        self._show_pictures()

    def set_progress(self, progress: Progress) -> None:
        """Say how far an evaluation is."""
        counted = f", {progress.done:,} of {progress.total:,}" if progress.total else ""
        self._empty.set_sentence(f"{progress.what}{counted}")
        self.evaluate.set_available(False, reason="The evaluation goes on.")

    def allow_evaluation(self) -> None:
        """Offer the evaluation again, after one that failed."""
        self._empty.set_sentence(_MISSING.format(split=self.splits.current))
        self.evaluate.set_available(True)

    @Slot(object)
    def _on_cell_chosen(self, cell: MatrixCell) -> None:
        self._cell = cell
        self._show_pictures()

    @Slot()
    def _on_all(self) -> None:
        self._cell = None
        self._show_pictures()

    @Slot(str)
    def _on_rates_chosen(self, name: str) -> None:
        self.matrix.set_shows_rates(shows_rates=name == "rates")

    @Slot()
    def _on_evaluate(self) -> None:
        self.evaluation_requested.emit(self.splits.current)

    @Slot(object)
    def _on_activated(self, item: PictureItem) -> None:
        self.picture_chosen.emit(item.path)

    @Slot()
    def _show_pictures(self) -> None:
        truth = self._cell.truth if self._cell else None
        predicted = self._cell.predicted if self._cell else None
        found = chosen(self._results, truth=truth, predicted=predicted, order=self._order_now())
        items = tuple(item_of(result, self._classes, shows_score=True) for result in found)
        self.gallery.set_source(ListedPictures(items))
        title = "Mistakes" if self._cell is None else f"{truth} taken for {predicted}"
        self._pictures.set_title(title if truth != predicted or truth is None else f"{truth}, right")
        self._pictures.set_note(plural(len(found), "picture"))
        self._all.setVisible(self._cell is not None)
        self._below.setCurrentWidget(self.gallery if items else self._perfect)

    def _order_now(self) -> Order:
        return next((order for order in get_args(Order) if order == self.order.value), "loss")

    def _connect(self) -> None:
        self.matrix.cell_chosen.connect(self._on_cell_chosen)
        self.rates.chosen.connect(self._on_rates_chosen)
        self.order.value_changed.connect(self._show_pictures)
        self.splits.chosen.connect(self.split_chosen)
        self.evaluate.clicked.connect(self._on_evaluate)
        self.gallery.activated.connect(self._on_activated)
        self._all.clicked.connect(self._on_all)

    def _fill(self) -> None:
        self.evaluate.set_tip("Let the network look at every picture of this split")
        self.order.set_choices(list(_ORDER_WORDS.items()))
        margin = size("page_margin")
        top = QHBoxLayout()
        top.setContentsMargins(margin, 8, margin, 8)
        top.setSpacing(24)
        top.addWidget(self.splits)
        top.addWidget(self._metrics)
        top.addStretch(1)
        top.addWidget(self.rates)
        below = QHBoxLayout()
        below.setContentsMargins(margin, 12, margin, 4)
        below.addWidget(self._pictures, 1)
        below.addWidget(self._all)
        below.addWidget(self.order)
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._matrix_area)
        column.addLayout(below)
        self._below.addWidget(self.gallery)
        self._below.addWidget(self._perfect)
        column.addWidget(self._below, 1)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(full)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(top)
        outer.addWidget(self._stack, 1)

    def _make_matrix_area(self) -> QScrollArea:
        area = QScrollArea()
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(size("page_margin"), 0, size("page_margin"), 0)
        column.addWidget(self.matrix)
        column.addStretch(1)
        area.setWidget(holder)
        holder.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        return area


class MetricsRow(QWidget):
    """The numbers of an evaluation, each under its name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values = {key: ElidedLabel("", "group") for key, _ in _METRICS}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        for key, name in _METRICS:
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addWidget(ElidedLabel(name, "secondary", tone="secondary"))
            column.addWidget(self._values[key])
            row.addLayout(column)

    def set_metrics(self, evaluation: Evaluation) -> None:
        """Show other numbers."""
        for key, label in self._values.items():
            value = evaluation.metrics.get(key)
            label.set_text(number(round(value, 3)) if key == "loss" and value is not None else percent(value))
