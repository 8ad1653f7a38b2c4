"""Rows of a name and a control, each shown only where it means something."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.widgets.label import Label

_NAME_PX = 80


class ParameterRow(QWidget):
    """One name with its control, and perhaps words at the right."""

    def __init__(self, name: str, control: QWidget, *, words: QWidget | None = None) -> None:
        super().__init__()
        label = Label(name)
        label.setFixedWidth(_NAME_PX)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 8)
        row.setSpacing(8)
        row.addWidget(label)
        row.addWidget(control, 1)
        if words is not None:
            row.addWidget(words)


class ParameterRows(QWidget):
    """Rows below each other."""

    def __init__(self, *rows: ParameterRow) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for row in rows:
            column.addWidget(row)
