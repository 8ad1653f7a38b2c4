"""Heads of detectors: how boxes are read, what the mirrored picture adds, and which network has which."""

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from keras import ops

from engine.detectors.base import DetectorHead
from engine.detectors.cells import CellHead
from engine.detectors.default_boxes import DefaultBoxHead
from engine.detectors.dense import DenseHead
from engine.detectors.grid import GridHead
from engine.detectors.registry import head_of
from engine.ops.boxes.finding import Choice, ScoredBoxes, choose_objects
from engine.ops.boxes.truth_rows import pack_truth, unpack_truth
from models.architectures.dense_detector import dense_detector
from models.architectures.ssd import ssd
from models.architectures.yolo import yolo_grid, yolo_v1
from models.box_answers import told_classes
from models.build import build_model
from models.graph import Graph
from models.layers.default_box_rows import DefaultBoxRows
from tests.engine.ops.boxes.compiling import compiled

PICTURE = (64, 96)
SHAPES = ((100, 200), (500, 300))
DEFAULTS = ((100, 100, 300, 200), (500, 500))


def graphs(classes: int) -> dict[str, Graph]:
    """A tiny network of each family."""
    shape = (*PICTURE, 3)
    small = {"width": 1, "depth": 1, "activation": "relu", "batch_normalisation": False}
    return {
        "cells": yolo_v1(shape, classes, name="first", stride="32", boxes=2, dense_units=4, dropout=0.0, **small),
        "grid": yolo_grid(shape, classes, stride="32", shapes=SHAPES, **small),
        "default boxes": ssd(shape, classes, name="ssd", **small),
        "dense": dense_detector(shape, classes, head_filters=2, **small),
    }


def said(name: str, classes: int, seed: int = 1) -> tuple[DetectorHead, np.ndarray]:
    """A head, and random answers to two pictures."""
    chance = np.random.default_rng(seed)
    match name:
        case "cells":
            return CellHead(2, PICTURE), chance.uniform(0, 1, (2, 2, 3, 10 + classes)).astype(np.float32)
        case "grid":
            shares = tuple((w / 1000, h / 1000) for w, h in SHAPES)
            return GridHead(shares, PICTURE), chance.normal(0, 1, (2, 2, 3, 2, 5 + classes)).astype(np.float32)
        case "default boxes":
            maps = [
                chance.normal(0, 0.5, (2, rows, columns, each * boxes)).astype(np.float32)
                for rows, columns, boxes in ((4, 6, 2), (2, 3, 1))
                for each in (4, 1 + classes)
            ]
            head = DefaultBoxHead(((4, 6, 2), (2, 3, 1)), PICTURE)
            return head, ops.convert_to_numpy(DefaultBoxRows(DEFAULTS, dtype="float32")(maps))
        case _:
            return DenseHead(), chance.normal(0, 1, (2, 16, 24, classes + 4)).astype(np.float32)


HEADS = ["cells", "grid", "default boxes", "dense"]


@pytest.mark.parametrize("name", HEADS)
@pytest.mark.parametrize("classes", [1, 200])
def test_boxes_and_scores_can_be_computed_with_for_one_class_and_many(name: str, classes: int) -> None:
    head, outputs = said(name, classes)

    for size in (1.0, 1e4):
        found = compiled(lambda each: head.read(each)._asdict())(size * outputs)
        assert found["scores"].shape == (*found["boxes_xyxy"].shape[:2], classes)
        assert np.isfinite(found["boxes_xyxy"]).all()
        assert (found["scores"] >= 0).all()
        assert (found["scores"] <= 1).all()


