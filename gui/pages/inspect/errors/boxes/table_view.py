"""What views of box errors have in common that are a table: rows to choose, to copy and to save."""

from typing import Generic, TypeVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.pages.inspect.errors.bar import controls_of
from gui.pages.inspect.errors.boxes.evaluated import ShownBoxPictures
from gui.pages.inspect.errors.boxes.view import BoxErrorsView
from gui.pages.inspect.errors.view import ErrorsContext
from gui.widgets.sorted_table import SortedTable
from gui.widgets.table_export import TableExport

Row = TypeVar("Row")


class BoxTableView(BoxErrorsView, Generic[Row]):
    """A table; a click on a row keeps its boxes below.

    Args:
        context: what views are made with.
        table: its rows.
        exported_as: what its file is called.
        parent: owner.
    """

    def __init__(
        self, context: ErrorsContext, table: SortedTable[Row], *, exported_as: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, parent)
        self.table = table
        self.export = TableExport(table, exported_as, self)
        self._controls = controls_of(self.export.copy, self.export.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(table)
        table.chosen.connect(self._on_row_chosen)
        self.export.noticed.connect(self.noticed)

    def controls(self) -> QWidget:
        return self._controls

    def show_all(self) -> None:
        self.table.choose_none()
        self._show(ShownBoxPictures())

    def _show_row(self, row: Row) -> None:
        """Want the boxes of a row below."""
        raise NotImplementedError

    @Slot(object)
    def _on_row_chosen(self, row: Row | None) -> None:
        if row is not None:
            self._show_row(row)
