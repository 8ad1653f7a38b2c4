"""Catalogue, comparison and preparation as parts of the Network page."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.actions import Actions
from gui.builder.architecture_facts import ArchitectureFacts
from gui.pages.network.page import NetworkPage
from gui.session import Session
from tests.gui.answering import Answers
from tests.gui.sample_runs import sample_config


@pytest.fixture
def page(qtbot: QtBot, quiet_session: Session, answers: Answers, actions: Actions) -> NetworkPage:
    page = NetworkPage(quiet_session, actions)
    qtbot.addWidget(page)
    page.resize(1208, 772)
    page.show()
    return page


def test_details_tell_of_the_network_that_the_keyboard_is_on(qtbot: QtBot, page: NetworkPage) -> None:
    page.show_tab("catalogue")
    page.catalogue.cards["linear"].setFocus()

    qtbot.keyClick(page.catalogue.cards["linear"], Qt.Key.Key_Right)

    assert page.catalogue.facts.isVisible()
    assert not page.panel.isVisible()


def test_beside_the_canvas_details_are_about_what_is_drawn(page: NetworkPage) -> None:
    page.show_tab("catalogue")
    page.show_tab("canvas")

    assert page.panel.isVisible()
    assert not page.findChild(ArchitectureFacts).isVisible()


def test_compare_puts_the_drawn_network_beside_that_of_the_catalogue(qtbot: QtBot, page: NetworkPage) -> None:
    page.show_tab("catalogue")
    page.catalogue.cards["lenet5"].setFocus()

    qtbot.mouseClick(page.catalogue.facts.compare, Qt.MouseButton.LeftButton)

    assert page.current_tab == "compare"
    assert (page.comparison.bar.left.value, page.comparison.bar.right.value) == ("drawn", "lenet5")
    qtbot.waitUntil(page.comparison.table.isVisible)


def test_the_planned_input_tells_which_networks_fit(quiet_session: Session, page: NetworkPage) -> None:
    quiet_session.plan.take(sample_config())

    assert page.catalogue.bar.fits.isEnabled()


def test_what_the_tabs_tell_stands_in_a_banner(qtbot: QtBot, page: NetworkPage) -> None:
    page.show_tab("compare")
    page.comparison.open_graph("/nowhere/missing.json")

    qtbot.waitUntil(page.banners.isVisible)


def test_beside_the_preparation_details_hold_its_fields(quiet_session: Session, page: NetworkPage) -> None:
    quiet_session.plan.take(sample_config())

    page.show_tab("preparation")

    assert page.preparation.panel.form.row("input.scale").isVisible()


def test_without_pictures_the_preparation_asks_for_a_folder(qtbot: QtBot, page: NetworkPage, actions: Actions) -> None:
    page.show_tab("preparation")

    with qtbot.waitSignal(actions.requested) as requested:
        qtbot.mouseClick(page.preparation.open, Qt.MouseButton.LeftButton)

    assert requested.args == ["open_folder"]
