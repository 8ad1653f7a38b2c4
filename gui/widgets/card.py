"""A card: a raised surface with a thin line and round corners."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import theme
from gui.tokens import radius
from gui.widgets.focus_ring import RingHolder, is_ring_wanted
from gui.widgets.paint import rounded


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
        self._ring = RingHolder(self, radius_px=radius("card"))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if is_clickable:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_chosen(self, is_chosen: bool) -> None:
        """Mark the card as the chosen one."""
        self._is_chosen = is_chosen
        self._update_ring()

    @property
    def is_chosen(self) -> bool:
        return self._is_chosen

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._update_ring(has_focus=is_ring_wanted(event.reason()))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._update_ring()

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

    def _update_ring(self, *, has_focus: bool = False) -> None:
        self._ring.set_wanted(is_wanted=self._is_chosen or has_focus)
