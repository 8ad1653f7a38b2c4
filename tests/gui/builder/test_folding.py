"""What the canvas shows of a graph."""

import pytest
from hypothesis import given, settings

from gui.builder.folding import (
    MOST_ITEMS_AT_START,
    Wire,
    block_key,
    block_sums,
    blocks,
    blocks_around,
    fold,
    open_at_start,
)  # fmt: skip
from models.arithmetic import examine
from models.catalogue import ARCHITECTURES, architecture
from models.graph import Graph, Node
from models.nodes import Add, Convolution, Input
from tests.models.editing.random_graphs import sound_graphs

GRAPH = Graph(
    "test",
    (
        Node("input", Input((8, 8, 4))),
        Node("a", Convolution(4), ("input",), "stage/block1"),
        Node("b", Convolution(4), ("a",), "stage/block1"),
        Node("sum", Add(), ("b", "input"), "stage"),
        Node("last", Convolution(4), ("sum",), "alone"),
    ),
    ("last",),
)


def test_a_folded_block_is_one_item_with_one_edge_for_each_neighbour() -> None:
    folded = fold(GRAPH, ())

    assert [item.key for item in folded.items] == ["input", "stage/", "last"]
    assert [(edge.source, edge.target) for edge in folded.edges] == [("input", "stage/"), ("stage/", "last")]
    assert folded.edges[0].wires == (Wire("input", "a", 0), Wire("input", "sum", 1))


def test_an_open_block_is_a_frame_around_its_items() -> None:
    folded = fold(GRAPH, {"stage"})

    assert [item.key for item in folded.items] == ["input", "stage/block1/", "sum", "last"]
    assert [(frame.path, frame.frame) for frame in folded.frames] == [("stage", "")]
    assert [item.frame for item in folded.items] == ["", "stage", "stage", ""]


def test_frames_of_open_blocks_stand_in_each_other() -> None:
    folded = fold(GRAPH, {"stage", "stage/block1"})

    assert [(frame.path, frame.frame, frame.title) for frame in folded.frames] == [
        ("stage", "", "stage"),
        ("stage/block1", "stage", "block1"),
    ]


def test_a_block_inside_a_folded_one_stays_hidden() -> None:
    assert [item.key for item in fold(GRAPH, {"stage/block1"}).items] == ["input", "stage/", "last"]


def test_a_block_of_one_node_does_not_fold() -> None:
    assert list(blocks(GRAPH)) == ["stage", "stage/block1"]


def test_a_hidden_node_is_found_behind_its_blocks() -> None:
    assert blocks_around(GRAPH, "a") == ("stage", "stage/block1")


def test_sums_of_a_block_are_those_of_its_nodes() -> None:
    examination = examine(GRAPH)

    sums = block_sums(GRAPH, examination, blocks(GRAPH)["stage"])

    assert (sums.layers, sums.parameters) == (3, 2 * (3 * 3 * 4 * 4 + 4))
    assert sums.parameter_share == pytest.approx(2 / 3)
    assert (sums.output_shape, sums.receptive_field) == ((8, 8, 4), (5, 5))


@pytest.mark.parametrize("name", ["lenet5", "googlenet", "resnet50", "resnet152", "densenet201"])
def test_known_networks_begin_with_few_items(name: str) -> None:
    graph = architecture(name).graph()

    assert len(fold(graph, open_at_start(graph)).items) <= MOST_ITEMS_AT_START


def test_small_networks_begin_open() -> None:
    graph = ARCHITECTURES["lenet5"].graph()

    assert open_at_start(graph) == frozenset(blocks(graph))


@settings(max_examples=50, deadline=None)
@given(sound_graphs())
def test_every_node_is_shown_once(graph: Graph) -> None:
    folded = fold(graph, {"one"})

    assert sorted(name for item in folded.items for name in item.nodes) == sorted(node.name for node in graph.nodes)


def test_keys_of_blocks_are_no_names_of_nodes() -> None:
    assert block_key("stage1") == "stage1/"
