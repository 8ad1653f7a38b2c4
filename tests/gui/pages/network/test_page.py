"""The Network page shows the drawn network, edits it, and says where its numbers come from."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from engine.network_plan import CUSTOM
from gui.actions import Actions, Facts
from gui.builder.drawn_network import catalogue_network
from gui.pages.network.page import NetworkPage
from gui.pages.network.view import changed_options
from gui.session import Session
from gui.widgets.combo import Combo
from gui.widgets.fields import NumberField, TextField
from models.graph import Graph
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


def _planned_graph(session: Session) -> Graph:
    assert session.plan.config is not None
    return Graph.from_json(session.plan.config.network.graph)


def test_without_data_a_network_of_the_catalogue_can_be_drawn(qtbot: QtBot, session: Session, actions: Actions) -> None:
    page = _make_page(qtbot, session, actions)

    qtbot.mouseClick(page.catalogue.cards["lenet5"], Qt.MouseButton.LeftButton)

    assert "61,706" in _texts(page)
    assert not page.train.isEnabled()
    assert page.train.toolTip() == "Needs data first. Open a folder of pictures."


def test_the_planned_network_is_drawn_and_listed(qtbot: QtBot, session: Session, actions: Actions) -> None:
    page = _make_page(qtbot, session, actions)

    session.plan.take(sample_config())

    names = [row.name for row in page.table.rows_model.rows]
    assert names[:2] == ["input", "c1"]
    assert page.canvas.scene.card_of("c1") is not None
    assert page.catalogue.cards["lenet5"].is_chosen


def test_an_option_redraws_the_network_and_undo_brings_it_back(
    qtbot: QtBot, session: Session, actions: Actions
) -> None:
    page = _make_page(qtbot, session, actions)
    session.plan.take(sample_config())
    form = page.panel.network.form
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


def test_a_selected_layer_shows_its_arithmetic(qtbot: QtBot, session: Session, actions: Actions) -> None:
    page = _make_page(qtbot, session, actions)
    session.plan.take(sample_config())

    page.table.choose(1)

    qtbot.waitUntil(lambda: "(32 − 5 + 2 · 0) / 1 + 1 =" in _shown(page))
    assert "156" in _shown(page)
    assert page.selection.names == ("c1",)


def test_an_edited_option_of_a_layer_makes_the_plan_custom_and_undo_takes_it_back(
    qtbot: QtBot, session: Session, actions: Actions
) -> None:
    page = _make_page(qtbot, session, actions)
    session.plan.take(sample_config())
    page.selection.choose(["c1"])
    filters = page.panel.node.form.row("filters").control
    assert isinstance(filters, NumberField)

    filters.setFocus()
    filters.selectAll()
    qtbot.keyClicks(filters, "12")
    qtbot.keyClick(filters, Qt.Key.Key_Return)

    assert session.plan.config is not None
    assert session.plan.config.network.name == CUSTOM
    assert _planned_graph(session).node("c1").options["filters"] == 12
    session.undo_stack.undo()
    assert session.plan.config.network.name == "lenet5"
    assert filters.value == 6


def test_a_value_that_cannot_be_is_refused_at_its_field(qtbot: QtBot, session: Session, actions: Actions) -> None:
    page = _make_page(qtbot, session, actions)
    session.plan.take(sample_config())
    page.selection.choose(["c1"])
    row = page.panel.node.form.row("kernel")
    assert isinstance(row.control, TextField)

    row.control.setText("five")
    qtbot.keyClick(row.control, Qt.Key.Key_Return)

    assert row.problem == "Kernel has no such value. Received: five. Enter one number, or two as 5 × 3."
    assert _planned_graph(session).node("c1").options["kernel"] == (5, 5)


def test_a_broken_network_cannot_be_trained_and_says_why(qtbot: QtBot, session: Session, actions: Actions) -> None:
    page = _make_page(qtbot, session, actions)
    session.plan.take(sample_config())
    actions.update(Facts(has_dataset=True, has_plan=True))

    session.document.set_option("c1", "kernel", (40, 40))

    assert not page.train.isEnabled()
    assert page.train.toolTip().startswith("Node 'c1':")
    assert page.panel.network.notes
    session.undo_stack.undo()
    assert page.train.isEnabled()


def test_a_network_for_other_classes_is_repaired_with_one_click(
    qtbot: QtBot, session: Session, actions: Actions
) -> None:
    page = _make_page(qtbot, session, actions)
    session.plan.take(sample_config())
    session.document.set_option("logits", "units", 7)

    note = page.panel.network.notes[0]
    qtbot.mouseClick(note.buttons[0], Qt.MouseButton.LeftButton)

    assert note.buttons[0].text() == "Give it 10 outputs"
    assert _planned_graph(session).shapes()["scores"] == (10,)
    assert not session.plan.obstacle


def test_the_primary_button_leads_to_training(qtbot: QtBot, session: Session, actions: Actions) -> None:
    page = _make_page(qtbot, session, actions)
    actions.update(Facts(has_plan=True))

    with qtbot.waitSignal(actions.requested) as requested:
        qtbot.mouseClick(page.train, Qt.MouseButton.LeftButton)

    assert requested.args == ["show_train"]


def test_an_estimate_stands_behind_the_sums(qtbot: QtBot, session: Session, actions: Actions) -> None:
    page = _make_page(qtbot, session, actions)

    page.set_estimate([("30 epochs here", "about 2 h")])

    assert _texts(page)[-2:] == ["30 epochs here", "about 2 h"]


def test_only_options_that_are_not_defaults_are_kept() -> None:
    drawn = catalogue_network("lenet5")

    assert changed_options(drawn, "dropout", 0.5) == {"dropout": 0.5}
    assert changed_options(drawn, "dropout", 0.0) == {}


def test_a_problem_leads_to_its_layer(qtbot: QtBot, session: Session, actions: Actions) -> None:
    page = _make_page(qtbot, session, actions)
    session.plan.take(sample_config())
    session.document.set_option("c1", "kernel", (40, 40))

    qtbot.mouseClick(page.panel.network.notes[0].place, Qt.MouseButton.LeftButton)

    assert page.selection.names == ("c1",)
    assert page.panel.node.notes
