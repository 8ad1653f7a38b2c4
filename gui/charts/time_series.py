"""The live plot: curves over epochs that grow while one looks, zoom and tell their values."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.charts.curves import BestMark, Curve, Panel, XRange
from gui.charts.frame import ChartFrame, ChartState, frame_of, window_of
from gui.charts.plot_painter import paint_chart
from gui.charts.readout import Readout, paint_crosshair, readout_of, spoken
from gui.charts.series import Floats, Series
from gui.theme import theme

_REPAINT_MS: Final = 100
_ZOOM_STEP: Final = 1.3
_DRAG_START: Final = 4


class TimeSeriesPlot(QWidget):
    """Curves in panels that share the x-axis.

    New points cost an append; drawing happens at most 10 times a second, from no more points than there are pixels.
    The wheel and + and - zoom, dragging pans, a double click or 0 shows all, the arrow keys move the crosshair.

    Signals:
        x_chosen: a click or a key chose a place on the x-axis.
        x_range_changed: the XRange that is shown now.
    """

    x_chosen = Signal(float)
    x_range_changed = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = ChartState()
        self._points: dict[str, Series] = {}
        self._smoothing = 0.0
        self._chosen: float | None = None
        self._hovered: float | None = None
        self._press: QPointF | None = None
        self._is_dragging = False
        self._frame: ChartFrame | None = None
        self._picture: QPixmap | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REPAINT_MS)
        self._timer.timeout.connect(self.redraw)
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(120)
        theme().theme_changed.connect(self.redraw)

    @property
    def state(self) -> ChartState:
        """Panels, curves and axes."""
        return self._state

    @property
    def chosen_x(self) -> float | None:
        """Where the crosshair rests."""
        return self._chosen

    def points(self, key: str) -> Series:
        """The points of a curve."""
        return self._points[key]

    def set_curves(self, panels: Sequence[Panel], curves: Sequence[Curve]) -> None:
        """Choose panels and curves; points of curves that stay are kept."""
        self._state = replace(self._state, panels=tuple(panels), curves=tuple(curves))
        self._points = {curve.key: self._points.get(curve.key, Series()) for curve in curves}
        self.redraw()

    def append(self, key: str, x: Floats | Sequence[float], y: Floats | Sequence[float]) -> None:
        """Add points at the right end of a curve."""
        self._points[key].append(np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64))
        self._redraw_soon()

    def cut_from(self, x: float) -> None:
        """Forget all points at ``x`` and to the right of it."""
        for series in self._points.values():
            series.cut_from(x)
        self._redraw_soon()

    def clear(self) -> None:
        """Forget all points and marks."""
        for series in self._points.values():
            series.clear()
        self._state = replace(self._state, best=())
        self._chosen = None
        self.redraw()

    def set_x_limits(self, low: float, high: float) -> None:
        """Choose the whole x-axis; a zoomed view stays where it is."""
        limits = XRange(low, max(high, low + 1e-6))
        shown = self._state.shown.kept(limits) if self._state.is_zoomed else limits
        self._state = replace(self._state, limits=limits)
        self._show_range(shown)

    def set_x_axis(self, name: str, *, step: float = 1.0) -> None:
        """Say what the x-axis counts, and where the crosshair rests on it."""
        self._state = replace(self._state, x_name=name, x_step=step)

    def set_smoothing(self, smoothing: float) -> None:
        """Choose how much noisy curves are smoothed, from 0 to 1."""
        self._smoothing = smoothing
        self._redraw_soon()

    def set_log(self, *, is_log: bool) -> None:
        """Switch the panels that can be logarithmic."""
        self._state = replace(self._state, is_log=is_log)
        self.redraw()

    def set_best(self, marks: Sequence[BestMark]) -> None:
        """Mark the best points."""
        self._state = replace(self._state, best=tuple(marks))
        self._redraw_soon()

    def set_chosen_x(self, x: float | None) -> None:
        """Put the crosshair somewhere without a signal."""
        self._chosen = x
        self.update()

    def readout_at(self, x: float) -> Readout:
        """The values at a place of the x-axis."""
        return readout_of(self._state, self._points, x)

    @Slot()
    def show_all(self) -> None:
        """Leave the zoom."""
        self._show_range(self._state.limits)

    @Slot()
    def redraw(self) -> None:
        """Draw again at the next opportunity."""
        self._frame = self._picture = None
        self.update()

    def chart_frame(self) -> ChartFrame:
        """The chart as it is now, for exports and for widgets that align to its axes."""
        if self._frame is None:
            longest = max((len(series) for series in self._points.values()), default=0)
            state = replace(self._state, window=window_of(self._smoothing, points=longest))
            self._state = state
            self._frame = frame_of(state, self._points, width=self.width(), height=self.height())
        return self._frame

    def sizeHint(self) -> QSize:
        return QSize(640, 200 * max(len(self._state.panels), 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, self._drawn())
            x = self._hovered if self._hovered is not None else self._chosen
            if x is not None and not self._is_dragging and self._state.panels:
                paint_crosshair(painter, self.chart_frame(), self.readout_at(x), bottom=self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.redraw()

    def wheelEvent(self, event: QWheelEvent) -> None:
        factor = _ZOOM_STEP ** (event.angleDelta().y() / 120.0)
        self._zoom(factor, around=self.chart_frame().x.to_value(event.position().x()))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._press = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x = self.chart_frame().x
        if self._press is not None:
            moved = event.position().x() - self._press.x()
            if self._state.is_zoomed and (self._is_dragging or abs(moved) > _DRAG_START):
                self._is_dragging = True
                self._press = event.position()
                distance = -moved * self._state.shown.span / (x.end - x.start)
                self._show_range(self._state.shown.moved(distance, within=self._state.limits))
        self._hovered = self._snapped(x.to_value(event.position().x())) if event.position().x() >= x.start else None
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._press is not None and not self._is_dragging and self._hovered is not None:
            self._choose(self._hovered)
        self._press = None
        self._is_dragging = False
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.show_all()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = None
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self._key_actions().get(Qt.Key(event.key()))
        if action is None:
            super().keyPressEvent(event)
        else:
            action()

    def _key_actions(self) -> dict[Qt.Key, Callable[[], None]]:
        return {
            Qt.Key.Key_Left: self._choose_previous,
            Qt.Key.Key_Right: self._choose_next,
            Qt.Key.Key_Plus: self._zoom_in,
            Qt.Key.Key_Equal: self._zoom_in,
            Qt.Key.Key_Minus: self._zoom_out,
            Qt.Key.Key_0: self.show_all,
        }

    def _choose_previous(self) -> None:
        self._choose(self._snapped((self._chosen or 0.0) - self._state.x_step))

    def _choose_next(self) -> None:
        self._choose(self._snapped((self._chosen or 0.0) + self._state.x_step))

    def _zoom_in(self) -> None:
        self._zoom(_ZOOM_STEP, around=self._middle())

    def _zoom_out(self) -> None:
        self._zoom(1 / _ZOOM_STEP, around=self._middle())

    def _middle(self) -> float:
        shown = self._state.shown
        if self._chosen is not None and shown.low <= self._chosen <= shown.high:
            return self._chosen
        return (shown.low + shown.high) / 2

    def _zoom(self, factor: float, *, around: float) -> None:
        self._show_range(self._state.shown.zoomed(factor, around=around, within=self._state.limits))

    def _show_range(self, shown: XRange) -> None:
        if shown != self._state.shown:
            self._state = replace(self._state, shown=shown)
            self.x_range_changed.emit(shown)
        self.redraw()

    def _choose(self, x: float) -> None:
        self._chosen = x
        self.update()
        self.setAccessibleDescription(spoken(self.readout_at(x), self._state))
        self.x_chosen.emit(x)

    def _snapped(self, x: float) -> float:
        """The nearest whole step of the axis, or the place itself where steps are far apart."""
        limits, step = self._state.limits, self._state.x_step
        near = round(x / step) * step if self._state.shown.span >= 3 * step else x
        return min(max(near, limits.low), limits.high)

    def _drawn(self) -> QPixmap:
        """The chart without its crosshair, kept until it changes."""
        if self._picture is None:
            ratio = self.devicePixelRatioF()
            self._picture = QPixmap(self.size() * ratio)
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(Qt.GlobalColor.transparent)
            with QPainter(self._picture) as painter:
                paint_chart(painter, self.chart_frame())
        return self._picture

    def _redraw_soon(self) -> None:
        if not self._timer.isActive():
            self._timer.start()
