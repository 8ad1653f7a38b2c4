"""A table that a click on a heading sorts."""

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from gui.widgets.table import ROW_ROLE, Column, Table, set_up_header

Row = TypeVar("Row")


class SortedTable(Table[Row]):
    """Rows in the order of a column with a ``key``; those without a value come last either way.

    Args:
        name: what screen readers say.
        columns: its columns.
        sorted_by: number of the column that sorts at first, the smallest values first.
        parent: owner.

    Signals:
        copy_wanted(): the table should be copied (Ctrl+C).
    """

    copy_wanted = Signal()

    def __init__(
        self, name: str, columns: Sequence[Column[Row]], *, sorted_by: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(name, columns, parent=parent)
        self._sorted_by, self._order = sorted_by, Qt.SortOrder.AscendingOrder
        header = self.horizontalHeader()
        set_up_header(header, [column.width_px for column in columns], can_sort=True)
        header.setSortIndicator(sorted_by, self._order)
        header.sortIndicatorChanged.connect(self._on_sort_chosen)

    @property
    def current(self) -> Row | None:
        """The chosen row."""
        index = self.currentIndex()
        row: Row | None = index.data(ROW_ROLE) if index.isValid() else None
        return row

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows; the chosen one stays chosen where it is still among them."""
        chosen = self.current
        ordered = self._sorted(rows)
        with QSignalBlocker(self):
            super().set_rows(ordered)
            if chosen is None or chosen not in ordered:
                self.setCurrentIndex(self.rows_model.index(-1, 0))
                self.clearSelection()
            else:
                self.choose(ordered.index(chosen))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        else:
            super().keyPressEvent(event)

    def _sorted(self, rows: Sequence[Row]) -> list[Row]:
        key = self.rows_model.columns[self._sorted_by].key
        if key is None:
            return list(rows)
        ranked = [(_rank(value), row) for row in rows if (value := key(row)) is not None]
        ranked.sort(key=_first, reverse=self._order is Qt.SortOrder.DescendingOrder)
        return [row for _, row in ranked] + [row for row in rows if key(row) is None]

    @Slot(int, Qt.SortOrder)
    def _on_sort_chosen(self, section: int, order: Qt.SortOrder) -> None:
        if self.rows_model.columns[section].key is None:
            with QSignalBlocker(self.horizontalHeader()):
                self.horizontalHeader().setSortIndicator(self._sorted_by, self._order)
            return
        self._sorted_by, self._order = section, order
        self.set_rows(self.rows_model.rows)


def _rank(value: float | str) -> tuple[float, str]:
    return (0.0, value.casefold()) if isinstance(value, str) else (value, "")


def _first(ranked: tuple[tuple[float, str], object]) -> tuple[float, str]:
    return ranked[0]
