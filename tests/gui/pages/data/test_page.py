"""The Data page shows, filters and pins the pictures of the open dataset."""

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from engine.contract.commands import ChangeSplit, ConvertDataset, MakeThumbnails, OpenDataset
from engine.contract.config import RunConfig
from engine.contract.dataset import ImageFilter, Split
from engine.contract.events import DatasetConverted, DatasetOpened, Progress
from gui.actions import Actions, Facts
from gui.pages.data.imbalance import imbalance
from gui.pages.data.page import DataPage
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
    qtbot.waitUntil(partial(_shows, page, 13))
    qtbot.waitUntil(partial(_has_summary, page))
    return page


def _row(number: int) -> QPoint:
    return QPoint(40, number * 24 + 12)


def _has_asked(answers: Answers) -> bool:
    return bool(answers.asked(MakeThumbnails))


def _shows(page: DataPage, count: int) -> bool:
    return page.pictures.gallery.count == count


def _has_summary(page: DataPage) -> bool:
    return bool(page.column.reading.title)


def _shows_fewer(page: DataPage, count: int) -> bool:
    return page.pictures.gallery.count < count


def _has_problems(page: DataPage, count: int) -> bool:
    return page.problems.table.problems.rowCount() == count


def _has_moved(answers: Answers) -> bool:
    return bool(answers.asked(ChangeSplit))


def _has_planned(answers: Answers) -> bool:
    return bool(answers.asked(ConvertDataset))


def _has_rows(page: DataPage, count: int) -> bool:
    return page.dialogs.division is not None and len(page.dialogs.division.table.rows_model.rows) == count


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


def test_details_ask_for_the_thumbnail_of_a_picture_that_the_gallery_does_not_show(
    qtbot: QtBot, page: DataPage, answers: Answers
) -> None:
    qtbot.waitUntil(partial(_has_asked, answers))
    page.pictures.gallery.hide()
    page.pictures.store.clear()

    with qtbot.waitSignal(page.pictures.store.wanted) as wanted:
        page.pictures.gallery.select_index(3)

    assert page.pictures.current is not None
    assert wanted.args == [(page.pictures.current.path,)]


def test_typing_filters_the_gallery(qtbot: QtBot, page: DataPage) -> None:
    qtbot.keyClicks(page.pictures.filter.search, "square")

    qtbot.waitUntil(partial(_shows, page, 4))


def test_a_click_on_a_class_bar_shows_only_that_class(qtbot: QtBot, page: DataPage) -> None:
    bars = page.column.bars

    qtbot.mouseClick(bars, Qt.MouseButton.LeftButton, pos=_row(1))
    qtbot.waitUntil(partial(_shows, page, 4))
    qtbot.mouseClick(bars, Qt.MouseButton.LeftButton, pos=_row(1))

    qtbot.waitUntil(partial(_shows, page, 13))


def test_a_filter_that_fits_nothing_offers_to_show_all(qtbot: QtBot, page: DataPage) -> None:
    page.pictures.filter.set_filter(ImageFilter(text="nothing is called so"))
    qtbot.waitUntil(page.pictures.gallery.isHidden)

    page.pictures.filter.set_filter(ImageFilter())

    qtbot.waitUntil(page.pictures.gallery.isVisible)


def test_a_chip_is_taken_away_by_its_close_mark(qtbot: QtBot, page: DataPage) -> None:
    page.pictures.filter.set_filter(ImageFilter(splits=(Split.VALIDATION,)))
    qtbot.waitUntil(partial(_shows_fewer, page, 13))
    chip = page.pictures.filter.split

    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 12, 12))

    qtbot.waitUntil(partial(_shows, page, 13))


def test_the_tab_says_how_many_problems_there_are(qtbot: QtBot, page: DataPage) -> None:
    qtbot.waitUntil(partial(_has_problems, page, 1))

    assert page.problems.table.problems.rowCount() == 1


def test_a_double_click_on_a_problem_shows_its_picture(qtbot: QtBot, page: DataPage) -> None:
    page.show_tab("problems")
    qtbot.waitUntil(partial(_has_problems, page, 1))

    page.problems.table.activated.emit(page.problems.table.problems.index(0, 0))

    assert page.current_tab == "pictures"
    assert page.pictures.is_previewing
    assert page.pictures.preview.path == "circle/broken.png"


