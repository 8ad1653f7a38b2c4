"""Faster R-CNN: published numbers, shapes, shared weights, and that the small one learns boxes by heart."""

from typing import Any

import keras
import numpy as np
import pytest

from engine.losses.anchor_loss import AnchorLoss
from engine.losses.region_loss import RegionLoss
from engine.ops.boxes.anchor_answers import read_anchors
from engine.ops.boxes.region_answers import read_regions, region_boxes
from engine.ops.boxes.truth_rows import pack_truth, unpack_truth
from engine.ops.detections.average_precision import score_detections
from engine.ops.detections.objects import ComparedObjects, compare_boxes, found_boxes, true_boxes
from models.architectures.faster_rcnn import faster_rcnn_resnet50, faster_rcnn_vgg16, small_faster_rcnn
from models.architectures.two_stages import anchor_table
from models.arithmetic import analyse
from models.boxes.suppression import suppress
from models.build import build_model
from models.graph import Graph
from models.heads import ancestors, head_nodes, replace_head
from models.nodes.regions import FASTER_RCNN_SHAPES
from tests.models.test_dense_detector import Drawn, draw


def small(side: int, classes: int, **options: Any) -> Graph:
    usual = {
        "width": 4, "depth": 1, "head_filters": 8, "dense_units": 16, "proposals": 16,
        "shapes": anchor_table((188, 375)), "activation": "relu", "batch_normalisation": True,
    }  # fmt: skip
    return small_faster_rcnn((side, side, 3), classes, **{**usual, **options})


def test_the_shapes_of_anchors_are_those_of_the_paper() -> None:
    assert anchor_table((128, 256, 512)) == FASTER_RCNN_SHAPES


def test_with_resnet50_and_a_pyramid_it_has_the_parameters_of_torchvision() -> None:
    graph = faster_rcnn_resnet50((800, 1344, 3), 90, width=64, head_filters=256, dense_units=1024, proposals=1000)

    rows = analyse(graph).rows

    assert sum(row.trainable_parameters for row in rows if row.type != "batch_normalisation") == 41_755_286
    # Three anchors in each cell of maps of strides 4 to 64.
    assert graph.shapes()["anchors"] == (3 * (200 * 336 + 100 * 168 + 50 * 84 + 25 * 42 + 13 * 21), 9)
    assert graph.shapes()["boxes"] == (1000, 4 + 5 * 91)


def test_with_vgg16_it_has_nine_anchors_in_a_cell_and_reads_seven_by_seven_bins() -> None:
    graph = faster_rcnn_vgg16((608, 1008, 3), 20, width=64, dense_units=4096, proposals=300, dropout=0.5)

    shapes, counted = graph.shapes(), analyse(graph)

    assert shapes["objectness"] == (38, 63, 9)
    assert shapes["anchors"] == (38 * 63 * 9, 9)
    assert shapes["rois"] == (300, 7, 7, 512)
    # VGG-16 without its last layer, 21 logits and 84 changes, a sliding layer of 512, 9 logits and 36 changes.
    head, sliding = 4097 * (21 + 84), 512 * 9 * 512 + 512 + 513 * (9 + 36)
    assert counted.parameters == 138_357_544 - 4097 * 1000 + head + sliding


def test_all_maps_of_a_pyramid_share_one_sliding_network() -> None:
    graph = faster_rcnn_resnet50((64, 64, 3), 2, width=4, head_filters=8, dense_units=8, proposals=8)

    model = build_model(graph, seed=1)

    assert model.count_params() == analyse(graph).parameters
    assert sum("objectness" in weight.path for weight in model.weights) == 2


def test_a_pyramid_takes_pictures_of_any_size() -> None:
    graph = faster_rcnn_resnet50((47, 63, 3), 2, width=4, head_filters=8, dense_units=8, proposals=8)

    assert graph.problems() == []
    assert graph.shapes()["pyramid1"] == (12, 16, 8)


