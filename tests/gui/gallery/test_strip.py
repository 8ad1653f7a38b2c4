"""The strip runs by wheel and arrow keys."""

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from gui.gallery.items import ListedPictures, PictureItem
from gui.gallery.strip import PictureStrip
from gui.gallery.thumbnails import ThumbnailStore
from tests.gui.class_colours import colour

ITEMS = tuple(PictureItem(f"{number}.png", "shirt", colour(5), is_wrong=number % 3 == 0) for number in range(50))


@pytest.fixture
def strip(qtbot: QtBot) -> PictureStrip:
    store = ThumbnailStore()
    strip = PictureStrip(store)
    store.setParent(strip)
    qtbot.addWidget(strip)
    strip.resize(888, 104)
    strip.set_source(ListedPictures(ITEMS))
    strip.show()
    return strip


def test_a_click_makes_a_picture_current(qtbot: QtBot, strip: PictureStrip) -> None:
    with qtbot.waitSignal(strip.current_changed) as changed:
        qtbot.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, pos=strip.item_rect(4).center())

    assert changed.args == [ITEMS[4]]


def test_arrow_keys_run_along_and_scroll(qtbot: QtBot, strip: PictureStrip) -> None:
    strip.select_index(0)
    qtbot.keyClick(strip, Qt.Key.Key_End)
    qtbot.keyClick(strip, Qt.Key.Key_Left)

    assert strip.current == ITEMS[48]
    assert strip.viewport().rect().contains(strip.item_rect(48))


def test_space_pins_the_current_picture(qtbot: QtBot, strip: PictureStrip) -> None:
    strip.select_index(0)

    with qtbot.waitSignal(strip.pin_toggled) as toggled:
        qtbot.keyClick(strip, Qt.Key.Key_Space)

    assert toggled.args == ["0.png"]


def test_a_new_source_tells_no_change(qtbot: QtBot, strip: PictureStrip) -> None:
    with qtbot.assertNotEmitted(strip.current_changed):
        strip.set_source(ListedPictures(ITEMS[10:]), current=2)

    assert strip.current == ITEMS[12]


def test_a_click_beside_the_pictures_changes_nothing(qtbot: QtBot, strip: PictureStrip) -> None:
    with qtbot.assertNotEmitted(strip.current_changed):
        qtbot.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
