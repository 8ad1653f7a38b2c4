"""A card that lies over the window until it is done with: Escape or a click beside it closes it."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.theme import theme
from gui.widgets.paint import rounded

_SCRIM_OPACITY = 0.35


class Overlay(QWidget):
    """Covers its parent; ``card`` is the layout of what stands on it.

    Args:
        parent: the window.
        width_px: width of the card.
    """

    def __init__(self, parent: QWidget, *, width_px: int) -> None:
        super().__init__(parent)
        self._window = parent
        self._width_px = width_px
        self._panel = QWidget(self)
        self.card = QVBoxLayout(self._panel)
        self.card.setContentsMargins(16, 16, 16, 16)
        self.card.setSpacing(8)
        self._before: QWidget | None = None
        parent.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        """Show the card."""
        self._before = self.window().focusWidget()
        self._fit()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_card(self) -> None:
        """Take the card away and give the keyboard back to who had it."""
        self.hide()
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
            self._before = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._fit()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_card()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._panel.geometry().contains(event.position().toPoint()):
            self.close_card()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            scrim = QColor(theme().colour("canvas"))
            scrim.setAlphaF(_SCRIM_OPACITY)
            painter.fillRect(self.rect(), scrim)
            card = QRectF(self._panel.geometry())
            rounded(painter, card, 6, fill=theme().colour("raised"), line=theme().colour("control_line"))

    def _fit(self) -> None:
        parent = self._window
        self.setGeometry(parent.rect())
        width = min(self._width_px, parent.width() - 32)
        height = min(self._panel.sizeHint().height(), parent.height() - 112)
        self._panel.setGeometry((parent.width() - width) // 2, 72, width, height)
