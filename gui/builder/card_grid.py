"""Cards below headings, in as many columns as fit, that arrow keys move through."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from gui.widgets.card import Card
from gui.widgets.section import SectionHeader

_GAP: Final = 16
NARROWEST_PX: Final = 236
_ARROWS: Final = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End)


class CardGrid(QWidget):
    """Lays out cards that somebody else owns; Tab reaches one of them, the arrow keys the others.

    Signals:
        moved(object): the arrow keys led to this card.
    """

    moved = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sections: tuple[tuple[str, tuple[Card, ...]], ...] = ()
        self._rows: list[list[Card]] = []
        self._headers: list[SectionHeader] = []
        self._columns = 1
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(_GAP)
        self._grid.setVerticalSpacing(_GAP)

    @property
    def cards(self) -> list[Card]:
        """The cards that are shown, in their order."""
        return [card for row in self._rows for card in row]

    def set_sections(self, sections: Sequence[tuple[str, Sequence[Card]]]) -> None:
        """Show cards below headings; all others are hidden."""
        self._sections = tuple((heading, tuple(cards)) for heading, cards in sections)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fitting() != self._columns:
            self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        current = self.focusWidget()
        if key not in _ARROWS or not isinstance(current, Card) or current not in self.cards:
            super().keyPressEvent(event)
            return
        target = self._target(current, key)
        self._make_current(target)
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        self.moved.emit(target)

    def _arrange(self) -> None:
        shown = {card for _, cards in self._sections for card in cards}
        for card in self.findChildren(Card):
            card.setVisible(card in shown)
        self._take_apart()
        self._columns = self._fitting()
        line = 0
        for heading, cards in self._sections:
            self._add_heading(heading, line)
            for start in range(0, len(cards), self._columns):
                line += 1
                self._add_row(cards[start : start + self._columns], line)
            line += 1
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 1 if column < self._columns else 0)
        if self.cards:
            self._make_current(self.cards[0])

    def _take_apart(self) -> None:
        while self._grid.takeAt(0) is not None:
            pass
        for header in self._headers:
            header.hide()
            header.deleteLater()
        self._headers, self._rows = [], []

    def _add_heading(self, heading: str, line: int) -> None:
        header = SectionHeader(heading)
        self._headers.append(header)
        header.setContentsMargins(0, 8 if line else 0, 0, 0)
        self._grid.addWidget(header, line, 0, 1, self._columns)

    def _add_row(self, cards: Sequence[Card], line: int) -> None:
        self._rows.append(list(cards))
        for column, card in enumerate(cards):
            self._grid.addWidget(card, line, column)

    def _make_current(self, current: Card) -> None:
        """Let Tab reach only one card; a click gives the focus to any."""
        for card in self.cards:
            card.setFocusPolicy(Qt.FocusPolicy.StrongFocus if card is current else Qt.FocusPolicy.ClickFocus)

    def _target(self, current: Card, key: Qt.Key) -> Card:
        cards = self.cards
        place = cards.index(current)
        line = next(number for number, row in enumerate(self._rows) if current in row)
        column = self._rows[line].index(current)
        match key:
            case Qt.Key.Key_Left | Qt.Key.Key_Right:
                step = -1 if key is Qt.Key.Key_Left else 1
                return cards[min(max(place + step, 0), len(cards) - 1)]
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                step = -1 if key is Qt.Key.Key_Up else 1
                row = self._rows[min(max(line + step, 0), len(self._rows) - 1)]
                return row[min(column, len(row) - 1)]
            case Qt.Key.Key_Home:
                return cards[0]
            case _:
                return cards[-1]

    def _fitting(self) -> int:
        return max(1, (self.width() + _GAP) // (NARROWEST_PX + _GAP))
