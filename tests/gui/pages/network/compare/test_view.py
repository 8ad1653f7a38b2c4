"""The Compare tab shows any two networks side by side."""

import csv
import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from gui.builder.drawn_network import DrawnNetwork, catalogue_network
from gui.notice import Notice
from gui.pages.network.compare.view import ComparisonView
from gui.session import Session
from models.catalogue import architecture
from models.graph import Graph
from tests.gui.sample_runs import sample_config, write_run


@pytest.fixture
def view(qtbot: QtBot, session: Session) -> ComparisonView:
    view = ComparisonView(session)
    qtbot.addWidget(view)
    view.resize(888, 716)
    view.show()
    view.compare("lenet5", "resnet18")
    qtbot.waitUntil(lambda: _titles(view) == ["LeNet-5", "ResNet-18"])
    return view


def _titles(view: ComparisonView) -> list[str]:
    columns = view.table.rows_model.columns
    return [columns[0].title, columns[len(columns) // 2].title]


def test_two_networks_of_the_catalogue_stand_side_by_side(view: ComparisonView) -> None:
    assert view.table.isVisible()
    assert view.table.rows_model.rows[0].heading == "Full size"
    assert "Parameters: 61.7 k and 11.7 M, 190 ×" in view.totals.accessibleDescription()


def test_another_network_is_picked_by_the_keyboard(qtbot: QtBot, view: ComparisonView) -> None:
    view.bar.left.setFocus()

    qtbot.keyClick(view.bar.left, Qt.Key.Key_Up)

    qtbot.waitUntil(lambda: _titles(view)[0] != "LeNet-5")
    assert view.bar.left.value != "lenet5"


def test_swapping_changes_the_sides(qtbot: QtBot, view: ComparisonView) -> None:
    qtbot.mouseClick(view.bar.swap, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: _titles(view) == ["ResNet-18", "LeNet-5"])


def test_charts_show_both_networks_and_the_second_is_dashed(qtbot: QtBot, view: ComparisonView) -> None:
    view.bar.parts.setFocus()
    qtbot.keyClick(view.bar.parts, Qt.Key.Key_Right)

    curves = view.charts.plot.state.curves
    assert view.charts.isVisible()
    assert {curve.name: curve.dash for curve in curves} == {"LeNet-5": "solid", "ResNet-18": "dashed"}
    assert view.charts.plot.readout_at(1.0).rows[0].values[0] == 156


def test_the_cumulative_switch_adds_up(qtbot: QtBot, view: ComparisonView) -> None:
    view.bar.part_chosen.emit("charts")

    qtbot.mouseClick(view.charts.cumulative, Qt.MouseButton.LeftButton)

    assert view.charts.plot.readout_at(5.0).rows[0].values[0] == 61_706


def test_the_table_is_copied_with_the_keyboard(qtbot: QtBot, view: ComparisonView) -> None:
    with qtbot.waitSignal(view.noticed) as noticed:
        qtbot.keyClick(view.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert noticed.args[0].kind == "success"
    assert QGuiApplication.clipboard().text().startswith("stage\tLeNet-5: layer")


def test_the_table_is_saved_as_csv(view: ComparisonView, tmp_path: Path) -> None:
    view.save_table(str(tmp_path / "table.csv"))

    rows = list(csv.reader((tmp_path / "table.csv").read_text().splitlines()))
    assert rows[0][1] == "LeNet-5: layer"
    assert {len(row) for row in rows} == {15}


def test_a_place_that_cannot_be_written_is_told(qtbot: QtBot, view: ComparisonView, tmp_path: Path) -> None:
    with qtbot.waitSignal(view.noticed) as noticed:
        view.save_table(str(tmp_path / "missing" / "table.csv"))

    assert isinstance(noticed.args[0], Notice)
    assert noticed.args[0].kind == "error"


def test_the_drawn_network_and_runs_can_be_compared(qtbot: QtBot, session: Session, view: ComparisonView) -> None:
    run = write_run("digits-1")
    session.library.refresh()
    session.plan.take(sample_config(network="linear"))

    view.compare("drawn", f"run:{run}")

    qtbot.waitUntil(lambda: _titles(view) == ["Drawn: Linear classifier", "Run: digits-1"])


def test_an_edit_shows_at_once(qtbot: QtBot, session: Session, view: ComparisonView) -> None:
    view.compare("drawn", "linear")
    qtbot.waitUntil(lambda: _titles(view)[0].startswith("Drawn"))

    session.document.replace(catalogue_network("mlp"), "network mlp")

    qtbot.waitUntil(lambda: _titles(view) == ["Drawn: Multilayer perceptron", "Linear classifier"])


def test_a_broken_network_says_what_is_wrong(qtbot: QtBot, session: Session, view: ComparisonView) -> None:
    broken = DrawnNetwork(Graph("broken", architecture("linear").graph().nodes, ()))

    session.document.replace(broken, "break")
    view.compare("drawn", "linear")

    qtbot.waitUntil(lambda: not view.table.isVisible())
    assert not view.bar.copy.isEnabled()


def test_an_opened_graph_takes_the_second_place(qtbot: QtBot, view: ComparisonView, tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    path.write_text(json.dumps(architecture("mlp").graph().to_json()))

    view.open_graph(str(path))

    qtbot.waitUntil(lambda: _titles(view) == ["LeNet-5", "File: mine"])


def test_a_broken_graph_is_refused_with_a_notice(qtbot: QtBot, view: ComparisonView, tmp_path: Path) -> None:
    path = tmp_path / "broken.json"
    path.write_text("{}")

    with qtbot.waitSignal(view.noticed) as noticed:
        view.open_graph(str(path))

    assert noticed.args[0].text.startswith("Cannot open the network.")


def test_before_anything_is_computed_it_says_what_to_do(qtbot: QtBot, session: Session) -> None:
    view = ComparisonView(session)
    qtbot.addWidget(view)

    assert not view.bar.copy.isEnabled()
    assert view.bar.copy.toolTip() == "Needs two networks. Choose them at the left."
