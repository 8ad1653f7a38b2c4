"""What stands at the side of an instrument: widgets with margins, and tables as high as their rows."""

from collections.abc import Sequence
from typing import Final, TypeVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.tokens import size
from gui.widgets.table import Column, Table

Row = TypeVar("Row")
ROW_PX: Final = 28
INSET_PX: Final = 16


def inset(widget: QWidget) -> QWidget:
    """A widget with the margins of the side; tables have them in their cells."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(INSET_PX, 0, INSET_PX, 0)
    column.addWidget(widget)
    return holder


def side_table(name: str, columns: Sequence[Column[Row]]) -> Table[Row]:
    """A table of the side, still without rows."""
    table: Table[Row] = Table(name, columns, row_px=ROW_PX)
    table.setFixedHeight(0)
    return table


def set_side_rows(table: Table[Row], rows: Sequence[Row]) -> None:
    """Show other rows, all of them."""
    table.set_rows(rows)
    table.setFixedHeight(size("table_header") + ROW_PX * len(rows) + 2 if rows else 0)
