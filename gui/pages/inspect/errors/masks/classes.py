"""The Classes view of mask errors: how well each class is found, and the pictures of the one that is chosen."""

from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.pages.inspect.errors.bar import controls_of
from gui.pages.inspect.errors.masks.class_table import MaskClassRow, MaskClassTable, mask_class_rows
from gui.pages.inspect.errors.masks.evaluated import EvaluatedMasks, ShownMasks, of_class
from gui.pages.inspect.errors.masks.view import MaskErrorsView
from gui.pages.inspect.errors.view import ErrorsContext
from gui.widgets.table_export import TableExport


class MaskClassesView(MaskErrorsView):
    """The table of classes; a click on one sorts its pictures by it."""

    KEY: ClassVar[str] = "classes"
    TITLE: ClassVar[str] = "Classes"
    TIP: ClassVar[str] = "How well each class is found"

    def __init__(self, context: ErrorsContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._evaluated: EvaluatedMasks | None = None
        self.table = MaskClassTable()
        self.export = TableExport(self.table, "classes", self)
        self._controls = controls_of(self.export.copy, self.export.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        self.table.chosen.connect(self._on_class_chosen)
        self.export.noticed.connect(self.noticed)

    def controls(self) -> QWidget:
        return self._controls

    def set_evaluation(self, evaluated: EvaluatedMasks) -> None:
        self._evaluated = evaluated
        self.table.set_rows(mask_class_rows(evaluated))
        self.show_all()

    def show_all(self) -> None:
        self.table.choose_none()
        self._show(ShownMasks())

    @Slot(object)
    def _on_class_chosen(self, row: MaskClassRow | None) -> None:
        if row is not None and self._evaluated is not None:
            self._show(of_class(self._evaluated, row.class_index))
