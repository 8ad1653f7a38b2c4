"""The gallery moves by keyboard and mouse, asks for what is on screen, and does not stall on long lists."""

import time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QImage
from pytestqt.qtbot import QtBot

from gui.gallery import picture_view, thumbnails
from gui.gallery.gallery import PictureGallery
from gui.gallery.items import ListedPictures, PictureItem
from gui.gallery.selection import Selection
from gui.gallery.thumbnails import ThumbnailStore
from tests.gui.class_colours import colour

ITEMS = tuple(PictureItem(f"{number:05d}.png", "shirt", colour(5)) for number in range(100))


@pytest.fixture
def store(qtbot: QtBot) -> ThumbnailStore:
    return ThumbnailStore()


@pytest.fixture
def gallery(qtbot: QtBot, store: ThumbnailStore) -> PictureGallery:
    gallery = PictureGallery(store)
    qtbot.addWidget(gallery)
    gallery.resize(888, 600)
    gallery.set_source(ListedPictures(ITEMS))
    with qtbot.waitSignal(store.wanted):
        gallery.show()
    return gallery


def _click(qtbot: QtBot, gallery: PictureGallery, index: int) -> None:
    qtbot.mouseClick(gallery.viewport(), Qt.MouseButton.LeftButton, pos=gallery.item_rect(index).center())


def test_a_click_makes_a_picture_current(qtbot: QtBot, gallery: PictureGallery) -> None:
    with qtbot.waitSignal(gallery.current_changed) as changed:
        _click(qtbot, gallery, 8)

    assert changed.args == [ITEMS[8]]
    assert gallery.current_index == 8


@pytest.mark.parametrize(
    ("key", "index"),
    [
        (Qt.Key.Key_Right, 9),
        (Qt.Key.Key_Left, 7),
        (Qt.Key.Key_Down, 14),
        (Qt.Key.Key_Up, 2),
        (Qt.Key.Key_End, 99),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_PageDown, 32),
    ],
)
def test_keys_move_through_the_rows(qtbot: QtBot, gallery: PictureGallery, key: Qt.Key, index: int) -> None:
    gallery.select_index(8)

    qtbot.keyClick(gallery, key)

    assert gallery.current_index == index


def test_the_current_picture_is_scrolled_into_view(qtbot: QtBot, gallery: PictureGallery) -> None:
    gallery.select_index(0)
    qtbot.keyClick(gallery, Qt.Key.Key_End)

    assert gallery.viewport().rect().contains(gallery.item_rect(99))


def test_return_and_double_click_open_a_picture(qtbot: QtBot, gallery: PictureGallery) -> None:
    gallery.select_index(3)

    with qtbot.waitSignal(gallery.activated) as by_key:
        qtbot.keyClick(gallery, Qt.Key.Key_Return)
    with qtbot.waitSignal(gallery.activated) as by_mouse:
        qtbot.mouseDClick(gallery.viewport(), Qt.MouseButton.LeftButton, pos=gallery.item_rect(3).center())

    assert by_key.args == by_mouse.args == [ITEMS[3]]


def test_space_pins_the_current_picture(qtbot: QtBot, gallery: PictureGallery) -> None:
    gallery.select_index(3)

    with qtbot.waitSignal(gallery.pin_toggled) as toggled:
        qtbot.keyClick(gallery, Qt.Key.Key_Space)

    assert toggled.args == ["00003.png"]


def test_pinned_pictures_say_so(gallery: PictureGallery) -> None:
    gallery.set_pinned(frozenset({"00003.png"}))
    gallery.select_index(3)

    assert gallery.current is not None
    assert gallery.current.is_pinned


def test_pictures_on_screen_are_asked_for_first(qtbot: QtBot, store: ThumbnailStore, gallery: PictureGallery) -> None:
    gallery.set_source(ListedPictures(tuple(PictureItem(f"new/{number}.png") for number in range(100))))
    with qtbot.waitSignal(store.wanted) as wanted:
        gallery.viewport().update()

    assert wanted.args[0][0] == "new/0.png"
    assert len(wanted.args[0]) < 100


def test_a_filter_keeps_the_current_picture(gallery: PictureGallery) -> None:
    gallery.select_index(8)

    gallery.set_source(ListedPictures(ITEMS[5:20]))

    assert gallery.current == ITEMS[8]
    assert gallery.current_index == 3


def test_a_filter_that_hides_the_current_picture_says_so(qtbot: QtBot, gallery: PictureGallery) -> None:
    gallery.select_index(8)

    with qtbot.waitSignal(gallery.current_changed) as changed:
        gallery.set_source(ListedPictures(ITEMS[20:]))

    assert changed.args == [None]


def test_news_of_the_same_pictures_keep_the_place(gallery: PictureGallery) -> None:
    gallery.select_index(99)
    place = gallery.verticalScrollBar().value()

    gallery.set_source(ListedPictures(ITEMS), keeps_place=True)

    assert gallery.verticalScrollBar().value() == place
    assert gallery.current_index == 99


