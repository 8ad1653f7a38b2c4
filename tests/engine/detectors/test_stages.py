"""What stages say that they learn is what their losses learn: the gradient tells."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from keras import ops

from engine.detectors.anchors import AnchorStage
from engine.detectors.regions import RegionHead
from engine.detectors.seen_stages import says_boxes_in_stages, stages_of
from engine.detectors.stages import BoxStage, SeenInStages
from engine.inspect.gradients import value_and_gradients
from engine.losses.anchor_loss import AnchorLoss
from engine.ops.boxes.anchor_answers import read_anchors
from engine.ops.boxes.threshold_matching import BACKGROUND, LEFT_OUT
from engine.ops.boxes.truth_rows import TruthRows, pack_truth, unpack_truth
from models.boxes.anchors import anchor_grid
from models.catalogue import ARCHITECTURES
from tests.engine.detectors.test_heads import PICTURE, said
from tests.models.small_networks import DETECTORS, small_graph

CLASSES = 3
BOXES = [[6, 8, 30, 40], [40, 20, 80, 52], [60, 0, 96, 30]]
TRUTH = unpack_truth(np.stack([pack_truth(BOXES, [0, 2, 1], [False, False, True], rows=4)]))
"""The last one is a crowd."""
Loss = Callable[[Any], Any]


def anchors() -> tuple[SeenInStages, np.ndarray, Loss]:
    chance = np.random.default_rng(2)
    places = anchor_grid([[24, 32], [44, 30]], rows=4, columns=6, stride_px=16)
    rows = np.concatenate([places, chance.normal(0, 1, (len(places), 5))], axis=-1)[None].astype(np.float32)
    return AnchorStage(((4, 6, 2),), PICTURE), rows, lambda each: AnchorLoss()(TRUTH, read_anchors(each))


def regions() -> tuple[SeenInStages, np.ndarray, Loss]:
    chance = np.random.default_rng(3)
    corners = np.array([[7, 9, 31, 38], [0, 30, 20, 60], [62, 2, 90, 26], [38, 18, 78, 50], [0, 0, 0, 0]])
    rows = np.concatenate([corners, chance.normal(0, 1, (5, 5 * (CLASSES + 1)))], axis=-1)[None].astype(np.float32)
    head = RegionHead(PICTURE[1])
    return head, rows, lambda each: head.loss(TRUTH, each)


def one_stage(name: str) -> tuple[SeenInStages, np.ndarray, Loss]:
    head, outputs = said(name, CLASSES)
    assert hasattr(head, "look")
    return head, outputs[:1], lambda each: head.loss(TRUTH, each)


STAGES = {
    "anchors": anchors,
    "regions": regions,
    **{name: lambda name=name: one_stage(name) for name in ("cells", "grid", "default boxes", "dense")},
}


def slopes(outputs: np.ndarray, loss: Loss) -> np.ndarray:
    """The gradient of the loss with respect to what is said."""

    def cost(points: list[Any], _: list[Any]) -> tuple[Any, list[Any]]:
        return ops.sum(loss(points[0])), []

    return ops.convert_to_numpy(value_and_gradients(cost, ())([ops.convert_to_tensor(outputs)], [])[1][0])[0]


def of_places(name: str, gradient: np.ndarray, stage: BoxStage) -> tuple[np.ndarray, np.ndarray]:
    """(p,) the largest slope at what says that something is there, and at what says the box."""
    flat = np.abs(gradient.reshape(-1, gradient.shape[-1]))
    match name:
        case "anchors":
            return flat[:, 4], flat[:, 5:].max(axis=1)
        case "regions":
            return flat[:, 4 : 5 + CLASSES].max(axis=1), flat[:, 5 + CLASSES :].max(axis=1)
        case "cells":
            boxes = flat[:, :10].reshape(-1, 5)
            return boxes[:, 4], boxes[:, :4].max(axis=1)
        case "grid":
            return flat[:, 4], flat[:, :4].max(axis=1)
        case "default boxes":
            return flat[:, 8:].max(axis=1), flat[:, 4:8].max(axis=1)
        case _:
            return flat[:, :CLASSES].max(axis=1), flat[:, CLASSES:].max(axis=1)


@pytest.mark.parametrize("name", list(STAGES))
def test_places_learn_what_the_loss_has_a_slope_at(name: str) -> None:
    stage, outputs, loss = STAGES[name]()

    seen = stage.look(TRUTH, outputs)

    assert seen.matches is not None
    of_scores, of_boxes = of_places(name, slopes(outputs, loss), seen)
    np.testing.assert_array_equal(of_boxes > 0, seen.matches >= 0)
    np.testing.assert_array_equal(of_scores > 0, seen.matches != LEFT_OUT)
    assert {BACKGROUND, LEFT_OUT} < set(seen.matches.tolist()) <= {BACKGROUND, LEFT_OUT, 0, 1}


@pytest.mark.parametrize("name", list(STAGES))
def test_a_stage_has_as_many_values_as_places_and_tells_nothing_of_unknown_pictures(name: str) -> None:
    stage, outputs, _ = STAGES[name]()

    seen, unknown = stage.look(TRUTH, outputs), stage.look(None, outputs)

    count = len(seen.places_xyxy)
    assert sum(rows * columns * each for rows, columns, each in seen.maps) in (0, count)
    assert seen.boxes_xyxy.shape in {(count, 1, 4), (count, CLASSES, 4)}
    assert seen.scores.shape in {(count, 1), (count, CLASSES)}
    assert seen.values is not None
    assert seen.values.shape == (count,)
    assert seen.values[seen.matches >= 0].max() > 0
    assert (unknown.matches, unknown.values) == (None, None)
    np.testing.assert_array_equal(unknown.scores, seen.scores)


def test_places_of_one_object_lie_around_it_or_hold_its_centre() -> None:
    for name in ("cells", "grid", "dense"):
        stage, outputs, _ = STAGES[name]()
        seen = stage.look(TRUTH, outputs)
        assert seen.matches is not None
        for number, box in enumerate(BOXES[:2]):
            middle = (seen.places_xyxy[seen.matches == number] @ np.array([[1, 0], [0, 1], [1, 0], [0, 1]])) / 2
            assert (middle > np.array(box[:2]) - 16).all()
            assert (middle < np.array(box[2:]) + 16).all()


@pytest.mark.parametrize("network", DETECTORS)
def test_every_detector_has_stages_and_a_classifier_none(network: str) -> None:
    graph = small_graph(network, classes=CLASSES)

    stages = stages_of(graph)

    assert says_boxes_in_stages(graph)
    assert stages[-1][0] == graph.outputs
    assert not says_boxes_in_stages(small_graph("small-resnet"))


@pytest.mark.parametrize("network", [name for name in ARCHITECTURES if "localisation" in ARCHITECTURES[name].tasks])
def test_one_box_of_a_picture_starts_from_no_place(network: str) -> None:
    assert not says_boxes_in_stages(small_graph(network, classes=CLASSES))


def test_a_detector_in_two_stages_begins_with_anchors() -> None:
    (_, first), (_, second) = stages_of(small_graph("faster-rcnn-resnet50", shape=(64, 64, 3), classes=CLASSES))

    assert isinstance(first, AnchorStage)
    assert first.maps == ((16, 16, 3), (8, 8, 3), (4, 4, 3), (2, 2, 3), (1, 1, 3))
    assert isinstance(second, RegionHead)


def test_a_detector_with_masks_has_the_stages_before_them() -> None:
    graph = small_graph("small-mask-rcnn", classes=CLASSES)

    (anchors, first), (regions, second) = stages_of(graph.for_prediction())

    assert isinstance(first, AnchorStage)
    assert isinstance(second, RegionHead)
    assert anchors == ("anchors",)
    assert regions == graph.node("detected").inputs[:3]


def test_truth_rows_without_objects_leave_everything_background() -> None:
    nothing: TruthRows = unpack_truth(np.zeros((1, 1, 6), np.float32))
    for name in ("anchors", "cells", "grid", "dense"):
        stage, outputs, _ = STAGES[name]()
        assert stage.look(nothing, outputs).matches is not None
        assert set(np.asarray(stage.look(nothing, outputs).matches).tolist()) == {BACKGROUND}
