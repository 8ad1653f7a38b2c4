"""The tab On pictures shows the view that fits to the chosen runs."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.actions import Actions
from gui.pages.runs.page import RunsPage
from gui.session import Session
from gui.settings import SettingsStore
from tests.gui.pages.runs.microscope.sample_masks import write_mask_run
from tests.gui.pages.runs.pictures.sample_pair import write_paired_run


@pytest.fixture
def masks(quiet_session: Session, tmp_path: Path) -> tuple[Path, ...]:
    """Three runs that learned masks."""
    (tmp_path / "shapes").mkdir()
    return tuple(write_mask_run(f"masks-{number}", tmp_path / "shapes") for number in range(3))


@pytest.fixture
def page(
    qtbot: QtBot, quiet_session: Session, actions: Actions, settings: SettingsStore, masks: tuple[Path, ...]
) -> RunsPage:
    page = RunsPage(quiet_session, actions, settings)
    qtbot.addWidget(page)
    page.resize(1208, 772)
    page.set_details_folded(True)
    page.show()
    quiet_session.library.refresh()
    return page


def test_three_chosen_runs_of_masks_open_the_microscope(
    qtbot: QtBot, page: RunsPage, quiet_session: Session, masks: tuple[Path, ...]
) -> None:
    page.table.select_runs(masks)
    qtbot.mouseClick(page.comparison.on_pictures, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.microscope.content.isVisible)

    assert page.current_tab == "pictures"
    assert set(quiet_session.group.runs) == set(masks)
    assert page.microscope.content.details.isVisible()
    assert page.microscope.content.strip.hasFocus()
    assert not page.on_pictures.ways.isVisible()


def test_details_are_as_before_when_the_microscope_is_left(
    qtbot: QtBot, page: RunsPage, quiet_session: Session, masks: tuple[Path, ...]
) -> None:
    quiet_session.group.want(masks)
    page.show_tab("runs")

    assert page.are_details_folded
    page.set_details_folded(False)
    assert page.panel.isVisible()


def test_with_runs_of_both_kinds_the_view_can_be_chosen(
    page: RunsPage, quiet_session: Session, tmp_path: Path, settings: SettingsStore
) -> None:
    write_paired_run("classes", tmp_path / "shapes")
    quiet_session.library.refresh()
    page.show_tab("pictures")
    page.on_pictures.ways.chosen.emit("masks")
    was_microscope = page.microscope.isVisible()
    page.on_pictures.ways.chosen.emit("answers")

    assert page.on_pictures.ways.isVisible()
    assert (was_microscope, page.pictures.isVisible()) == (True, True)
    assert settings.value.compared_way == "answers"
    assert page.are_details_folded
