"""Curves in a unit square of which every point is a thing of its own: to be hovered, chosen and walked along."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.contract.class_colours import ClassColour
from gui.charts.curves import Dash
from gui.charts.hover_box import paint_hover_box
from gui.charts.plot_painter import DASHES, paint_curve_mark
from gui.charts.scale import Scale
from gui.charts.series import Floats
from gui.theme import class_colour, theme
from gui.widgets.paint import ring

_AXIS: Final = 44
_X_AXIS: Final = 24
_TOP: Final = 20
_END: Final = 12
_TICKS: Final = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
_REACH_PX: Final = 32.0
_RING_PX: Final = 7.0
_FAR: Final = 10
_ROW_PX: Final = 18
_MOST_NAMED: Final = 8
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True, eq=False)
class PointCurve:
    """One curve.

    Attributes:
        name: what it is, for people.
        x: (n,) in [0, 1].
        y: (n,) likewise.
        colour: of its class; None for the colour of text.
        width_px: of its line.
        dash: how the line is broken.
        has_points: whether its points can be chosen.
    """

    name: str
    x: Floats
    y: Floats
    colour: ClassColour | None = None
    width_px: float = 2.0
    dash: Dash = "solid"
    has_points: bool = True


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """A point by its place on one of the curves."""

    curve: int
    place: int


Describe = Callable[[CurvePoint], tuple[str, Sequence[str]]]


class PointCurves(QWidget):
    """A click chooses the nearest point, the arrow keys walk along its curve, with Shift in steps of ten.

    Args:
        name: what screen readers say.
        axes: names of the x-axis and of the y-axis.
        describe: a title and lines about a point, for the box beside the mouse.
        parent: owner.

    Signals:
        point_chosen(CurvePoint): a click or a key chose a point.
        point_opened(CurvePoint): a point was double-clicked, or confirmed by Return.
    """

    point_chosen = Signal(object)
    point_opened = Signal(object)

    def __init__(self, name: str, axes: tuple[str, str], describe: Describe, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._axes, self._describe = axes, describe
        self._curves: tuple[PointCurve, ...] = ()
        self._chosen: CurvePoint | None = None
        self._hovered: CurvePoint | None = None
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(200, 120)

    @property
    def curves(self) -> tuple[PointCurve, ...]:
        """What is shown, from back to front."""
        return self._curves

    @property
    def chosen(self) -> CurvePoint | None:
        """The point with the ring."""
        return self._chosen

    def set_curves(self, curves: Sequence[PointCurve]) -> None:
        """Show other curves, from back to front, without a chosen point."""
        self._curves, self._chosen, self._hovered = tuple(curves), None, None
        self.update()

    def set_chosen(self, point: CurvePoint | None) -> None:
        """Put the ring somewhere without a signal."""
        self._chosen = point
        self._tell()
        self.update()

    def pixel_of(self, point: CurvePoint) -> QPointF:
        """Where a point lies."""
        curve = self._curves[point.curve]
        return QPointF(self._x().to_pixel(curve.x[point.place]), self._y().to_pixel(curve.y[point.place]))

    def sizeHint(self) -> QSize:
        return QSize(360, 240)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self._paint_axes(painter)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for curve in self._curves:
                self._paint_curve(painter, curve)
            self._paint_legend(painter)
            if self._chosen is not None:
                self._paint_mark(painter, self._chosen)
                around = self.pixel_of(self._chosen)
                square = QRectF(around.x() - _RING_PX, around.y() - _RING_PX, 2 * _RING_PX, 2 * _RING_PX)
                ring(painter, square, _RING_PX, theme().colour("accent"))
            if self._hovered is not None:
                self._paint_mark(painter, self._hovered)
                title, lines = self._describe(self._hovered)
                bounds = QRectF(self.rect())
                paint_hover_box(painter, self.pixel_of(self._hovered), bounds, title=title, lines=lines)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._nearest(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = self._nearest(event.position())
        if event.button() is Qt.MouseButton.LeftButton and point is not None:
            self._choose(point)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        point = self._nearest(event.position())
        if point is not None:
            self.point_opened.emit(point)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _FAR if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        match event.key():
            case Qt.Key.Key_Right | Qt.Key.Key_Up:
                self._walk(step)
            case Qt.Key.Key_Left | Qt.Key.Key_Down:
                self._walk(-step)
            case Qt.Key.Key_Home:
                self._walk(-self._length())
            case Qt.Key.Key_End:
                self._walk(self._length())
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self._chosen is not None:
                self.point_opened.emit(self._chosen)
            case _:
                super().keyPressEvent(event)

    def _walk(self, step: int) -> None:
        """Along the curve of the chosen point; from the first point of the foremost curve where there is none."""
        if self._chosen is None:
            walkable = [number for number, curve in enumerate(self._curves) if curve.has_points and len(curve.x)]
            if walkable:
                self._choose(CurvePoint(walkable[-1], 0))
            return
        place = min(max(self._chosen.place + step, 0), self._length() - 1)
        self._choose(CurvePoint(self._chosen.curve, place))

    def _length(self) -> int:
        return 0 if self._chosen is None else len(self._curves[self._chosen.curve].x)

    def _choose(self, point: CurvePoint) -> None:
        if point != self._chosen:
            self._chosen = point
            self._tell()
            self.update()
            self.point_chosen.emit(point)

    def _tell(self) -> None:
        if self._chosen is not None:
            title, lines = self._describe(self._chosen)
            self.setAccessibleDescription(", ".join((title, *lines)))

    def _hover(self, point: CurvePoint | None) -> None:
        if point != self._hovered:
            self._hovered = point
            self.update()

    def _nearest(self, at: QPointF) -> CurvePoint | None:
        """The point nearest to a place on the screen, if it is within reach; of the foremost curve among equals."""
        found: tuple[float, CurvePoint] | None = None
        for number, curve in enumerate(self._curves):
            if curve.has_points and len(curve.x):
                away = np.hypot(self._x().to_pixels(curve.x) - at.x(), self._y().to_pixels(curve.y) - at.y())
                place = int(away.argmin())
                if away[place] <= (_REACH_PX if found is None else found[0]):
                    found = float(away[place]), CurvePoint(number, place)
        return None if found is None else found[1]

    def _paint_curve(self, painter: QPainter, curve: PointCurve) -> None:
        painter.setPen(_pen(curve))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        xs, ys = self._x().to_pixels(curve.x), self._y().to_pixels(curve.y)
        if len(xs) == 1:
            painter.drawEllipse(QPointF(xs[0], ys[0]), 1.5, 1.5)
        kept = np.ones(len(xs), np.bool_)  # several points on one pixel are drawn once
        kept[1:] = (np.diff(np.rint(xs)) != 0) | (np.diff(np.rint(ys)) != 0)
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in zip(xs[kept], ys[kept], strict=True)]))

    def _paint_legend(self, painter: QPainter) -> None:
        """The names at the lower left, where curves that are worth anything do not pass, if there is room for them."""
        x, y = self._x(), self._y()
        painter.setFont(theme().font("secondary"))
        top = y.start - 6 - _ROW_PX * len(self._curves)
        if len(self._curves) > _MOST_NAMED or top < (y.start + y.end) / 2 - _ROW_PX:
            return
        for number, curve in enumerate(self._curves):
            row = QRectF(x.start + 8, top + number * _ROW_PX, (x.end - x.start) / 2, _ROW_PX)
            painter.setPen(_pen(curve))
            painter.drawLine(QPointF(row.left(), row.center().y()), QPointF(row.left() + 20, row.center().y()))
            painter.setPen(theme().colour("text"))
            painter.drawText(row.adjusted(28, 0, 0, 0), _LEFT, curve.name)

    def _paint_mark(self, painter: QPainter, point: CurvePoint) -> None:
        paint_curve_mark(painter, self.pixel_of(point), _colour(self._curves[point.curve]))

    def _paint_axes(self, painter: QPainter) -> None:
        x, y = self._x(), self._y()
        painter.setFont(theme().font("secondary"))
        painter.setPen(theme().colour("text_secondary"))
        painter.drawText(QRectF(0, 0, self.width(), 16), _LEFT, self._axes[1])
        painter.drawText(QRectF(x.start, y.start + 6, x.end - x.start, 16), _RIGHT, self._axes[0])
        room = x.end - painter.fontMetrics().horizontalAdvance(self._axes[0]) - 8
        for value in _TICKS:
            middle = round(y.to_pixel(value))
            painter.fillRect(QRectF(x.start, middle, x.end - x.start, 1), theme().colour("line"))
            painter.drawText(QRectF(0, middle - 8, _AXIS - 6, 16), _RIGHT, f"{value * 100:.0f} %")
            place = QRectF(x.to_pixel(value) - 24, y.start + 6, 48, 16)
            if place.right() - 8 < room:
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, f"{value * 100:.0f} %")

    def _x(self) -> Scale:
        return Scale(0.0, 1.0, _AXIS, max(float(self.width()) - _END, _AXIS + 1.0))

    def _y(self) -> Scale:
        return Scale(0.0, 1.0, max(float(self.height()) - _X_AXIS, _TOP + 1.0), float(_TOP + 4))


def _pen(curve: PointCurve) -> QPen:
    pen = QPen(_colour(curve), curve.width_px)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if curve.dash != "solid":
        pen.setDashPattern(DASHES[curve.dash])
    return pen


def _colour(curve: PointCurve) -> QColor:
    return class_colour(curve.colour, neutral="text")
