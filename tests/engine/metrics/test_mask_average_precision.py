"""The mask mAP that is followed while a network learns, against the exact one of whole masks."""

import numpy as np
import pytest
from keras import ops

from engine.detectors.instances import MaskHead
from engine.metrics.mask_average_precision import MeanMaskAveragePrecision, mask_overlaps
from engine.ops.boxes.finding import Choice, FoundObjects, choose_objects
from engine.ops.boxes.mask_pasting import paste_mask
from engine.ops.boxes.truth_rows import pack_masks, pack_truth, unpack_truth

SIDE, BINS = 64, (28, 28)
HEAD = MaskHead(SIDE, 1, (*BINS, 1))
BOXES = np.array([[4, 6, 34, 40], [30, 20, 60, 60]], np.float32)
ROUND = (np.hypot(*(np.mgrid[:56, :56] + 0.5 - 28)) < 28).astype(np.float32)
SURE = 20.0


def rows_of(boxes: np.ndarray, scores: list[float], masks: np.ndarray) -> np.ndarray:
    """What a network says: masks (n, 28, 28) of zeros and ones."""
    logits = (2 * masks.reshape(len(boxes), -1) - 1) * SURE
    return np.concatenate([boxes, np.array(scores)[:, None], logits], axis=1)[None].astype(np.float32)


def truth() -> np.ndarray:
    return pack_masks(pack_truth(BOXES, [0, 0], [False, False], rows=3), np.stack([ROUND, ROUND]))[None]


def test_the_overlap_is_that_of_pasted_masks() -> None:
    moved = BOXES + np.array([[3, -2, 5, 1], [-4, 3, 0, 2]], np.float32)
    rows = rows_of(moved, [0.9, 0.8], np.ones((2, *BINS)))
    found = choose_objects(HEAD.read(rows), Choice(score=0.1, most=2))

    overlaps = ops.convert_to_numpy(mask_overlaps(unpack_truth(truth()), found, HEAD.read_masks(rows, found)))[0]

    for number in range(2):
        ours = paste_mask(np.ones(BINS), moved[number], picture_px=(SIDE, SIDE))
        theirs = paste_mask(ROUND, BOXES[number], picture_px=(SIDE, SIDE))
        assert overlaps[number, number] == pytest.approx((ours & theirs).sum() / (ours | theirs).sum(), abs=0.04)
        assert overlaps[number, 1 - number] == 0


@pytest.mark.parametrize(("is_round", "expected"), [(True, 1.0), (False, 0.6)])
def test_right_boxes_with_wrong_masks_are_not_right(is_round: bool, expected: float) -> None:
    small = ROUND.reshape(28, 2, 28, 2).mean(axis=(1, 3)) >= 0.5
    metric = MeanMaskAveragePrecision(1, read=HEAD.read, read_masks=HEAD.read_masks)

    metric.update_state(truth(), rows_of(BOXES, [0.9, 0.8], np.stack([small if is_round else np.ones(BINS)] * 2)))

    # A disc has 79 % of its box: at thresholds up to 0.75 the box is taken for it.
    assert float(metric.result()) == pytest.approx(expected)


def test_no_more_masks_are_compared_than_boxes_are_said() -> None:
    compared: list[int] = []

    def read_masks(outputs: np.ndarray, found: FoundObjects) -> object:
        compared.append(found.boxes_xyxy.shape[1])
        return HEAD.read_masks(outputs, found)

    metric = MeanMaskAveragePrecision(1, read=HEAD.read, read_masks=read_masks)

    metric.update_state(truth(), rows_of(BOXES, [0.9, 0.8], np.ones((2, *BINS))))

    assert compared == [2]
