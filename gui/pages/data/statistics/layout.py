"""Where the charts of the Statistics tab stand: in as many columns as there is room for, and figures above them."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.widgets.label import ElidedLabel, Label

_NARROWEST_OF_TWO: Final = 280
_NARROWEST_OF_MORE: Final = 360
_GAP: Final = 40
_ROW_GAP: Final = 32


class CardColumns(QWidget):
    """Widgets in columns of equal width; each next one goes below the shortest column."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards: tuple[QWidget, ...] = ()
        self._columns: list[QVBoxLayout] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(_GAP)

    @property
    def column_count(self) -> int:
        """How many columns there are."""
        return len(self._columns)

    def set_cards(self, cards: Sequence[QWidget]) -> None:
        """Take widgets in their order; hidden ones take no place."""
        self._cards = tuple(cards)
        self.arrange()

    def arrange(self) -> None:
        """Distribute what is shown anew, after something was shown or hidden."""
        count = columns_in(self.width())
        self._make_columns(count)
        heights = [0] * count
        for card in self._cards:
            if card.isHidden():
                continue
            shortest = heights.index(min(heights))
            column = self._columns[shortest]
            column.insertWidget(column.count() - 1, card)
            heights[shortest] += card.sizeHint().height() + _ROW_GAP

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if columns_in(self.width()) != len(self._columns):
            self.arrange()

    def _make_columns(self, count: int) -> None:
        """Empty columns; the cards stay children of this widget."""
        while (item := self._row.takeAt(0)) is not None:
            layout = item.layout()
            while layout is not None and layout.count():
                layout.takeAt(0)
        self._columns = []
        for card in self._cards:
            card.setParent(self) if card.parent() is not self else None
        for _ in range(count):
            column = QVBoxLayout()
            column.setSpacing(_ROW_GAP)
            column.addStretch(1)
            self._row.addLayout(column, 1)
            self._columns.append(column)


def columns_in(width_px: int) -> int:
    """How many columns there is room for: two of them rather early, more of them only when they can be wide."""
    two, more = ((width_px + _GAP) // (narrowest + _GAP) for narrowest in (_NARROWEST_OF_TWO, _NARROWEST_OF_MORE))
    return max(min(two, 2), more, 1)


class FiguresRow(QWidget):
    """A few figures beside each other, each below its name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(_GAP)
        self._row.addStretch(1)
        self._names: tuple[str, ...] = ()
        self._values: list[ElidedLabel] = []

    def set_figures(self, figures: Sequence[tuple[str, str]]) -> None:
        """Show pairs of name and value."""
        names = tuple(name for name, _ in figures)
        if names != self._names:
            self._rebuild(names)
        for label, (name, value) in zip(self._values, figures, strict=True):
            label.set_text(value)
            label.setAccessibleName(f"{name}: {value}")

    def _rebuild(self, names: tuple[str, ...]) -> None:
        while self._row.count() > 1:
            item = self._row.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._names, self._values = names, []
        for place, name in enumerate(names):
            figure = QWidget()
            column = QVBoxLayout(figure)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            value = ElidedLabel("", "value_large")
            column.addWidget(Label(name, "secondary", tone="secondary"))
            column.addWidget(value)
            self._row.insertWidget(place, figure)
            self._values.append(value)
