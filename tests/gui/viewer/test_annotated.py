"""The viewer of labelled pictures tells what is under the cursor, and brings a place into view."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from engine.contract.annotations import NO_CLASS, AnnotationKind, Box
from gui.gallery.shapes import AnnotationShape
from gui.theme import theme
from gui.viewer.annotated import AnnotatedViewer
from gui.viewer.layers import Layer
from tests.gui.class_colours import colour

SHAPES = (
    AnnotationShape(AnnotationKind.BOX, "car", colour(1), Box(0, 0, 200, 100)),
    AnnotationShape(AnnotationKind.BOX, "wheel", colour(2), Box(20, 60, 40, 80)),
)


@pytest.fixture
def viewer(qtbot: QtBot) -> AnnotatedViewer:
    """A picture of 200 x 100 px, kept at half its size, in a view in which it is doubled."""
    theme().install("light")
    viewer = AnnotatedViewer()
    qtbot.addWidget(viewer)
    viewer.resize(464, 292)
    viewer.show()
    image = QImage(100, 50, QImage.Format.Format_RGB32)
    image.fill(QColor(10, 20, 30))
    viewer.set_picture(image, width=200, height=100)
    viewer.set_shapes(SHAPES, ("sky", "road"))
    return viewer


def _at(viewer: AnnotatedViewer, x: float, y: float) -> QPoint:
    rect = viewer.picture_rect
    return QPoint(round(rect.left() + x * viewer.zoom), round(rect.top() + y * viewer.zoom))


def test_a_click_chooses_the_smallest_shape(qtbot: QtBot, viewer: AnnotatedViewer) -> None:
    with qtbot.waitSignal(viewer.shape_chosen) as chosen:
        qtbot.mouseClick(viewer, Qt.MouseButton.LeftButton, pos=_at(viewer, 30, 70))

    assert chosen.args == [1]


def test_boxes_are_drawn_in_the_colour_of_their_class(viewer: AnnotatedViewer) -> None:
    image = viewer.grab().toImage()

    assert image.pixelColor(_at(viewer, 20, 70)) == QColor(*colour(2).rgb)


def test_a_hidden_layer_is_neither_drawn_nor_chosen(qtbot: QtBot, viewer: AnnotatedViewer) -> None:
    viewer.set_layer_shown(Layer.OUTLINES, is_shown=False)

    with qtbot.waitSignal(viewer.shape_chosen) as chosen:
        qtbot.mouseClick(viewer, Qt.MouseButton.LeftButton, pos=_at(viewer, 30, 70))

    assert chosen.args == [None]
    assert viewer.grab().toImage().pixelColor(_at(viewer, 20, 70)) == QColor(10, 20, 30)


def test_the_cursor_tells_place_colour_and_class(viewer: AnnotatedViewer) -> None:
    mask = np.full((50, 100), NO_CLASS, np.uint8)
    mask[:, 50:] = 1
    viewer.set_mask(mask)

    assert viewer._words_at((150, 10)) == ("road", "x 150, y 10   RGB 10 20 30")
    assert viewer._words_at((20, 10)) == ("", "x 20, y 10   RGB 10 20 30")


def test_arrow_keys_ask_for_other_pictures_and_pan_with_shift(qtbot: QtBot, viewer: AnnotatedViewer) -> None:
    before = viewer.picture_rect

    with qtbot.waitSignal(viewer.stepped) as stepped:
        qtbot.keyClick(viewer, Qt.Key.Key_Left)
    qtbot.keyClick(viewer, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)

    assert stepped.args == [-1]
    assert viewer.picture_rect.left() == before.left() + 48


def test_a_place_is_brought_into_the_middle(viewer: AnnotatedViewer) -> None:
    viewer.show_box(Box(10, 10, 20, 20))

    middle = _at(viewer, 15, 15)
    assert viewer.zoom > 2
    assert (middle - viewer.rect().center()).manhattanLength() <= 2


def test_a_mask_is_laid_over_the_picture(viewer: AnnotatedViewer) -> None:
    before = viewer.grab().toImage().pixelColor(_at(viewer, 150, 50))

    viewer.set_mask(np.ones((50, 100), np.uint8))

    assert viewer.grab().toImage().pixelColor(_at(viewer, 150, 50)) != before
