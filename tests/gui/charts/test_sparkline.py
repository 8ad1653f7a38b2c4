"""A sparkline stays inside its place, whatever its values."""

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from gui.charts.sparkline import paint_sparkline


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("values", [(0.1, 0.5, None, 0.7), (0.5,), (0.5, 0.5)])
def test_values_leave_their_trace(values: Sequence[float | None]) -> None:
    assert _painted(values) != _painted(())


def test_no_values_leave_none(qtbot: QtBot) -> None:
    assert _painted(()) == _painted((None, None))


def _painted(values: Sequence[float | None]) -> QImage:
    image = QImage(64, 24, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    with QPainter(image) as painter:
        paint_sparkline(painter, QRectF(4, 4, 56, 16), values, colour=QColor(Qt.GlobalColor.black))
    return image
