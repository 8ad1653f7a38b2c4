"""What anchors and regions cost, against plain loops: with crowds, empty pictures, missing regions and points."""

from typing import Any

import numpy as np
import pytest
from keras import ops

from engine.losses.anchor_loss import AnchorLoss
from engine.losses.expected_sampling import expected_sample
from engine.losses.region_loss import RegionLoss
from engine.losses.smooth_l1 import smooth_l1
from engine.ops.boxes.anchor_answers import read_anchors
from engine.ops.boxes.region_answers import read_regions
from engine.ops.boxes.truth_rows import pack_truth, unpack_truth
from tests.engine.ops.boxes import plain_boxes
from tests.engine.ops.boxes.compiling import compiled

CHANCE = np.random.default_rng(5)
CLASSES = 3
BOXES = np.array([[4, 4, 24, 24], [20, 22, 50, 40], [40, 2, 60, 20], [30, 30, 30, 38]], np.float32)
KINDS = np.array([0, 2, 1, 1])
IS_CROWD = np.array([False, False, True, False])
# Near the objects, equal to one, in the crowd, without area, inside out, of no object.
RECTANGLES = np.array(
    [
        [5, 5, 25, 23], [4, 4, 24, 24], [18, 20, 50, 40], [22, 25, 47, 38], [42, 4, 58, 18], [0, 0, 0, 0],
        [30, 50, 20, 40], [2, 40, 20, 60], [8, 12, 28, 32], [50, 50, 60, 60],
    ],
    np.float32,
)  # fmt: skip


def truth_of(boxes: np.ndarray, kinds: np.ndarray, is_crowd: np.ndarray) -> Any:
    """Two pictures, the second one without objects."""
    rows = pack_truth(boxes, kinds, is_crowd, rows=6)
    return unpack_truth(np.stack([rows, np.zeros_like(rows)]))


TRUTH = truth_of(BOXES, KINDS, IS_CROWD)


def plain_code(box: Any, region: Any, variances: tuple[float, ...]) -> list[float]:
    def centred(corners: Any) -> list[float]:
        x_min, y_min, x_max, y_max = map(float, corners)
        return [(x_min + x_max) / 2, (y_min + y_max) / 2, x_max - x_min, y_max - y_min]

    (x, y, width, height), (at_x, at_y, wide, high) = centred(box), centred(region)
    changes = (x - at_x) / wide, (y - at_y) / high, np.log(max(width, 1e-3) / wide), np.log(max(height, 1e-3) / high)
    return [change / variance for change, variance in zip(changes, variances, strict=True)]


def plain_smooth_l1(wanted: Any, said: Any, beta: float) -> float:
    differences = np.abs(np.asarray(wanted) - np.asarray(said))
    return float(sum(d * d / 2 / beta if d < beta else d - beta / 2 for d in differences))


def plain_mean(costs: dict[int, float], positives: list[int], negatives: list[int], count: int, share: float) -> float:
    """The mean loss over all samples that could be drawn."""
    drawn = min(len(positives), int(share * count))
    others = min(len(negatives), count - drawn)
    total = sum(drawn / len(positives) * costs[place] for place in positives)
    total += sum(others / len(negatives) * costs[place] for place in negatives)
    return total / max(drawn + others, 1)


def in_crowd(box: Any) -> bool:
    return plain_boxes.share_inside(box, BOXES[2]) >= 0.5


def test_smooth_l1_is_quadratic_near_zero_and_straight_from_beta_on() -> None:
    costs = np.asarray(smooth_l1(np.zeros(4, np.float32), np.array([0.1, -0.5, 0.5, -3], np.float32), beta=0.5))

    np.testing.assert_allclose(costs, [0.01, 0.25, 0.25, 2.75], rtol=1e-6)


@pytest.mark.parametrize(("positives", "negatives"), [(0, 0), (0, 30), (3, 0), (3, 4), (20, 30), (8, 500)])
def test_rows_count_by_the_probability_with_which_they_would_be_drawn(positives: int, negatives: int) -> None:
    is_positive = np.arange(600)[None] < positives
    is_negative = (np.arange(600)[None] >= 50) & (np.arange(600)[None] < 50 + negatives)

    weights = np.asarray(expected_sample(is_positive, is_negative, count=32, positive_share=0.25))[0]

    drawn = min(positives, 8)
    assert weights[is_positive[0]].sum() == pytest.approx(drawn)
    assert weights[is_negative[0]].sum() == pytest.approx(min(negatives, 32 - drawn))
    assert len(set(weights[is_positive[0]])) <= 1
    assert not weights[~(is_positive | is_negative)[0]].any()


def test_the_expected_loss_is_the_mean_of_many_samples() -> None:
    costs, is_positive = CHANCE.uniform(size=40), np.arange(40) < 15
    weights = np.asarray(expected_sample(is_positive[None], ~is_positive[None], count=16, positive_share=0.5))[0]
    samples = [
        [*CHANCE.choice(15, 8, replace=False), *CHANCE.choice(np.arange(15, 40), 8, replace=False)] for _ in range(4000)
    ]

    sampled = np.mean([costs[sample].mean() for sample in samples])

    assert (weights * costs).sum() / weights.sum() == pytest.approx(sampled, rel=0.01)


