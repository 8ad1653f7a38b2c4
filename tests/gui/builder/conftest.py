"""A canvas with a small network, and a pointer over it."""

import pytest
from PySide6.QtGui import QUndoStack
from pytestqt.qtbot import QtBot

from gui.builder.canvas.canvas import Canvas
from gui.builder.canvas.selection import CanvasSelection
from gui.builder.document import GraphDocument
from gui.builder.drawn_network import DrawnNetwork
from gui.builder.editor import GraphEditor
from gui.theme import theme
from models.graph import Graph, Node
from models.nodes import Convolution, Dense, GlobalAveragePooling, Input, MaximumPooling
from tests.gui.builder.pointer import Pointer


@pytest.fixture
def chain() -> Graph:
    """Input, convolution, pooling, global average pooling, dense."""
    nodes = (
        Node("input", Input((32, 32, 3))),
        Node("conv", Convolution(16), ("input",)),
        Node("pool", MaximumPooling(), ("conv",)),
        Node("gap", GlobalAveragePooling(), ("pool",)),
        Node("dense", Dense(10), ("gap",)),
    )
    return Graph("chain", nodes, ("dense",))


@pytest.fixture
def undo_stack(qtbot: QtBot) -> QUndoStack:
    return QUndoStack()


@pytest.fixture
def document(chain: Graph, undo_stack: QUndoStack) -> GraphDocument:
    return GraphDocument(undo_stack, DrawnNetwork(chain))


@pytest.fixture
def canvas(qtbot: QtBot, document: GraphDocument) -> Canvas:
    theme().install("light")
    selection = CanvasSelection()
    canvas = Canvas(document, selection, GraphEditor(document, selection))
    selection.setParent(canvas)
    qtbot.addWidget(canvas)
    canvas.resize(900, 640)
    canvas.show()
    qtbot.waitExposed(canvas)
    return canvas


@pytest.fixture
def pointer(qtbot: QtBot, canvas: Canvas) -> Pointer:
    return Pointer(qtbot, canvas)
