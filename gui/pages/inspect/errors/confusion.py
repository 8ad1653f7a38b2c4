"""The Confusion view: which class is taken for which."""

from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.charts.confusion_matrix import ConfusionMatrix, MatrixCell
from gui.pages.inspect.errors.evaluated import EvaluatedSplit, ShownPictures, all_mistakes
from gui.pages.inspect.errors.matrix_area import MatrixArea
from gui.pages.inspect.errors.view import ErrorsContext, ErrorsView
from gui.pages.inspect.results import of_cell
from gui.widgets.choices import Choice
from gui.widgets.segmented import Segmented


class ConfusionView(ErrorsView):
    """The confusion matrix; a click on a cell shows its pictures."""

    KEY: ClassVar[str] = "confusion"
    TITLE: ClassVar[str] = "Confusion"
    TIP: ClassVar[str] = "Which class is taken for which"

    def __init__(self, context: ErrorsContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._evaluated: EvaluatedSplit | None = None
        self.matrix = ConfusionMatrix()
        self.rates = Segmented([Choice("counts", "Counts"), Choice("rates", "Rates")])
        self._area = MatrixArea(self.matrix)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._area)
        self.matrix.cell_chosen.connect(self._on_cell_chosen)
        self.rates.chosen.connect(self._on_rates_chosen)

    def controls(self) -> QWidget:
        return self.rates

    def set_evaluation(self, evaluated: EvaluatedSplit) -> None:
        self._evaluated = evaluated
        self.matrix.set_counts(evaluated.classes, evaluated.evaluation.confusion)
        self._area.fit()
        self._show(all_mistakes(evaluated))

    def show_all(self) -> None:
        self._show(all_mistakes(self._evaluated))

    @Slot(object)
    def _on_cell_chosen(self, cell: MatrixCell) -> None:
        if self._evaluated is None:
            return
        is_right = cell.truth == cell.predicted
        title = f"{cell.truth}, right" if is_right else f"{cell.truth} taken for {cell.predicted}"
        found = of_cell(self._evaluated.results, truth=cell.truth, predicted=cell.predicted)
        self._show(ShownPictures(title, found, is_choice=True))

    @Slot(str)
    def _on_rates_chosen(self, name: str) -> None:
        self.matrix.set_shows_rates(shows_rates=name == "rates")
