"""Tiles of pictures: what they show of one, and how several of one picture are kept."""

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage, QPixmap
from pytestqt.qtbot import QtBot

from engine.contract.annotations import AnnotationKind, Box
from gui.gallery.items import PictureItem
from gui.gallery.painting import TileContent, TileLook, tile_pixmap
from gui.gallery.shapes import AnnotationShape
from gui.gallery.thumbnails import Thumbnail
from gui.gallery.tiles import TileCache
from gui.theme import theme

LEFT, RIGHT = QColor(200, 0, 0), QColor(0, 0, 200)


def two_halves() -> Thumbnail:
    """A red and a blue half of a picture of 200 x 100 pixels."""
    image = QImage(100, 50, QImage.Format.Format_RGB32)
    image.fill(LEFT)
    for x in range(50, 100):
        for y in range(50):
            image.setPixelColor(x, y, RIGHT)
    return Thumbnail(image, width=200, height=100)


def test_a_tile_shows_the_part_that_is_in_focus_with_its_shapes(qtbot: QtBot) -> None:
    box = AnnotationShape(AnnotationKind.BOX, box=Box(120, 20, 160, 60), token="accent")
    item = PictureItem("a.png", label="", width=200, height=100, focus=Box(110, 0, 190, 80))

    tile = tile_pixmap(160, 1.0, TileContent(item, two_halves(), (box,)), TileLook(is_square=False)).toImage()

    assert tile.pixelColor(QPoint(60, 80)) == RIGHT
    assert tile.pixelColor(QPoint(4, 80)) == RIGHT
    assert tile.pixelColor(QPoint(20, 80)) == theme().colour("accent")  # (120 - 110) * 160 / 80


def test_a_tile_without_focus_shows_the_whole_picture(qtbot: QtBot) -> None:
    item = PictureItem("a.png", label="", width=200, height=100)

    tile = tile_pixmap(160, 1.0, TileContent(item, two_halves(), ()), TileLook(is_square=False)).toImage()

    assert (tile.pixelColor(QPoint(20, 80)), tile.pixelColor(QPoint(140, 80))) == (LEFT, RIGHT)


def test_several_tiles_of_one_picture_are_kept_and_forgotten_together(qtbot: QtBot) -> None:
    cache = TileCache()
    for part in ("0", "1"):
        cache.keep(("a.png", part), part, QPixmap(4, 4))
    cache.keep(("b.png", ""), "b", QPixmap(4, 4))
    both = [cache.tile(("a.png", part), part) is not None for part in ("0", "1")]

    cache.drop("a.png")

    assert both == [True, True]
    assert cache.old_tile(("a.png", "0")) is None
    assert cache.old_tile(("a.png", "1")) is None
    assert cache.tile(("b.png", ""), "b") is not None
