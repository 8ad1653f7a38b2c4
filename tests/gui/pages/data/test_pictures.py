"""The Pictures tab lists, draws, filters and selects the pictures of an index without stopping the window."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from engine.contract.commands import MakeThumbnails
from engine.contract.dataset import ImageFilter, Split
from engine.dataset.index.dataset_index import DatasetIndex
from gui.gallery.selection import Selection
from gui.pages.data.menu import PictureMenu
from gui.pages.data.pictures import PicturesView
from gui.pages.data.predictions import Prediction
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


def test_pictures_of_a_prediction_are_shown(qtbot: QtBot, view: PicturesView, tmp_path: Path) -> None:
    rows = "circle/1.png,circle,square,1,0,9\nsquare/2.png,square,square,1,1,0\n"
    (tmp_path / "images.csv").write_text(f"image,truth,predicted,score,truth_score,loss\n{rows}")

    view.filter.prediction_chosen.emit(Prediction(tmp_path, "shapes-1, test", None, 1))

    qtbot.waitUntil(partial(_has, view, 1))
    assert view.filter.prediction.kept == "wrong, shapes-1, test"
    view.filter._on_chip_removed(view.filter.prediction)
    qtbot.waitUntil(partial(_has, view, 13))


def test_ids_of_the_selection_are_told(qtbot: QtBot, view: PicturesView, index: DatasetIndex) -> None:
    with qtbot.waitSignal(view.selection_changed) as changed:
        view.gallery._select(Selection((range(0, 2), range(12, 13))))

    rows = index.page()
    assert changed.args == [3]
    assert view.selected_ids() == [rows[0].id, rows[1].id, rows[12].id]


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_menu_moves_the_selected_pictures(qtbot: QtBot, view: PicturesView) -> None:
    qtbot.waitUntil(partial(_is_read, view))
    view.gallery.select_index(2)
    menu = PictureMenu(count=1, is_pinned=False, parent=view)
    menu.move_requested.connect(view.move_requested)

    with qtbot.waitSignal(view.move_requested) as requested:
        next(action for action in menu._moves.actions() if action.data() == Split.TEST).trigger()

    assert requested.args[0] is Split.TEST
    menu.close()


def test_the_paths_of_the_selection_are_copied(qtbot: QtBot, view: PicturesView, index: DatasetIndex) -> None:
    qtbot.waitUntil(partial(_is_read, view))
    view.gallery.select_index(0)
    qtbot.keyClick(view.gallery, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)

    view._on_menu_chosen("copy")

    expected = "\n".join(str(index.root / row.path) for row in index.page(limit=2))
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == expected)


def test_files_that_changed_are_drawn_anew(qtbot: QtBot, view: PicturesView, index: DatasetIndex) -> None:
    (index.root / "circle" / "new.png").write_bytes((index.root / "circle" / "1.png").read_bytes())
    open_index(index.root).close()

    with qtbot.waitSignal(view.store.cleared):
        view.set_index(index, keeps_place=True)

    qtbot.waitUntil(partial(_has, view, 14))
