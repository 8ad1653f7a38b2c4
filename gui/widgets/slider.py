"""A slider whose handle jumps to where the groove is clicked."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QWidget

from gui.theme import theme
from gui.tokens import size
from gui.widgets.focus_ring import is_ring_wanted
from gui.widgets.paint import rounded


class Slider(QAbstractSlider):
    """A horizontal slider: groove 4, handle 14; the part before the handle is filled.

    Args:
        name: what screen readers say.
        lowest: value at the left end.
        highest: value at the right end.
        parent: owner.
    """

    def __init__(self, name: str, *, lowest: int = 0, highest: int = 100, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recorded: int | None = None
        self._has_ring = False
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setAccessibleName(name)
        self.setRange(lowest, highest)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(24)
        self.setMinimumWidth(48)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_recorded(self, value: int | None) -> None:
        """Draw what lies behind ``value`` paler, because there is nothing yet; None: all is there."""
        self._recorded = value
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(108, 24)

    def handle_x(self) -> float:
        """The centre of the handle in logical pixels from the left."""
        return self._x_of(self.sliderPosition())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.isEnabled():
            self.setSliderDown(True)
            self.setSliderPosition(self._value_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self.setSliderPosition(self._value_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setSliderDown(False)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._has_ring = is_ring_wanted(event.reason())
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._has_ring = False
        super().focusOutEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            middle = self.height() / 2
            thick = size("slider_track")
            groove = QRectF(0, middle - thick / 2, self.width(), thick)
            self._draw_groove(painter, groove)
            x = self.handle_x()
            rounded(painter, QRectF(0, groove.top(), x, thick), 2, fill=self._filled(), line=None)
            self._draw_handle(painter, QPointF(x, middle))

    def _draw_groove(self, painter: QPainter, groove: QRectF) -> None:
        if self._recorded is None:
            rounded(painter, groove, 2, fill=theme().colour("track"), line=None)
            return
        rounded(painter, groove, 2, fill=theme().colour("line"), line=None)
        recorded = QRectF(groove)
        recorded.setWidth(self._x_of(self._recorded))
        rounded(painter, recorded, 2, fill=theme().colour("track"), line=None)

    def _draw_handle(self, painter: QPainter, centre: QPointF) -> None:
        reach = size("slider_handle") / 2
        if self._has_ring:
            painter.setPen(QPen(theme().colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(centre, reach + 2, reach + 2)
        painter.setBrush(theme().colour("control"))
        painter.setPen(QPen(theme().colour("line_strong" if self.isEnabled() else "track"), 1.5))
        painter.drawEllipse(centre, reach - 0.75, reach - 0.75)

    def _filled(self) -> QColor:
        return theme().colour("text_secondary" if self.isEnabled() else "track")

    def _x_of(self, value: int) -> float:
        reach = size("slider_handle") / 2
        span = max(1, self.maximum() - self.minimum())
        return reach + (self.width() - 2 * reach) * (value - self.minimum()) / span

    def _value_at(self, x: float) -> int:
        reach = size("slider_handle") / 2
        share = (x - reach) / max(1.0, self.width() - 2 * reach)
        return round(self.minimum() + min(1.0, max(0.0, share)) * (self.maximum() - self.minimum()))
