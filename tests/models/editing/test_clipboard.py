"""Nodes as text, pasted into the same and other graphs."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.catalogue import architecture
from models.editing.clipboard import can_paste, copy_text, paste_text
from models.graph import Graph, GraphError, Node
from models.nodes import Convolution, Dense, Flatten, Input
from tests.models.editing.random_graphs import sound_graphs

GRAPH = Graph(
    "test",
    (
        Node("input", Input((8, 8, 3))),
        Node("a", Convolution(4), ("input",), "block"),
        Node("b", Convolution(4), ("a",), "block", "a"),
        Node("c", Flatten(), ("b",)),
    ),
    ("c",),
)


def test_pasted_nodes_have_names_of_their_own_and_wires_among_them() -> None:
    added = paste_text(GRAPH, copy_text(GRAPH, {"a", "b"}))

    assert added.names == ("a_2", "b_2")
    assert added.graph.node("b_2").inputs == ("a_2",)
    assert added.graph.node("b_2").weights_of == "a_2"
    assert added.graph.node("b_2").block == "block_2"


def test_a_wire_from_outside_is_kept_where_that_node_exists() -> None:
    assert paste_text(GRAPH, copy_text(GRAPH, {"a"})).graph.node("a_2").inputs == ("input",)


def test_a_wire_from_outside_is_open_in_another_graph() -> None:
    other = Graph("other", (Node("picture", Input((8, 8, 3))),), ("picture",))

    added = paste_text(other, copy_text(GRAPH, {"a", "b"}))

    assert added.graph.node("a").inputs == ()
    assert added.graph.node("b").inputs == ("a",)
    assert added.graph.outputs == ("picture",)


def test_a_whole_network_is_pasted_into_an_empty_graph() -> None:
    lenet = architecture("lenet5").graph()

    pasted = paste_text(Graph("lenet5", (), ()), json.dumps(lenet.to_json())).graph

    assert pasted == lenet


def test_outputs_stay_when_nodes_are_pasted() -> None:
    assert paste_text(GRAPH, copy_text(GRAPH, {"c"})).graph.outputs == ("c",)


@pytest.mark.parametrize("text", ["", "layers", "[]", "7", '{"nodes": 3}', "[" * 100_000])
def test_other_text_is_refused_with_a_sentence(text: str) -> None:
    assert not can_paste(text)
    with pytest.raises(GraphError, match="Received"):
        paste_text(GRAPH, text)


def test_text_with_nodes_can_be_pasted() -> None:
    assert can_paste(copy_text(GRAPH, {"a"}))
    assert not can_paste(copy_text(GRAPH, set()))


def test_shared_weights_do_not_lead_out_of_another_graph() -> None:
    text = copy_text(GRAPH, {"b"})

    assert paste_text(Graph("", (), ()), text).graph.node("b").weights_of == ""
    assert paste_text(GRAPH, text).graph.node("b_2").weights_of == "a"


@settings(max_examples=40, deadline=None)
@given(sound_graphs(), st.sets(st.integers(0, 14)))
def test_pasting_adds_the_copied_nodes_and_changes_no_other(graph: Graph, places: set[int]) -> None:
    chosen = [node.name for place, node in enumerate(graph.nodes) if place in places]

    added = paste_text(graph, copy_text(graph, chosen))

    assert len(set(added.names)) == len(chosen)
    assert added.graph.nodes[: len(graph.nodes)] == graph.nodes


def test_a_pasted_layer_has_the_same_options() -> None:
    graph = Graph("", (Node("dense", Dense(7, bias=False)),), ("dense",))

    assert paste_text(GRAPH, copy_text(graph, {"dense"})).graph.node("dense").operation == Dense(7, bias=False)