@pytest.mark.parametrize(
    "graph",
    [
        faster_rcnn_vgg16((64, 64, 3), 2, width=2, dense_units=8, proposals=8, dropout=0.0),
        faster_rcnn_resnet50((64, 64, 3), 2, width=4, head_filters=8, dense_units=8, proposals=8),
        small(64, 2),
    ],
    ids=lambda graph: graph.name,
)
def test_every_node_is_needed(graph: Graph) -> None:
    assert ancestors(graph, "boxes") == {node.name for node in graph.nodes}


def test_anchors_of_the_small_one_are_shares_of_the_picture() -> None:
    graph = small_faster_rcnn(
        (128, 256, 3), 2, width=4, depth=1, head_filters=8, dense_units=16, proposals=16,
        shapes=((250, 250), (100, 500)), activation="relu", batch_normalisation=True,
    )  # fmt: skip

    assert graph.node("anchors").options["shapes_px"] == ((64, 32), (26, 64))


@pytest.mark.parametrize(("side", "anchors"), [(256, 6144), (64, 384)])
def test_the_small_one_has_anchors_for_each_eight_pixels(side: int, anchors: int) -> None:
    graph = small(side, 5)

    assert graph.shapes()["anchors"] == (anchors, 9)
    assert graph.shapes()["boxes"] == (16, 4 + 5 * 6)
    assert graph.auxiliary[0].node == "anchors"


def test_without_its_side_output_it_says_the_same() -> None:
    graph = small(64, 2)
    pictures = np.random.default_rng(1).normal(size=(2, 64, 64, 3)).astype(np.float32)

    answers, anchors = build_model(graph, seed=1)(pictures)
    alone = build_model(graph.for_prediction(), seed=1)(pictures)

    assert anchors.shape == (2, 384, 9)
    np.testing.assert_array_equal(answers, alone)


def test_other_classes_replace_logits_and_changes_and_leave_the_first_stage() -> None:
    graph = small(64, 2)

    other = replace_head(graph, 7)

    assert head_nodes(graph) == ("class_logits", "box_changes")
    assert other == small(64, 7)


@pytest.mark.slow
def test_a_small_detector_learns_eight_pictures_by_heart() -> None:
    drawn = [draw(np.random.default_rng(number)) for number in range(1, 9)]
    graph = small(64, 2, width=8, head_filters=24, dense_units=32, proposals=32)

    assert learn(graph, drawn, steps=200) > 0.95


def learn(graph: Graph, drawn: list[Drawn], *, steps: int) -> float:
    """The mAP50 on the pictures that were learned."""
    model, of_regions, of_anchors = build_model(graph, seed=1), RegionLoss(), AnchorLoss()
    pictures = np.stack([each[0] for each in drawn])
    rows = np.stack([pack_truth(each[1], each[2], [False] * len(each[2]), rows=4) for each in drawn])
    model.compile(
        keras.optimizers.AdamW(keras.optimizers.schedules.CosineDecay(4e-3, steps)),
        loss=[
            lambda truth, said: of_regions(unpack_truth(truth), read_regions(said)),
            lambda truth, said: of_anchors(unpack_truth(truth), read_anchors(said)),
        ],
    )
    model.fit(pictures, [rows, rows], batch_size=len(drawn), epochs=steps, verbose=0)
    return score_detections(found_in(model, pictures, drawn), classes=2).at(0.5) or 0.0


def found_in(model: keras.Model, pictures: np.ndarray, drawn: list[Drawn]) -> list[ComparedObjects]:
    boxes, scores = map(np.asarray, region_boxes(read_regions(model(pictures, training=False)[0])))
    compared = []
    for number, (_, true, true_classes) in enumerate(drawn):
        flat, of_class = boxes[number].reshape(-1, 4), np.tile([0, 1], boxes.shape[1])
        sure = scores[number].reshape(-1)
        kept = suppress(
            flat[None], sure[None], of_class[None], iou_threshold=0.5, score_threshold=0.01, candidates=64, most=20
        )
        places = np.asarray(kept.indices)[0][np.asarray(kept.is_kept)[0]]
        found = found_boxes(flat[places], of_class[places], sure[places])
        compared.append(compare_boxes(true_boxes(true, true_classes), found))
    return compared