def test_a_cell_of_the_first_yolo_says_boxes_of_its_own_place_and_class() -> None:
    outputs = np.zeros((1, 2, 3, 10 + 2), np.float32)
    outputs[0, 1, 2, :5] = [0.5, 0.25, 0.5, math.sqrt(0.5), 0.8]
    outputs[0, 1, 2, 10:] = [0.5, 1.5]

    found = CellHead(2, PICTURE).read(outputs)

    # The cell begins at (64, 32); a score beyond 1 counts as 1.
    place = (1 * 3 + 2) * 2
    np.testing.assert_allclose(ops.convert_to_numpy(found.boxes_xyxy)[0, place], [68, 24, 92, 56], rtol=1e-6)
    np.testing.assert_allclose(ops.convert_to_numpy(found.scores)[0, place], [0.4, 0.8], rtol=1e-6)
    assert not np.delete(ops.convert_to_numpy(found.scores)[0], place, axis=0).any()


def test_a_box_of_a_grid_starts_from_its_shape_in_the_middle_of_its_cell() -> None:
    outputs = np.zeros((1, 2, 3, 2, 5 + 4), np.float32)
    outputs[0, 0, 1, 1, 2] = math.log(2)

    found = GridHead(((0.1, 0.2), (0.25, 0.5)), PICTURE).read(outputs)

    place = (0 * 3 + 1) * 2 + 1
    np.testing.assert_allclose(ops.convert_to_numpy(found.boxes_xyxy)[0, place], [24, 0, 72, 32], atol=1e-4)
    np.testing.assert_allclose(ops.convert_to_numpy(found.scores), 0.5 / 4, rtol=1e-6)


def test_a_default_box_moves_by_shares_of_its_size() -> None:
    _, outputs = said("default boxes", 2)
    outputs = np.zeros_like(outputs) + np.concatenate([outputs[..., :4], np.zeros_like(outputs[..., 4:])], axis=-1)
    outputs[0, 1, 4:8] = [1.0, 0.0, 0.0, math.log(2) / 0.2]

    found = DefaultBoxHead(((4, 6, 2), (2, 3, 1)), PICTURE).read(outputs)

    # The second shape, 0.3 x 0.2 of 96 x 64 px around (8, 8), goes a tenth of its width to the right.
    width, height, x = 28.8, 25.6, 8 + 2.88
    expected = [x - width / 2, 8 - height / 2, x + width / 2, 8 + height / 2]
    np.testing.assert_allclose(ops.convert_to_numpy(found.boxes_xyxy)[0, 1], expected, rtol=1e-5)
    np.testing.assert_allclose(ops.convert_to_numpy(found.scores), 1 / 3, rtol=1e-6)


def turned(name: str, outputs: np.ndarray) -> np.ndarray:
    """What would be said of the mirrored pictures."""
    result = outputs.copy()
    match name:
        case "cells":
            result = result[:, :, ::-1].copy()
            result[..., [0, 5]] = 1 - result[..., [0, 5]]
            # Which of its predictors a cell uses can differ.
            return result[..., [5, 6, 7, 8, 9, 0, 1, 2, 3, 4, *range(10, result.shape[-1])]]
        case "grid":
            result = result[:, :, ::-1].copy()
            result[..., 0] *= -1
            return result
        case "default boxes":
            first, second = result[:, :48].reshape(2, 4, 6, 2, -1), result[:, 48:].reshape(2, 2, 3, 1, -1)
            width = result.shape[-1]
            rows = [each[:, :, ::-1].reshape(2, -1, width) for each in (first, second)]
            result = np.concatenate(rows, axis=1)
            result[..., :4] = outputs[..., :4]
            result[..., 4] *= -1
            return result
        case _:
            last = result.shape[-1]
            return result[:, :, ::-1][..., [*range(last - 4), last - 2, last - 3, last - 4, last - 1]]


def boxes_and_scores(head: DetectorHead, outputs: Any) -> np.ndarray:
    found = head.read(outputs)
    return np.concatenate([ops.convert_to_numpy(found.boxes_xyxy), ops.convert_to_numpy(found.scores)], axis=-1)


