"""What is wrong with the selected node, beside it on the canvas, with a button for each repair."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.builder.problem_note import ProblemNote
from gui.theme import theme
from gui.widgets.paint import rounded
from models.editing.repairs import Repair
from models.problems import GraphProblem

_WIDTH_PX = 296
_GAP_PX = 12


class ProblemBubble(QWidget):
    """A note over the canvas; hidden while the selected node is sound.

    Signals:
        repair_chosen(Repair): this repair was clicked.
    """

    repair_chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._view = parent
        self._note: ProblemNote | None = None
        self._shown: tuple[GraphProblem, tuple[Repair, ...]] | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self.setFixedWidth(_WIDTH_PX)
        self.hide()

    @property
    def note(self) -> ProblemNote | None:
        """The note that is shown."""
        return self._note

    def show_problem(self, problem: GraphProblem, repairs: Sequence[Repair]) -> None:
        """Say what is wrong and offer repairs."""
        if self._shown != (problem, tuple(repairs)):
            self._shown = (problem, tuple(repairs))
            self._drop_note()
            self._note = ProblemNote(problem, repairs)
            self._note.repair_chosen.connect(self.repair_chosen)
            self._column.addWidget(self._note)
            self._note.show()  # so that the layout counts it at once
        self.setFixedHeight(self._column.heightForWidth(_WIDTH_PX))
        self.show()
        self.raise_()

    def clear(self) -> None:
        """Have nothing to say."""
        self._shown = None
        self._drop_note()
        self.hide()

    def place_beside(self, card: QRect) -> None:
        """Stand at the right of a card, at its left where there is no room, else below it."""
        parent = self._view.rect()
        places = (
            QPoint(card.right() + _GAP_PX, card.top()),
            QPoint(card.left() - _GAP_PX - self.width(), card.top()),
            QPoint(card.left(), card.bottom() + _GAP_PX),
            QPoint(card.left(), card.top() - _GAP_PX - self.height()),
        )
        inner = parent.adjusted(4, 4, -4, -4)
        free = (place for place in places if inner.contains(QRect(place, self.size())))
        place = next(free, places[2])
        left = max(4, min(place.x(), parent.width() - self.width() - 4))
        top = max(4, min(place.y(), parent.height() - self.height() - 4))
        self.move(left, top)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            line = theme().colour("danger")
            rounded(painter, QRectF(self.rect()), 7, fill=theme().colour("raised"), line=line)

    def _drop_note(self) -> None:
        if self._note is not None:
            self._column.removeWidget(self._note)
            self._note.hide()
            self._note.deleteLater()
            self._note = None
