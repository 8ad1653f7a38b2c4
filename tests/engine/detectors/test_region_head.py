"""What detectors in two stages answer: boxes for each class, joined with those of the mirrored picture."""

import numpy as np
import pytest
from keras import ops

from engine.detectors.regions import RegionHead
from engine.detectors.registry import head_of
from engine.losses.region_loss import RegionLoss
from engine.ops.boxes.finding import Choice, choose_objects
from engine.ops.boxes.region_answers import read_regions, region_boxes
from engine.ops.boxes.truth_rows import pack_truth, unpack_truth
from models.box_answers import told_classes
from tests.engine.ops.boxes.compiling import compiled
from tests.models.small_networks import small_graph

WIDTH, CLASSES = 100, 2
CHANCE = np.random.default_rng(6)


def answers() -> np.ndarray:
    """Rows of three regions in two pictures; the last region is missing."""
    corners = np.array([[10, 20, 40, 60], [50, 5, 98, 45], [0, 0, 0, 0]])
    said = CHANCE.normal(size=(2, 3, 5 * (CLASSES + 1)))
    return np.concatenate([np.tile(corners, (2, 1, 1)), said], axis=-1).astype(np.float32)


def mirrored(rows: np.ndarray) -> np.ndarray:
    """What would be said of the mirrored pictures, if all was the same."""
    turned = rows.copy()
    turned[..., [0, 2]] = np.where(rows[..., [2]] > 0, WIDTH - rows[..., [2, 0]], 0)
    turned[..., 4 + CLASSES + 1 :: 4] *= -1
    return turned


def test_each_class_of_a_region_is_one_box_with_one_score() -> None:
    rows = answers()
    head = RegionHead(WIDTH)

    said = head.read(rows)

    boxes, scores = map(np.asarray, region_boxes(read_regions(rows)))
    found = np.asarray(said.scores).reshape(2, 3, CLASSES, CLASSES)
    np.testing.assert_array_equal(np.asarray(said.boxes_xyxy).reshape(2, 3, CLASSES, 4), boxes)
    assert (np.diagonal(found, axis1=2, axis2=3) == scores).all()
    assert found.sum() == pytest.approx(scores.sum())


def test_the_regions_of_a_mirrored_picture_are_turned_back() -> None:
    rows = answers()
    head = RegionHead(WIDTH)

    joined = compiled(head.mean_with_mirrored)(rows, mirrored(rows))

    boxes = np.asarray(head.read(joined).boxes_xyxy).reshape(2, 2, 3, CLASSES, 4)
    np.testing.assert_allclose(joined[:, 3:, :4], rows[:, :, :4], atol=1e-4)
    np.testing.assert_allclose(boxes[:, 1, :2], boxes[:, 0, :2], rtol=1e-4, atol=1e-3)
    assert not joined[:, [2, 5], :4].any()


def test_of_boxes_of_one_class_only_the_best_of_a_place_is_an_object() -> None:
    rows = answers()
    rows[:, 1] = rows[:, 0]
    rows[:, :, 4 + CLASSES + 1 :] = 0
    rows[:, :, 4 : 4 + CLASSES + 1] = [3.0, -3.0, 0.0]

    found = choose_objects(RegionHead(WIDTH).read(rows), Choice(score=0.3, iou=0.5))

    assert np.asarray(found.is_object).sum(axis=1).tolist() == [1, 1]
    assert np.asarray(found.boxes_xyxy)[0, 0] == pytest.approx([10, 20, 40, 60])
    assert np.asarray(found.classes)[0, 0] == 0


def test_regions_of_selective_search_that_overlap_nothing_are_not_learned() -> None:
    shape = (64, 96, 3)
    searching, proposing = (
        head_of(small_graph(name, shape=shape, classes=CLASSES)) for name in ("small-fast-rcnn", "small-faster-rcnn")
    )
    truth = unpack_truth(np.stack([pack_truth([[70, 50, 90, 60]], [1], [False], rows=1)] * 2))

    searched, proposed = (ops.convert_to_numpy(head.loss(truth, answers())) for head in (searching, proposing))

    assert searched.tolist() == [0, 0]
    assert proposed.min() > 0


def test_the_head_follows_from_the_last_node_and_its_loss_is_that_of_regions() -> None:
    graph = small_graph("small-faster-rcnn", shape=(64, 96, 3), classes=CLASSES)
    truth = unpack_truth(np.stack([pack_truth([[12, 18, 44, 64]], [1], [False], rows=2)] * 2))
    rows = answers()

    head = head_of(graph)

    assert head == RegionHead(96)
    told = told_classes(graph, graph.shapes())
    assert (told == CLASSES, told == CLASSES + 1) == (True, False)
    expected = ops.convert_to_numpy(RegionLoss()(truth, read_regions(rows)))
    np.testing.assert_array_equal(ops.convert_to_numpy(head.loss(truth, rows)), expected)
    assert expected.min() > 0
