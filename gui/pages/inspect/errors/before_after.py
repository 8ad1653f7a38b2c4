"""Numbers before and after something, side by side."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from gui.widgets.label import ElidedLabel, Label

_ROW_PX: Final = 24
_COLUMN_PX: Final = 56
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class BeforeAfter(QWidget):
    """A small table: names at the left, two columns of numbers.

    Args:
        names: pairs of a name and what it means.
        parent: owner.
    """

    def __init__(self, names: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        self._headings = (
            ElidedLabel("", "secondary", tone="secondary"),
            ElidedLabel("", "secondary", tone="secondary"),
        )
        self._columns: tuple[list[ElidedLabel], list[ElidedLabel]] = ([], [])
        for column, heading in enumerate(self._headings, start=1):
            heading.setAlignment(_RIGHT)
            grid.setColumnMinimumWidth(column, _COLUMN_PX)
            grid.addWidget(heading, 0, column)
        for row, (name, meaning) in enumerate(names, start=1):
            label = Label(name, tone="secondary")
            label.setToolTip(meaning)
            grid.addWidget(label, row, 0)
            grid.setRowMinimumHeight(row, _ROW_PX)
            for column, values in enumerate(self._columns, start=1):
                value = ElidedLabel("")
                value.setAlignment(_RIGHT)
                grid.addWidget(value, row, column)
                values.append(value)

    def words(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Both columns, as they are written."""
        before, after = (tuple(label.full_text() for label in column) for column in self._columns)
        return before, after

    def set_column(self, place: int, heading: str, words: Sequence[str]) -> None:
        """Show other numbers: ``place`` 0 is before, 1 is after."""
        self._headings[place].set_text(heading)
        for label, text in zip(self._columns[place], words, strict=True):
            label.set_text(text)