def test_anchors_cost_what_plain_loops_say() -> None:
    anchors = RECTANGLES[[0, 1, 2, 3, 4, 7, 8, 9]]
    logits, changes = CHANCE.normal(size=8).astype(np.float32), CHANCE.normal(size=(8, 4)).astype(np.float32)
    rows = np.tile(np.concatenate([anchors, logits[:, None], changes], axis=1), (2, 1, 1))

    found = compiled(lambda rows: AnchorLoss(count=4)(TRUTH, read_anchors(rows)))(rows)

    objects = [0, 1, 3]
    overlap = np.array([[plain_boxes.iou(anchor, BOXES[one]) for one in objects] for anchor in anchors])
    best = [any(row[k] and row[k] == overlap[:, k].max() for k in range(3)) for row in overlap]
    positives = [place for place in range(8) if overlap[place].max() >= 0.7 or best[place]]
    negatives = [place for place in range(8) if overlap[place].max() < 0.3 and place not in positives]
    free = [place for place in negatives if not in_crowd(anchors[place])]
    assert (len(positives), len(negatives), len(free)) == (3, 3, 2)
    costs = {place: float(np.log1p(np.exp(logits[place]))) for place in range(8)}
    empty = plain_mean(costs, [], list(range(8)), 4, 0.5)
    for place in positives:
        box = BOXES[objects[int(overlap[place].argmax())]]
        moved = plain_smooth_l1(plain_code(box, anchors[place], (1, 1, 1, 1)), changes[place], 1 / 9)
        costs[place] = float(np.log1p(np.exp(-logits[place]))) + moved
    np.testing.assert_allclose(found, [plain_mean(costs, positives, free, 4, 0.5), empty], rtol=1e-4)


@pytest.mark.parametrize("least", [0.0, 0.1])
def test_regions_cost_what_plain_loops_say(least: float) -> None:
    logits = CHANCE.normal(size=(10, CLASSES + 1)).astype(np.float32)
    changes = CHANCE.normal(size=(10, CLASSES + 1, 4)).astype(np.float32)
    rows = np.tile(np.concatenate([RECTANGLES, logits, changes.reshape(10, -1)], axis=1), (2, 1, 1))

    found = compiled(lambda rows: RegionLoss(least=least, count=4)(TRUTH, read_regions(rows)))(rows)

    objects = [0, 1, 3]
    overlap = np.array([[plain_boxes.iou(region, BOXES[one]) for one in objects] for region in RECTANGLES])
    positives = [place for place in range(10) if overlap[place].max() >= 0.5]
    there = [place for place in range(10) if plain_boxes.area(RECTANGLES[place])]
    negatives = [place for place in there if least <= overlap[place].max() < 0.5 and not in_crowd(RECTANGLES[place])]
    surprise = np.log(np.exp(logits).sum(-1, keepdims=True)) - logits
    costs = {place: float(surprise[place, -1]) for place in range(10)}
    empty = plain_mean(costs, [], there if least == 0 else [], 4, 0.25)
    for place in positives:
        one = objects[int(overlap[place].argmax())]
        code = plain_code(BOXES[one], RECTANGLES[place], (0.1, 0.1, 0.2, 0.2))
        costs[place] = float(surprise[place, KINDS[one]]) + plain_smooth_l1(code, changes[place, KINDS[one]], 1.0)
    assert (len(positives), len(there)) == (4, 8)
    np.testing.assert_allclose(found, [plain_mean(costs, positives, negatives, 4, 0.25), empty], rtol=1e-4)


def test_a_picture_in_which_nothing_was_proposed_costs_nothing() -> None:
    rows = np.zeros((2, 5, 4 + 5 * (CLASSES + 1)), np.float32)

    costs = ops.convert_to_numpy(RegionLoss()(TRUTH, read_regions(rows)))

    assert costs.tolist() == [0.0, 0.0]


@pytest.mark.parametrize(("objects", "classes"), [(0, 1), (1, 1), (500, 200)])
def test_any_picture_has_finite_losses(objects: int, classes: int) -> None:
    corners = CHANCE.uniform(0, 64, (objects, 2))
    boxes = np.concatenate([corners, corners + CHANCE.choice([0.0, 1.0, 40.0], (objects, 2))], axis=1)
    is_crowd = CHANCE.uniform(size=objects) < 0.1
    kinds = CHANCE.integers(0, classes, objects)
    truth = unpack_truth(pack_truth(boxes, kinds, is_crowd, rows=max(1, objects))[None])
    said = 1e4 * CHANCE.normal(size=(1, 40, 5 * (classes + 1)))
    regions = CHANCE.uniform(0, 64, (1, 40, 4))

    costs = [
        RegionLoss()(truth, read_regions(np.concatenate([regions, said], axis=-1).astype(np.float32))),
        AnchorLoss()(truth, read_anchors(np.concatenate([regions, said[..., :5]], axis=-1).astype(np.float32))),
    ]

    assert all(np.isfinite(ops.convert_to_numpy(cost)).all() for cost in costs)
