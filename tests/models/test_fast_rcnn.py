"""Fast R-CNN: published numbers, what it shares with Faster R-CNN, and where its regions come from."""

import numpy as np

from models.arithmetic import analyse
from models.build import build_model
from models.catalogue import architecture
from models.heads import ancestors, head_nodes, replace_head
from models.nodes import RoiPooling
from tests.models.small_networks import small_graph


def test_with_vgg16_it_reads_two_thousand_regions_in_seven_by_seven_bins() -> None:
    graph = architecture("fast-rcnn-vgg16").graph()

    shapes, counted = graph.shapes(), analyse(graph)

    assert shapes["proposals"] == (2000, 4)
    assert shapes["rois"] == (2000, 7, 7, 512)
    # VGG-16 with 21 logits and 84 changes in place of its 1000 classes (1504.08083, section 2.2).
    assert counted.parameters == 138_357_544 - 4097 * 1000 + 4097 * (21 + 84)
    assert shapes["boxes"] == (2000, 4 + 5 * 21)


def test_the_small_one_pools_in_seven_by_seven_bins_and_needs_every_node() -> None:
    graph = small_graph("small-fast-rcnn", shape=(64, 96, 3), classes=2)

    assert graph.node("rois").operation == RoiPooling((7, 7), 4)
    assert ancestors(graph, "boxes") == {node.name for node in graph.nodes}
    assert graph.auxiliary == ()


def test_but_for_its_regions_it_is_the_small_faster_one() -> None:
    fast, faster = (
        small_graph(name, shape=(64, 96, 3), classes=2) for name in ("small-fast-rcnn", "small-faster-rcnn")
    )

    own = {"proposals", "rois"}
    first_stage = {node.name for node in faster.nodes if node.block == "proposals"}
    shared = {node.name: node for node in faster.nodes if node.name not in own | first_stage}
    assert {node.name: node for node in fast.nodes if node.name not in own} == shared


def test_other_classes_replace_logits_and_changes() -> None:
    graph = small_graph("small-fast-rcnn", classes=2)

    assert head_nodes(graph) == ("class_logits", "box_changes")
    assert replace_head(graph, 7) == small_graph("small-fast-rcnn", classes=7)


def test_regions_are_those_of_the_picture_whatever_was_learned() -> None:
    pictures = np.random.default_rng(3).uniform(-1, 1, (1, 32, 32, 3)).astype(np.float32)
    pictures[:, 8:20, 6:24] = (0.9, -0.8, -0.7)
    graph = small_graph("small-fast-rcnn", classes=2)

    first, second = (build_model(graph, seed=seed).predict(pictures, verbose=0) for seed in (1, 2))

    np.testing.assert_array_equal(first[..., :4], second[..., :4])
    assert (first[..., 4:] != second[..., 4:]).any()
    assert [6, 8, 24, 20] in first[0, :, :4].round().tolist()
