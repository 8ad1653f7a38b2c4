"""A card: a raised surface with a thin line and round corners."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gui.theme import theme
from gui.tokens import radius
from gui.widgets.paint import ring, rounded


class Card(QWidget):
    """Holds a picture and texts; may be chosen by click, Return or Space.

    Args:
        is_clickable: whether the card itself can be chosen.
        parent: owner.

    Signals:
        clicked: the card was chosen.
        opened: the card was chosen with a double click or Return.
    """

    clicked = Signal()
    opened = Signal()

    def __init__(self, *, is_clickable: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_clickable = is_clickable
        self._is_chosen = False
        if is_clickable:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_chosen(self, is_chosen: bool) -> None:
        """Mark the card as the chosen one."""
        self._is_chosen = is_chosen
        self.update()

    @property
    def is_chosen(self) -> bool:
        return self._is_chosen

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._is_clickable and event.button() is Qt.MouseButton.LeftButton:
            self.clicked.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._is_clickable:
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_clickable and event.key() == Qt.Key.Key_Space:
            self.clicked.emit()
        elif self._is_clickable and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            rect = QRectF(self.rect())
            is_hovered = self._is_clickable and self.underMouse()
            line = theme().colour("control_line" if is_hovered else "line")
            rounded(painter, rect, radius("card"), fill=theme().colour("raised"), line=line)
            if self._is_chosen or self.hasFocus():
                ring(painter, rect, radius("card"), theme().colour("focus"))
