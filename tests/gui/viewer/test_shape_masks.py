"""Masks of shapes on a tile: filled in the colour of what became of them, true ones as white outlines."""

import numpy as np
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from engine.contract.annotations import AnnotationKind, Box
from engine.ops.detections.mask_parts import MaskPart
from gui.gallery.items import PictureItem
from gui.gallery.painting import TileContent, TileLook, tile_pixmap
from gui.gallery.shapes import AnnotationShape
from gui.gallery.thumbnails import Thumbnail
from gui.theme import theme
from gui.viewer.shape_masks import shape_mask_layer

PICTURE_PX = 400
WHOLE = (0.0, 0.0, 400.0, 400.0)


@pytest.fixture(autouse=True)
def installed(qtbot: QtBot) -> None:
    theme().install("light")


def shape(token: str) -> AnnotationShape:
    """A disc in the middle of the picture."""
    rows, columns = np.mgrid[:160, :160]
    disc = (rows - 80) ** 2 + (columns - 80) ** 2 < 80**2
    return AnnotationShape(
        AnnotationKind.MASK, "leaf", None, Box(120, 120, 280, 280), token=token, mask=MaskPart(120, 120, disc)
    )


def opacity_at(layer: QImage, across: int, down: int) -> int:
    return layer.pixelColor(across, down).alpha()


def test_a_mask_with_an_outcome_is_filled_and_a_true_one_is_an_outline() -> None:
    filled = shape_mask_layer([shape("success")], WHOLE, (100, 100), 1)
    outlined = shape_mask_layer([shape("")], WHOLE, (100, 100), 1)

    assert 0 < opacity_at(filled, 50, 50) < 255
    assert opacity_at(outlined, 50, 50) == 0
    assert outlined.pixelColor(50, 30).lightness() > 200
    assert opacity_at(outlined, 50, 30) > 200
    assert opacity_at(filled, 32, 32) == opacity_at(outlined, 32, 32) == 0


def test_a_tile_of_a_part_shows_the_mask_where_it_lies_in_that_part() -> None:
    layer = shape_mask_layer([shape("success")], (120.0, 120.0, 200.0, 200.0), (100, 100), 1)

    assert opacity_at(layer, 95, 95) > 0
    assert opacity_at(layer, 5, 5) == 0


def test_a_tile_has_the_mask_in_place_of_its_box() -> None:
    image = QImage(100, 100, QImage.Format.Format_RGB32)
    image.fill(0)
    item = PictureItem("a.png", label="", id=1, annotations=1, width=PICTURE_PX, height=PICTURE_PX)
    content = TileContent(item, Thumbnail(image, width=PICTURE_PX, height=PICTURE_PX), (shape("success"),))

    tile = tile_pixmap(100, 1.0, content, TileLook(is_square=False, shape_layer=shape_mask_layer)).toImage()

    assert tile.pixelColor(50, 50).green() > 30
    assert tile.pixelColor(32, 32).green() == 0
