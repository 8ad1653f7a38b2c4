"""The Label errors view of mask errors: areas of masks that are likely wrong, and the pictures to look at."""

from typing import ClassVar, Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.pages.inspect.errors.bar import controls_of
from gui.pages.inspect.errors.masks.evaluated import EvaluatedMasks
from gui.pages.inspect.errors.masks.suspect_areas import (
    SuspectArea,
    picture_of,
    pictures_in,
    suspect_areas,
    verdict,
)
from gui.pages.inspect.errors.masks.suspect_table import SuspectAreaTable
from gui.pages.inspect.errors.masks.view import MaskErrorsView
from gui.pages.inspect.errors.view import ErrorsContext
from gui.tokens import size
from gui.widgets.choices import Choice
from gui.widgets.label import Label
from gui.widgets.segmented import Segmented
from gui.widgets.table_export import TableExport

_RANGES: Final = (
    Choice("likely", "Likely", tip="Pictures with an area of which the network is sure that it is another class"),
    Choice("all", "All", tip="All pictures, those first whose masks deserve the least trust"),
)


class MaskLabelErrorsView(MaskErrorsView):
    """The ranking of suspect areas; a click on one shows its picture, with the area outlined."""

    KEY: ClassVar[str] = "label errors"
    TITLE: ClassVar[str] = "Label errors"
    TIP: ClassVar[str] = "Masks that are likely wrong somewhere"

    def __init__(self, context: ErrorsContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._evaluated: EvaluatedMasks | None = None
        self.table = SuspectAreaTable()
        self.range = Segmented(_RANGES)
        self.range.setAccessibleName("Which pictures")
        self.export = TableExport(self.table, "label errors", self)
        self._words = Label("", "secondary", tone="secondary", is_wrapped=True)
        self._controls = controls_of(self.range, self.export.copy, self.export.save)
        self._fill()
        self.table.chosen.connect(self._on_suspect_chosen)
        self.range.chosen.connect(self._on_range_chosen)
        self.export.noticed.connect(self.noticed)

    def can_show(self, evaluated: EvaluatedMasks) -> bool:
        """Only where an evaluation told it; older ones did not."""
        return evaluated.doubts is not None

    def controls(self) -> QWidget:
        return self._controls

    def set_evaluation(self, evaluated: EvaluatedMasks) -> None:
        self._evaluated = evaluated
        rows = suspect_areas(evaluated)
        self.table.set_rows(rows)
        self.table.setVisible(bool(rows))
        self._words.setText(verdict(evaluated))
        self.show_all()

    def show_all(self) -> None:
        self.table.choose_none()
        if self._evaluated is not None:
            self._show(pictures_in(self._evaluated, "all" if self.range.current == "all" else "likely"))

    @Slot(object)
    def _on_suspect_chosen(self, suspect: SuspectArea | None) -> None:
        if suspect is not None and self._evaluated is not None:
            self._show(picture_of(self._evaluated, suspect))

    @Slot(str)
    def _on_range_chosen(self, _name: str) -> None:
        self.show_all()

    def _fill(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._words.setContentsMargins(size("page_margin"), 0, size("page_margin"), 4)
        column.addWidget(self._words)
        column.addWidget(self.table)
