"""What stands at the side of an instrument: widgets with margins, and tables as high as their rows."""

from collections.abc import Sequence
from typing import Final, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from gui.widgets.label import Label
from gui.widgets.scroll import ScrollColumn
from gui.widgets.section import SectionHeader
from gui.widgets.slider import Slider
from gui.widgets.table import Column, Table

Row = TypeVar("Row")
ROW_PX: Final = 28
INSET_PX: Final = 16
GAP_PX: Final = 8
GROUP_GAP_PX: Final = 20


class InstrumentSide(ScrollColumn):
    """The controls of an instrument, and below them what it tells in groups."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin_px=0, spacing_px=0, parent=parent)
        self.column.setContentsMargins(0, INSET_PX, 0, INSET_PX)

    def add_controls(self, *widgets: QWidget) -> None:
        """Put controls below each other, and room for a group below them."""
        for widget in widgets:
            self.column.addWidget(inset(widget))
            self.column.addSpacing(GAP_PX)
        self.column.addSpacing(GROUP_GAP_PX - GAP_PX)

    def add_group(self, title: str, values: QWidget) -> None:
        """Put values under a title."""
        self.column.addWidget(inset(SectionHeader(title, is_group=True)))
        self.column.addWidget(inset(values))
        self.column.addSpacing(GROUP_GAP_PX)

    def add_last_group(self, title: str, values: QWidget, meaning: str) -> None:
        """Put values under a title, and below them what all of it means."""
        self.column.addWidget(inset(SectionHeader(title, is_group=True)))
        self.column.addWidget(inset(values))
        self.column.addSpacing(GAP_PX)
        self.column.addWidget(inset(Label(meaning, "secondary", tone="secondary", is_wrapped=True)))
        self.column.addStretch(1)


def slider_rows(rows: Sequence[tuple[str, Slider, Label]], *, value_px: int) -> QWidget:
    """Sliders below each other: its name, the slider, and its value in ``value_px`` pixels."""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(4)
    for row, (name, slider, value) in enumerate(rows):
        value.setFixedWidth(value_px)
        value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(Label(name, tone="secondary"), row, 0)
        grid.addWidget(slider, row, 1)
        grid.addWidget(value, row, 2)
    return holder


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
    table.show_whole(rows)
    if not rows:
        table.setFixedHeight(0)
