"""The way of a person who builds a network on an empty canvas, errs, repairs, and trains it."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engine.contract.run_events import RunStatus
from engine.network_plan import CUSTOM
from gui.app import App
from gui.pages.network.page import NetworkPage
from gui.settings import SettingsStore
from gui.widgets.fields import TextField
from models.graph import Graph
from tests.e2e.test_whole_way import ANSWER_MS, TRAINING_MS, drop, is_over, train_page
from tests.gui.builder.pointer import Pointer

CONTROL = Qt.KeyboardModifier.ControlModifier


def network_page(app: App) -> NetworkPage:
    page = app.window.page("network")
    assert isinstance(page, NetworkPage)
    return page


def type_into(qtbot: QtBot, field: QWidget, text: str) -> None:
    assert isinstance(field, TextField)
    qtbot.mouseClick(field, Qt.MouseButton.LeftButton)
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def repair(qtbot: QtBot, page: NetworkPage) -> str:
    """Click the first repair that stands beside the selected node; returns what it was called."""
    note = page.canvas.overlays.bubble.note
    assert note is not None
    title = note.buttons[0].text()
    qtbot.mouseClick(note.buttons[0], Qt.MouseButton.LeftButton)
    return title


def begin(qtbot: QtBot, app: App) -> NetworkPage:
    """Begin with an empty canvas, whose undo history is empty."""
    app.window.activateWindow()
    app.window.show_page("network")
    qtbot.keyClick(app.window, Qt.Key.Key_N, CONTROL)
    app.session.undo_stack.clear()
    return network_page(app)


def build(page: NetworkPage, pointer: Pointer, qtbot: QtBot) -> None:
    """Convolution, pooling, convolution, global average pooling, dense: by keyboard and by the palette."""
    pointer.add("conv")
    palette = page.palette_list.list
    row = palette.row_of("node/maximum_pooling")
    qtbot.mouseClick(palette.viewport(), Qt.MouseButton.LeftButton, pos=palette.visualItemRect(row).center())
    pointer.add("conv")
    pointer.add("global average")
    pointer.add("dense")


def err_and_repair(page: NetworkPage, pointer: Pointer, qtbot: QtBot) -> list[str]:
    """Make three errors, each repaired with one click; returns what the repairs are called."""
    document = page.canvas.document
    titles = []

    pointer.click(pointer.middle("convolution_2"))
    type_into(qtbot, page.panel.node.form.row("padding").control, "valid")
    type_into(qtbot, page.panel.node.form.row("kernel").control, "40")
    assert [problem.node for problem in document.problems] == ["convolution_2"]
    titles.append(repair(qtbot, page))
    assert not document.problems

    pointer.click(pointer.middle("convolution"))
    pointer.click(pointer.middle("convolution_2"), keys=CONTROL)
    pointer.add("add")
    assert [problem.node for problem in document.problems] == ["add"]
    titles.append(repair(qtbot, page))
    assert not document.problems

    pointer.click(pointer.middle("global_average_pooling"))
    pointer.press(Qt.Key.Key_Delete)
    assert [problem.node for problem in document.problems] == ["dense"]
    pointer.click(pointer.middle("dense"))
    titles.append(repair(qtbot, page))
    assert not document.problems
    return titles


def planned_graph(app: App) -> Graph:
    assert app.session.plan.config is not None
    return Graph.from_json(app.session.plan.config.network.graph)


def test_three_errors_are_repaired_by_click_and_everything_can_be_undone(qtbot: QtBot, app: App) -> None:
    page = begin(qtbot, app)
    pointer = Pointer(qtbot, page.canvas)
    empty = app.session.document.graph

    build(page, pointer, qtbot)
    built = [node.name for node in app.session.document.graph.nodes]
    titles = err_and_repair(page, pointer, qtbot)
    finished = app.session.document.graph
    steps = app.session.undo_stack.count()
    for _ in range(steps):
        qtbot.keyClick(app.window, Qt.Key.Key_Z, CONTROL)
    undone = app.session.document.graph
    for _ in range(steps):
        qtbot.keyClick(app.window, Qt.Key.Key_Z, CONTROL | Qt.KeyboardModifier.ShiftModifier)

    assert built == [
        "input", "convolution", "maximum_pooling", "convolution_2", "global_average_pooling", "dense",
    ]  # fmt: skip
    assert len(titles) == 3
    assert undone == empty
    assert app.session.document.graph == finished


def test_a_network_from_an_empty_canvas_is_trained(qtbot: QtBot, app: App, shapes: Path) -> None:
    page = begin(qtbot, app)
    pointer = Pointer(qtbot, page.canvas)
    build(page, pointer, qtbot)

    drop(app, shapes)
    qtbot.waitUntil(lambda: app.session.plan.config is not None, timeout=ANSWER_MS)
    app.window.show_page("network")
    assert app.session.plan.config is not None
    assert app.session.plan.config.network.name == CUSTOM
    assert not page.train.isEnabled()
    page.selection.choose(())
    pointer.click(pointer.middle("dense"))
    outputs = repair(qtbot, page)
    scores = repair(qtbot, page)
    app.session.plan.set_field("training.epochs", 1)
    qtbot.mouseClick(page.train, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(train_page(app).buttons.primary, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: app.session.follower is not None, timeout=ANSWER_MS)
    qtbot.waitUntil(lambda: is_over(app), timeout=TRAINING_MS)

    assert outputs.startswith("Give it")
    assert scores == "Append softmax"
    assert app.session.follower is not None
    folder = app.session.follower.folder
    assert folder.read_state().status is RunStatus.FINISHED
    assert folder.read_config().network.graph == planned_graph(app).to_json()
    assert folder.model.is_file()


def test_an_edited_network_is_there_again_after_a_crash(qtbot: QtBot, app: App, home: Path) -> None:
    page = begin(qtbot, app)
    Pointer(qtbot, page.canvas).add("conv")
    drawn = app.session.document.drawn
    qtbot.waitUntil((home / "network.json").is_file)

    again = App(settings=SettingsStore(home / "settings.json"))
    qtbot.addWidget(again.window)
    again.open()
    qtbot.waitUntil(lambda: again.session.document.drawn == drawn)
    again.window.close()

    assert [node.name for node in again.session.document.graph.nodes] == ["input", "convolution"]
