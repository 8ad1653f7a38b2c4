"""The 2 x 2 table of two runs: both right, only one, none; a click chooses the pictures of a cell."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from gui.pages.runs.pictures.joining import Outcome
from gui.theme import theme
from gui.widgets.clickable import Clickable
from gui.widgets.label import Label
from gui.widgets.paint import rounded
from gui.words import count, percent

CELL_WORDS: Final = {
    Outcome.BOTH_RIGHT: "Both right",
    Outcome.ONLY_FIRST: "Only A right",
    Outcome.ONLY_SECOND: "Only B right",
    Outcome.BOTH_WRONG: "Both wrong",
}
_PLACES: Final = {
    Outcome.BOTH_RIGHT: (1, 1),
    Outcome.ONLY_FIRST: (1, 2),
    Outcome.ONLY_SECOND: (2, 1),
    Outcome.BOTH_WRONG: (2, 2),
}
_CELL_PX: Final = 64


class OutcomeCell(Clickable):
    """A count over its words; checked while its pictures are shown."""

    def __init__(self, outcome: Outcome, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.outcome = outcome
        self._count, self._total = 0, 0
        self.setCheckable(True)
        self.setFixedHeight(_CELL_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_count(self, number: int, total: int) -> None:
        """Show another count, out of ``total`` pictures."""
        self._count, self._total = number, total
        self.setAccessibleName(f"{CELL_WORDS[self.outcome]}: {number:,} of {total:,}")
        share = percent(number / total) if total else "none"
        self.set_tip(f"{CELL_WORDS[self.outcome]}: {share}. Click to see the pictures.")
        self.set_available(number > 0, reason=f"{CELL_WORDS[self.outcome]}: no picture.")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(96, _CELL_PX)

    def minimumSizeHint(self) -> QSize:
        return QSize(72, _CELL_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            line = "accent" if self.isChecked() else "line"
            rounded(painter, rect, self.RADIUS_PX, fill=theme().colour(self._fill()), line=theme().colour(line))
            is_quiet = not self.isEnabled()
            painter.setFont(theme().font("section"))
            painter.setPen(theme().colour("text_disabled" if is_quiet else "text"))
            upper = QRectF(rect.left(), rect.top() + 12, rect.width(), 20)
            painter.drawText(upper, Qt.AlignmentFlag.AlignCenter, count(self._count))
            painter.setFont(theme().font("secondary"))
            painter.setPen(theme().colour("text_disabled" if is_quiet else "text_secondary"))
            lower = QRectF(rect.left(), rect.top() + 34, rect.width(), 18)
            painter.drawText(lower, Qt.AlignmentFlag.AlignCenter, CELL_WORDS[self.outcome])

    def _fill(self) -> str:
        if not self.isEnabled():
            return "panel"
        if self.isChecked():
            return "selection"
        return "hover" if self.underMouse() else "raised"


class OutcomeTable(QWidget):
    """Rows say whether run A is right, columns whether run B is.

    Signals:
        chosen(Outcome): a cell was clicked; None: the chosen one was clicked again.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cells = {outcome: OutcomeCell(outcome) for outcome in Outcome}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        for place, words in (((0, 1), "B right"), ((0, 2), "B wrong"), ((1, 0), "A right"), ((2, 0), "A wrong")):
            heading = Label(words, "secondary", tone="secondary")
            is_above = place[0] == 0
            side = Qt.AlignmentFlag.AlignHCenter if is_above else Qt.AlignmentFlag.AlignLeft
            grid.addWidget(heading, *place, side | Qt.AlignmentFlag.AlignVCenter)
        for outcome, cell in self.cells.items():
            grid.addWidget(cell, *_PLACES[outcome])
            cell.clicked.connect(self._on_clicked)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)

    def set_counts(self, counts: Mapping[Outcome, int]) -> None:
        """Show other counts."""
        total = sum(counts.values())
        for outcome, cell in self.cells.items():
            cell.set_count(counts[outcome], total)

    def set_chosen(self, outcome: Outcome | None) -> None:
        """Mark the cell whose pictures are shown, without telling about it."""
        for each, cell in self.cells.items():
            cell.setChecked(each is outcome)

    @Slot()
    def _on_clicked(self) -> None:
        cell = self.sender()
        if isinstance(cell, OutcomeCell):
            self.chosen.emit(cell.outcome if cell.isChecked() else None)
