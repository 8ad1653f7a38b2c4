"""The Pictures tab lists, draws, filters and selects the pictures of an index without stopping the window."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.contract.commands import MakeThumbnails
from engine.contract.dataset import ImageFilter
from engine.dataset.index import DatasetIndex
from gui.pages.data_pictures import PicturesView
from gui.session import Session
from gui.settings import SettingsStore
from tests.gui.answering import Answers
from tests.gui.sample_pictures import open_index, write_pictures


@pytest.fixture
def index(tmp_path: Path) -> Iterator[DatasetIndex]:
    with open_index(write_pictures(tmp_path / "pictures")) as index:
        yield index


@pytest.fixture
def view(qtbot: QtBot, quiet_session: Session, settings: SettingsStore, index: DatasetIndex) -> PicturesView:
    view = PicturesView(quiet_session.client, settings)
    qtbot.addWidget(view)
    view.resize(888, 700)
    view.show()
    view.set_index(index)
    qtbot.waitUntil(partial(_has, view, 13))
    return view


def _has(view: PicturesView, count: int) -> bool:
    return view.gallery.count == count and view.gallery.isVisible()


def _is_read(view: PicturesView) -> bool:
    return bool(view.gallery.count and view.pictures.item(0).path)


def _is_empty(view: PicturesView) -> bool:
    return view.gallery.isHidden()


def test_the_thumbnails_on_screen_are_asked_of_the_engine(
    qtbot: QtBot, view: PicturesView, answers: Answers, index: DatasetIndex
) -> None:
    qtbot.waitUntil(lambda: bool(answers.asked(MakeThumbnails)))

    asked = answers.asked(MakeThumbnails)[0]
    assert asked.crop == "square"
    assert set(asked.paths) == {str(index.root / row.path) for row in index.page()}


def test_typing_filters_the_gallery(qtbot: QtBot, view: PicturesView) -> None:
    qtbot.keyClicks(view.filter.search, "square")

    qtbot.waitUntil(partial(_has, view, 4))


def test_a_filter_that_fits_nothing_offers_to_show_all(qtbot: QtBot, view: PicturesView) -> None:
    view.filter.set_filter(ImageFilter(text="nothing is called so"))
    qtbot.waitUntil(partial(_is_empty, view))

    view.filter.set_filter(ImageFilter())

    qtbot.waitUntil(partial(_has, view, 13))


def test_a_filter_keeps_the_current_picture(qtbot: QtBot, view: PicturesView) -> None:
    qtbot.waitUntil(partial(_is_read, view))
    view.gallery.select_index(10)
    chosen = view.current

    view.filter.set_filter(ImageFilter(classes=("square",)))
    qtbot.waitUntil(partial(_has, view, 4))

    qtbot.waitUntil(partial(_is_read, view))
    assert chosen is not None
    assert view.current == chosen


def test_a_picture_that_was_not_read_yet_is_told_when_it_is(qtbot: QtBot, view: PicturesView) -> None:
    with qtbot.waitSignal(view.current_changed) as changed:
        view.show_picture("square/1.png")

    assert changed.args[0].path == "square/1.png"


def test_news_of_the_same_dataset_keep_filter_and_place(qtbot: QtBot, view: PicturesView, index: DatasetIndex) -> None:
    view.filter.set_filter(ImageFilter(classes=("square",)))
    qtbot.waitUntil(partial(_has, view, 4))
    qtbot.waitUntil(partial(_is_read, view))
    view.gallery.select_index(2)

    with qtbot.waitSignal(view.pictures.listed):
        view.set_index(index, keeps_place=True)

    assert view.gallery.count == 4
    assert view.gallery.current_index == 2


def test_everything_is_selected_by_one_key(qtbot: QtBot, view: PicturesView) -> None:
    qtbot.keyClick(view.gallery, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)

    assert len(view.gallery.selection) == 13


def test_labels_are_hidden_by_one_key(qtbot: QtBot, view: PicturesView) -> None:
    with qtbot.waitSignal(view.gallery.labels_toggled):
        qtbot.keyClick(view.gallery, Qt.Key.Key_L)
