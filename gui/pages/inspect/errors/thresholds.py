"""The Thresholds view: what is gained and lost when the network may abstain below a score."""

from pathlib import Path
from typing import ClassVar, Final

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from engine.contract.thresholds import ThresholdCounts
from engine.ops.thresholds import STEPS, THRESHOLDS, ThresholdCurves, curves_of
from gui.charts.curves import Curve, Panel
from gui.charts.plot_bar import PlotBar
from gui.charts.threshold_plot import ThresholdPlot
from gui.notice import Notice
from gui.pages.inspect.errors.bar import controls_of
from gui.pages.inspect.errors.evaluated import EvaluatedSplit, all_mistakes
from gui.pages.inspect.errors.kept import Side, numbers_at, pictures_at
from gui.pages.inspect.errors.metrics import NumbersRow
from gui.pages.inspect.errors.view import ErrorsContext, ErrorsView
from gui.pages.inspect.results import read_thresholds
from gui.tokens import size
from gui.widgets.button import Button
from gui.widgets.choices import Choice
from gui.widgets.class_menu import ClassMenu
from gui.widgets.empty_state import EmptyState
from gui.widgets.segmented import Segmented
from gui.widgets.slider import Slider

_SIDES: Final = (
    Choice("kept", "Mistakes kept", tip="Wrong predictions whose score reaches the threshold"),
    Choice("abstained", "Abstained", tip="Pictures whose best score is below the threshold, right or wrong"),
)
_NUMBERS: Final = {
    "coverage": "Coverage",
    "accuracy": "Right of kept",
    "precision": "Precision",
    "recall": "Recall",
    "f1": "F1",
}
_OLD: Final = "This evaluation does not tell what its scores come to at each threshold."
_PANEL: Final = "share"
_CURVES: Final = (
    Curve("precision", "Precision", _PANEL, 0),
    Curve("recall", "Recall", _PANEL, 1, dash="dashed"),
    Curve("f1", "F1", _PANEL, 2),
    Curve("coverage", "Coverage", _PANEL, 3, dash="dotted"),
)
_PLOT_PX: Final = 176
_SLIDER_PX: Final = 280
_PICTURES_AFTER_MS: Final = 60


