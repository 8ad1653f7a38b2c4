"""The slider below a plot that scrubs through epochs on the plot's own axis."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.charts.curves import XRange
from gui.charts.frame import x_scale
from gui.charts.scale import Scale
from gui.theme import theme
from gui.tokens import size
from gui.widgets.paint import rounded

_HEIGHT: Final = 28
_STEPS: Final = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageUp: -10, Qt.Key.Key_PageDown: 10}


class EpochSlider(QWidget):
    """Chooses one of the recorded epochs; what is not recorded yet is paler and cannot be chosen.

    Signals:
        epoch_chosen: the epoch that a person moved to.
    """

    epoch_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = XRange(0.0, 1.0)
        self._recorded = 0
        self._epoch = 0
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Epoch")
        self.setToolTip("Epoch of the pinned pictures. Arrow keys move it.")

    @property
    def epoch(self) -> int:
        """The chosen epoch; 0 while none is recorded."""
        return self._epoch

    @property
    def recorded(self) -> int:
        """The last epoch that can be chosen."""
        return self._recorded

    def set_epoch(self, epoch: int) -> None:
        """Move the handle without a signal."""
        self._epoch = min(max(epoch, min(1, self._recorded)), self._recorded)
        self.setAccessibleDescription(f"{self._epoch} of {self._recorded}")
        self.update()

    def set_recorded(self, epoch: int) -> None:
        """Say up to which epoch there is something to show."""
        self._recorded = epoch
        self.set_epoch(self._epoch)

    @Slot(object)
    def set_range(self, shown: XRange) -> None:
        """Follow the x-axis of the plot."""
        self._shown = shown
        self.update()

    def handle_x(self) -> float:
        """The centre of the handle in logical pixels from the left."""
        return self._scale().to_pixel(self._epoch)

    def sizeHint(self) -> QSize:
        return QSize(640, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            middle, scale = self.height() / 2, self._scale()
            start, end = scale.start, scale.end
            recorded = min(max(scale.to_pixel(self._recorded), start), end)
            chosen = min(max(scale.to_pixel(self._epoch), start), end)
            thick = size("slider_track")
            for left, right, token in (
                (start, end, "line"),
                (start, recorded, "track"),
                (start, chosen, "text_secondary"),
            ):
                groove = QRectF(left, middle - thick / 2, right - left, thick)
                rounded(painter, groove, 2, fill=theme().colour(token), line=None)
            if start - 1 <= scale.to_pixel(self._epoch) <= end + 1:
                self._paint_handle(painter, QPointF(chosen + 0.5, middle))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose(self._epoch_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._choose(self._epoch_at(event.position().x()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        epoch = self._epoch_for(Qt.Key(event.key()))
        if epoch is None:
            super().keyPressEvent(event)
        else:
            self._choose(epoch)

    def _choose(self, epoch: int) -> None:
        before = self._epoch
        self.set_epoch(epoch)
        if self._epoch != before:
            self.epoch_chosen.emit(self._epoch)

    def _epoch_for(self, key: Qt.Key) -> int | None:
        """Where a key leads to."""
        match key:
            case Qt.Key.Key_Home:
                return 1
            case Qt.Key.Key_End:
                return self._recorded
            case _ if key in _STEPS:
                return self._epoch + _STEPS[key]
            case _:
                return None

    def _epoch_at(self, x: float) -> int:
        return round(self._scale().to_value(x))

    def _scale(self) -> Scale:
        return x_scale(self._shown, self.width())

    def _paint_handle(self, painter: QPainter, centre: QPointF) -> None:
        reach = size("slider_handle") / 2
        if self.hasFocus():
            painter.setPen(QPen(theme().colour("focus"), 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(centre, reach + 2, reach + 2)
        painter.setPen(QPen(theme().colour("line_strong"), 1.5))
        painter.setBrush(theme().colour("control"))
        painter.drawEllipse(centre, reach - 0.75, reach - 0.75)
