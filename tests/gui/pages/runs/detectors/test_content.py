"""Two detectors beside each other: thresholds act on everything at once, pictures are sorted by difference."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.contract.commands import Evaluate
from engine.contract.run_folder import RunFolder
from engine.ops.mask_difference import Difference
from gui.actions import Actions
from gui.pages.runs.detectors.content import DetectorContent
from gui.pages.runs.detectors.joining import FindKind
from gui.pages.runs.page import RunsPage
from gui.runs.comparable import Comparison, reason_against
from gui.session import Session
from gui.settings import SettingsStore
from gui.viewer.box_layers import BoxRole
from tests.gui.answering import Answers
from tests.gui.pages.runs.detectors.sample_detectors import FIRST, SECOND, A, B, write_detector, write_found
from tests.gui.sample_pictures import write_pictures


@pytest.fixture
def runs(quiet_session: Session, tmp_path: Path) -> tuple[RunFolder, RunFolder]:
    pictures = write_pictures(tmp_path / "pictures")
    return write_detector("old", pictures), write_detector("new", pictures)


@pytest.fixture
def page(
    qtbot: QtBot,
    quiet_session: Session,
    actions: Actions,
    *,
    settings: SettingsStore,
    runs: tuple[RunFolder, RunFolder],
    answers: Answers,
) -> RunsPage:
    page = RunsPage(quiet_session, actions, settings)
    qtbot.addWidget(page)
    page.resize(1208, 772)
    page.show()
    quiet_session.library.refresh()
    return page


@pytest.fixture
def content(qtbot: QtBot, page: RunsPage, quiet_session: Session, runs: tuple[RunFolder, RunFolder]) -> DetectorContent:
    first, second = runs
    write_found(first, FIRST)
    write_found(second, SECOND)
    quiet_session.detectors.want(first.path, second.path)
    found = page.on_pictures.detectors.content
    assert isinstance(found, DetectorContent)
    qtbot.waitUntil(found.isVisible)
    return found


def totals(content: DetectorContent) -> dict[FindKind, int]:
    return {row.kind: row.objects for row in content.summary.tables.kinds.rows_model.rows}


def test_two_runs_of_boxes_are_compared_by_their_boxes(
    qtbot: QtBot, page: RunsPage, quiet_session: Session, content: DetectorContent, runs: tuple[RunFolder, RunFolder]
) -> None:
    assert page.on_pictures.way is Comparison.BOXES
    assert page.current_tab == "pictures"
    assert reason_against(quiet_session.library.runs) == ""
    assert totals(content) == {
        FindKind.BOTH: 1,
        FindKind.ONLY_FIRST: 1,
        FindKind.ONLY_SECOND: 2,
        FindKind.NEITHER: 0,
        FindKind.FALSE_FIRST: 1,
        FindKind.FALSE_SECOND: 0,
    }
    qtbot.waitUntil(lambda: content.summary.headline.text().startswith("new is"))


def test_an_older_evaluation_without_all_boxes_is_made_again(
    qtbot: QtBot, page: RunsPage, quiet_session: Session, runs: tuple[RunFolder, RunFolder], answers: Answers
) -> None:
    first, second = runs
    write_found(first, FIRST)
    write_found(second, SECOND, keeps_all=False)

    quiet_session.detectors.want(first.path, second.path)
    qtbot.waitUntil(lambda: bool(answers.asked(Evaluate)))

    assert [command.run for command in answers.asked(Evaluate)] == [str(second.path)]


def test_a_threshold_acts_at_once_on_numbers_and_boxes(qtbot: QtBot, content: DetectorContent) -> None:
    content.pictures.gallery.select(A)
    before = content.panes.grid.panes[0].counts.text()

    content.summary.sliders.first.setValue(35)

    assert before == "1 hit, 0 false, 2 missed"
    assert content.panes.grid.panes[0].counts.text() == "2 hits, 0 false, 1 missed"
    assert totals(content)[FindKind.BOTH] == 2
    assert content.panes.grid.panes[1].counts.text() == "3 hits, 0 false, 0 missed"


def test_the_thresholds_of_the_best_f1_come_back(qtbot: QtBot, content: DetectorContent) -> None:
    content.summary.sliders.first.setValue(95)

    qtbot.mouseClick(content.summary.sliders.best, Qt.MouseButton.LeftButton)

    assert content.summary.sliders.thresholds.first == 0.5
    assert totals(content)[FindKind.BOTH] == 1


def test_the_pictures_of_a_kind_are_shown_and_all_again(qtbot: QtBot, content: DetectorContent) -> None:
    content.summary.tables.kinds.choose(list(FindKind).index(FindKind.FALSE_FIRST))
    content.summary.tables.kinds.chosen.emit(content.summary.tables.kinds.rows_model.rows[FindKind.FALSE_FIRST])

    assert [content.pictures.gallery.count, content.pictures.place] == [1, 1]
    qtbot.mouseClick(content.pictures.all, Qt.MouseButton.LeftButton)
    assert content.pictures.gallery.count == 3


def test_another_order_is_remembered(qtbot: QtBot, content: DetectorContent, settings: SettingsStore) -> None:
    assert content.pictures.gallery.current_index == 0

    content.pictures.order.set_value("first")
    content.pictures.order.value_changed.emit("first")

    assert settings.value.compared_boxes_order == "first"
    assert content.pictures.place == 0
    assert content.pictures.gallery.current_index == 2


def test_both_panes_have_one_cursor_and_one_zoom(qtbot: QtBot, content: DetectorContent, answers: Answers) -> None:
    content.pictures.gallery.select(B)
    first, second = content.panes.grid.panes

    first.viewer.pixel_hovered.emit((7, 5))

    assert second.viewer.cross == (7, 5)


def test_colours_tell_classes_or_outcomes(content: DetectorContent) -> None:
    content.pictures.gallery.select(A)
    pane = content.panes.grid.panes[0]
    by_outcome = {box.role for box in pane.viewer.drawn_boxes()}

    content.panes.looks.set_current("class")
    content.panes.looks.chosen.emit("class")

    assert by_outcome == {BoxRole.KEPT, BoxRole.TRUE}
    assert len([box for box in pane.viewer.drawn_boxes() if box.role is BoxRole.TRUE]) == 3


def test_a_kind_of_outcome_can_be_left_out(content: DetectorContent) -> None:
    content.pictures.gallery.select(A)
    pane = content.panes.grid.panes[0]

    content.panes.legend.chips[Difference.MISS].setChecked(False)

    assert {box.outcome for box in pane.viewer.drawn_boxes()} == {Difference.HIT}


def test_return_opens_the_picture_in_inspect(
    qtbot: QtBot, content: DetectorContent, runs: tuple[RunFolder, RunFolder]
) -> None:
    content.pictures.gallery.select(B)

    with qtbot.waitSignal(content.picture_opened) as opened:
        qtbot.keyClick(content.panes.grid.panes[0].viewer, Qt.Key.Key_Return)

    assert opened.args == [B]
