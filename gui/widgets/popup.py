"""A small frame over the window that is gone as soon as something else is clicked."""

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from gui.theme import theme
from gui.widgets.paint import rounded

_WIDTH = 248


class Popup(QFrame):
    """A raised frame that closes with Escape or a click beside it, and is gone then."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(8, 8, 8, 8)
        self.column.setSpacing(8)
        self.setFixedWidth(_WIDTH)

    def open_at(self, place: QPoint) -> None:
        """Show it with its upper left corner at a place, moved so that it stays on the screen."""
        self.adjustSize()
        area = self.screen().availableGeometry()
        left = min(place.x(), area.right() - self.width() - 4)
        top = min(place.y(), area.bottom() - self.height() - 4)
        self.move(max(left, area.left()), max(top, area.top()))
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            fill, line = theme().colour("raised"), theme().colour("control_line")
            rounded(painter, QRectF(self.rect()), 6, fill=fill, line=line)
