"""Boxes, polygons and masks lie where they should and have the colours of their classes."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from engine.contract.annotations import NO_CLASS, AnnotationKind, Box
from engine.contract.class_colours import ClassColours
from gui.gallery.annotation_painting import PictureArea, ShapeStyle, mask_image, paint_problem_box, paint_shapes
from gui.gallery.shapes import AnnotationShape
from gui.theme import theme
from tests.gui.class_colours import CLASSES, colour

# A picture of 200 x 100 pixels that lies at (10, 20) of the painted area, half as large.
AREA = PictureArea(QRectF(10, 20, 100, 50), 200, 100)
RING = ((40.0, 20.0), (120.0, 20.0), (120.0, 60.0), (40.0, 60.0))


@pytest.fixture
def canvas(qtbot: QtBot) -> QImage:
    theme().install("light")
    image = QImage(120, 80, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    return image


def _paint(canvas: QImage, *shapes: AnnotationShape, style: ShapeStyle | None = None) -> None:
    with QPainter(canvas) as painter:
        paint_shapes(painter, shapes, AREA, style)


def _is_white(canvas: QImage, x: int, y: int) -> bool:
    return canvas.pixelColor(x, y) == QColor("white")


@pytest.mark.parametrize("is_relative", [False, True])
def test_a_box_is_drawn_where_it_is_on_the_picture(canvas: QImage, is_relative: bool) -> None:
    box = Box(0.2, 0.2, 0.6, 0.6) if is_relative else Box(40, 20, 120, 60)

    _paint(canvas, AnnotationShape(AnnotationKind.BOX, "cat", colour(2), box, is_relative=is_relative))

    assert canvas.pixelColor(30, 40) == QColor(*colour(2).rgb)
    assert canvas.pixelColor(69, 40) == QColor(*colour(2).rgb)
    assert _is_white(canvas, 50, 40)
    assert _is_white(canvas, 25, 40)


def test_a_line_has_a_dark_casing(canvas: QImage) -> None:
    _paint(canvas, AnnotationShape(AnnotationKind.BOX, "cat", colour(2), Box(40, 20, 120, 60)))

    assert canvas.pixelColor(28, 40).lightness() < 230
    assert canvas.pixelColor(31, 40).lightness() < 230


def test_a_polygon_is_filled_so_that_the_picture_shows_through(canvas: QImage) -> None:
    _paint(canvas, AnnotationShape(AnnotationKind.POLYGON, "cat", colour(2), Box(40, 20, 120, 60), rings=(RING,)))

    middle = canvas.pixelColor(50, 40)
    assert not _is_white(canvas, 50, 40)
    assert middle.lightness() > QColor(*colour(2).rgb).lightness()


def test_a_crowd_is_dashed(canvas: QImage) -> None:
    _paint(canvas, AnnotationShape(AnnotationKind.MASK, "cat", colour(2), Box(40, 20, 120, 60), is_crowd=True))

    line = [canvas.pixelColor(x, 29) for x in range(34, 66)]
    assert QColor(*colour(2).rgb) in line
    assert any(colour.lightness() > 150 for colour in line)


def test_an_object_with_a_mask_needs_no_box(canvas: QImage) -> None:
    _paint(canvas, AnnotationShape(AnnotationKind.MASK, "cat", colour(2), Box(40, 20, 120, 60)))

    assert all(_is_white(canvas, x, y) for x in range(0, 120, 3) for y in range(0, 80, 3))


def test_a_selected_shape_has_a_white_ring(canvas: QImage) -> None:
    canvas.fill(Qt.GlobalColor.black)
    style = ShapeStyle(selected=0)

    _paint(canvas, AnnotationShape(AnnotationKind.BOX, "cat", colour(2), Box(40, 20, 120, 60)), style=style)

    assert canvas.pixelColor(27, 40).lightness() > 240


def test_a_problem_can_be_seen_however_small_it_is(canvas: QImage) -> None:
    with QPainter(canvas) as painter:
        paint_problem_box(painter, Box(100, 50, 100, 50), AREA)

    found = [
        (x, y) for x in range(120) for y in range(80) if canvas.pixelColor(x, y) == theme().colour("picture_warning")
    ]
    assert max(x for x, _ in found) - min(x for x, _ in found) >= 12


def test_a_mask_has_the_colours_of_its_classes_and_firm_outlines(qtbot: QtBot) -> None:
    mask = np.full((12, 12), NO_CLASS, np.uint8)
    mask[2:10, 2:10] = 3

    image = mask_image(mask, CLASSES)

    inside, edge, outside = image.pixelColor(6, 6), image.pixelColor(2, 6), image.pixelColor(0, 0)
    assert _opaque(inside) == QColor(*colour(3).rgb)
    assert 0 < inside.alpha() < edge.alpha()
    assert outside.alpha() == 0


def test_the_sixteenth_class_has_the_colour_of_the_second(qtbot: QtBot) -> None:
    image = mask_image(np.full((4, 4), 15, np.uint8), CLASSES)

    assert _opaque(image.pixelColor(1, 1)) == QColor(*colour(1).rgb)


def test_an_added_background_is_clear_and_shifts_no_colour(qtbot: QtBot) -> None:
    mask = np.zeros((12, 12), np.uint8)
    mask[2:10, 2:10] = 1

    of_run = mask_image(mask, ClassColours.of(("background", "nucleus")))
    of_dataset = mask_image(np.where(mask, 0, NO_CLASS).astype(np.uint8), ClassColours.of(("nucleus",)))

    assert of_run == of_dataset
    assert of_run.pixelColor(0, 0).alpha() == of_run.pixelColor(1, 6).alpha() == 0


def _opaque(colour: QColor) -> QColor:
    return QColor(colour.red(), colour.green(), colour.blue())
