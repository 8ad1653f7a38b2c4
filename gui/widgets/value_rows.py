"""Rows of a name and its value: what is known of a picture, a run, a layer."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLayoutItem, QWidget

from gui.widgets.label import ElidedLabel, Label


class ValueRows(QWidget):
    """Names at the left in the secondary colour, values right-aligned; 24 px a row."""

    def __init__(self, rows: Sequence[tuple[str, str]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)
        self._names: list[str] = []
        self._values: list[ElidedLabel] = []
        self.set_rows(rows)

    def set_rows(self, rows: Sequence[tuple[str, str]]) -> None:
        """Show other rows; where the names stay, only the values are exchanged."""
        names = [name for name, _ in rows]
        if names != self._names:
            self._rebuild(names)
        for label, (_, value) in zip(self._values, rows, strict=True):
            if label.full_text() != value:
                label.set_text(value)

    def _rebuild(self, names: list[str]) -> None:
        while self._grid.count():
            _discard(self._grid.takeAt(0))
        for row in range(len(self._names)):
            self._grid.setRowMinimumHeight(row, 0)  # the layout keeps what it was told of rows that are gone
        self._names = names
        self._values = []
        for row, name in enumerate(names):
            value = ElidedLabel("")
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(Label(name, tone="secondary"), row, 0)
            self._grid.addWidget(value, row, 1)
            self._grid.setRowMinimumHeight(row, 24)
            self._values.append(value)


def _discard(item: QLayoutItem | None) -> None:
    widget = item.widget() if item is not None else None
    if widget is not None:
        widget.hide()
        widget.deleteLater()
