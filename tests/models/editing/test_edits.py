"""Edits of single nodes keep a graph together."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.editing.edits import (
    add_node,
    change_operation,
    is_read_by,
    remove_nodes,
    rename,
    set_option,
    set_outputs,
)  # fmt: skip
from models.editing.names import free_name
from models.graph import Auxiliary, Graph, Node
from models.nodes import Activation, Add, Convolution, Dense, Flatten, Input
from models.problems import RuleError
from tests.models.editing.random_graphs import NAMES, broken_graphs, sound_graphs

INPUT = Node("input", Input((8, 8, 3)))
CHAIN = Graph(
    "chain",
    (
        INPUT,
        Node("a", Convolution(3), ("input",)),
        Node("b", Activation(), ("a",)),
        Node("sum", Add(), ("a", "b")),
        Node("last", Convolution(2), ("sum",)),
    ),
    ("last",),
)


def inputs(graph: Graph) -> dict[str, tuple[str, ...]]:
    return {node.name: node.inputs for node in graph.nodes}


def test_a_new_node_gets_a_free_name() -> None:
    added = add_node(add_node(CHAIN, Convolution()).graph, Convolution())

    assert added.names == ("convolution_2",)


def test_the_number_of_a_taken_name_is_counted_on() -> None:
    assert free_name(CHAIN, "stage2", taken=["stage2", "stage3"]) == "stage4"


def test_the_first_node_is_the_output() -> None:
    assert add_node(Graph("", (), ()), Input()).graph.outputs == ("input",)


def test_a_removed_node_leaves_a_whole_wire() -> None:
    edited = remove_nodes(CHAIN, {"a"})

    assert inputs(edited) == {"input": (), "b": ("input",), "sum": ("input", "b"), "last": ("sum",)}


def test_a_merge_does_not_read_the_same_twice_after_a_removal() -> None:
    assert inputs(remove_nodes(CHAIN, {"b"}))["sum"] == ("a",)


def test_the_output_moves_to_the_node_before_a_removed_one() -> None:
    assert remove_nodes(CHAIN, {"last"}).outputs == ("sum",)
    assert remove_nodes(CHAIN, {"last", "sum"}).outputs == ("a",)


def test_a_side_output_goes_with_its_node() -> None:
    graph = Graph("", CHAIN.nodes, ("last",), (Auxiliary("b", 0.3),))

    assert remove_nodes(graph, {"b"}).auxiliary == ()


def test_weights_of_a_removed_node_go_to_the_first_that_shared_them() -> None:
    nodes = [Node(name, Convolution(3), ("input",), weights_of="" if name == "a" else "a") for name in "abc"]
    graph = Graph("", (INPUT, *nodes), ("b", "c"))

    edited = remove_nodes(graph, {"a"})

    assert [node.weights_of for node in edited.nodes] == ["", "", "b"]
    assert edited.problems() == []


def test_everything_can_be_removed() -> None:
    assert remove_nodes(CHAIN, {node.name for node in CHAIN.nodes}).nodes == ()


def test_a_node_can_do_something_else() -> None:
    assert change_operation(CHAIN, "last", Flatten()).shapes()["last"] == (192,)


def test_nodes_with_shared_weights_change_together() -> None:
    graph = Graph(
        "",
        (INPUT, Node("a", Convolution(3), ("input",)), Node("b", Convolution(3), ("a",), weights_of="a")),
        ("b",),
    )

    edited = set_option(graph, "a", "kernel", (5, 5))

    assert [node.operation for node in edited.nodes[1:]] == [Convolution(3, (5, 5))] * 2


def test_an_option_takes_only_its_values() -> None:
    assert set_option(CHAIN, "last", "filters", 7).shapes()["last"] == (8, 8, 7)
    with pytest.raises(RuleError, match="Filters"):
        set_option(CHAIN, "last", "filters", 0)


def test_a_renamed_node_keeps_its_edges_outputs_and_shares() -> None:
    nodes = (INPUT, Node("a", Dense(2), ("input",)), Node("b", Dense(2), ("a",), weights_of="a"))
    edited = rename(Graph("", nodes, ("a",), (Auxiliary("a", 0.3),)), "a", "first")

    assert inputs(edited)["b"] == ("first",)
    assert (edited.outputs, edited.auxiliary[0].node, edited.nodes[2].weights_of) == (("first",), "first", "first")


def test_a_wanted_name_that_is_taken_gets_a_number() -> None:
    assert "b_2" in inputs(rename(CHAIN, "a", "b"))


def test_slashes_do_not_get_into_names() -> None:
    assert "x_y" in inputs(rename(CHAIN, "a", " x/y "))


@pytest.mark.parametrize("wanted", ["", "  ", "a"])
def test_a_name_stays_where_nothing_else_is_wanted(wanted: str) -> None:
    assert rename(CHAIN, "a", wanted) == CHAIN


def test_outputs_are_chosen_among_the_nodes() -> None:
    assert set_outputs(CHAIN, ["b", "nowhere", "a"]).outputs == ("b", "a")


def test_a_node_is_read_by_all_that_depend_on_it() -> None:
    assert is_read_by(CHAIN, "a", "last")
    assert not is_read_by(CHAIN, "last", "a")


@settings(max_examples=60, deadline=None)
@given(sound_graphs(), st.sets(st.integers(1, 12)))
def test_names_stay_unique_and_outputs_known_after_removals(graph: Graph, places: set[int]) -> None:
    chosen = {node.name for place, node in enumerate(graph.nodes) if place in places}

    edited = remove_nodes(graph, chosen)

    names = [node.name for node in edited.nodes]
    assert set(edited.outputs) <= set(names)
    assert {source for node in edited.nodes for source in node.inputs} <= set(names)


@settings(max_examples=60, deadline=None)
@given(broken_graphs(), st.sampled_from(NAMES))
def test_broken_graphs_can_be_edited(graph: Graph, name: str) -> None:
    edited = rename(remove_nodes(set_outputs(graph, [name]), {"b", "c"}), name, "new")

    assert "b" not in {node.name for node in edited.nodes}
