"""The document holds one network, examines it at every edit, and undoes each edit."""

from PySide6.QtGui import QUndoStack
from PySide6.QtTest import QSignalSpy

from gui.builder.document import GraphDocument
from gui.builder.drawn_network import DrawnNetwork, catalogue_network
from models.classifier import Purpose
from models.editing.edits import remove_nodes
from models.graph import Graph


def test_an_edit_is_examined_and_undone(document: GraphDocument, undo_stack: QUndoStack, chain: Graph) -> None:
    document.edit(remove_nodes(chain, ["gap"]), "removing gap")

    assert [problem.node for problem in document.problems] == ["dense"]
    assert undo_stack.undoText() == "removing gap"
    undo_stack.undo()
    assert document.graph == chain
    assert not document.problems


def test_an_edited_network_is_no_longer_that_of_the_catalogue(undo_stack: QUndoStack) -> None:
    document = GraphDocument(undo_stack, catalogue_network("lenet5"))

    document.set_option("c1", "filters", 8)

    assert document.drawn.is_edited
    undo_stack.undo()
    assert document.drawn.architecture == "lenet5"


def test_changes_of_one_option_in_a_row_are_one_step(document: GraphDocument, undo_stack: QUndoStack) -> None:
    for filters in (17, 18, 19):
        document.set_option("conv", "filters", filters)

    assert undo_stack.count() == 1
    undo_stack.undo()
    assert document.graph.node("conv").options["filters"] == 16


def test_another_option_is_another_step(document: GraphDocument, undo_stack: QUndoStack) -> None:
    document.set_option("conv", "filters", 17)
    document.set_option("conv", "kernel", (5, 5))

    assert undo_stack.count() == 2


def test_a_removed_node_takes_its_place_along(document: GraphDocument, chain: Graph) -> None:
    document.move({"gap": (300.0, 40.0), "conv": (0.0, 80.0)})

    document.edit(remove_nodes(chain, ["gap"]), "removing gap")

    assert document.drawn.positions == {"conv": (0.0, 80.0)}


def test_moving_does_not_count_as_an_edit_of_the_network(undo_stack: QUndoStack) -> None:
    document = GraphDocument(undo_stack, catalogue_network("lenet5"))

    document.move({"c1": (10.0, 20.0)})

    assert not document.drawn.is_edited
    document.tidy()
    assert not document.drawn.positions
    undo_stack.undo()
    assert document.drawn.positions == {"c1": (10.0, 20.0)}


def test_only_another_network_tells_that_it_is_one(document: GraphDocument, chain: Graph) -> None:
    replaced = QSignalSpy(document.replaced)

    document.edit(remove_nodes(chain, ["gap"]), "removing gap")
    assert replaced.count() == 0

    document.replace(catalogue_network("lenet5"), "network lenet5")
    assert replaced.count() == 1


def test_a_purpose_adds_what_keeps_the_network_from_learning(document: GraphDocument) -> None:
    assert not document.problems

    document.set_purpose(Purpose(classes=4, picture=(32, 32, 3)))

    (problem,) = document.problems
    assert problem.message == "The network says 10 values, but there are 4 classes."
    assert [repair.title for repair in document.repairs(problem)] == ["Give it 4 outputs", "Append a classifier"]


def test_nothing_is_told_when_nothing_changes(document: GraphDocument, chain: Graph, undo_stack: QUndoStack) -> None:
    changed = QSignalSpy(document.changed)

    document.edit(chain, "nothing")
    document.show(DrawnNetwork(chain))
    document.set_option("conv", "filters", 16)

    assert changed.count() == 0
    assert undo_stack.count() == 0