@pytest.mark.parametrize("name", HEADS)
def test_the_mean_with_the_mirrored_picture_turns_its_boxes_back(name: str) -> None:
    head, outputs = said(name, 2)
    mirrored = turned(name, outputs)

    both = compiled(head.mean_with_mirrored)(outputs, mirrored)

    np.testing.assert_allclose(both, outputs, atol=1e-5)
    seen, again = boxes_and_scores(head, outputs), boxes_and_scores(head, mirrored)
    again[..., [0, 2]] = PICTURE[1] - again[..., [2, 0]]
    order = [np.lexsort(np.round(each[1], 2).T) for each in (seen, again)]
    np.testing.assert_allclose(again[1][order[1]], seen[1][order[0]], rtol=1e-3, atol=1e-2)


@pytest.mark.parametrize(
    ("name", "kind"), [("cells", CellHead), ("grid", GridHead), ("default boxes", DefaultBoxHead), ("dense", DenseHead)]
)
def test_a_network_has_the_head_of_its_last_node_whatever_its_name(name: str, kind: type) -> None:
    graph = replace(graphs(3)[name], name="edited")
    head = head_of(graph)
    answer = build_model(graph, seed=1)(np.zeros((1, *PICTURE, 3), np.float32), training=False)

    assert isinstance(head, kind)
    assert head.read(answer).scores.shape[-1] == 3
    assert ops.convert_to_numpy(head.loss(unpack_truth(rows()), answer)).shape == (1,)


def rows() -> np.ndarray:
    return pack_truth([[8, 8, 40, 40]], [1], [False], rows=2)[None]


@pytest.mark.parametrize("name", HEADS)
def test_the_loss_of_a_head_is_compiled_and_finite(name: str) -> None:
    head, outputs = said(name, 3)
    costs: Callable[..., Any] = compiled(lambda truth, answer: head.loss(unpack_truth(truth), answer))

    found = costs(np.repeat(rows(), 2, axis=0), outputs)

    assert found.shape == (2,)
    assert np.isfinite(found).all()
    assert (found > 0).all()


def test_objects_are_chosen_among_boxes_of_any_head() -> None:
    outputs = np.zeros((1, 2, 3, 10 + 2), np.float32)
    outputs[0, 1, 2] = [0.5, 0.5, 0.5, 0.5, 0.8, 0.5, 0.5, 0.5, 0.5, 0.9, 0.1, 1.0]

    found = choose_objects(CellHead(2, PICTURE).read(outputs), Choice(score=0.3, most=4))

    # Both predictors say the same box: the surer one stays.
    assert ops.convert_to_numpy(found.is_object).tolist() == [[True, False, False, False]]
    assert ops.convert_to_numpy(found.classes)[0, 0] == 1
    assert ops.convert_to_numpy(found.scores)[0, 0] == pytest.approx(0.9)
    assert ops.convert_to_numpy(found.cells)[0, 0] == 11


def test_each_class_can_have_a_box_of_its_own() -> None:
    scores = np.array([[[0.9, 0.2], [0.1, 0.8]]], np.float32)
    boxes = np.arange(16, dtype=np.float32).reshape(1, 2, 2, 4) * [1, 1, 2, 2]

    found = choose_objects(ScoredBoxes(ops.convert_to_tensor(boxes), ops.convert_to_tensor(scores)), Choice(score=0.5))

    assert ops.convert_to_numpy(found.boxes_xyxy)[0, :2].tolist() == [boxes[0, 0, 0].tolist(), boxes[0, 1, 1].tolist()]
    assert ops.convert_to_numpy(found.classes)[0, :2].tolist() == [0, 1]
    assert ops.convert_to_numpy(found.cells)[0, :2].tolist() == [0, 1]


@pytest.mark.parametrize("name", HEADS)
def test_it_is_known_how_many_classes_a_network_tells_apart(name: str) -> None:
    graph = graphs(3)[name]

    assert [told_classes(graph, graph.shapes()) == classes for classes in (2, 3, 4)] == [False, True, False]
