"""Tiles are as large as their room allows."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from gui.charts.tile_grid import TileGrid, TileRows, columns_for


def _tiles(count: int, columns: int, headings: tuple[str, ...] = ()) -> TileRows:
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    return TileRows((image,) * count, columns, headings)


@pytest.mark.parametrize(
    ("count", "width", "height", "columns"), [(24, 600, 100, 12), (24, 100, 600, 2), (1, 50, 50, 1)]
)
def test_the_number_of_columns_makes_tiles_largest(count: int, width: int, height: int, columns: int) -> None:
    assert columns_for(count, width, height) == columns


def test_all_tiles_lie_inside_the_grid(qtbot: QtBot) -> None:
    grid = TileGrid("Maps", "None.")
    qtbot.addWidget(grid)
    grid.resize(300, 200)
    grid.set_tiles(_tiles(24, 8, headings=("10",) * 8))

    last = grid.tile_rect(23)

    assert last.right() <= 300
    assert last.bottom() <= 200
    assert grid.tile_rect(0).width() > 30
    assert grid.grab().toImage().pixelColor(20, 30).red() > 200


def test_a_grid_without_tiles_says_why(qtbot: QtBot) -> None:
    grid = TileGrid("Maps", "This layer has no maps.")
    qtbot.addWidget(grid)
    grid.resize(300, 200)
    empty = grid.grab().toImage()

    grid.set_tiles(_tiles(4, 2))

    assert grid.grab().toImage() != empty
