"""The Confusion view of box errors: which class is found as which, with the background, at any score and IoU."""

from functools import partial
from typing import ClassVar, Final

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.background import Work
from gui.charts.confusion_matrix import ConfusionMatrix, MatrixCell
from gui.pages.inspect.errors.boxes.compared_view import ComparedBoxesView
from gui.pages.inspect.errors.boxes.confusion_cells import SplitConfusion
from gui.pages.inspect.errors.boxes.evaluated import EvaluatedBoxes, ShownBoxPictures
from gui.pages.inspect.errors.matrix_area import MatrixArea
from gui.pages.inspect.errors.view import ErrorsContext
from gui.tokens import size
from gui.widgets.choices import Choice
from gui.widgets.label import Label
from gui.widgets.segmented import Segmented
from gui.widgets.slider import Slider

_WRITTEN: Final = (
    Choice("counts", "Objects", tip="Objects of all pictures"),
    Choice("rates", "Shares", tip="Share of the row: of the true objects of a class"),
)
_LOWEST, _HIGHEST = 5, 95
_WHOLE: Final = 100
_SLIDER_PX: Final = 200
_VALUE_PX: Final = 36
_ASK_AFTER_MS: Final = 80
_USUAL_IOU: Final = 50


class BoxConfusionView(ComparedBoxesView):
    """The matrix with a row for what was found in vain and a column for what was missed; a click shows the objects."""

    KEY: ClassVar[str] = "confusion"
    TITLE: ClassVar[str] = "Confusion"
    TIP: ClassVar[str] = "Which class is found as which, what is missed, and what is found where nothing is"

    def __init__(self, context: ErrorsContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._confusion: SplitConfusion | None = None
        self.matrix = ConfusionMatrix(noun="object", says="found as")
        self.written = Segmented(_WRITTEN)
        self.score = Slider("Least score in percent", lowest=_LOWEST, highest=_HIGHEST)
        self.iou = Slider("Least IoU of a pair in percent", lowest=_LOWEST, highest=_HIGHEST)
        self._score_words, self._iou_words, self._iou_name = Label(""), Label(""), Label("", tone="secondary")
        self._area = MatrixArea(self.matrix)
        self._timer = QTimer(self, interval=_ASK_AFTER_MS, singleShot=True)
        self._fill()
        self._timer.timeout.connect(self._on_slider_rests)
        self.score.valueChanged.connect(self._on_slid)
        self.iou.valueChanged.connect(self._on_slid)
        self.matrix.cell_chosen.connect(self._on_cell_chosen)
        self.written.chosen.connect(self._on_written_chosen)

    def controls(self) -> QWidget:
        return self.written

    def set_evaluation(self, evaluated: EvaluatedBoxes) -> None:
        """Begin at the score of the best F1 and an IoU of 0.5, where kinds of errors are told."""
        self.score.setValue(round(evaluated.evaluation.score_threshold * _WHOLE))
        self.iou.setValue(_USUAL_IOU)
        self._iou_name.setText("IoU from" if evaluated.masks is None else "Mask IoU from")
        self._timer.stop()
        super().set_evaluation(evaluated)

    def show_all(self) -> None:
        self._show(ShownBoxPictures())

    def _work(self, evaluated: EvaluatedBoxes) -> Work:
        return partial(SplitConfusion.of, evaluated, self.score.value() / _WHOLE, self.iou.value() / _WHOLE)

    def _forget(self) -> None:
        self._confusion = None
        self._show_words()
        self.show_all()

    def _show_computed(self, evaluated: EvaluatedBoxes, computed: object) -> None:
        assert isinstance(computed, SplitConfusion)
        self._confusion = computed
        chosen = self.matrix.current
        self.matrix.set_counts(computed.names, computed.counts, background=computed.background)
        self._area.fit()
        if chosen is not None and self.shown.objects is not None and self.matrix.go_to(chosen):
            self._show_cell(chosen)

    def _show_cell(self, cell: MatrixCell) -> None:
        confusion = self._confusion
        if confusion is not None:
            row, column = confusion.names.index(cell.truth), confusion.names.index(cell.predicted)
            self._show(confusion.objects_of(row, column))

    def _show_words(self) -> None:
        self._score_words.setText(f"{self.score.value() / _WHOLE:.2f}")
        self._iou_words.setText(f"{self.iou.value() / _WHOLE:.2f}")

    @Slot(object)
    def _on_cell_chosen(self, cell: MatrixCell) -> None:
        self._show_cell(cell)

    @Slot()
    def _on_slid(self) -> None:
        self._show_words()
        self._timer.start()  # the matrix follows when the hand rests

    @Slot()
    def _on_slider_rests(self) -> None:
        self._ask()

    @Slot(str)
    def _on_written_chosen(self, name: str) -> None:
        self.matrix.set_shows_rates(shows_rates=name == "rates")

    def _fill(self) -> None:
        self.written.setAccessibleName("What stands in the cells")
        self.score.setToolTip("Objects of a lower score are left out")
        self.iou.setToolTip("How far a found object must overlap a true one (IoU) to be a pair with it")
        row = QHBoxLayout()
        row.setContentsMargins(size("page_margin"), 0, size("page_margin"), 0)
        row.setSpacing(8)
        for name, slider, words in (
            (Label("Score from", tone="secondary"), self.score, self._score_words),
            (self._iou_name, self.iou, self._iou_words),
        ):
            slider.setMaximumWidth(_SLIDER_PX)
            words.setFixedWidth(_VALUE_PX)
            row.addWidget(name)
            row.addWidget(slider, 1, Qt.AlignmentFlag.AlignVCenter)
            row.addWidget(words)
            row.addSpacing(16)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self._area)
