"""The menu of pictures with masks on the Inspect page."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from engine.contract.run_folder import RunFolder
from gui.pages.inspect.errors.masks.evaluated import EvaluatedMasks
from gui.pages.inspect.page import InspectPage
from gui.session import Session
from tests.gui.answering import Answers


@pytest.fixture
def masked(
    page: InspectPage, answers: Answers, evaluated: EvaluatedMasks, monkeypatch: pytest.MonkeyPatch
) -> InspectPage:
    monkeypatch.setattr(QMenu, "popup", lambda _menu, _place: None)
    page.errors.set_evaluation(evaluated, "validation")
    page.show_tab("errors")
    page.errors.masks.pictures.gallery.select_index(0)
    return page


def choose(page: InspectPage, number: int) -> None:
    """Choose an action of the menu, which does not pop up."""
    page.errors.masks.pictures.gallery.menu_requested.emit(QPoint(10, 10))
    menu = page.errors.masks.pictures.findChildren(QMenu)[-1]
    actions = [action for action in menu.actions() if not action.isSeparator()]
    actions[number].trigger()
    menu.close()


def test_the_run_is_repeated(masked: InspectPage, run: RunFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    repeated: list[Path] = []
    monkeypatch.setattr(Session, "repeat", lambda _session, path: repeated.append(path))

    choose(masked, 3)

    assert repeated == [run.path]


def test_masks_that_were_corrected_are_measured_again(qtbot: QtBot, masked: InspectPage) -> None:
    with qtbot.waitSignal(masked.errors.evaluation_requested) as asked:
        choose(masked, 2)

    assert asked.args == ["validation"]


def test_the_folder_of_the_picture_is_shown(masked: InspectPage, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: shown.append(QUrl(url).toLocalFile()))

    choose(masked, 1)

    assert [Path(place).name for place in shown] == ["circle"]


def test_the_picture_is_looked_at(qtbot: QtBot, masked: InspectPage) -> None:
    with qtbot.waitSignal(masked.errors.picture_chosen) as chosen:
        choose(masked, 0)

    assert chosen.args == ["circle/2.png"]
