"""The Errors tab: one view at a time, and the pictures that it asks for."""

from typing import ClassVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from engine.contract.events import Progress
from gui.gallery.thumbnails import ThumbnailStore
from gui.pages.inspect.errors import tab as tab_module
from gui.pages.inspect.errors.confusion import ConfusionView
from gui.pages.inspect.errors.evaluated import EvaluatedSplit, ShownPictures
from gui.pages.inspect.errors.tab import ErrorsTab
from gui.pages.inspect.errors.view import ErrorsContext, ErrorsView
from gui.session import Session
from gui.settings import SettingsStore


class FirstPicture(ErrorsView):
    """A second view: it wants the first picture below."""

    KEY: ClassVar[str] = "first"
    TITLE: ClassVar[str] = "First"
    TIP: ClassVar[str] = "The first picture"
    looks = 0

    def set_evaluation(self, evaluated: EvaluatedSplit) -> None:
        self.looks += 1
        self._show(ShownPictures("The first", evaluated.results[:1], is_choice=True, has_own_order=True))

    def show_all(self) -> None:
        self._show(ShownPictures("None", (), nothing="All is well."))


@pytest.fixture
def tab(
    qtbot: QtBot,
    quiet_session: Session,
    settings: SettingsStore,
    evaluated: EvaluatedSplit,
    monkeypatch: pytest.MonkeyPatch,
) -> ErrorsTab:
    monkeypatch.setattr(tab_module, "VIEWS", (ConfusionView, FirstPicture))
    tab = ErrorsTab(ErrorsContext(quiet_session.client, settings), ThumbnailStore())
    qtbot.addWidget(tab)
    tab.resize(900, 700)
    tab.show()
    tab.set_evaluation(evaluated, "validation")
    return tab


def _words(tab: ErrorsTab) -> list[str]:
    return [label.text() for label in tab.findChildren(QLabel) if label.isVisible()]


def test_one_view_is_shown_with_its_pictures(tab: ErrorsTab) -> None:
    assert [view.isVisible() for view in tab.labels.views.values()] == [True, False]
    assert tab.labels.pictures.gallery.count == 1
    assert "Mistakes" in _words(tab)


def _choose(qtbot: QtBot, tab: ErrorsTab, number: int) -> None:
    place = tab.labels.choice.choice_rects()[number].center().toPoint()
    qtbot.mouseClick(tab.labels.choice, Qt.MouseButton.LeftButton, pos=place)


def test_another_view_brings_its_pictures(qtbot: QtBot, tab: ErrorsTab) -> None:
    _choose(qtbot, tab, 1)

    assert [view.isVisible() for view in tab.labels.views.values()] == [False, True]
    assert "The first" in _words(tab)
    assert not tab.labels.pictures.order.isVisible()


def test_the_chosen_view_is_remembered(
    qtbot: QtBot, tab: ErrorsTab, settings: SettingsStore, quiet_session: Session
) -> None:
    _choose(qtbot, tab, 1)

    again = ErrorsTab(ErrorsContext(quiet_session.client, settings), ThumbnailStore())
    qtbot.addWidget(again)

    assert again.labels.choice.current == "first"


def test_a_view_gets_an_evaluation_once_and_when_it_is_looked_at(
    qtbot: QtBot, tab: ErrorsTab, evaluated: EvaluatedSplit
) -> None:
    first = tab.labels.views["first"]
    assert isinstance(first, FirstPicture)
    before = first.looks

    for number in (1, 0, 1):
        _choose(qtbot, tab, number)

    assert (before, first.looks) == (0, 1)


def test_a_choice_in_a_view_can_be_undone_from_below(qtbot: QtBot, tab: ErrorsTab) -> None:
    _choose(qtbot, tab, 1)

    qtbot.mouseClick(tab.labels.pictures.all, Qt.MouseButton.LeftButton)

    assert tab.labels.pictures.gallery.count == 0
    assert "All is well." in _words(tab)
    assert not tab.labels.pictures.all.isVisible()


def test_the_controls_of_a_view_go_with_it(qtbot: QtBot, tab: ErrorsTab) -> None:
    confusion = tab.labels.views["confusion"]
    assert isinstance(confusion, ConfusionView)
    before = confusion.rates.isVisible()

    _choose(qtbot, tab, 1)

    assert (before, confusion.rates.isVisible()) == (True, False)


def test_a_view_can_ask_for_an_evaluation_and_gets_its_place_back(qtbot: QtBot, tab: ErrorsTab) -> None:
    with qtbot.waitSignal(tab.evaluation_requested) as asked:
        tab.labels.view.evaluation_requested.emit()
    tab.set_progress(Progress(what="Measuring", done=1, total=9))
    busy = _words(tab)

    tab.allow_evaluation()

    assert asked.args == ["validation"]
    assert "Measuring, 1 of 9" in busy
    assert tab.labels.view.isVisible()


def test_an_evaluation_that_goes_on_can_be_cancelled(qtbot: QtBot, tab: ErrorsTab) -> None:
    tab.labels.view.evaluation_requested.emit()
    before = _words(tab)

    with qtbot.waitSignal(tab.cancel_requested):
        qtbot.mouseClick(tab.evaluate, Qt.MouseButton.LeftButton)

    assert "Waiting for the engine" in before
    assert tab.labels.view.isVisible()


def test_without_an_evaluation_one_is_offered(tab: ErrorsTab) -> None:
    tab.set_evaluation(None, "test")

    assert "This network has not been evaluated on the test pictures." in _words(tab)
    assert tab.evaluate.isVisible()


def test_the_chosen_order_is_remembered(tab: ErrorsTab, settings: SettingsStore) -> None:
    tab.labels.pictures.order.setCurrentIndex(2)
    tab.labels.pictures.order.activated.emit(2)

    assert settings.value.errors_order == "most sure"
