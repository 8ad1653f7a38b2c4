"""A table that a click on a heading sorts."""

from collections.abc import Sequence
from typing import Final, TypeVar

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from gui.widgets.sort_header import SortHeader
from gui.widgets.table import NO_INDEX, ROW_ROLE, Column, Table, set_up_header

Row = TypeVar("Row")
_MOST_ROWS: Final = 10


class SortedTable(Table[Row]):
    """Rows in the order of a column with a ``key``; those without a value come last either way.

    Args:
        name: what screen readers say.
        columns: its columns.
        sorted_by: number of the column that sorts at first.
        is_descending: whether its largest values come first, and not the smallest.
        parent: owner.

    Signals:
        copy_wanted(): the table should be copied (Ctrl+C).
    """

    copy_wanted = Signal()

    def __init__(
        self,
        name: str,
        columns: Sequence[Column[Row]],
        *,
        sorted_by: int = 0,
        is_descending: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, columns, parent=parent)
        self._sorted_by = sorted_by
        self._order = Qt.SortOrder.DescendingOrder if is_descending else Qt.SortOrder.AscendingOrder
        self._header = SortHeader(self)
        self.setHorizontalHeader(self._header)
        set_up_header(self._header, [column.width_px for column in columns])
        self._header.setSectionsClickable(True)
        self._header.set_sorting(sorted_by, self._order)
        self._header.sectionClicked.connect(self._on_heading_clicked)

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
                self.choose_none()
            else:
                self.choose(ordered.index(chosen))
        self.updateGeometry()

    def choose_none(self) -> None:
        """Let no row be chosen, without telling about it."""
        with QSignalBlocker(self):
            self.setCurrentIndex(NO_INDEX)
            self.clearSelection()

    def sizeHint(self) -> QSize:
        rows = min(max(self.rows_model.rowCount(), 1), _MOST_ROWS)
        height = self.horizontalHeader().height() + rows * self.verticalHeader().defaultSectionSize()
        return QSize(super().sizeHint().width(), height)

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

    @Slot(int)
    def _on_heading_clicked(self, section: int) -> None:
        if self.rows_model.columns[section].key is None:
            return
        is_turned = section == self._sorted_by and self._order is Qt.SortOrder.AscendingOrder
        self._sorted_by = section
        self._order = Qt.SortOrder.DescendingOrder if is_turned else Qt.SortOrder.AscendingOrder
        self._header.set_sorting(section, self._order)
        self.set_rows(self.rows_model.rows)


def _rank(value: float | str) -> tuple[float, str]:
    return (0.0, value.casefold()) if isinstance(value, str) else (value, "")


def _first(ranked: tuple[tuple[float, str], object]) -> tuple[float, str]:
    return ranked[0]
