"""Edges follow the mouse, and outputs follow edges."""

import pytest

from models.editing.edits import add_node
from models.editing.wires import common_block, connect, disconnect, insert_behind, insert_between
from models.graph import Graph, Node
from models.nodes import Add, Convolution, Dense, Flatten, GlobalAveragePooling, Input, MaximumPooling, Subtract

INPUT = Node("input", Input((8, 8, 3)))
FORK = Graph(
    "fork",
    (
        INPUT,
        Node("a", Convolution(3), ("input",), "block"),
        Node("b", Convolution(3), ("a",), "block/inner"),
        Node("sum", Add(), ("b", "a")),
    ),
    ("sum",),
)


def inputs(graph: Graph, name: str) -> tuple[str, ...]:
    return graph.node(name).inputs


def test_a_used_input_is_replaced() -> None:
    assert inputs(connect(FORK, "input", "b"), "b") == ("input",)


def test_a_merge_takes_one_more_input() -> None:
    assert inputs(connect(FORK, "input", "sum"), "sum") == ("b", "a", "input")


def test_a_chosen_input_of_a_merge_is_replaced() -> None:
    assert inputs(connect(FORK, "input", "sum", position=0), "sum") == ("input", "a")


def test_the_last_of_two_inputs_is_replaced_when_both_are_used() -> None:
    graph = Graph("", (*FORK.nodes, Node("difference", Subtract(), ("a", "b"))), ("difference",))

    assert inputs(connect(graph, "input", "difference"), "difference") == ("a", "input")


@pytest.mark.parametrize(("source", "target"), [("a", "a"), ("a", "input"), ("nowhere", "a"), ("a", "nowhere")])
def test_wires_that_make_no_sense_change_nothing(source: str, target: str) -> None:
    assert connect(FORK, source, target) == FORK


def test_the_output_moves_on_when_it_is_read() -> None:
    loose = add_node(add_node(FORK, Flatten()).graph, Dense(2), inputs=["flatten"]).graph

    assert connect(loose, "sum", "flatten").outputs == ("dense",)


def test_an_output_that_was_read_already_stays() -> None:
    graph = add_node(Graph("", FORK.nodes, ("a", "sum")), Flatten()).graph

    assert connect(graph, "a", "flatten").outputs == ("a", "sum")


def test_a_removed_edge_leaves_the_others() -> None:
    assert inputs(disconnect(FORK, "b", "sum"), "sum") == ("a",)


@pytest.mark.parametrize("position", [-1, 0, 7])
def test_an_edge_that_is_not_there_cannot_be_removed(position: int) -> None:
    assert disconnect(FORK, "a", "sum", position=position) == FORK
    assert disconnect(FORK, "input", "sum") == FORK


def test_a_node_behind_another_takes_its_readers() -> None:
    added = insert_behind(FORK, "a", MaximumPooling())

    assert inputs(added.graph, "b") == inputs(added.graph, "sum")[1:] == added.names
    assert inputs(added.graph, added.names[0]) == ("a",)
    assert added.graph.node(added.names[0]).block == "block"


def test_a_node_behind_the_output_is_the_output() -> None:
    assert insert_behind(FORK, "sum", Flatten()).graph.outputs == ("flatten",)


def test_a_node_behind_nothing_stands_alone() -> None:
    added = insert_behind(FORK, "nowhere", Flatten())

    assert inputs(added.graph, "flatten") == ()
    assert added.graph.outputs == ("sum",)


def test_a_node_on_an_edge_leaves_the_other_readers() -> None:
    added = insert_between(FORK, ("a", "sum"), Convolution(3), name="shortcut")

    assert inputs(added.graph, "sum") == ("b", "shortcut")
    assert inputs(added.graph, "b") == ("a",)
    assert added.graph.problems() == []


def test_a_node_on_an_edge_belongs_to_the_block_around_both_ends() -> None:
    added = insert_between(FORK, ("a", "b"), Convolution(3))

    assert added.graph.node(added.names[0]).block == "block"


def test_a_common_block_holds_all() -> None:
    assert common_block(["stage1/block1", "stage1/block2/inner"]) == "stage1"
    assert common_block(["stage1", ""]) == ""


def test_a_network_is_built_from_nothing() -> None:
    graph = add_node(Graph("new", (), ()), Input((32, 32, 3))).graph
    for operation in (Convolution(8), MaximumPooling(), Convolution(16), GlobalAveragePooling(), Dense(10)):
        graph = insert_behind(graph, graph.outputs[0], operation).graph

    assert graph.problems() == []
    assert [node.name for node in graph.nodes[1:4]] == ["convolution", "maximum_pooling", "convolution_2"]
    assert graph.outputs == ("dense",)
