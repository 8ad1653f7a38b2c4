"""The line under a network with its sums: label over value."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.tokens import size
from gui.widgets.label import Label
from gui.widgets.surface import Surface


class TotalsBar(Surface):
    """Pairs of label and value, spread over the width."""

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__("window", ("top",), parent)
        self.setFixedHeight(size("totals_bar"))
        self._values = [Label("", "button") for _ in names]
        row = QHBoxLayout(self)
        row.setContentsMargins(size("page_margin"), 9, size("page_margin"), 9)
        for position, name in enumerate(names):
            if position:
                row.addStretch(1)
            column = QVBoxLayout()
            column.setSpacing(2)
            column.addWidget(Label(name, "secondary", tone="secondary"))
            column.addWidget(self._values[position])
            row.addLayout(column)

    def set_values(self, values: Sequence[str]) -> None:
        """Show other values, in the order of the names."""
        for label, value in zip(self._values, values, strict=True):
            label.setText(value)
