"""The line under a network with its sums: label over value."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.tokens import size
from gui.widgets.label import Label
from gui.widgets.surface import Surface

Cell = tuple[str, str]
"""Name and value."""


class TotalsBar(Surface):
    """Pairs of label and value, spread over the width.

    Args:
        names: of the sums.
        essential: those that stay where further cells, such as an estimate, need the room.
        parent: owner.
    """

    def __init__(
        self, names: Sequence[str], essential: Sequence[str] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__("window", ("top",), parent)
        self.setFixedHeight(size("totals_bar"))
        self._cells: dict[str, Label] = {}
        self._extra: tuple[str, ...] = ()
        self._names = tuple(names)
        self._essential = frozenset(names if essential is None else essential)
        self._values: tuple[str, ...] = ("",) * len(self._names)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(size("page_margin"), 9, size("page_margin"), 9)
        self._rebuild()

    def set_values(self, values: Sequence[str]) -> None:
        """Show other values, in the order of the names."""
        self._values = tuple(values)
        for name, value in zip(self._names, values, strict=True):
            if name in self._cells:
                self._cells[name].setText(value)

    def set_further_cells(self, cells: Sequence[Cell]) -> None:
        """Show these behind the sums, such as an estimate of memory and time."""
        names = tuple(name for name, _ in cells)
        if names != self._extra:
            self._extra = names
            self._rebuild()
            self.set_values(self._values)
        for name, value in cells:
            self._cells[name].setText(value)

    def set_tip(self, name: str, tip: str) -> None:
        """Explain a cell, if it is shown."""
        if name in self._cells:
            self._cells[name].setToolTip(tip)

    def _rebuild(self) -> None:
        while (item := self._row.takeAt(0)) is not None:
            cell = item.widget()
            if cell is not None:
                cell.hide()
                cell.deleteLater()
        self._cells = {}
        sums = [name for name in self._names if not self._extra or name in self._essential]
        for position, name in enumerate((*sums, *self._extra)):
            if position:
                self._row.addStretch(1)
            self._row.addWidget(self._make_cell(name))

    def _make_cell(self, name: str) -> QWidget:
        cell = QWidget()
        column = QVBoxLayout(cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(Label(name, "secondary", tone="secondary"))
        self._cells[name] = Label("", "button")
        column.addWidget(self._cells[name])
        return cell
