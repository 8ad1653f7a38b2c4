"""The Objects view of mask errors: how many single objects are found, and what is wrong with the others."""

from pathlib import Path
from typing import ClassVar, Final, get_args

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from engine.ops.means import mean_of_given
from gui.charts.curves import Curve, Panel
from gui.charts.plot_bar import PlotBar
from gui.charts.threshold_plot import ThresholdPlot
from gui.notice import Notice
from gui.pages.inspect.errors.masks.evaluated import EvaluatedMasks
from gui.pages.inspect.errors.masks.objects import ObjectError, counts_at, pictures_with, words_of
from gui.pages.inspect.errors.masks.view import MaskErrorsView
from gui.pages.inspect.errors.metrics import NumbersRow
from gui.pages.inspect.errors.view import ErrorsContext
from gui.tokens import size
from gui.widgets.choices import Choice
from gui.widgets.segmented import Segmented
from gui.widgets.slider import Slider
from gui.words import percent

_ERRORS: Final = (
    Choice("missed", "Missed", tip="Drawn objects that no said one overlaps as far as the threshold asks"),
    Choice("false", "False", tip="Said objects that overlap no drawn one as far as the threshold asks"),
    Choice("merged", "Merged", tip="Said objects that cover most of several drawn ones"),
    Choice("split", "Split", tip="Drawn objects within which most of several said ones lie"),
    Choice("score", "Worst score", tip="All pictures with objects, the worst score first"),
)
_NUMBERS: Final = {
    "precision": "Precision",
    "truths": "Drawn",
    "found": "Found",
    "missed": "Missed",
    "false": "False",
    "merged": "Merged",
    "split": "Split",
}
_PANEL: Final = "share"
_PRECISION: Final = Curve("precision", "Precision", _PANEL, 0)
_PLOT_PX, _LEAST_PLOT_PX = 144, 96
_SLIDER_PX: Final = 160
_WIDE_PX: Final = 840


class ObjectsView(MaskErrorsView):
    """Precision against the IoU that an object must reach to be found, and the pictures with what is not."""

    KEY: ClassVar[str] = "objects"
    TITLE: ClassVar[str] = "Objects"
    TIP: ClassVar[str] = "Single objects that are found, missed, merged and split"

    def __init__(self, context: ErrorsContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._evaluated: EvaluatedMasks | None = None
        self.slider = Slider("Place of the IoU threshold", highest=1)
        self.threshold = NumbersRow({"score": "Object score", "threshold": "IoU above"})
        self.numbers = NumbersRow(_NUMBERS)
        self.errors = Segmented(_ERRORS)
        self.plot = ThresholdPlot("Precision of objects against the threshold of the IoU")
        self.plot_bar = PlotBar("Precision by IoU", self.plot)
        self._rows = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._fill()
        self.slider.valueChanged.connect(self._on_slid)
        self.plot.x_chosen.connect(self._on_x_chosen)
        self.errors.chosen.connect(self._on_error_chosen)
        self.plot_bar.saved.connect(self._on_saved)
        self.plot_bar.save_failed.connect(self._on_save_failed)

    def can_show(self, evaluated: EvaluatedMasks) -> bool:
        """Only where single objects are drawn, and told apart."""
        return evaluated.objects is not None

    def controls(self) -> QWidget:
        return self.errors

    def set_evaluation(self, evaluated: EvaluatedMasks) -> None:
        self._evaluated = evaluated
        objects = evaluated.objects
        if objects is not None:
            steps = range(len(objects.thresholds))
            precisions = [counts_at(objects, step).precision for step in steps]
            self.plot.clear()
            known = [(x, y) for x, y in zip(objects.thresholds, precisions, strict=True) if y is not None]
            self.plot.append(_PRECISION.key, [x for x, _ in known], [y for _, y in known])
            self.plot.set_x_limits(objects.thresholds[0], objects.thresholds[-1])
            self.plot.redraw()
            self.threshold.set_numbers({"score": percent(mean_of_given(precisions))})
            self.slider.setMaximum(len(steps) - 1)
            self._show_numbers()
        self.show_all()

    def show_all(self) -> None:
        chosen = self.errors.current
        error: ObjectError = next((one for one in get_args(ObjectError) if one == chosen), "missed")
        if self._evaluated is not None:
            self._show(pictures_with(self._evaluated, error, step=self.slider.value()))

    @Slot(int)
    def _on_slid(self, _step: int) -> None:
        self._show_numbers()
        self.show_all()

    @Slot(float)
    def _on_x_chosen(self, threshold: float) -> None:
        if self._evaluated is not None and self._evaluated.objects is not None:
            thresholds = self._evaluated.objects.thresholds
            self.slider.setValue(min(range(len(thresholds)), key=lambda step: abs(thresholds[step] - threshold)))

    @Slot(str)
    def _on_error_chosen(self, _name: str) -> None:
        self.show_all()

    @Slot(str)
    def _on_save_failed(self, sentence: str) -> None:
        self.noticed.emit(Notice("error", sentence))

    @Slot(object)
    def _on_saved(self, path: Path) -> None:
        self.noticed.emit(Notice("success", f"The chart is in {path}."))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The counts stand below the threshold where there is no room beside it."""
        super().resizeEvent(event)
        is_wide = self.width() >= _WIDE_PX
        self._rows.setDirection(QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom)

    def _show_numbers(self) -> None:
        if self._evaluated is None or self._evaluated.objects is None:
            return
        step, objects = self.slider.value(), self._evaluated.objects
        self.threshold.set_numbers({"threshold": f"{objects.thresholds[step]:.2f}"})
        self.numbers.set_numbers(words_of(counts_at(objects, step)))
        self.plot.set_chosen_x(objects.thresholds[step])

    def _fill(self) -> None:
        self.errors.setAccessibleName("Which pictures stand below")
        self.slider.setToolTip("How far a said object must overlap a drawn one to have found it")
        self.slider.setFixedWidth(_SLIDER_PX)
        self.plot.set_x_axis("IoU", step=0.05)
        self.plot.set_curves([Panel(_PANEL, "percent")], [_PRECISION])
        self.plot_bar.set_curves([_PRECISION])
        self.plot.setMinimumHeight(_LEAST_PLOT_PX)
        self.plot.setMaximumHeight(_PLOT_PX)
        left, right = QHBoxLayout(), QHBoxLayout()
        left.addWidget(self.threshold)
        left.addWidget(self.slider, 0, Qt.AlignmentFlag.AlignVCenter)
        right.addWidget(self.numbers)
        for row in (left, right):
            row.setSpacing(24)
            row.addStretch(1)
        self._rows.setSpacing(8)
        self._rows.addLayout(left)
        self._rows.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(size("page_margin"), 0, size("page_margin"), 0)
        column.setSpacing(8)
        column.addLayout(self._rows)
        column.addWidget(self.plot_bar)
        column.addWidget(self.plot)
