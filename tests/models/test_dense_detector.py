"""The detector without anchors: its shapes, where its scores start, its head, and that it learns boxes."""

from typing import Any

import keras
import numpy as np
import pytest
from keras import ops

from engine.losses.dense_detection import DenseDetectionLoss
from engine.ops.boxes.dense_boxes import read_boxes
from engine.ops.boxes.truth_rows import pack_truth, unpack_truth
from engine.ops.detections.average_precision import score_detections
from engine.ops.detections.objects import ComparedObjects, compare_boxes, found_boxes, true_boxes
from models.architectures.dense_detector import STRIDE_PX, dense_detector
from models.arithmetic import analyse
from models.boxes.suppression import suppress
from models.build import build_model
from models.graph import Graph
from models.heads import head_nodes, replace_head

Drawn = tuple[np.ndarray, np.ndarray, np.ndarray]


def detector(side: int, classes: int, **options: Any) -> Graph:
    usual = {"width": 4, "depth": 1, "head_filters": 8, "activation": "relu", "batch_normalisation": True}
    return dense_detector((side, side, 3), classes, **{**usual, **options})


@pytest.mark.parametrize(("side", "cells"), [(256, 64), (64, 16), (70, 18), (33, 9)])
def test_the_answer_has_a_cell_for_each_four_pixels_whatever_the_size(side: int, cells: int) -> None:
    graph = detector(side, 5)

    assert graph.shapes()[graph.outputs[0]] == (cells, cells, 9)


def test_the_usual_size_has_about_a_million_parameters_and_a_coarsest_stride_of_32() -> None:
    graph = dense_detector(
        (256, 256, 3), 4, width=16, depth=2, head_filters=48, activation="relu", batch_normalisation=True
    )

    counted = analyse(graph)

    assert counted.parameters == build_model(graph, seed=0).count_params()
    assert 1.0e6 < counted.parameters < 1.5e6
    assert counted.row("stage4_block2_sum").stride == (32, 32)


def test_all_scores_start_at_one_in_a_hundred_and_boxes_differ() -> None:
    model = build_model(detector(64, 3), seed=1)
    pictures = np.random.default_rng(1).normal(size=(2, 64, 64, 3)).astype(np.float32)

    answer = np.asarray(model(pictures, training=False))

    np.testing.assert_allclose(1 / (1 + np.exp(-answer[..., :3])), 0.01, rtol=1e-4)
    assert answer[..., 3:].std(axis=(1, 2)).min() > 0.01


def test_other_classes_replace_the_logits_and_leave_the_sides() -> None:
    graph = detector(64, 3)

    other = replace_head(graph, 7)

    assert head_nodes(graph) == ("class_logits",)
    assert other.shapes()["boxes"] == (16, 16, 11)
    assert other.node("sides") == graph.node("sides")


@pytest.mark.slow
def test_a_small_detector_learns_eight_pictures_by_heart() -> None:
    drawn = [draw(np.random.default_rng(number)) for number in range(8)]
    graph = detector(64, 2, width=8, head_filters=24)

    assert learn(graph, drawn, steps=150) > 0.95


def draw(chance: np.random.Generator) -> Drawn:
    """A picture of noise with up to three rectangles in two colours, their boxes and classes."""
    pixels = chance.uniform(0, 0.3, (64, 64, 3)).astype(np.float32)
    classes = chance.integers(0, 2, chance.integers(1, 4))
    sizes = chance.integers(8, 30, (len(classes), 2))
    first = (chance.uniform(size=sizes.shape) * (64 - sizes)).astype(int)
    boxes = np.concatenate([first, first + sizes], axis=1)
    for (left, top, right, bottom), one in zip(boxes.tolist(), classes, strict=True):
        pixels[top:bottom, left:right] = ((0.1, 0.3, 1.0), (1.0, 0.2, 0.1))[one]
    return pixels, boxes, classes


def learn(graph: Graph, drawn: list[Drawn], *, steps: int) -> float:
    """The mAP50 on the pictures that were learned."""
    model, loss = build_model(graph, seed=1), DenseDetectionLoss()
    pictures = np.stack([each[0] for each in drawn])
    rows = np.stack([pack_truth(each[1], each[2], [False] * len(each[2]), rows=4) for each in drawn])
    rate = keras.optimizers.schedules.CosineDecay(4e-3, steps)
    model.compile(
        keras.optimizers.AdamW(rate),
        loss=lambda truth, maps: loss(unpack_truth(truth), read_boxes(maps, stride_px=STRIDE_PX)),
    )
    model.fit(pictures, rows, batch_size=len(drawn), epochs=steps, verbose=0)
    return score_detections(found_in(model, pictures, drawn), classes=2).at(0.5) or 0.0


def found_in(model: keras.Model, pictures: np.ndarray, drawn: list[Drawn]) -> list[ComparedObjects]:
    dense = read_boxes(model(pictures, training=False), stride_px=STRIDE_PX)
    scores, classes = ops.max(ops.sigmoid(dense.logits), axis=-1), ops.argmax(dense.logits, axis=-1)
    kept = suppress(dense.boxes_xyxy, scores, classes, iou_threshold=0.6, score_threshold=0.01, candidates=200, most=50)
    compared = []
    for number, (_, boxes, true_classes) in enumerate(drawn):
        places = np.asarray(kept.indices[number])[np.asarray(kept.is_kept[number])]
        found = found_boxes(
            np.asarray(dense.boxes_xyxy[number])[places],
            np.asarray(classes[number])[places],
            np.asarray(kept.scores[number])[: len(places)],
        )
        compared.append(compare_boxes(true_boxes(boxes, true_classes), found))
    return compared
