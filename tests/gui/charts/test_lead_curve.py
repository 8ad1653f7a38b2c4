"""A lead is drawn around zero, behind it with what is missing."""

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from gui.charts.lead_curve import LeadColours, paint_lead

CURVE, BEHIND, ZERO = QColor(0, 0, 255), QColor(255, 0, 0), QColor(0, 255, 0)
LEFT, TOP, WIDTH, HEIGHT = 4, 4, 56, 16
MIDDLE = TOP + HEIGHT // 2


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(("values", "row"), [((1.0, 1.0), TOP), ((-1.0, -1.0), TOP + HEIGHT), ((0.5, None, 0.5), 8)])
def test_the_curve_stands_where_the_lead_is_whatever_the_others_are(values: Sequence[float | None], row: int) -> None:
    image = _painted(values)

    column = [QColor(image.pixel(32, y)) for y in range(image.height())]
    bluest = max(range(len(column)), key=lambda y: column[y].blue() - column[y].red() - column[y].green())
    assert abs(bluest - row) <= 1


@pytest.mark.usefixtures("qapp")
def test_only_what_is_behind_is_filled() -> None:
    behind, ahead = _painted((-1.0, -1.0)), _painted((1.0, 1.0))

    assert QColor(behind.pixel(32, MIDDLE + 4)) == BEHIND
    assert QColor(ahead.pixel(32, MIDDLE - 4)) == QColor(Qt.GlobalColor.white)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("values", [(), (None, None)])
def test_nothing_known_leaves_the_line_at_zero_alone(values: Sequence[float | None]) -> None:
    image = _painted(values)

    colours = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    assert colours == {ZERO.name(), "#ffffff"}


@pytest.mark.usefixtures("qapp")
def test_a_single_epoch_leaves_its_trace() -> None:
    assert _painted((0.5,)) != _painted(())


def _painted(values: Sequence[float | None]) -> QImage:
    image = QImage(64, 24, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    with QPainter(image) as painter:
        paint_lead(painter, QRectF(LEFT, TOP, WIDTH, HEIGHT), values, LeadColours(CURVE, BEHIND, ZERO))
    return image