class ThresholdsView(ErrorsView):
    """A threshold for the score: coverage and accuracy of what is kept, precision and recall of a class."""

    KEY: ClassVar[str] = "thresholds"
    TITLE: ClassVar[str] = "Thresholds"
    TIP: ClassVar[str] = "What is gained and lost when the network may abstain"

    def __init__(self, context: ErrorsContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._evaluated: EvaluatedSplit | None = None
        self._counts: ThresholdCounts | None = None
        self._curves: ThresholdCurves | None = None
        self.slider = Slider("Score threshold in hundredths", highest=STEPS)
        self.numbers = NumbersRow({"threshold": "Threshold"})
        self.ratios = NumbersRow(_NUMBERS)
        self.classes = ClassMenu("Class whose precision and recall are shown")
        self.sides = Segmented(_SIDES)
        self.plot = ThresholdPlot("Precision, recall, F1 and coverage against the threshold")
        self.plot_bar = PlotBar("Mean of all classes", self.plot)
        self.evaluate_again = Button("Evaluate again", icon="play")
        self._old = EmptyState("inspect", _OLD, self.evaluate_again)
        self._controls = controls_of(self.classes, self.sides)
        self._stack = QStackedWidget()
        self._timer = QTimer(self, interval=_PICTURES_AFTER_MS, singleShot=True)
        self._fill()
        self._connect()

    @property
    def class_index(self) -> int | None:
        """The class whose ratios are shown; None for the mean of all."""
        value = self.classes.value
        return value if isinstance(value, int) else None

    def controls(self) -> QWidget:
        return self._controls

    def set_evaluation(self, evaluated: EvaluatedSplit) -> None:
        counts = read_thresholds(evaluated.folder)
        is_whole = counts is not None and len(counts.class_images) == len(evaluated.classes)
        self._evaluated, self._counts = evaluated, counts if is_whole else None
        self.classes.set_classes(evaluated.classes)
        self._controls.setEnabled(self._counts is not None)
        self._stack.setCurrentIndex(0 if self._counts is None else 1)
        self._show_curves()
        self._show_pictures()

    def show_all(self) -> None:
        self._show_pictures()

    @Slot(int)
    def _on_slid(self, step: int) -> None:
        self._context.settings.change(score_threshold=step)
        self._show_numbers()
        self._timer.start()  # the gallery follows when the hand rests

    @Slot(float)
    def _on_x_chosen(self, threshold: float) -> None:
        self.slider.setValue(round(threshold * STEPS))

    @Slot()
    def _on_class_chosen(self) -> None:
        self._show_curves()
        self._show_pictures()

    @Slot()
    def _show_pictures(self) -> None:
        self._timer.stop()
        if self._evaluated is None or self._counts is None:
            self._show(all_mistakes(self._evaluated))
            return
        name = self._class_name()
        side: Side = "kept" if self.sides.current == "kept" else "abstained"
        self._show(pictures_at(self._evaluated.results, step=self.slider.value(), side=side, class_name=name))

    @Slot(str)
    def _on_save_failed(self, sentence: str) -> None:
        self.noticed.emit(Notice("error", sentence))

    @Slot(object)
    def _on_saved(self, path: Path) -> None:
        self.noticed.emit(Notice("success", f"The chart is in {path}."))

    def _show_curves(self) -> None:
        if self._counts is None:
            return
        name = self._class_name()
        self._curves = curves_of(self._counts, self.class_index)
        self.plot_bar.set_title("Mean of all classes" if name is None else f"{name} against the rest")
        self.plot.clear()
        for curve in _CURVES:
            self.plot.append(curve.key, THRESHOLDS, getattr(self._curves, curve.key))
        self.plot.redraw()
        self._show_numbers()

    def _class_name(self) -> str | None:
        index = self.class_index
        return None if index is None or self._evaluated is None else self._evaluated.classes[index]

    def _show_numbers(self) -> None:
        step = self.slider.value()
        self.numbers.set_numbers({"threshold": f"{step / STEPS:.2f}"})
        self.plot.set_chosen_x(step / STEPS)
        if self._curves is not None:
            self.ratios.set_numbers(numbers_at(self._curves, step))

    def _connect(self) -> None:
        self.slider.valueChanged.connect(self._on_slid)
        self.plot.x_chosen.connect(self._on_x_chosen)
        self.classes.value_changed.connect(self._on_class_chosen)
        self.sides.chosen.connect(self._show_pictures)
        self._timer.timeout.connect(self._show_pictures)
        self.plot_bar.saved.connect(self._on_saved)
        self.plot_bar.save_failed.connect(self._on_save_failed)
        self.evaluate_again.clicked.connect(self.evaluation_requested)

    def _fill(self) -> None:
        self.slider.setValue(self._context.settings.value.score_threshold)
        self.slider.setToolTip("Predictions with a lower score are not given: the network abstains")
        self.slider.setMaximumWidth(_SLIDER_PX)
        self.sides.setAccessibleName("Which pictures stand below")
        self.evaluate_again.set_tip("Let the network look at every picture of this split again")
        self.plot.set_x_axis("threshold", step=1 / STEPS)
        self.plot.set_curves([Panel(_PANEL, "percent")], _CURVES)
        self.plot_bar.set_curves(_CURVES)
        self.plot.setFixedHeight(_PLOT_PX)
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addWidget(self.numbers)
        row.addWidget(self.slider, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.ratios)
        row.addStretch(1)
        full = QWidget()
        inner = QVBoxLayout(full)
        inner.setContentsMargins(size("page_margin"), 0, size("page_margin"), 0)
        inner.setSpacing(8)
        inner.addLayout(row)
        inner.addWidget(self.plot_bar)
        inner.addWidget(self.plot)
        self._stack.addWidget(self._old)
        self._stack.addWidget(full)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
