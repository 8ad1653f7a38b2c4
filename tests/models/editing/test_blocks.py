"""Blocks are made, dissolved and repeated."""

import pytest

from models.arithmetic import analyse
from models.catalogue import architecture
from models.editing.blocks import (
    dissolve_block,
    duplicate,
    duplicate_block,
    make_block,
    members,
    rename_block,
    set_block,
)  # fmt: skip
from models.graph import Graph, Node
from models.nodes import Activation, Add, Concatenate, Convolution, Input, Upsampling

RESIDUAL = Graph(
    "residual",
    (
        Node("input", Input((8, 8, 4))),
        Node("stage_block1_convolution", Convolution(4), ("input",), "stage/block1"),
        Node("stage_block1_sum", Add(), ("stage_block1_convolution", "input"), "stage/block1"),
        Node("end", Activation(), ("stage_block1_sum",)),
    ),
    ("end",),
)


def test_a_copy_of_a_block_stands_behind_it() -> None:
    added = duplicate_block(RESIDUAL, "stage/block1")

    assert added.names == ("stage_block2_convolution", "stage_block2_sum")
    assert added.graph.node("stage_block2_sum").inputs == ("stage_block2_convolution", "stage_block1_sum")
    assert added.graph.node("end").inputs == ("stage_block2_sum",)
    assert added.graph.node("stage_block2_sum").block == "stage/block2"


def test_several_copies_are_a_chain() -> None:
    graph = duplicate_block(RESIDUAL, "stage/block1", 3).graph

    assert graph.problems() == []
    assert graph.node("end").inputs == ("stage_block4_sum",)
    assert [len(members(graph, f"stage/block{number}")) for number in (1, 2, 3, 4)] == [2, 2, 2, 2]


def test_a_copy_of_the_end_is_the_output() -> None:
    added = duplicate(RESIDUAL, {"end"}, 2)

    assert added.names == ("end_2", "end_3")
    assert added.graph.outputs == ("end_3",)


def test_a_copied_decoder_keeps_its_skip() -> None:
    graph = Graph(
        "decoder",
        (
            Node("input", Input((8, 8, 4))),
            Node("deep", Convolution(4, stride=(2, 2)), ("input",)),
            Node("up", Upsampling(), ("deep",), "decoder"),
            Node("join", Concatenate(), ("up", "input"), "decoder"),
        ),
        ("join",),
    )

    added = duplicate_block(graph, "decoder")

    assert added.graph.node(added.names[0]).inputs == ("join",)
    assert added.graph.node(added.names[1]).inputs == (added.names[0], "input")


def test_inputs_are_not_copied() -> None:
    assert duplicate(RESIDUAL, {"input"}) == duplicate(RESIDUAL, set())
    assert duplicate(RESIDUAL, {"input"}).names == ()


def test_copies_share_weights_among_themselves() -> None:
    nodes = (
        Node("input", Input((8, 8, 4))),
        Node("a", Convolution(4), ("input",), "twice"),
        Node("b", Convolution(4), ("a",), "twice", "a"),
    )

    added = duplicate_block(Graph("", nodes, ("b",)), "twice")

    assert [added.graph.node(name).weights_of for name in added.names] == ["", added.names[0]]


@pytest.mark.parametrize(
    ("network", "block"),
    [("resnet50", "stage3/block2"), ("googlenet", "inception4b"), ("densenet121", "dense3/layer2")],
)
def test_blocks_of_known_networks_can_be_repeated(network: str, block: str) -> None:
    graph = architecture(network).graph()

    longer = duplicate_block(graph, block, 2).graph

    assert longer.problems() == []
    assert analyse(longer).parameters > analyse(graph).parameters


def test_nodes_are_made_a_block() -> None:
    graph, path = make_block(RESIDUAL, {"stage_block1_convolution", "stage_block1_sum", "end"}, "new")

    assert path == "new"
    assert [node.block for node in graph.nodes] == ["", "new/stage/block1", "new/stage/block1", "new"]


def test_a_block_inside_another_is_made_there() -> None:
    graph, path = make_block(RESIDUAL, {"stage_block1_sum"})

    assert path == "stage/block1/block"
    assert graph.node("stage_block1_sum").block == path


def test_a_block_is_renamed_with_all_that_it_holds() -> None:
    graph = rename_block(RESIDUAL, "stage", "body")

    assert members(graph, "body/block1") == ("stage_block1_convolution", "stage_block1_sum")


def test_nodes_of_a_dissolved_block_belong_to_the_one_around_it() -> None:
    graph = dissolve_block(RESIDUAL, "stage/block1")

    assert members(graph, "stage") == ("stage_block1_convolution", "stage_block1_sum")
    assert graph.node("stage_block1_sum").block == "stage"


def test_nodes_are_put_into_a_block() -> None:
    assert set_block(RESIDUAL, {"end"}, " tail/ ").node("end").block == "tail"
