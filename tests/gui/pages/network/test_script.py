"""The Script tab shows the network as code."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from gui.notice import Notice
from gui.pages.network.script import ScriptView
from gui.theme import theme
from models.catalogue import architecture
from models.graph import Graph
from models.script import write_script

LENET = architecture("lenet5").graph()


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[ScriptView]:
    view = ScriptView()
    qtbot.addWidget(view)
    view.resize(888, 716)
    view.show()
    view.set_graph(LENET)
    qtbot.waitUntil(lambda: view.text.toPlainText() != "")
    yield view
    QGuiApplication.clipboard().clear()


def test_the_script_of_the_network_is_shown(view: ScriptView) -> None:
    assert view.text.toPlainText() == write_script(LENET)
    assert view.text.isReadOnly()


def test_another_network_replaces_it(qtbot: QtBot, view: ScriptView) -> None:
    view.set_graph(architecture("mlp").graph())

    qtbot.waitUntil(lambda: "mlp:" in view.text.toPlainText())


def test_a_hidden_view_writes_nothing_until_it_is_shown(qtbot: QtBot) -> None:
    view = ScriptView()
    qtbot.addWidget(view)

    view.set_graph(LENET)
    assert view.text.toPlainText() == ""

    view.show()
    qtbot.waitUntil(lambda: view.text.toPlainText() != "")


def test_copy_takes_the_whole_script(qtbot: QtBot, view: ScriptView) -> None:
    with qtbot.waitSignal(view.noticed) as told:
        qtbot.mouseClick(view.copy, Qt.MouseButton.LeftButton)

    assert QGuiApplication.clipboard().text() == write_script(LENET)
    assert told.args == [Notice("success", "The script is copied.")]


def test_the_script_is_saved(qtbot: QtBot, view: ScriptView, tmp_path: Path) -> None:
    with qtbot.waitSignal(view.noticed):
        view.save_script(str(tmp_path / "network.py"))

    assert (tmp_path / "network.py").read_text() == write_script(LENET)


def test_a_folder_that_cannot_be_written_is_told(qtbot: QtBot, view: ScriptView, tmp_path: Path) -> None:
    with qtbot.waitSignal(view.noticed) as told:
        view.save_script(str(tmp_path / "missing" / "network.py"))

    assert told.args[0].kind == "error"
    assert "Choose another folder" in told.args[0].text


def test_a_broken_network_has_no_script(qtbot: QtBot, view: ScriptView) -> None:
    view.set_graph(Graph("empty", (), ()))

    qtbot.waitUntil(lambda: not view.text.isVisible())
    assert not view.copy.isEnabled()


def test_words_take_the_colours_of_the_theme(qtbot: QtBot, view: ScriptView) -> None:
    block = view.text.document().findBlockByNumber(6)
    assert block.text() == "import keras"

    formats = block.layout().formats()

    assert formats[0].format.foreground().color() == theme().colour("accent")