def test_larger_thumbnails_mean_fewer_columns(gallery: PictureGallery) -> None:
    gallery.set_thumbnail_px(256)

    assert gallery.item_rect(0).width() >= 200
    assert gallery.item_rect(3).top() > gallery.item_rect(0).top()


def test_a_hundred_thousand_pictures_scroll_without_a_stall(qtbot: QtBot, gallery: PictureGallery) -> None:
    items = tuple(PictureItem(f"{number}.png", "shirt", colour(5)) for number in range(100_000))
    gallery.set_source(ListedPictures(items))
    gallery.grab()
    started = time.thread_time()

    gallery.verticalScrollBar().setValue(gallery.verticalScrollBar().maximum() // 2)
    gallery.grab()

    assert time.thread_time() - started < 0.1


def test_an_empty_gallery_takes_every_key(qtbot: QtBot, gallery: PictureGallery) -> None:
    gallery.set_source(ListedPictures(()))

    for key in (Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_End):
        qtbot.keyClick(gallery, key)

    assert gallery.current is None


def test_an_arrived_thumbnail_is_drawn(qtbot: QtBot, store: ThumbnailStore, gallery: PictureGallery) -> None:
    before = gallery.grab().toImage()
    red = QImage(192, 192, QImage.Format.Format_RGB32)
    red.fill(Qt.GlobalColor.red)

    store.set_thumbnail("00000.png", red)

    assert gallery.grab().toImage() != before


def test_shift_selects_all_up_to_the_click(qtbot: QtBot, gallery: PictureGallery) -> None:
    _click(qtbot, gallery, 8)

    with qtbot.waitSignal(gallery.selection_changed) as changed:
        qtbot.mouseClick(
            gallery.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, _centre(gallery, 3)
        )

    assert changed.args == [Selection((range(3, 9),))]
    assert gallery.current_index == 3


def test_control_adds_and_takes_away(qtbot: QtBot, gallery: PictureGallery) -> None:
    _click(qtbot, gallery, 8)

    for index in (2, 5, 8):
        qtbot.mouseClick(
            gallery.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, _centre(gallery, index)
        )

    assert list(gallery.selection) == [2, 5]


def test_shift_and_arrows_grow_and_shrink_the_selection(qtbot: QtBot, gallery: PictureGallery) -> None:
    gallery.select_index(8)

    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        qtbot.keyClick(gallery, key, Qt.KeyboardModifier.ShiftModifier)

    assert list(gallery.selection) == [8, 9]


def test_the_mouse_draws_a_frame_around_several(qtbot: QtBot, gallery: PictureGallery) -> None:
    view = gallery.viewport()

    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=_centre(gallery, 7))
    qtbot.mouseMove(view, _centre(gallery, 14))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=_centre(gallery, 14))

    assert list(gallery.selection) == [7, 8, 13, 14]


def test_a_click_beside_all_pictures_selects_none(qtbot: QtBot, gallery: PictureGallery) -> None:
    _click(qtbot, gallery, 8)

    qtbot.mouseClick(gallery.viewport(), Qt.MouseButton.LeftButton, pos=gallery.item_rect(0).topLeft() - QPoint(8, 0))

    assert len(gallery.selection) == 0


def test_a_menu_is_about_the_picture_under_the_mouse(qtbot: QtBot, gallery: PictureGallery) -> None:
    gallery.select_index(1)
    place = _centre(gallery, 9)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, gallery.viewport().mapToGlobal(place))

    with qtbot.waitSignal(gallery.menu_requested):
        gallery.contextMenuEvent(event)

    assert list(gallery.selection) == [9]


def test_pictures_of_another_dataset_do_not_look_like_the_ones_before(
    store: ThumbnailStore, gallery: PictureGallery
) -> None:
    red = QImage(192, 192, QImage.Format.Format_RGB32)
    red.fill(Qt.GlobalColor.red)
    store.set_thumbnail("00000.png", red)
    before = gallery.grab().toImage().pixelColor(gallery.item_rect(0).center())

    store.clear()

    assert before == QColor("red")
    assert gallery.grab().toImage().pixelColor(gallery.item_rect(0).center()) != before


def test_small_tiles_on_a_large_screen_are_asked_for_once(
    qtbot: QtBot, store: ThumbnailStore, gallery: PictureGallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thumbnails, "_BUDGET_BYTES", 192 * 192 * 4)
    monkeypatch.setattr(picture_view, "_BUDGET_MS", 10_000)  # a tile that is put off would be asked for again
    for item in ITEMS:
        store.set_thumbnail(item.path, QImage(192, 192, QImage.Format.Format_RGB32))
        gallery.grab()
    asked: list[tuple[str, ...]] = []
    store.wanted.connect(asked.append)

    gallery.grab()
    store._on_timeout()

    assert not {item.path for item in ITEMS[:24]} & {path for paths in asked for path in paths}


def _centre(gallery: PictureGallery, index: int) -> QPoint:
    return gallery.item_rect(index).center()
