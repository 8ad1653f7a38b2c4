"""Pictures on a card lie side by side without a gap, whatever the width of the card."""

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from engine.contract.annotations import AnnotationKind, Box
from engine.contract.class_colours import ClassColours
from gui.gallery.shapes import AnnotationShape
from gui.gallery.thumbnails import ThumbnailStore
from gui.pages.start.sample_pictures import PictureGrid
from gui.pictures.pixels import array_from_image
from gui.theme import theme


@pytest.mark.parametrize("width", [180, 234, 300])
@pytest.mark.parametrize("has_masks", [False, True])
def test_pictures_fill_the_card_to_its_right_border(qtbot: QtBot, width: int, has_masks: bool) -> None:
    store = ThumbnailStore()
    grid = PictureGrid(store)
    qtbot.addWidget(grid)
    grid.resize(QSize(width, 176))
    image = QImage(44, 44, QImage.Format.Format_RGB32)
    image.fill(QColor("#00ff00"))
    paths = [f"{number}.png" for number in range(60)]
    grid.set_paths(paths)
    for path in paths:
        store.set_thumbnail(path, image, mask=np.zeros((44, 44), np.uint8) if has_masks else None)

    drawn = array_from_image(grid.grab().toImage())

    canvas = np.array(theme().colour("canvas").getRgb()[:3])
    assert not (drawn[100, :, :3] == canvas).all(axis=-1).any()


def test_the_background_of_a_mask_stays_clear(qtbot: QtBot) -> None:
    store = ThumbnailStore()
    grid = PictureGrid(store)
    qtbot.addWidget(grid)
    grid.resize(QSize(176, 176))
    image = QImage(44, 44, QImage.Format.Format_RGB32)
    image.fill(QColor("#00ff00"))
    mask = np.zeros((44, 44), np.uint8)
    mask[:, :22] = 1
    grid.set_paths(["a.png"], classes=("background", "nut"))
    store.set_thumbnail("a.png", image, mask=mask)

    drawn = array_from_image(grid.grab().toImage())

    plain, masked = drawn[22, 22], drawn[22, 76]
    assert plain.tolist() == masked.tolist() == [0, 255, 0]
    assert drawn[22, 54].tolist() != [0, 255, 0]


def test_boxes_are_drawn_where_the_tile_shows_the_middle_of_a_wide_picture(qtbot: QtBot) -> None:
    store = ThumbnailStore()
    grid = PictureGrid(store)
    qtbot.addWidget(grid)
    grid.resize(QSize(176, 88))
    grid.setFixedHeight(88)
    image = QImage(88, 44, QImage.Format.Format_RGB32)
    image.fill(QColor("#00ff00"))
    colour = ClassColours.of(["nut"]).named("nut")
    shape = AnnotationShape(AnnotationKind.BOX, "nut", colour, Box(40, 10, 48, 34))
    grid.set_paths(["a.png"], shapes={"a.png": (shape,)})
    store.set_thumbnail("a.png", image, width=88, height=44)

    drawn = array_from_image(grid.grab().toImage())

    is_plain = (drawn[:, :, :3] == (0, 255, 0)).all(axis=-1)
    left_of_the_box, on_its_left_side, within = is_plain[44, 20], is_plain[44, 36], is_plain[44, 44]
    assert left_of_the_box
    assert within
    assert not on_its_left_side
