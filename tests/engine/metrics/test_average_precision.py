"""The mAP while learning against the exact one, on maps in which boxes of cells lie near true ones."""

from typing import Any

import numpy as np
import pytest
from keras import ops

from engine.metrics.average_precision import AtOneThreshold, MeanAveragePrecision, judge_found
from engine.ops.boxes.dense_boxes import read_boxes
from engine.ops.boxes.finding import Choice, ScoredBoxes, choose_objects
from engine.ops.boxes.truth_rows import pack_truth, unpack_truth
from engine.ops.detections.average_precision import score_detections
from engine.ops.detections.objects import ComparedObjects, compare_boxes, found_boxes, true_boxes
from tests.engine.ops.boxes.compiling import compiled

STRIDE, SIDE, CLASSES, ROWS, BATCH = 8.0, 8, 3, 6, 3
CHOICE = Choice(score=0.001)


def scored(maps: Any) -> ScoredBoxes:
    dense = read_boxes(maps, stride_px=STRIDE)
    return ScoredBoxes(dense.boxes_xyxy, ops.sigmoid(dense.logits))


find = compiled(lambda maps: choose_objects(scored(maps), CHOICE))


def values(tensor: Any) -> np.ndarray:
    return ops.convert_to_numpy(tensor)


def drawn(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Truth rows with crowds, and maps: some cells say a true box, more or less."""
    chance = np.random.default_rng(seed)
    rows, maps = [], chance.normal(0, 0.7, (BATCH, SIDE, SIDE, CLASSES + 4)).astype(np.float32)
    maps[..., :CLASSES] -= 4
    for picture in range(BATCH):
        count = int(chance.integers(0, ROWS + 1))
        first = chance.uniform(0, 40, (count, 2))
        boxes = np.concatenate([first, first + chance.uniform(6, 24, (count, 2))], axis=1)
        classes = chance.integers(0, CLASSES, count)
        rows.append(pack_truth(boxes, classes, chance.uniform(size=count) < 0.2, rows=ROWS))
        for box, one in zip(boxes, classes, strict=True):
            say(maps[picture], box + chance.normal(0, 1.2, 4), int(one), chance)
    return np.stack(rows), maps


def say(maps: np.ndarray, box: np.ndarray, one: int, chance: np.random.Generator) -> None:
    """Let the cell in the middle of a box say it."""
    column, row = np.clip(((box[:2] + box[2:]) / 2 // STRIDE).astype(int), 0, SIDE - 1)
    point = (np.array([column, row]) + 0.5) * STRIDE
    distances = np.concatenate([point - box[:2], box[2:] - point])
    maps[row, column, CLASSES:] = np.log(np.maximum(distances, 0.5) / STRIDE)
    maps[row, column, one] = chance.normal(1, 2)


def exact(rows: np.ndarray, maps: np.ndarray) -> list[ComparedObjects]:
    found, truth = find(maps), unpack_truth(rows)
    pictures = []
    for number in range(len(rows)):
        is_there = rows[number, :, 5] > 0
        true = true_boxes(
            rows[number, is_there, :4], rows[number, is_there, 4], is_crowd=values(truth.is_crowd)[number][is_there]
        )
        kept = found.is_object[number]
        said = found_boxes(found.boxes_xyxy[number][kept], found.classes[number][kept], found.scores[number][kept])
        pictures.append(compare_boxes(true, said))
    return pictures


def test_objects_are_found_where_cells_say_them() -> None:
    chance = np.random.default_rng(0)
    maps = np.full((1, SIDE, SIDE, CLASSES + 4), -9.0, np.float32)
    say(maps[0], np.array([10.0, 12, 30, 40]), 2, chance)

    found = find(np.repeat(maps, BATCH, axis=0))

    assert found.is_object[0].sum() == 1
    np.testing.assert_allclose(found.boxes_xyxy[0, 0], [10, 12, 30, 40], atol=1e-4)
    assert (found.classes[0, 0], found.cells[0, 0], found.cells[0, 1]) == (2, 3 * SIDE + 2, -1)


def test_a_cell_may_mean_two_classes() -> None:
    maps = np.full((BATCH, SIDE, SIDE, CLASSES + 4), -9.0, np.float32)
    maps[:, 0, 0, :2] = [2.0, 1.0]

    found = find(maps)

    assert found.classes[0][found.is_object[0]].tolist() == [0, 1]


@pytest.mark.parametrize("seed", range(2))
def test_the_metric_is_nearly_the_exact_average_precision(seed: int) -> None:
    metric = MeanAveragePrecision(CLASSES, read=scored)
    at_half = AtOneThreshold(metric)
    pictures = []
    for batch in range(3):
        rows, maps = drawn(3 * seed + batch)
        metric.update_state(rows, maps)
        pictures += exact(rows, maps)

    scores = score_detections(pictures, classes=CLASSES)

    assert 0.2 < (scores.mean or 0) < 0.9
    assert float(metric.result()) == pytest.approx(scores.mean, abs=0.02)
    assert float(at_half.result()) == pytest.approx(scores.at(0.5), abs=0.02)


def test_hits_are_those_of_the_exact_matching() -> None:
    rows, maps = drawn(77)
    judge = compiled(
        lambda truth, said: judge_found(
            unpack_truth(truth), choose_objects(scored(said), CHOICE), thresholds=(0.5, 0.75)
        )
    )

    is_hit, is_false = judge(rows, maps)

    assert is_hit.shape == (BATCH, 100, 2)
    assert not (is_hit & is_false).any()
    assert is_hit[..., 0].sum() >= is_hit[..., 1].sum() > 0
    assert (is_hit.sum(axis=(1,)) <= (rows[..., 5] == 1).sum(axis=1)[:, None]).all()


def test_without_true_objects_the_metric_is_zero_and_a_new_epoch_begins_anew() -> None:
    metric = MeanAveragePrecision(CLASSES, read=scored)
    rows, maps = drawn(5)
    metric.update_state(np.zeros_like(rows), maps)
    assert float(metric.result()) == 0.0

    metric.update_state(rows, maps)
    metric.reset_state()

    assert float(ops.sum(metric.hits.value)) == 0.0
    assert float(metric.result()) == 0.0
