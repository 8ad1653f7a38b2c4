"""Mask R-CNN: published numbers, shapes, and that it says masks of what it detects."""

import numpy as np
import pytest

from engine.detectors.base import InstanceHead
from engine.detectors.instances import MaskHead
from engine.detectors.registry import head_of
from models.architectures.mask_rcnn import mask_rcnn_resnet50
from models.arithmetic import analyse
from models.box_answers import told_classes
from models.build import build_model
from models.graph import Graph
from models.heads import ancestors, head_nodes, replace_head
from tests.models.small_networks import small_graph

NETWORKS = ["small-mask-rcnn", "mask-rcnn-resnet50"]


def small(name: str, *, classes: int = 3) -> Graph:
    return small_graph(name, shape=(64, 96, 3), classes=classes)


def test_with_resnet50_and_a_pyramid_it_has_the_parameters_of_torchvision() -> None:
    graph = mask_rcnn_resnet50(
        (800, 1344, 3), 90, width=64, head_filters=256, dense_units=1024, mask_filters=256, proposals=1000, objects=100
    )

    rows, shapes = analyse(graph).rows, graph.shapes()

    assert sum(row.trainable_parameters for row in rows if row.type != "batch_normalisation") == 44_401_393
    assert shapes["mask_rois"] == (100, 14, 14, 256)
    assert shapes["mask_logits"] == (100, 28, 28, 91)
    assert shapes["instances"] == (100, 4 + 90 + 28 * 28 * 91)


@pytest.mark.parametrize("name", NETWORKS)
def test_boxes_and_anchors_learn_at_the_side_and_every_node_is_needed(name: str) -> None:
    graph = small(name)

    assert {side.node for side in graph.auxiliary} == {"anchors", "boxes"}
    assert ancestors(graph, "instances") | {"boxes"} == {node.name for node in graph.nodes}
    assert {node.name for node in graph.for_prediction().nodes} == ancestors(graph, "instances")


@pytest.mark.parametrize("name", NETWORKS)
def test_other_classes_replace_logits_changes_and_masks(name: str) -> None:
    graph = small(name)

    assert head_nodes(graph) == ("class_logits", "box_changes", "mask_logits")
    assert replace_head(graph, 7) == small(name, classes=7)
    assert told_classes(graph, graph.shapes()) == 3


@pytest.mark.parametrize(("name", "masks"), [("small-mask-rcnn", 3), ("mask-rcnn-resnet50", 4)])
def test_its_head_follows_from_the_last_node(name: str, masks: int) -> None:
    head = head_of(small(name))

    assert head == MaskHead(96, 3, (28, 28, masks))
    assert isinstance(head, InstanceHead)


def test_without_its_side_outputs_it_says_the_same() -> None:
    graph = small("small-mask-rcnn")
    pictures = np.random.default_rng(1).normal(size=(2, 64, 96, 3)).astype(np.float32)

    instances, anchors, boxes = build_model(graph, seed=1)(pictures)
    alone = build_model(graph.for_prediction(), seed=1)(pictures)

    assert (anchors.shape[-1], boxes.shape) == (9, (2, 8, 4 + 5 * 4))
    np.testing.assert_array_equal(instances, alone)
