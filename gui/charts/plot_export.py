"""Saves a chart: as it looks (PNG, SVG) or as numbers (CSV)."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from engine.contract.run_folder import write_atomically
from gui.charts.frame import ChartFrame, ChartState
from gui.charts.plot_painter import paint_chart
from gui.charts.series import Series
from gui.theme import theme

_PNG_SCALE = 2


def save_picture(frame: ChartFrame, path: Path) -> None:
    """Write the chart as ``.svg`` or as a ``.png`` of double resolution, by the ending of the path.

    Raises:
        OSError: the file cannot be written.
    """
    is_written = _save_svg(frame, path) if path.suffix.lower() == ".svg" else _save_png(frame, path)
    if not is_written:
        raise OSError(f"Cannot write the chart. Received: {path}. Choose a folder that you may write to.")


def save_numbers(state: ChartState, points: Mapping[str, Series], path: Path) -> None:
    """Write every point of every curve as one row: panel, curve, place on the x-axis, value.

    Raises:
        OSError: the file cannot be written.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(("panel", "curve", state.x_name, "value"))
    for curve in state.curves:
        series = points[curve.key]
        rows = zip(series.x.tolist(), series.y.tolist(), strict=True)
        writer.writerows((curve.panel, curve.name, f"{x:.6g}", f"{y:.8g}") for x, y in rows)
    write_atomically(path, stream.getvalue())


def _save_png(frame: ChartFrame, path: Path) -> bool:
    image = QImage(_size(frame) * _PNG_SCALE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_PNG_SCALE)
    image.fill(theme().colour("window"))
    with QPainter(image) as painter:
        paint_chart(painter, frame)
    return image.save(str(path))


def _save_svg(frame: ChartFrame, path: Path) -> bool:
    generator = QSvgGenerator()
    generator.setFileName(str(path))
    generator.setSize(_size(frame))
    generator.setViewBox(QRect(0, 0, int(frame.width), int(frame.height)))
    generator.setTitle("Fovea chart")
    painter = QPainter()
    if not painter.begin(generator):
        return False
    painter.fillRect(generator.viewBox(), theme().colour("window"))
    paint_chart(painter, frame)
    return painter.end()


def _size(frame: ChartFrame) -> QSize:
    return QSize(int(frame.width), int(frame.height))
