"""The Network page shows the planned network, changes its options and says where its numbers come from."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from gui.actions import Actions, Facts
from gui.pages.network.page import NetworkPage, layer_to_choose
from gui.pages.network.view import catalogue_network, changed_options, planned_network
from gui.session import Session
from gui.widgets.combo import Combo
from tests.gui.sample_runs import sample_config


def _make_page(qtbot: QtBot, session: Session, actions: Actions) -> NetworkPage:
    page = NetworkPage(session, actions)
    qtbot.addWidget(page)
    page.resize(1208, 772)
    page.show()
    return page


def _texts(page: NetworkPage) -> list[str]:
    return [label.text() for label in page.totals.findChildren(QLabel)]


def _shown(page: NetworkPage) -> list[str]:
    return [label.text() for label in page.panel.findChildren(QLabel) if label.isVisible()]


def test_without_data_the_catalogue_can_be_looked_at(qtbot: QtBot, session: Session, actions: Actions) -> None:
    page = _make_page(qtbot, session, actions)

    qtbot.mouseClick(page.catalogue.cards["lenet5"], Qt.MouseButton.LeftButton)

    assert "61,706" in _texts(page)
    assert not page.train.isEnabled()
    assert page.train.toolTip() == "Needs data first. Open a folder of pictures."


def test_the_planned_network_is_listed_layer_by_layer(qtbot: QtBot, session: Session, actions: Actions) -> None:
    page = _make_page(qtbot, session, actions)

    session.plan.take(sample_config())

    names = [row.name for row in page.table.rows_model.rows]
    assert names[:2] == ["input", "c1"]
    assert page.catalogue.cards["lenet5"].is_chosen


def test_an_option_redraws_the_network_and_undo_brings_it_back(
    qtbot: QtBot, session: Session, actions: Actions
) -> None:
    page = _make_page(qtbot, session, actions)
    session.plan.take(sample_config())
    form = page.panel.form
    assert form is not None
    connections = form.row("connections").control
    assert isinstance(connections, Combo)

    qtbot.keyClick(connections, Qt.Key.Key_Down)

    assert session.plan.config is not None
    assert session.plan.config.network.options == {"connections": "table"}
    assert "61,706" not in _texts(page)
    session.undo_stack.undo()
    assert "61,706" in _texts(page)
    assert connections.value == "all"


def test_a_chosen_layer_shows_its_arithmetic(qtbot: QtBot, session: Session, actions: Actions) -> None:
    page = _make_page(qtbot, session, actions)
    session.plan.take(sample_config())

    page.table.choose(1)

    qtbot.waitUntil(lambda: "(32 − 5) / 1 + 1 =" in _shown(page))
    assert "156" in _shown(page)


def test_the_primary_button_leads_to_training(qtbot: QtBot, session: Session, actions: Actions) -> None:
    page = _make_page(qtbot, session, actions)
    actions.update(Facts(has_plan=True))

    with qtbot.waitSignal(actions.requested) as requested:
        qtbot.mouseClick(page.train, Qt.MouseButton.LeftButton)

    assert requested.args == ["show_train"]


def test_the_same_layer_stays_chosen_or_else_the_first_that_learns() -> None:
    analysis = planned_network(sample_config()).analysis

    assert analysis.rows[layer_to_choose(analysis, "c3")].name == "c3"
    assert analysis.rows[layer_to_choose(analysis, "stem")].name == "c1"


def test_only_options_that_are_not_defaults_are_kept() -> None:
    shown = planned_network(sample_config())

    assert changed_options(shown, "dropout", 0.5) == {"dropout": 0.5}
    assert changed_options(shown, "dropout", 0.0) == {}


def test_a_network_of_the_catalogue_is_for_looking_only() -> None:
    assert not catalogue_network("linear").is_planned
