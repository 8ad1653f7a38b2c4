"""Thousands of points in a plane: coloured and shaped by class, to be zoomed, lassoed and clicked."""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from engine.contract.class_colours import ClassColour
from gui.charts.scatter_frame import Points, ScatterFrame, place_under, places_inside
from gui.charts.scatter_marks import MARK_PX, mark_pixmap
from gui.theme import theme
from gui.widgets.paint import ring

_REACH_PX: Final = 8.0
_CLICK_PX: Final = 4.0
_STEP: Final = 1.25
_PAN_PX: Final = 40.0
_PICTURE_PX: Final = 28
_FADED: Final = 0.2
Places = NDArray[np.int64]
PictureOf = Callable[[int, QSize], QPixmap | None]


class ScatterPlot(QWidget):
    """A left drag draws a lasso, a right drag moves the plane, the wheel zooms, 0 shows all.

    Signals:
        hovered(object): place of the point under the pointer, None for none.
        clicked(int): place of a point that was clicked.
        lassoed(object): places of the points in the lasso, (n,) int64; none after a click beside all points.
        viewed(): another part of the plane is shown.
    """

    hovered = Signal(object)
    clicked = Signal(int)
    lassoed = Signal(object)
    viewed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(240, 200)
        self.frame = ScatterFrame()
        self._points: Points = np.zeros((0, 2))
        self._colours: Sequence[ClassColour | None] = ()
        self._selected: frozenset[int] = frozenset()
        self._chosen: int | None = None
        self._hovered: int | None = None
        self._picture_of: PictureOf | None = None
        self._lasso: list[QPointF] = []
        self._pan_from: QPointF | None = None

    def set_points(self, points: Points, colours: Sequence[ClassColour | None]) -> None:
        """Show other points (N, 2), each with the colour of its class."""
        self._points, self._colours = np.asarray(points, np.float64), tuple(colours)
        self._selected, self._chosen, self._hovered = frozenset(), None, None
        self.show_all()

    def set_marked(self, places: Sequence[int], chosen: int | None = None) -> None:
        """Let some points stand out, one of them with a ring; none: all are alike."""
        self._selected, self._chosen = frozenset(places), chosen
        self.update()

    def set_pictures(self, picture_of: PictureOf | None) -> None:
        """Draw pictures in place of points where ``picture_of`` has one."""
        self._picture_of = picture_of
        self.update()

    def show_all(self) -> None:
        """Zoom so that all points are there."""
        self._view(ScatterFrame.around(self._points, self._size()))

    def pixels(self) -> Points:
        """Where the points are on the screen, (N, 2)."""
        return self.frame.to_pixels(self._points)

    def visible_places(self) -> list[int]:
        """The points on the screen."""
        pixels = self.pixels()
        inside = ((pixels >= 0) & (pixels <= np.array(self._size()))).all(axis=1)
        return [int(place) for place in np.flatnonzero(inside)]

    def sizeHint(self) -> QSize:
        return QSize(480, 400)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._view(self.frame.resized(self._size()))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_points(painter)
            if self._lasso:
                self._paint_lasso(painter)

    def wheelEvent(self, event: QWheelEvent) -> None:
        at = event.position()
        self._view(self.frame.zoomed(_STEP ** (event.angleDelta().y() / 120), (at.x(), at.y())))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._lasso = [event.position()]
        else:
            self._pan_from = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._pan_from is not None:
            moved, self._pan_from = at - self._pan_from, at
            self._view(self.frame.panned(moved.x(), moved.y()))
        elif self._lasso:
            self._lasso.append(at)
            self.update()
        else:
            self._hover(place_under(self.pixels(), (at.x(), at.y()), reach_px=_REACH_PX))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pan_from = None
        if event.button() is not Qt.MouseButton.LeftButton or not self._lasso:
            return
        outline, self._lasso = self._lasso, []
        self.update()
        reach = QPolygonF(outline).boundingRect()
        if max(reach.width(), reach.height()) > _CLICK_PX:
            corners = np.array([(corner.x(), corner.y()) for corner in outline])
            self.lassoed.emit(places_inside(self.pixels(), corners))
            return
        under = place_under(self.pixels(), (outline[0].x(), outline[0].y()), reach_px=_REACH_PX)
        if under is None:
            self.lassoed.emit(np.zeros(0, np.int64))
        else:
            self.clicked.emit(under)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        middle = (self.width() / 2, self.height() / 2)
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self._view(self.frame.zoomed(_STEP, middle))
            case Qt.Key.Key_Minus:
                self._view(self.frame.zoomed(1 / _STEP, middle))
            case Qt.Key.Key_0:
                self.show_all()
            case Qt.Key.Key_Left | Qt.Key.Key_Right:
                self._view(self.frame.panned(_PAN_PX if event.key() == Qt.Key.Key_Left else -_PAN_PX, 0))
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                self._view(self.frame.panned(0, _PAN_PX if event.key() == Qt.Key.Key_Up else -_PAN_PX))
            case _:
                super().keyPressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(None)

    def _hover(self, place: int | None) -> None:
        if place != self._hovered:
            self._hovered = place
            self.hovered.emit(place)
            self.update()

    def _view(self, frame: ScatterFrame) -> None:
        self.frame = frame
        self.update()
        self.viewed.emit()

    def _size(self) -> tuple[float, float]:
        return float(self.width()), float(self.height())

    def _paint_points(self, painter: QPainter) -> None:
        pixels, ratio = self.pixels(), self.devicePixelRatioF()
        marks = {colour: mark_pixmap(colour, ratio) for colour in set(self._colours)}
        places = self.visible_places()
        for place in sorted(places, key=self._selected.__contains__):
            painter.setOpacity(1.0 if not self._selected or place in self._selected else _FADED)
            picture = self._picture(place, ratio)
            side = _PICTURE_PX if picture is not None else MARK_PX
            x, y = pixels[place]
            shown = picture if picture is not None else marks[self._colours[place]]
            painter.drawPixmap(QRectF(x - side / 2, y - side / 2, side, side), shown, QRectF(shown.rect()))
        painter.setOpacity(1.0)
        for ringed in {self._chosen, self._hovered}:
            if ringed is None:
                continue
            x, y = pixels[ringed]
            ring(painter, QRectF(x - 8, y - 8, 16, 16), 8, theme().colour("focus"))

    def _picture(self, place: int, ratio: float) -> QPixmap | None:
        if self._picture_of is None:
            return None
        return self._picture_of(place, QSize(_PICTURE_PX, _PICTURE_PX) * ratio)

    def _paint_lasso(self, painter: QPainter) -> None:
        path = QPainterPath()
        path.addPolygon(QPolygonF(self._lasso))
        painter.setPen(QPen(theme().colour("focus"), 1.5, Qt.PenStyle.DashLine))
        painter.drawPath(path)
