"""The Runs page lists runs, overlays their curves and forwards what should be done with them."""

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.contract.run_events import RunStatus
from gui.actions import Actions
from gui.pages.runs.filter import RunFilter, choices, filter_runs
from gui.pages.runs.page import RunsPage
from gui.session import Session
from gui.settings import SettingsStore
from tests.gui.sample_runs import sample_config, write_run


def _make_page(qtbot: QtBot, session: Session, actions: Actions, settings: SettingsStore) -> RunsPage:
    page = RunsPage(session, actions, settings)
    qtbot.addWidget(page)
    page.resize(1208, 772)
    page.set_details_folded(True)
    page.show()
    session.library.refresh()
    return page


def _write_two_runs() -> tuple[Path, Path]:
    return write_run("digits-2", sample_config(learning_rate=0.01)), write_run("digits-1", age_seconds=100)


def _click_check_box(qtbot: QtBot, page: RunsPage, row: int) -> None:
    place = page.table.visualRect(page.table.rows_model.index(row, 0)).center()
    qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_without_runs_the_page_offers_a_first_one(
    qtbot: QtBot, session: Session, actions: Actions, settings: SettingsStore
) -> None:
    page = _make_page(qtbot, session, actions, settings)

    assert not page.table.isVisible()


def test_check_boxes_choose_several_runs(
    qtbot: QtBot, session: Session, actions: Actions, settings: SettingsStore
) -> None:
    _write_two_runs()
    page = _make_page(qtbot, session, actions, settings)

    _click_check_box(qtbot, page, 1)

    assert [run.name for run in page.table.selected_runs()] == ["digits-2", "digits-1"]
    assert page.compare.isEnabled()
    _click_check_box(qtbot, page, 0)
    assert [run.name for run in page.table.selected_runs()] == ["digits-1"]
    assert page.compare.toolTip() == "Choose two runs or more."


def test_the_overlay_has_one_curve_for_each_run_and_no_number_over_another(
    qtbot: QtBot, session: Session, actions: Actions, settings: SettingsStore
) -> None:
    paths = _write_two_runs()
    page = _make_page(qtbot, session, actions, settings)

    page.table.select_runs(paths)

    state = page.comparison.plot.state
    assert [curve.name for curve in state.curves] == ["digits-2", "digits-1"]
    assert [(mark.x, mark.text) for mark in state.best] == [(3.0, "70.0 %"), (3.0, "")]


def test_chosen_runs_stay_chosen_when_another_one_appears(
    qtbot: QtBot, session: Session, actions: Actions, settings: SettingsStore
) -> None:
    paths = _write_two_runs()
    page = _make_page(qtbot, session, actions, settings)
    page.table.select_runs(paths)

    write_run("digits-0", age_seconds=500)
    session.library.refresh()

    assert tuple(run.path for run in page.table.selected_runs()) == paths


def test_delete_moves_to_the_trash_and_undo_brings_back(
    qtbot: QtBot, session: Session, actions: Actions, settings: SettingsStore
) -> None:
    first, second = _write_two_runs()
    page = _make_page(qtbot, session, actions, settings)
    page.table.select_runs([first])

    qtbot.keyClick(page.table, Qt.Key.Key_Delete)

    assert not first.exists()
    assert [run.path for run in session.library.runs] == [second]
    session.undo_stack.undo()
    assert first.exists()


def test_a_run_that_goes_on_cannot_be_deleted(
    qtbot: QtBot, session: Session, actions: Actions, settings: SettingsStore
) -> None:
    path = write_run("digits-1", status=RunStatus.PAUSED)
    page = _make_page(qtbot, session, actions, settings)
    page.table.select_runs([path])
    is_active = session.library.runs[0].is_active

    qtbot.mouseClick(page.delete, Qt.MouseButton.LeftButton)

    assert path.exists() is is_active


def test_compare_shows_only_the_chosen_runs_and_back(
    qtbot: QtBot, session: Session, actions: Actions, settings: SettingsStore
) -> None:
    paths = _write_two_runs()
    write_run("digits-0", age_seconds=500)
    page = _make_page(qtbot, session, actions, settings)
    page.table.select_runs(paths)

    qtbot.mouseClick(page.compare, Qt.MouseButton.LeftButton)

    assert [row.run.path for row in page.table.rows_model.rows] == list(paths)
    qtbot.mouseClick(page.compare, Qt.MouseButton.LeftButton)
    assert len(page.table.rows_model.rows) == 3


def test_two_chosen_runs_are_compared_on_pictures(
    qtbot: QtBot, session: Session, actions: Actions, settings: SettingsStore
) -> None:
    paths = _write_two_runs()
    page = _make_page(qtbot, session, actions, settings)
    page.table.select_runs(paths)

    qtbot.mouseClick(page.comparison.on_pictures, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(page.pictures.message.isVisible)
    assert page.current_tab == "pictures"
    assert page.pictures.bar.runs == paths
    assert not page.delete.isVisible()


def test_runs_of_different_pictures_are_not_compared_on_them(
    qtbot: QtBot, session: Session, actions: Actions, settings: SettingsStore
) -> None:
    paths = (write_run("digits-1"), write_run("hats-1", sample_config(dataset="/pictures/hats"), age_seconds=100))
    page = _make_page(qtbot, session, actions, settings)

    page.table.select_runs(paths)

    assert not page.comparison.on_pictures.isEnabled()
    assert page.comparison.on_pictures.toolTip() == "They learned from different datasets."


def test_a_double_click_opens_the_run(
    qtbot: QtBot, session: Session, actions: Actions, settings: SettingsStore
) -> None:
    path = write_run("digits-1")
    page = _make_page(qtbot, session, actions, settings)
    place = page.table.visualRect(page.table.rows_model.index(0, 1)).center()

    qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=place)

    with qtbot.waitSignal(session.run_followed) as followed:
        qtbot.mouseDClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=place)

    assert followed.args[0].folder.path == path


def test_typed_words_filter_the_list(qtbot: QtBot, session: Session, actions: Actions, settings: SettingsStore) -> None:
    write_run("digits-1")
    write_run("hats-1", sample_config(dataset="/pictures/hats"))
    page = _make_page(qtbot, session, actions, settings)

    qtbot.keyClicks(page.bar.search, "hats")

    assert [row.run.name for row in page.table.rows_model.rows] == ["hats-1"]


def test_filters_keep_what_matches_all_of_them(session: Session) -> None:
    write_run("digits-1")
    write_run("hats-1", sample_config(dataset="/pictures/hats"), status=RunStatus.STOPPED)
    session.library.refresh()
    runs = session.library.runs

    assert choices(runs)["dataset"] == ("digits", "hats")
    assert [run.name for run in filter_runs(runs, RunFilter(state="stopped"))] == ["hats-1"]
    assert filter_runs(runs, RunFilter(state="stopped", dataset="digits")) == ()
