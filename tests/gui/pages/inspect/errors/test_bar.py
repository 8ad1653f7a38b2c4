"""The controls of a view stand beside the choice of views, or below it."""

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from gui.pages.inspect.errors.bar import ViewBar


@pytest.fixture
def labels() -> tuple[QLabel, QLabel]:
    return QLabel("one of several views of this"), QLabel("the controls of the view shown")


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    page = QWidget()
    qtbot.addWidget(page)
    page.show()
    return page


@pytest.fixture
def bar(page: QWidget, labels: tuple[QLabel, QLabel]) -> ViewBar:
    choice, controls = labels
    bar = ViewBar(choice, page)
    bar.add_controls(controls)
    bar.show_controls(controls)
    bar.resize(600, 48)
    bar.show()
    return bar


def test_they_stand_beside_it_where_there_is_room(bar: ViewBar, labels: tuple[QLabel, QLabel]) -> None:
    choice, controls = labels

    assert controls.y() == choice.y()
    assert controls.geometry().right() == bar.width() - 1 - choice.x()


def test_they_go_below_it_where_there_is_none(qtbot: QtBot, bar: ViewBar, labels: tuple[QLabel, QLabel]) -> None:
    choice, controls = labels

    bar.resize(260, 96)

    qtbot.waitUntil(lambda: controls.y() > choice.y())
    assert controls.x() == choice.x()
    assert bar.minimumSizeHint().width() < 260


def test_a_view_without_controls_leaves_the_room(bar: ViewBar, labels: tuple[QLabel, QLabel]) -> None:
    bar.show_controls(None)

    assert not labels[1].isVisible()
