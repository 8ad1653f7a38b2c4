"""The Confusion view of mask errors: which class pixels are taken for which."""

from typing import ClassVar, Final

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.charts.confusion_matrix import ConfusionMatrix, MatrixCell
from gui.pages.inspect.errors.masks.evaluated import EvaluatedMasks, ShownMasks
from gui.pages.inspect.errors.masks.view import MaskErrorsView
from gui.pages.inspect.errors.matrix_area import MatrixArea
from gui.pages.inspect.errors.ranking import Ranking
from gui.pages.inspect.errors.view import ErrorsContext
from gui.widgets.choices import Choice
from gui.widgets.segmented import Segmented
from gui.words import plural

_WRITTEN: Final = (
    Choice("rates", "Shares", tip="Share of the pixels of the true class"),
    Choice("counts", "Pixels", tip="Pixels of all pictures"),
)


class MaskConfusionView(MaskErrorsView):
    """The confusion matrix of pixels; a click on a cell shows where it happens, most pixels first."""

    KEY: ClassVar[str] = "confusion"
    TITLE: ClassVar[str] = "Confusion"
    TIP: ClassVar[str] = "Which class pixels are taken for which"

    def __init__(self, context: ErrorsContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._evaluated: EvaluatedMasks | None = None
        self.matrix = ConfusionMatrix(noun="pixel")
        self.matrix.set_shows_rates(shows_rates=True)
        self.written = Segmented(_WRITTEN)
        self.written.setAccessibleName("What stands in the cells")
        self._area = MatrixArea(self.matrix)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._area)
        self.matrix.cell_chosen.connect(self._on_cell_chosen)
        self.written.chosen.connect(self._on_written_chosen)

    def controls(self) -> QWidget:
        return self.written

    def set_evaluation(self, evaluated: EvaluatedMasks) -> None:
        self._evaluated = evaluated
        self.matrix.set_counts(evaluated.classes, evaluated.evaluation.confusion)
        self._area.fit()
        self.show_all()

    def show_all(self) -> None:
        self._show(ShownMasks())

    @Slot(object)
    def _on_cell_chosen(self, cell: MatrixCell) -> None:
        if self._evaluated is not None:
            self._show(pictures_of(self._evaluated, cell))

    @Slot(str)
    def _on_written_chosen(self, name: str) -> None:
        self.matrix.set_shows_rates(shows_rates=name == "rates")


def pictures_of(evaluated: EvaluatedMasks, cell: MatrixCell) -> ShownMasks:
    """The pictures with pixels of one class that are taken for another, or for itself; those with most come first."""
    true, taken = evaluated.classes.index(cell.truth), evaluated.classes.index(cell.predicted)
    pixels = evaluated.confusions.pixels(true=true, taken=taken)
    ranking = Ranking(np.where(pixels > 0, pixels, np.nan), is_descending=True, words=_pixels_words)
    title = f"{cell.truth}, right" if true == taken else f"{cell.truth} taken for {cell.predicted}"
    return ShownMasks(title, ranking=ranking, is_choice=True, nothing=f"No pixel of {cell.truth} is.")


def _pixels_words(pixels: float) -> str:
    return plural(int(pixels), "pixel")
