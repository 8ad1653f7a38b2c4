"""Draws a chart: grid, axes, lines, best marks, crosshair and read-out."""

from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from gui.charts.curves import BestMark, Curve, Line, PanelFrame
from gui.charts.frame import AXIS_WIDTH, ChartFrame
from gui.charts.scale import Scale, tick_labels
from gui.charts.series import Floats
from gui.theme import theme

_RAW_OPACITY: Final = 0.28
_LABEL_GAP: Final = 6
DASHES: Final = {"dashed": [4.0, 2.0], "dotted": [1.0, 1.5]}
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def curve_colour(curve: Curve) -> QColor:
    """The colour of a curve in the theme in use."""
    return theme().series(curve.colour) if isinstance(curve.colour, int) else theme().role(curve.colour)


def curve_pen(curve: Curve) -> QPen:
    """The pen of a curve in the theme in use, broken as the curve says."""
    pen = QPen(curve_colour(curve), 2.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    if curve.dash != "solid":
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern(DASHES[curve.dash])
    return pen


def paint_chart(painter: QPainter, frame: ChartFrame) -> None:
    """Everything but the crosshair."""
    painter.setFont(theme().font("secondary"))
    for panel in frame.panels:
        _paint_grid(painter, frame, panel)
        _paint_y_axis(painter, panel)
    _paint_x_axis(painter, frame)
    for panel in frame.panels:
        painter.save()
        painter.setClipRect(QRectF(frame.x.start, panel.top, frame.width - frame.x.start, panel.bottom - panel.top + 2))
        for line in panel.lines:
            _paint_line(painter, frame.x, panel.y, line)
        painter.restore()
        for mark in frame.state.best:
            if any(line.curve.key == mark.key for line in panel.lines):
                _paint_best(painter, frame, panel, mark)


def paint_curve_mark(painter: QPainter, centre: QPointF, colour: QColor) -> None:
    """A dot on a curve at the crosshair, with a casing in the colour of the window."""
    painter.setPen(QPen(theme().colour("window"), 2.0))
    painter.setBrush(colour)
    painter.drawEllipse(centre, 4.5, 4.5)


def _paint_grid(painter: QPainter, frame: ChartFrame, panel: PanelFrame) -> None:
    """Horizontal hairlines on whole device pixels."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for value in panel.ticks:
        top = round(panel.y.to_pixel(value))
        painter.fillRect(QRectF(AXIS_WIDTH, top, frame.width - AXIS_WIDTH, 1), theme().colour("line"))


def _paint_y_axis(painter: QPainter, panel: PanelFrame) -> None:
    painter.setPen(theme().colour("text_secondary"))
    painter.drawText(QRectF(0, panel.top, AXIS_WIDTH + 240, 16), _LEFT, panel.panel.name)
    for value, label in zip(panel.ticks, tick_labels(panel.ticks, panel.panel.unit), strict=True):
        middle = panel.y.to_pixel(value)
        if middle > panel.top + 14:
            painter.drawText(QRectF(0, middle - 8, AXIS_WIDTH - _LABEL_GAP, 16), _RIGHT, label)


def _paint_x_axis(painter: QPainter, frame: ChartFrame) -> None:
    """Labels below the lowest panel; the last one says what is counted."""
    painter.setPen(theme().colour("text_secondary"))
    metrics = QFontMetricsF(painter.font())
    top = frame.bottom + 12
    high = frame.state.shown.high
    last = f"{frame.state.x_name} {high:g}" if high == round(high) else frame.state.x_name
    last_width = metrics.horizontalAdvance(last)
    painter.drawText(QRectF(frame.width - last_width - 1, top, last_width + 1, 16), _RIGHT, last)
    for value, label in zip(frame.x_ticks, tick_labels(frame.x_ticks, "number"), strict=True):
        middle = frame.x.to_pixel(value)
        half = metrics.horizontalAdvance(label) / 2
        if middle + half < frame.width - last_width - _LABEL_GAP:
            painter.drawText(QRectF(middle - half - 1, top, 2 * half + 2, 16), Qt.AlignmentFlag.AlignCenter, label)


def _paint_line(painter: QPainter, x: Scale, y: Scale, line: Line) -> None:
    if len(line.raw_x):
        pale = curve_colour(line.curve)
        pale.setAlphaF(_RAW_OPACITY)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(pale, 1.0))
        _draw_polylines(painter, x.to_pixels(line.raw_x), y.to_pixels(line.raw_y))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(curve_pen(line.curve))
    _draw_polylines(painter, x.to_pixels(line.x), y.to_pixels(line.y))


def _draw_polylines(painter: QPainter, xs: Floats, ys: Floats) -> None:
    """One polyline for each stretch without a gap; a lone point becomes a dot."""
    finite = np.isfinite(ys)
    breaks = np.flatnonzero(np.diff(np.concatenate([[False], finite, [False]]).astype(np.int8)))
    for start, stop in zip(breaks[::2].tolist(), breaks[1::2].tolist(), strict=True):
        places = zip(xs[start:stop].tolist(), ys[start:stop].tolist(), strict=True)
        points = [QPointF(x, y) for x, y in places]
        if len(points) == 1:
            points.append(points[0] + QPointF(0.01, 0.0))
        painter.drawPolyline(QPolygonF(points))


def _paint_best(painter: QPainter, frame: ChartFrame, panel: PanelFrame, mark: BestMark) -> None:
    curve = next(line.curve for line in panel.lines if line.curve.key == mark.key)
    centre = QPointF(frame.x.to_pixel(mark.x), panel.y.to_pixel(mark.y))
    if not frame.x.start - 1 <= centre.x() <= frame.x.end + 1:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(curve_colour(curve), 2.0))
    painter.setBrush(theme().colour("window"))
    painter.drawEllipse(centre, 5.0, 5.0)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(curve_colour(curve))
    painter.drawEllipse(centre, 2.0, 2.0)
    _paint_best_text(painter, frame, panel, centre, mark.text)


def _paint_best_text(painter: QPainter, frame: ChartFrame, panel: PanelFrame, centre: QPointF, text: str) -> None:
    """The words stand beside the ring where they cover the least of the lines, and inside the chart."""
    font = QFont(theme().font("secondary"))
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    painter.setPen(theme().colour("text"))
    width = QFontMetricsF(font).horizontalAdvance(text) + 2
    beside = min(centre.x() + 10, frame.width - width)
    middle = min(max(centre.x() - width / 2, frame.x.start), frame.width - width)
    places = [QRectF(beside, centre.y() + 12, width, 16), QRectF(middle, centre.y() - 26, width, 16)]
    inside = [place for place in places if panel.top <= place.top() and place.bottom() <= panel.bottom]
    best = min(inside or places, key=lambda place: _points_under(place, frame, panel))
    painter.drawText(best, _LEFT, text)
    painter.setFont(theme().font("secondary"))


def _points_under(place: QRectF, frame: ChartFrame, panel: PanelFrame) -> int:
    """How many points of the panel's lines a text would cover."""
    count = 0
    for line in panel.lines:
        xs, ys = frame.x.to_pixels(line.x), panel.y.to_pixels(line.y)
        is_under = (xs > place.left()) & (xs < place.right()) & (ys > place.top() - 2) & (ys < place.bottom() + 2)
        count += int(np.count_nonzero(is_under))
    return count
