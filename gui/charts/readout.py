"""The crosshair of a chart with the box that tells the values under it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from gui.charts.curves import Curve
from gui.charts.frame import ChartFrame, ChartState
from gui.charts.plot_painter import curve_colour, paint_curve_mark
from gui.charts.scale import value_in_words
from gui.charts.series import Series
from gui.theme import theme
from gui.widgets.paint import rounded

_PADDING: Final = 10
_ROW: Final = 20
_COLUMN_GAP: Final = 10
_DISTANCE: Final = 14
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class ReadoutRow:
    """One curve name with its value in each panel, None where it has none."""

    name: str
    colour: QColor
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Readout:
    """The values at ``x``: ``rows`` in the order of the curves, columns in the order of the panels."""

    x: float
    title: str
    rows: tuple[ReadoutRow, ...]


def readout_of(state: ChartState, points: Mapping[str, Series], x: float) -> Readout:
    """The values of all curves at a place of the x-axis; curves that do not reach it are left out."""
    names = dict.fromkeys(curve.name for curve in state.curves)
    rows = [_row_of(state, points, name, x) for name in names]
    title = f"{state.x_name} {round(x, 2):g}"
    return Readout(x, title, tuple(row for row in rows if any(value is not None for value in row.values)))


def spoken(readout: Readout, state: ChartState) -> str:
    """The values in a sentence for screen readers."""
    units = [panel.unit for panel in state.panels]
    parts = [
        f"{row.name} " + ", ".join(value_in_words(value, unit) for value, unit in zip(row.values, units, strict=True))
        for row in readout.rows
    ]
    return f"{readout.title}: {'; '.join(parts)}"


def _row_of(state: ChartState, points: Mapping[str, Series], name: str, x: float) -> ReadoutRow:
    curves = {curve.panel: curve for curve in state.curves if curve.name == name}
    values = []
    for panel in state.panels:
        curve = curves.get(panel.name)
        values.append(None if curve is None else _value_of(curve, points[curve.key], x, window=state.window))
    return ReadoutRow(name, curve_colour(next(iter(curves.values()))), tuple(values))


def _value_of(curve: Curve, series: Series, x: float, *, window: int) -> float | None:
    if not len(series) or x > series.x[-1] + 1e-6:
        return None
    return series.value_at(x, window=window if curve.is_noisy else 1)


def paint_crosshair(
    painter: QPainter, frame: ChartFrame, readout: Readout, *, bottom: float, has_box: bool = True
) -> None:
    """A vertical hairline through all panels down to ``bottom``, dots on the curves, and the box beside it."""
    middle = round(frame.x.to_pixel(readout.x))
    if not frame.x.start - 1 <= middle <= frame.x.end + 1:
        return
    painter.fillRect(QRectF(middle, frame.top, 1, bottom - frame.top), theme().colour("text_secondary"))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    best = {(round(frame.x.to_pixel(mark.x)), mark.y) for mark in frame.state.best}
    for row in readout.rows:
        for panel, value in zip(frame.panels, row.values, strict=True):
            if value is not None and (middle, value) not in best:
                paint_curve_mark(painter, QPointF(middle + 0.5, panel.y.to_pixel(value)), row.colour)
    if readout.rows and has_box:
        _paint_box(painter, frame, readout, middle)


def _paint_box(painter: QPainter, frame: ChartFrame, readout: Readout, middle: float) -> None:
    metrics = QFontMetricsF(theme().font("secondary"))
    units = [panel.panel.unit for panel in frame.panels]
    words = [
        [value_in_words(value, unit) for value, unit in zip(row.values, units, strict=True)] for row in readout.rows
    ]
    names = [16 + metrics.horizontalAdvance(row.name) for row in readout.rows]
    first = max([*names, QFontMetricsF(theme().font("group")).horizontalAdvance(readout.title)])
    columns = [
        max(metrics.horizontalAdvance(text) for text in (panel.panel.name, *(row[place] for row in words)))
        for place, panel in enumerate(frame.panels)
    ]
    width = 2 * _PADDING + first + sum(columns) + (_COLUMN_GAP + 6) * len(columns)
    box = QRectF(middle + _DISTANCE, frame.top, width, 2 * _PADDING + _ROW * (len(words) + 1) - 2)
    if box.right() > frame.width:
        box.moveRight(middle - _DISTANCE)
    box.moveLeft(max(box.left(), 0.0))
    rounded(painter, box, 6, fill=theme().colour("raised"), line=theme().colour("control_line"))
    rows = [[panel.panel.name for panel in frame.panels], *words]
    inner = box.adjusted(_PADDING, _PADDING - 1, -_PADDING, 0)
    _paint_columns(painter, inner, rows, columns)
    _paint_names(painter, inner, readout)


def _paint_columns(painter: QPainter, inner: QRectF, rows: list[list[str]], columns: list[float]) -> None:
    painter.setFont(theme().font("secondary"))
    for line, row in enumerate(rows):
        painter.setPen(theme().colour("text" if line else "text_secondary"))
        right = inner.right()
        for text, width in zip(reversed(row), reversed(columns), strict=True):
            cell = QRectF(right - width - 2, inner.top() + line * _ROW, width + 2, _ROW)
            painter.drawText(cell, _RIGHT, text)
            right -= width + _COLUMN_GAP + 6


def _paint_names(painter: QPainter, inner: QRectF, readout: Readout) -> None:
    painter.setPen(theme().colour("text"))
    painter.setFont(theme().font("group"))
    painter.drawText(QRectF(inner.left(), inner.top(), inner.width(), _ROW), _LEFT, readout.title)
    painter.setFont(theme().font("secondary"))
    for line, row in enumerate(readout.rows, start=1):
        top = inner.top() + line * _ROW
        dot = QRectF(inner.left(), top + _ROW / 2 - 4, 8, 8)
        rounded(painter, dot, 2, fill=row.colour, line=None)
        painter.setPen(theme().colour("text"))
        painter.drawText(QRectF(inner.left() + 14, top, inner.width(), _ROW), _LEFT, row.name)
