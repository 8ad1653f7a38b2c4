"""Pinned pictures show one epoch: prediction, truth, and the heat map cut like the picture."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from engine.contract.boxes import FoundBox
from engine.contract.config import InputConfig
from engine.contract.run_events import PinnedPrediction, Preview
from engine.dataset.masks.run_lengths import compress_counts, run_lengths_of
from gui.gallery.thumbnails import ThumbnailStore
from gui.pages.train.pinned import PinnedPictures, tiles_of
from gui.runs.previews import EpochPreview
from tests.gui.class_colours import colour


def _preview(names: str) -> EpochPreview:
    predictions = tuple(
        PinnedPrediction(image=f"{name}.png", truth="circle", predicted="square", score=0.7, scores=(0.3, 0.7))
        for name in names
    )
    maps = np.random.default_rng(0).random((len(names), 4, 4), np.float32)
    return EpochPreview(Preview(epoch=1, method="cam", layer="last", predictions=predictions), maps)


@pytest.fixture
def pinned(qtbot: QtBot) -> PinnedPictures:
    store = ThumbnailStore()
    pinned = PinnedPictures(store)
    store.setParent(pinned)
    qtbot.addWidget(pinned)
    pinned.resize(856, pinned.height())
    pinned.set_run(("circle", "square"), InputConfig(height=32, width=32))
    image = QImage(256, 128, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.gray)
    for name in "abcdefgh":
        store.set_thumbnail(f"{name}.png", image)
    pinned.show()
    return pinned


def test_a_mask_is_laid_over_and_its_areas_are_told(qtbot: QtBot, pinned: PinnedPictures) -> None:
    said = PinnedPrediction(
        image="a.png", truth=None, predicted="circle", score=0.7, scores=(0.7, 0.3), size=(256, 128)
    )
    preview = Preview(epoch=1, method="", layer="", predictions=(said,))
    masks = np.zeros((1, 32, 32), np.uint8)
    masks[0, 8:24, 8:16] = 1
    pinned.set_tiles(tiles_of((), EpochPreview(preview, None, masks)))
    for _ in range(3):
        pinned.grab()

    image = pinned.grab().toImage()
    left, right = (image.pixelColor(QPoint(round(image.width() / 6 * x), 70)) for x in (0.3, 0.7))
    qtbot.keyClick(pinned, Qt.Key.Key_Right)

    assert left != right
    assert pinned.accessibleDescription() == "a.png: circle 88 %, square 12 %"


def test_masks_hide_as_much_as_was_chosen(pinned: PinnedPictures) -> None:
    found = replace(_preview("a"), maps=None, masks=np.ones((1, 32, 32), np.uint8))
    pinned.set_run(("background", "square"), InputConfig(height=32, width=32))
    pinned.set_tiles(tiles_of((), found))
    middle = QPoint(64, 68)

    seen = []
    for opacity in (0.0, 1.0):
        pinned.set_mask_opacity(opacity)
        seen.append(pinned.grab_whole().toImage().pixelColor(middle).name())

    assert seen == [QColor(Qt.GlobalColor.gray).name(), QColor(*colour(0).rgb).name()]


def test_of_patches_the_same_part_is_seen_before_the_first_epoch_and_after_it(pinned: PinnedPictures) -> None:
    store = pinned.findChild(ThumbnailStore)
    image = QImage(256, 128, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    with QPainter(image) as painter:
        painter.fillRect(96, 32, 64, 64, Qt.GlobalColor.black)  # what the network sees
    store.set_thumbnail("a.png", image, width=1024, height=512)
    pinned.set_run(("background", "square"), InputConfig(height=256, width=256, fit="patches"))
    pinned.set_shows_maps(shows_maps=False)
    found = replace(_preview("a"), maps=None, masks=np.zeros((1, 256, 256), np.uint8))

    pinned.set_tiles(tiles_of(("a.png",), None))
    before = pinned.grab_whole().toImage()
    pinned.set_tiles(tiles_of((), found))
    after = pinned.grab_whole().toImage()

    for place in (QPoint(16, 20), QPoint(64, 68), QPoint(112, 116)):
        assert before.pixelColor(place) == after.pixelColor(place) == QColor(Qt.GlobalColor.black)


def test_before_the_first_epoch_only_pictures_are_known() -> None:
    tiles = tiles_of(("a.png",), None)

    assert tiles[0].path == "a.png"
    assert tiles[0].prediction is None


def test_an_epoch_brings_predictions_and_maps() -> None:
    tiles = tiles_of((), _preview("ab"))

    assert [tile.path for tile in tiles] == ["a.png", "b.png"]
    assert tiles[1].cells is not None


def test_heat_maps_are_laid_over_within_a_few_repaints(qtbot: QtBot, pinned: PinnedPictures) -> None:
    pinned.set_tiles(tiles_of((), _preview("ab")))
    for _ in range(3):
        pinned.grab()
    with_maps = pinned.grab().toImage()

    pinned.set_shows_maps(shows_maps=False)

    assert pinned.grab().toImage() != with_maps


def test_arrow_keys_reach_pictures_that_do_not_fit(qtbot: QtBot, pinned: PinnedPictures) -> None:
    pinned.set_tiles(tiles_of((), _preview("abcdefgh")))
    for _ in range(7):
        qtbot.keyClick(pinned, Qt.Key.Key_Right)

    with qtbot.waitSignal(pinned.activated) as activated:
        qtbot.keyClick(pinned, Qt.Key.Key_Return)

    assert activated.args == ["h.png"]
    assert pinned.accessibleDescription() == "h.png: square, 70.0 %"


def test_a_double_click_opens_a_picture(qtbot: QtBot, pinned: PinnedPictures) -> None:
    pinned.set_tiles(tiles_of((), _preview("ab")))

    with qtbot.waitSignal(pinned.activated) as activated:
        qtbot.mouseDClick(pinned, Qt.MouseButton.LeftButton, pos=QPoint(30, 40))

    assert activated.args == ["a.png"]


def test_boxes_are_laid_over_and_told(qtbot: QtBot, pinned: PinnedPictures) -> None:
    boxes = (
        FoundBox(label="circle", score=0.9, box_xyxy=(80, 20, 120, 60)),
        FoundBox(label="square", score=0.1, box_xyxy=(130, 60, 170, 100)),
    )
    said = PinnedPrediction(
        image="a.png", truth=None, predicted="circle", score=0.9, scores=(0.9, 0.1), size=(256, 128), boxes=boxes
    )
    preview = Preview(epoch=1, method="", layer="", predictions=(said,))
    pinned.set_tiles(tiles_of((), EpochPreview(preview, None)))
    for _ in range(3):
        pinned.grab()

    with_boxes = pinned.grab().toImage()
    pinned.set_shows_maps(shows_maps=False)
    qtbot.keyClick(pinned, Qt.Key.Key_Right)

    assert pinned.grab().toImage() != with_boxes
    assert pinned.accessibleDescription() == "a.png: 1 circle"


def test_a_mask_is_laid_over_in_place_of_its_box(pinned: PinnedPictures) -> None:
    pixels = np.zeros((128, 256), np.bool_)
    pixels[40:88, 70:120] = True
    counts = compress_counts(run_lengths_of(pixels).counts)
    box = FoundBox(label="circle", score=0.9, box_xyxy=(66, 2, 190, 126), mask_counts=counts)
    said = PinnedPrediction(
        image="a.png", truth=None, predicted="circle", score=0.9, scores=(0.9, 0.1), size=(256, 128), boxes=(box,)
    )
    preview = Preview(epoch=1, method="", layer="", predictions=(said,))
    pinned.set_tiles(tiles_of((), EpochPreview(preview, None)))
    for _ in range(3):
        pinned.grab()

    image = pinned.grab().toImage()

    on_mask, beside = QPoint(31, 68), QPoint(100, 68)
    gray = QColor(Qt.GlobalColor.gray)
    assert image.pixelColor(on_mask) != gray
    assert image.pixelColor(beside) == gray
