"""Heads: found, replaced, and what lies before them."""

import pytest

from models.catalogue import architecture
from models.graph import Auxiliary, Graph, GraphError, Node
from models.heads import ancestors, backbone_end, frozen_up_to, head_nodes, last_map, replace_head
from models.nodes import (
    Activation,
    Add,
    Convolution,
    Dense,
    Flatten,
    GlobalAveragePooling,
    Input,
    TransposedConvolution,
)  # fmt: skip
from tests.models.small_networks import SEGMENTERS, small_graph


def small() -> Graph:
    nodes = (
        Node("input", Input(shape=(8, 8, 3))),
        Node("first", Convolution(4), ("input",)),
        Node("second", Convolution(4), ("first",)),
        Node("sum", Add(), ("first", "second")),
        Node("pooling", GlobalAveragePooling(), ("sum",)),
        Node("logits", Dense(10), ("pooling",)),
        Node("scores", Activation("softmax"), ("logits",)),
    )
    return Graph("small", nodes, ("scores",))


def with_side_output() -> Graph:
    graph = small()
    side = (
        Node("side_flat", Flatten(), ("first",)),
        Node("side_hidden", Dense(5), ("side_flat",)),
        Node("side_logits", Dense(10), ("side_hidden",)),
        Node("side_scores", Activation("softmax"), ("side_logits",)),
    )
    return Graph(graph.name, (*graph.nodes, *side), graph.outputs, (Auxiliary("side_scores", 0.3),))


def test_the_head_is_the_last_layer_that_learns() -> None:
    assert head_nodes(small()) == ("logits",)


def test_side_outputs_have_heads_of_their_own() -> None:
    assert head_nodes(with_side_output()) == ("logits", "side_logits")


def test_only_heads_get_the_new_number_of_classes() -> None:
    replaced = replace_head(with_side_output(), 3)
    assert replaced.node("logits").options["units"] == 3
    assert replaced.node("side_logits").options["units"] == 3
    assert replaced.node("side_hidden").options["units"] == 5
    assert replaced.shapes()["scores"] == (3,)


def test_a_convolution_before_global_pooling_is_a_head() -> None:
    nodes = (
        Node("input", Input(shape=(8, 8, 3))),
        Node("maps", Convolution(10), ("input",)),
        Node("pooling", GlobalAveragePooling(), ("maps",)),
        Node("scores", Activation("softmax"), ("pooling",)),
    )
    replaced = replace_head(Graph("convolutional", nodes, ("scores",)), 7)
    assert replaced.node("maps").options["filters"] == 7


def test_a_graph_that_learns_nothing_has_no_head() -> None:
    nodes = (Node("input", Input(shape=(8, 8, 3))), Node("pooling", GlobalAveragePooling(), ("input",)))
    with pytest.raises(GraphError, match="no head"):
        head_nodes(Graph("nothing", nodes, ("pooling",)))


def test_ancestors_are_a_node_and_all_it_depends_on() -> None:
    assert ancestors(small(), "sum") == {"input", "first", "second", "sum"}


def test_ancestors_of_an_unknown_node_are_refused() -> None:
    with pytest.raises(GraphError, match="nowhere"):
        ancestors(small(), "nowhere")


def test_inputs_are_never_frozen() -> None:
    assert frozen_up_to(small(), "sum") == ("first", "second", "sum")


def test_the_backbone_ends_before_the_head_and_its_dropout() -> None:
    assert backbone_end(with_side_output()) == "pooling"
    assert backbone_end(architecture("small-resnet-fast").graph(dropout=0.5)) == "pooling"


def test_the_last_map_stands_before_dense_layers() -> None:
    assert last_map(small()) == "sum"
    assert last_map(architecture("lenet5").graph()) == "c5_activation"


@pytest.mark.parametrize("name", ["lenet5", "small-resnet-fast"])
def test_a_replaced_head_gives_the_graph_that_the_catalogue_draws(name: str) -> None:
    shape = (32, 32, 3)
    assert replace_head(architecture(name).graph(shape, 10), 4) == architecture(name).graph(shape, 4)


@pytest.mark.parametrize("name", SEGMENTERS)
def test_a_segmenter_gets_other_classes(name: str) -> None:
    replaced = replace_head(small_graph(name, classes=5), 3)

    assert replaced == small_graph(name, classes=3)


def test_all_scores_that_fcn_adds_up_are_its_head() -> None:
    graph = small_graph("fcn-8s")

    assert set(head_nodes(graph)) == {
        "score", "score_pool4", "score_pool3", "upscore_stride16", "upscore_stride8", "upscore",
    }  # fmt: skip
    assert backbone_end(graph) == "fc7_activation"


def test_a_transposed_convolution_can_be_a_head() -> None:
    nodes = (
        Node("input", Input(shape=(8, 8, 3))),
        Node("maps", Convolution(10), ("input",)),
        Node("logits", TransposedConvolution(5), ("maps",)),
    )
    graph = Graph("enlarging", nodes, ("logits",))

    assert head_nodes(graph) == ("logits",)
    assert replace_head(graph, 2).shapes() == {"input": (8, 8, 3), "maps": (8, 8, 10), "logits": (16, 16, 2)}
