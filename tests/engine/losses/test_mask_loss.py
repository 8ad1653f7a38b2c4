"""What masks cost: the true class of boxes that show an object, against plain NumPy."""

import numpy as np
import pytest
from keras import ops

from engine.losses.mask_loss import MaskLoss
from engine.ops.boxes.instance_answers import InstanceAnswers, masks_of_class, read_instances
from engine.ops.boxes.mask_targets import crop_masks
from engine.ops.boxes.truth_rows import TruthRows, pack_masks, pack_truth, unpack_truth
from tests.engine.ops.boxes import plain_rois
from tests.engine.ops.boxes.compiling import compiled

SIDE, BINS, CLASSES = 8, (6, 6), 2
CHANCE = np.random.default_rng(4)
TRUE = np.array([[10, 20, 34, 44], [50, 5, 66, 37]], np.float32)


def drawn_masks() -> np.ndarray:
    return (CHANCE.uniform(size=(2, SIDE, SIDE)) > 0.4).astype(np.float32)


def truth_of(masks: np.ndarray, *, is_crowd: tuple[bool, bool] = (False, False)) -> TruthRows:
    rows = pack_masks(pack_truth(TRUE, [1, 0], is_crowd, rows=3), masks)
    return unpack_truth(rows[None])


def answers(boxes: np.ndarray, logits: np.ndarray) -> InstanceAnswers:
    return InstanceAnswers(boxes[None], np.zeros((1, boxes.shape[0], CLASSES), np.float32), logits[None])


def plain_crop(mask: np.ndarray, box: np.ndarray, region: np.ndarray) -> np.ndarray:
    """RoI align of a mask that lies in its box, once more."""
    placed = (region - np.tile(box[:2], 2)) / np.tile(box[2:] - box[:2], 2) * SIDE
    return plain_rois.aligned(mask[..., None], placed, 1.0, BINS, 2)[..., 0]


def plain_cost(wanted: np.ndarray, logits: np.ndarray) -> float:
    said = 1 / (1 + np.exp(-logits.astype(np.float64)))
    return float(-(wanted * np.log(said) + (1 - wanted) * np.log(1 - said)).mean())


@pytest.mark.parametrize("region", [[10, 20, 34, 44], [5, 22, 30, 41], [12.3, 30.7, 15.1, 40], [0, 0, 60, 60]])
def test_the_target_is_the_part_of_the_mask_in_the_region(region: list[float]) -> None:
    mask = drawn_masks()[0]

    crop = compiled(lambda masks, boxes, regions: crop_masks(masks, boxes, regions, bins=BINS))
    found = crop(mask[None, None], TRUE[None, :1], np.array([[region]], np.float32))

    np.testing.assert_allclose(np.asarray(found)[0, 0], plain_crop(mask, TRUE[0], np.array(region)), atol=1e-4)


def test_a_missing_object_has_an_empty_finite_target() -> None:
    found = crop_masks(np.zeros((1, 1, SIDE, SIDE)), np.zeros((1, 1, 4)), np.array([[[1.0, 2.0, 9.0, 9.0]]]), bins=BINS)

    assert not ops.convert_to_numpy(found).any()


def test_only_the_mask_of_the_true_class_of_positive_boxes_counts() -> None:
    masks, logits = drawn_masks(), CHANCE.normal(size=(4, *BINS, CLASSES)).astype(np.float32)
    # Near the first, near the second, of too little overlap, and missing.
    boxes = np.array([[11, 19, 35, 43], [50, 4, 68, 36], [10, 20, 20, 44], [0, 0, 0, 0]], np.float32)

    cost = compiled(lambda *all_of: MaskLoss()(truth_of(masks), answers(*all_of)))(boxes, logits)

    expected = [
        plain_cost(plain_crop(masks[0], TRUE[0], boxes[0]), logits[0, ..., 1]),
        plain_cost(plain_crop(masks[1], TRUE[1], boxes[1]), logits[1, ..., 0]),
    ]
    assert ops.convert_to_numpy(cost) == pytest.approx([np.mean(expected)], rel=1e-4)


def test_other_classes_do_not_change_it() -> None:
    masks, logits = drawn_masks(), CHANCE.normal(size=(2, *BINS, CLASSES)).astype(np.float32)
    other = logits.copy()
    other[0, ..., 0] += 7
    other[1, ..., 1] -= 7

    first, second = (ops.convert_to_numpy(MaskLoss()(truth_of(masks), answers(TRUE, each))) for each in (logits, other))

    assert first.tolist() == second.tolist()


def test_no_positive_box_and_crowds_cost_nothing() -> None:
    logits = CHANCE.normal(size=(1, *BINS, CLASSES)).astype(np.float32)
    far, near = np.array([[70, 70, 90, 90]], np.float32), TRUE[:1]

    nothing = MaskLoss()(truth_of(drawn_masks()), answers(far, logits))
    crowd = MaskLoss()(truth_of(drawn_masks(), is_crowd=(True, False)), answers(near, logits))

    assert ops.convert_to_numpy(nothing).tolist() == ops.convert_to_numpy(crowd).tolist() == [0.0]


def test_true_boxes_alone_are_refused() -> None:
    boxes = unpack_truth(pack_truth(TRUE, [1, 0], [False, False], rows=2)[None])

    with pytest.raises(ValueError, match="true boxes alone"):
        MaskLoss()(boxes, answers(TRUE, np.zeros((2, *BINS, CLASSES), np.float32)))


def test_rows_are_taken_apart_as_they_were_put_together() -> None:
    boxes, scores = CHANCE.uniform(size=(1, 3, 4)), CHANCE.uniform(size=(1, 3, CLASSES))
    logits = CHANCE.normal(size=(1, 3, *BINS, CLASSES))
    rows = np.concatenate([boxes, scores, logits.reshape(1, 3, -1)], axis=-1).astype(np.float32)

    found = read_instances(rows, classes=CLASSES, mask_shape=(*BINS, CLASSES))

    np.testing.assert_array_equal(np.asarray(found.mask_logits), logits.astype(np.float32))
    chosen = np.asarray(masks_of_class(found.mask_logits, np.array([[1, 0, 1]])))
    np.testing.assert_array_equal(chosen[0, 1], logits[0, 1, ..., 0].astype(np.float32))
