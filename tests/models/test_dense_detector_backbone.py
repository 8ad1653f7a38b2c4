"""The dense detector behind any network that can be a backbone."""

import pytest

from models.architectures.dense_detector import SIDES, dense_detector_with_backbone
from models.box_answers import told_classes
from models.catalogue import architecture
from models.catalogue.backbones import BACKBONES
from models.graph import Graph, GraphError, Node
from models.kept_weights import weights_kept
from models.nodes import Convolution, Input
from tests.models.small_networks import small_graph


@pytest.mark.parametrize("name", BACKBONES)
def test_any_backbone_says_boxes_for_every_four_pixels_of_any_picture(name: str) -> None:
    for height, width in ((64, 64), (97, 130)):
        graph = small_graph("dense-detector-backbone", shape=(height, width, 3), backbone=name)

        shapes = graph.shapes()
        assert shapes[graph.outputs[0]] == (-(-height // 4), -(-width // 4), 5 + SIDES)
        assert told_classes(graph, shapes) == 5


def test_the_backbone_keeps_the_names_of_its_layers_with_weights() -> None:
    graph = architecture("dense-detector-backbone").graph((96, 96, 3), 4, backbone="resnet18")

    kept = weights_kept(graph, architecture("resnet18").graph((96, 96, 3), 10))

    assert all(name.startswith(("up", "class", "boxes", "side")) for name in kept.new)
    assert kept.dropped == ("logits",)


def test_a_network_without_a_map_of_that_size_is_refused() -> None:
    nodes = (
        Node("input", Input((32, 32, 3))),
        Node("coarse", Convolution(8, (3, 3), (8, 8), (1, 1)), ("input",)),
    )

    with pytest.raises(GraphError, match="cell for every 4 pixels"):
        dense_detector_with_backbone(
            Graph("coarse", nodes, ("coarse",)), 2, head_filters=8, activation="relu", batch_normalisation=True
        )
