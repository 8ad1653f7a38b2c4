"""Feature tiles are chosen by mouse and keyboard, and keep every cell a square."""

from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from gui.gallery.feature_tiles import FeatureTile, FeatureTiles
from gui.pictures.pixels import image_from_array


@pytest.fixture
def tiles(qtbot: QtBot) -> FeatureTiles:
    tiles = FeatureTiles("Feature maps")
    qtbot.addWidget(tiles)
    tiles.resize(200, 400)
    checkers = np.indices((4, 4)).sum(axis=0) % 2 * 255
    image = image_from_array(checkers.astype(np.uint8))
    tiles.set_tiles([FeatureTile(image, str(number), f"+0.{number}") for number in range(5)])
    tiles.show()
    return tiles


def test_a_click_chooses_a_tile(qtbot: QtBot, tiles: FeatureTiles) -> None:
    with qtbot.waitSignal(tiles.tile_chosen) as chosen:
        qtbot.mouseClick(tiles, Qt.MouseButton.LeftButton, pos=tiles.tile_rect(3).center())

    assert chosen.args == [3]


def test_arrow_keys_move_in_two_columns(qtbot: QtBot, tiles: FeatureTiles) -> None:
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Right):
        qtbot.keyClick(tiles, key)

    assert tiles.current == 3
    assert tiles.accessibleDescription() == "3 +0.3"


def test_arrow_keys_stop_at_the_last_tile(qtbot: QtBot, tiles: FeatureTiles) -> None:
    tiles.set_current(4)

    qtbot.keyClick(tiles, Qt.Key.Key_Down)

    assert tiles.current == 4


def test_cells_are_enlarged_without_blur(tiles: FeatureTiles) -> None:
    image = tiles.grab().toImage()
    inner = tiles.tile_rect(0).adjusted(8, 8, -8, -8)

    colours = {image.pixelColor(x, inner.center().y()).value() for x in range(inner.left(), inner.right())}

    assert colours == {0, 255}


def test_the_height_follows_the_number_of_rows(tiles: FeatureTiles) -> None:
    three_rows = tiles.height()

    tiles.set_tiles(tiles.tiles[:2])

    assert tiles.height() < three_rows / 2


def test_a_tile_is_drawn_once_it_is_in_view_and_only_once(tiles: FeatureTiles) -> None:
    drawn: list[int] = []

    def draw(place: int) -> QImage:
        drawn.append(place)
        return image_from_array(np.zeros((4, 4), np.uint8))

    tiles.hide()
    tiles.set_tiles([FeatureTile(partial(draw, place), str(place)) for place in range(5)])
    tiles.grab(tiles.tile_rect(2))
    tiles.grab(tiles.tile_rect(2))

    assert drawn == [2]
