"""The Precision view of box errors: precision against recall and F1 against the score, down to single objects."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar, Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.background import Work
from gui.charts.curves import BestMark, Curve, Panel
from gui.charts.plot_bar import PlotBar
from gui.charts.point_curves import CurvePoint, PointCurves
from gui.charts.threshold_plot import ThresholdPlot
from gui.notice import Notice
from gui.pages.inspect.errors.bar import controls_of
from gui.pages.inspect.errors.boxes.compared import IOUS
from gui.pages.inspect.errors.boxes.compared_view import ComparedBoxesView
from gui.pages.inspect.errors.boxes.evaluated import EvaluatedBoxes, ShownBoxPictures
from gui.pages.inspect.errors.boxes.precision_curves import THRESHOLDS, SplitCurves, best_words
from gui.pages.inspect.errors.metrics import NumbersRow
from gui.pages.inspect.errors.view import ErrorsContext
from gui.tokens import size
from gui.widgets.choices import Choice
from gui.widgets.class_menu import ClassMenu
from gui.widgets.segmented import Segmented
from gui.words import percent

_PANEL: Final = "share"
_CURVES: Final = (
    Curve("precision", "Precision", _PANEL, 0),
    Curve("recall", "Recall", _PANEL, 1, dash="dashed"),
    Curve("f1", "F1", _PANEL, 2),
)
_PLOT_PX, _LEAST_PLOT_PX = 232, 132
_STEP: Final = 0.01
_OTHERS: Final = {"score": "Best score", "f1": "F1 there"}
_NUMBERS: Final = {"ap": "AP"} | _OTHERS
_OF_MASKS: Final = {"mask_ap": "Mask AP"} | _OTHERS


class BoxPrecisionView(ComparedBoxesView):
    """A click on a curve shows the object at that point below; the arrow keys walk on, here and there."""

    KEY: ClassVar[str] = "precision"
    TITLE: ClassVar[str] = "Precision"
    TIP: ClassVar[str] = "Precision against recall, and F1 against the score; every point is a found object"

    def __init__(self, context: ErrorsContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._curves: SplitCurves | None = None
        self._first_rank = 0
        self.classes = ClassMenu("Class whose curve is shown")
        self.ious = Segmented([Choice(str(iou), "") for iou in IOUS])
        self.points = PointCurves("Precision against recall", ("recall", "precision"), self._described)
        self.plot = ThresholdPlot("F1, precision and recall against the score")
        self.plot_bar = PlotBar("F1", self.plot)
        self.numbers = NumbersRow(_NUMBERS | _OF_MASKS)
        self._controls = controls_of(self.classes, self.ious)
        self._fill()
        self._connect()

    def controls(self) -> QWidget:
        return self._controls

    def set_evaluation(self, evaluated: EvaluatedBoxes) -> None:
        self.classes.set_classes(evaluated.classes)
        self.ious.set_choices([_choice(iou, evaluated) for iou in IOUS])
        self.numbers.show_only(_NUMBERS if evaluated.masks is None else _OF_MASKS)
        super().set_evaluation(evaluated)

    def show_all(self) -> None:
        self.points.set_chosen(None)
        self._show(ShownBoxPictures())

    def follow(self, place: int) -> None:
        """Move the ring to the object that became current below."""
        chosen = self.points.chosen
        if chosen is not None and self.shown.objects is not None:
            point = CurvePoint(chosen.curve, self._first_rank + place)
            if point != chosen:
                self._mark(point)

    def _work(self, evaluated: EvaluatedBoxes) -> Work:
        return partial(SplitCurves.of, evaluated, float(self.ious.current), self._class_index())

    def _forget(self) -> None:
        self._curves = None
        self.points.set_curves(())
        self.plot.clear()
        self.numbers.set_numbers({})
        self._show(ShownBoxPictures())

    def _show_computed(self, evaluated: EvaluatedBoxes, computed: object) -> None:
        assert isinstance(computed, SplitCurves)
        self._curves = computed
        self.points.set_curves(computed.point_curves())
        best = computed.best()
        average = percent(computed.average_precision)
        self.numbers.set_numbers({"ap": average, "mask_ap": average, **best_words(best)})
        self.plot.clear()
        for curve in _CURVES:
            self.plot.append(curve.key, THRESHOLDS, computed.against_score(curve.key))
        if best is not None:
            self.plot.set_best([BestMark("f1", best[0], best[1], f"best F1 from {best[0]:.2f}")])
            self.plot.set_chosen_x(best[0])
        self.plot.redraw()
        self._show(ShownBoxPictures())

    def _class_index(self) -> int | None:
        value = self.classes.value
        return value if isinstance(value, int) else None

    def _described(self, point: CurvePoint) -> tuple[str, Sequence[str]]:
        return ("", ()) if self._curves is None else self._curves.describe(point)

    def _mark(self, point: CurvePoint) -> None:
        if self._curves is not None:
            self.points.set_chosen(point)
            self.plot.set_chosen_x(self._curves.score_of(point))

    @Slot(object)
    def _on_point_chosen(self, point: CurvePoint) -> None:
        if self._curves is None:
            return
        self._mark(point)
        shown = self._curves.around(point)
        self._first_rank = point.place - (shown.chosen or 0)
        self._show(shown)

    @Slot(object)
    def _on_point_opened(self, point: CurvePoint) -> None:
        if self._curves is not None:
            self.picture_wanted.emit(self._curves.image_of(point))

    @Slot(float)
    def _on_score_chosen(self, score: float) -> None:
        point = None if self._curves is None else self._curves.point_at(score, self.points.chosen)
        if point is not None:
            self._on_point_chosen(point)
            self.plot.set_chosen_x(score)

    @Slot()
    def _on_choice_changed(self) -> None:
        if self._evaluated is not None:
            self._forget()
            self._ask()

    @Slot(str)
    def _on_save_failed(self, sentence: str) -> None:
        self.noticed.emit(Notice("error", sentence))

    @Slot(object)
    def _on_saved(self, path: Path) -> None:
        self.noticed.emit(Notice("success", f"The chart is in {path}."))

    def _connect(self) -> None:
        self.classes.value_changed.connect(self._on_choice_changed)
        self.ious.chosen.connect(self._on_choice_changed)
        self.points.point_chosen.connect(self._on_point_chosen)
        self.points.point_opened.connect(self._on_point_opened)
        self.plot.x_chosen.connect(self._on_score_chosen)
        self.plot_bar.saved.connect(self._on_saved)
        self.plot_bar.save_failed.connect(self._on_save_failed)

    def _fill(self) -> None:
        self.ious.setAccessibleName("Least IoU of an object that is right")
        self.points.setToolTip("Click a point to see its object below; the arrow keys walk along the curve")
        self.plot.set_x_axis("score", step=_STEP)
        self.plot.set_curves([Panel(_PANEL, "percent", fixed_range=(0.0, 1.0))], _CURVES)
        self.plot_bar.set_curves(_CURVES)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(self.numbers)
        left.addWidget(self.points, 1)
        right.addWidget(self.plot_bar)
        right.addWidget(self.plot, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(size("page_margin"), 0, size("page_margin"), 0)
        row.setSpacing(24)
        for column in (left, right):
            column.setSpacing(8)
            row.addLayout(column, 1)
        for chart in (self.points, self.plot):
            chart.setMinimumHeight(_LEAST_PLOT_PX)
            chart.setMaximumHeight(_PLOT_PX)


def _choice(iou: float, evaluated: EvaluatedBoxes) -> Choice:
    name = "IoU" if evaluated.masks is None else "Mask IoU"
    return Choice(str(iou), f"{name} {iou:g}", tip=f"A found {evaluated.noun} is right from an IoU of {iou:g} on")