def test_a_chosen_problem_is_explained_in_details(qtbot: QtBot, page: DataPage) -> None:
    page.show_tab("problems")
    qtbot.waitUntil(partial(_has_problems, page, 1))

    page.problems.table.selectRow(0)

    assert not page.problem.pictures[0].isHidden()
    assert page.problem.isVisible()


def test_a_click_on_a_bar_of_the_statistics_shows_its_pictures(qtbot: QtBot, page: DataPage) -> None:
    with qtbot.waitSignal(page.statistics.counted):
        page.show_tab("statistics")

    page.statistics.sides.bars.chosen.emit(0)

    assert page.current_tab == "pictures"
    qtbot.waitUntil(partial(_shows, page, 12))  # the broken picture has no size


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
    qtbot.waitUntil(page.column.warning.isVisible)

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


def test_several_selected_pictures_are_summarised(qtbot: QtBot, page: DataPage) -> None:
    page.pictures.gallery.select_index(0)
    qtbot.keyClick(page.pictures.gallery, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)

    qtbot.waitUntil(page.column.selection.isVisible)
    page.pictures.gallery.select_index(0)

    qtbot.waitUntil(page.column.picture.isVisible)


def test_the_selection_is_moved_into_another_split(qtbot: QtBot, page: DataPage, answers: Answers) -> None:
    page.pictures.gallery.select_index(12)

    page.pictures.move_requested.emit(Split.TEST)

    qtbot.waitUntil(partial(_has_moved, answers))
    assert answers.asked(ChangeSplit)[0].moved == {"square/3.png": Split.TEST}


def test_a_click_on_divide_opens_the_dialog_with_counts(qtbot: QtBot, page: DataPage) -> None:
    page.column.divide.click()
    dialog = page.dialogs.division
    assert dialog is not None

    qtbot.waitUntil(partial(_has_rows, page, 3))
    dialog.accept()

    assert page.dialogs.division is None


def test_another_reading_opens_the_same_folder_again(page: DataPage, session: Session, answers: Answers) -> None:
    page.column.reading.reading_chosen.emit("unlabelled:")

    (asked,) = answers.asked(OpenDataset)
    assert asked.reading == "unlabelled:"
    assert asked.path == str(session.dataset.path)


def test_the_palette_divides_converts_and_cuts(page: DataPage, actions: Actions) -> None:
    actions.requested.emit("divide_pictures")
    assert page.dialogs.division is not None
    page.dialogs.division.accept()

    actions.requested.emit("convert_dataset")
    assert page.dialogs.conversion is not None
    page.dialogs.conversion.accept()

    actions.requested.emit("make_crops")
    assert page.dialogs.crops.dialog is not None
    page.dialogs.crops.dialog.accept()


def test_a_conversion_is_planned_in_its_dialog(qtbot: QtBot, page: DataPage, answers: Answers) -> None:
    page.column.reading.save_as.click()
    dialog = page.dialogs.conversion
    assert dialog is not None
    qtbot.waitUntil(partial(_has_planned, answers))

    answers.answer(
        ConvertDataset, DatasetConverted(out="", format="coco", images=13, annotations=0, classes=2, lost=())
    )

    assert dialog.plan.sentence == "COCO holds everything. Nothing is lost."
    dialog.accept()


def test_changes_on_disk_are_told_above_the_pictures(page: DataPage, session: Session) -> None:
    session.dataset.files_changed.emit(DatasetOpened(path="", index="", added=2))

    assert page.banners.notices[-1].text == "2 pictures were added since the last look."


def test_the_gallery_follows_the_steps_of_the_augmentation_tab(page: DataPage) -> None:
    page.pictures.gallery.select_index(3)

    page.augmentation.stepped.emit(1)

    assert page.pictures.gallery.current_index == 4


def test_the_header_says_how_far_the_check_is(page: DataPage, session: Session) -> None:
    session.dataset.progressed.emit(Progress(what="Comparing pictures", done=185, total=740))

    assert page.context == "pictures, comparing pictures 25 %"
