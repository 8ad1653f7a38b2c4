"""The Data page shows, filters and pins the pictures of the open dataset."""

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from engine.contract.commands import MakeThumbnails
from engine.contract.config import RunConfig
from engine.contract.dataset import ImageFilter, Split
from gui.actions import Actions, Facts
from gui.pages.data import DataPage
from gui.pages.data_imbalance import imbalance
from gui.session import Session
from gui.settings import SettingsStore
from tests.gui.answering import Answers
from tests.gui.sample_pictures import show_dataset, write_pictures
from tests.gui.sample_runs import sample_config


@pytest.fixture
def page(qtbot: QtBot, quiet_session: Session, actions: Actions, settings: SettingsStore, tmp_path: Path) -> DataPage:
    page = DataPage(quiet_session, actions, settings)
    qtbot.addWidget(page)
    page.resize(1208, 772)
    page.show()
    show_dataset(quiet_session, write_pictures(tmp_path / "pictures"))
    return page


def _row(number: int) -> QPoint:
    return QPoint(40, number * 24 + 12)


def _has_asked(answers: Answers) -> bool:
    return bool(answers.asked(MakeThumbnails))


def _plan(session: Session, folder: Path) -> RunConfig:
    config = sample_config(dataset=str(folder))
    session.plan.take(config)
    return config


def test_all_pictures_are_shown_with_their_labels(page: DataPage) -> None:
    assert page.pictures.gallery.count == 13


def test_the_thumbnails_on_screen_are_asked_of_the_engine(qtbot: QtBot, page: DataPage, answers: Answers) -> None:
    qtbot.waitUntil(partial(_has_asked, answers))

    asked = answers.asked(MakeThumbnails)[0]
    assert len(asked.paths) == 13
    assert all(Path(path).is_absolute() for path in asked.paths)


def test_typing_filters_the_gallery(qtbot: QtBot, page: DataPage) -> None:
    with qtbot.waitSignal(page.pictures.filter.filter_changed):
        qtbot.keyClicks(page.pictures.filter.search, "square")

    assert page.pictures.gallery.count == 4


def test_a_click_on_a_class_bar_shows_only_that_class(qtbot: QtBot, page: DataPage) -> None:
    bars = page.column.bars

    qtbot.mouseClick(bars, Qt.MouseButton.LeftButton, pos=_row(1))
    assert page.pictures.gallery.count == 4
    qtbot.mouseClick(bars, Qt.MouseButton.LeftButton, pos=_row(1))

    assert page.pictures.gallery.count == 13


def test_a_filter_that_fits_nothing_offers_to_show_all(qtbot: QtBot, page: DataPage) -> None:
    page.pictures.filter.set_filter(ImageFilter(text="nothing is called so"))
    assert page.pictures.gallery.isHidden()

    page.pictures.filter.set_filter(ImageFilter())

    assert not page.pictures.gallery.isHidden()


def test_a_chip_is_taken_away_by_its_close_mark(qtbot: QtBot, page: DataPage) -> None:
    page.pictures.filter.set_filter(ImageFilter(splits=(Split.VALIDATION,)))
    chip = page.pictures.filter.split
    shown = page.pictures.gallery.count

    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 12, 12))

    assert shown < 13
    assert page.pictures.gallery.count == 13


def test_problems_are_listed_and_open_their_picture(qtbot: QtBot, page: DataPage) -> None:
    page.show_tab("problems")
    table = page.problems.table
    model = table.model()
    row = next(r for r in range(model.rowCount()) if "broken" in model.index(r, 0).data())

    table.clicked.emit(model.index(row, 0))

    assert page.pictures.gallery.count == 1
    assert page.pictures.gallery.current is not None
    assert page.pictures.gallery.current.path == "circle/broken.png"


def test_space_pins_a_picture_for_the_next_training(
    qtbot: QtBot, page: DataPage, session: Session, tmp_path: Path
) -> None:
    _plan(session, tmp_path / "pictures")
    page.pictures.gallery.select_index(0)
    path = page.pictures.gallery.current.path if page.pictures.gallery.current else ""

    qtbot.keyClick(page.pictures.gallery, Qt.Key.Key_Space)
    pinned = session.plan.config.pinned if session.plan.config else ()
    session.undo_stack.undo()

    assert pinned == (path,)
    assert session.plan.config is not None
    assert session.plan.config.pinned == ()


def test_weighting_classes_is_one_click(qtbot: QtBot, page: DataPage, session: Session, tmp_path: Path) -> None:
    folder = write_pictures(tmp_path / "uneven", per_class=(9, 2))
    show_dataset(session, folder)
    _plan(session, folder)

    qtbot.mouseClick(page.column.warning.button, Qt.MouseButton.LeftButton)

    assert session.plan.config is not None
    assert session.plan.config.training.class_weights == "balanced"
    assert not page.column.warning.button.isEnabled()


def test_the_primary_button_leads_to_the_network(qtbot: QtBot, page: DataPage, actions: Actions) -> None:
    actions.update(Facts(has_dataset=True, has_plan=True))

    with qtbot.waitSignal(actions.requested) as requested:
        qtbot.mouseClick(page.primary, Qt.MouseButton.LeftButton)

    assert requested.args == ["show_network"]


def test_without_a_dataset_the_page_offers_to_open_a_folder(
    qtbot: QtBot, session: Session, actions: Actions, settings: SettingsStore
) -> None:
    page = DataPage(session, actions, settings)
    qtbot.addWidget(page)
    page.show()

    assert page.pictures.gallery.isHidden()
    assert page.primary is not None
    assert not page.primary.isEnabled()


def test_the_size_of_thumbnails_is_remembered(page: DataPage, settings: SettingsStore) -> None:
    page.pictures.filter.thumbnail_size.setValue(200)

    assert settings.value.thumbnail_px == 200


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ({"a": 980, "b": 138}, ("a", "b", pytest.approx(7.1, abs=0.01))),
        ({"a": 100, "b": 50}, None),
        ({"a": 100, "b": 0}, None),
        ({}, None),
    ],
)
def test_imbalance_names_the_classes_that_differ_most(counts: dict[str, int], found: object) -> None:
    assert imbalance(counts) == found
