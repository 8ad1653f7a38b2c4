"""Every control of the network views has a name, a tooltip, and is reached by the keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from gui.builder.catalogue import Catalogue
from gui.charts.time_series import TimeSeriesPlot
from gui.pages.network.compare.view import ComparisonView
from gui.pages.network.preparation.view import PreparationView
from gui.session import Session
from gui.widgets.card import Card
from gui.widgets.choices import Choices
from models.catalogue import ARCHITECTURES
from tests.gui.answering import Answers

CONTROLS = (QAbstractButton, QComboBox, QLineEdit, QAbstractItemView, TimeSeriesPlot, Card, Choices)
WITH_TIP = (QAbstractButton, QComboBox, QLineEdit, Card)
VIEWS = ["catalogue", "facts", "comparison", "preparation", "preparation panel"]


@pytest.fixture
def views(qtbot: QtBot, quiet_session: Session, answers: Answers) -> dict[str, QWidget]:
    catalogue = Catalogue(ARCHITECTURES)
    preparation = PreparationView(quiet_session)
    made: dict[str, QWidget] = {
        "catalogue": catalogue,
        "facts": catalogue.facts,
        "comparison": ComparisonView(quiet_session),
        "preparation": preparation,
        "preparation panel": preparation.panel,
    }
    for view in made.values():
        qtbot.addWidget(view)
    return made


def _controls(view: QWidget, kinds: tuple[type[QWidget], ...]) -> list[QWidget]:
    """The controls that somebody made; parts of Qt's own ones are theirs."""
    found = [widget for widget in view.findChildren(QWidget) if isinstance(widget, kinds)]
    return [widget for widget in found if type(widget).__module__.startswith("gui.")]


@pytest.mark.parametrize("name", VIEWS)
def test_every_control_has_a_name(views: dict[str, QWidget], name: str) -> None:
    nameless = [widget for widget in _controls(views[name], CONTROLS) if not widget.accessibleName()]

    assert not nameless


@pytest.mark.parametrize("name", VIEWS)
def test_every_control_has_a_tooltip(views: dict[str, QWidget], name: str) -> None:
    silent = [f"{widget.accessibleName()}" for widget in _controls(views[name], WITH_TIP) if not widget.toolTip()]

    assert not silent


@pytest.mark.parametrize("name", VIEWS)
def test_every_control_takes_the_keyboard(views: dict[str, QWidget], name: str) -> None:
    deaf = [
        widget.accessibleName()
        for widget in _controls(views[name], CONTROLS)
        if widget.focusPolicy() is Qt.FocusPolicy.NoFocus
    ]

    assert not deaf
