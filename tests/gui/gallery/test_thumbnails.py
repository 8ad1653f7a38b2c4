"""Thumbnails are asked for once, cut to size, and forgotten when they are too many."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from gui.gallery import thumbnails
from gui.gallery.thumbnails import ThumbnailStore, fitting


def _image(width: int = 192, height: int = 192) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.blue)
    return image


@pytest.fixture
def store(qtbot: QtBot) -> ThumbnailStore:
    return ThumbnailStore()


def test_views_that_ask_at_one_moment_are_answered_together(qtbot: QtBot, store: ThumbnailStore) -> None:
    with qtbot.waitSignal(store.wanted) as wanted:
        store.request(["a", "b"], asker="strip")
        store.request(["b", "c"], asker="gallery")

    assert wanted.args == [("b", "c", "a")]


def test_what_has_scrolled_away_is_not_asked_for(qtbot: QtBot, store: ThumbnailStore) -> None:
    with qtbot.waitSignal(store.wanted) as wanted:
        store.request(["a", "b"])
        store.request(["b", "c"])

    assert wanted.args == [("b", "c")]


def test_what_is_here_is_not_asked_for_again(qtbot: QtBot, store: ThumbnailStore) -> None:
    store.set_thumbnail("a", _image())

    with qtbot.waitSignal(store.wanted) as wanted:
        store.request(["a", "b"])

    assert wanted.args == [("b",)]


def test_unreadable_pictures_keep_their_reason(store: ThumbnailStore) -> None:
    store.set_unreadable("a", "The file ends too early.")

    assert store.reason("a") == "The file ends too early."
    assert store.thumbnail("a") is None


def test_a_thumbnail_fills_its_square(store: ThumbnailStore) -> None:
    store.set_thumbnail("a", _image(200, 100))

    pixmap = store.pixmap("a", QSize(64, 64))

    assert pixmap is not None
    assert pixmap.size() == QSize(64, 64)


def test_thumbnails_used_last_stay(store: ThumbnailStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thumbnails, "_BUDGET_BYTES", 3 * 192 * 192 * 4)
    for name in "abc":
        store.set_thumbnail(name, _image())
    store.thumbnail("a")

    store.set_thumbnail("d", _image())

    assert store.thumbnail("a") is not None
    assert store.thumbnail("b") is None


def test_another_dataset_begins_with_nothing(store: ThumbnailStore) -> None:
    store.set_thumbnail("a", _image())

    store.clear()

    assert store.full_pixmap("a") is None


def test_a_whole_picture_fits_into_a_square() -> None:
    assert fitting(_image(200, 100), QSize(64, 64)).size() == QSize(64, 32)
