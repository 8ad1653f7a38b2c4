"""One action turns the dense layers of the drawn network into convolutions."""

import pytest
from PySide6.QtGui import QUndoStack
from pytestqt.qtbot import QtBot

from gui.builder.document import GraphDocument
from gui.builder.drawn_network import DrawnNetwork, catalogue_network
from gui.pages.network.fully_convolutional import MakeFullyConvolutional
from models.architectures.chain import Chain
from models.fully_convolutional import fully_convolutional
from models.nodes import Convolution


@pytest.fixture
def document(qtbot: QtBot) -> GraphDocument:
    stack = QUndoStack()
    document = GraphDocument(stack, catalogue_network("lenet5"))
    stack.setParent(document)
    return document


def test_the_drawn_network_is_converted_in_one_step(qtbot: QtBot, document: GraphDocument) -> None:
    before = document.graph
    action = MakeFullyConvolutional(document, document)

    with qtbot.waitSignal(action.noticed) as told:
        action.trigger()

    assert document.graph == fully_convolutional(before).graph
    assert told.args[0].text.startswith("2 dense layers became convolutions with the same weights.")


def test_one_undo_takes_it_back(qtbot: QtBot) -> None:
    stack = QUndoStack()
    document = GraphDocument(stack, catalogue_network("lenet5"))
    before = document.graph

    MakeFullyConvolutional(document, document).trigger()
    stack.undo()

    assert document.graph == before


def test_a_network_without_dense_layers_stays_as_it_is(qtbot: QtBot, document: GraphDocument) -> None:
    chain = Chain((8, 8, 3))
    chain.add("maps", Convolution(4))
    document.replace(DrawnNetwork(chain.finish("maps")), "maps")
    before = document.graph
    action = MakeFullyConvolutional(document, document)

    with qtbot.waitSignal(action.noticed) as told:
        action.trigger()

    assert document.graph == before
    assert "no dense layer" in told.args[0].text
