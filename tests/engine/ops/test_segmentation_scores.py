import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from engine.contract.annotations import NO_CLASS
from engine.ops.pixel_confusion import count_pixel_confusion
from engine.ops.segmentation_scores import ClassOverlap, score_confusion

CLASSES = 4
TRUTH = np.array([[0, 0, 0], [1, 2, NO_CLASS]], np.uint8)
TAKEN = np.array([[0, 0, 1], [1, 1, 3]], np.uint8)
pairs = array_shapes(min_dims=2, max_dims=2, max_side=6).flatmap(
    lambda shape: st.tuples(
        arrays(np.uint8, shape, elements=st.sampled_from([0, 1, 2, NO_CLASS])),
        arrays(np.uint8, shape, elements=st.integers(0, CLASSES - 1)),
    )
)


def test_rows_are_truths_and_unknown_pixels_do_not_count() -> None:
    found = count_pixel_confusion(TRUTH, TAKEN, classes=CLASSES)

    assert found.tolist() == [[2, 1, 0, 0], [0, 1, 0, 0], [0, 1, 0, 0], [0, 0, 0, 0]]


def test_scores_of_a_worked_example() -> None:
    scores = score_confusion(count_pixel_confusion(TRUTH, TAKEN, classes=CLASSES))

    assert scores.classes == (
        ClassOverlap(3, 2, 2 / 3, 4 / 5),
        ClassOverlap(1, 3, 1 / 3, 2 / 4),
        ClassOverlap(1, 0, 0.0, 0.0),
        ClassOverlap(0, 0, None, None),
    )
    assert scores.mean_iou == pytest.approx((2 / 3 + 1 / 3) / 3)
    assert scores.mean_dice == pytest.approx((4 / 5 + 2 / 4) / 3)
    assert scores.pixel_accuracy == pytest.approx(3 / 5)


def test_a_picture_without_known_pixels_has_no_scores() -> None:
    scores = score_confusion(count_pixel_confusion(np.full_like(TRUTH, NO_CLASS), TAKEN, classes=CLASSES))

    assert (scores.mean_iou, scores.mean_dice, scores.pixel_accuracy) == (None, None, None)


def test_the_score_of_two_pictures_is_not_the_mean_of_their_scores() -> None:
    large, small = np.zeros((10, 10), np.uint8), np.zeros((1, 1), np.uint8)
    tables = [count_pixel_confusion(large, large, classes=2), count_pixel_confusion(small, small + 1, classes=2)]

    together = score_confusion(tables[0] + tables[1])

    assert together.classes[0].iou == 100 / 101
    assert [score_confusion(one).mean_iou for one in tables] == [1.0, 0.0]


@given(pairs)
def test_scores_are_those_of_sets_of_pixels(pair: tuple[np.ndarray, np.ndarray]) -> None:
    truth, taken = pair
    scores = score_confusion(count_pixel_confusion(truth, taken, classes=CLASSES))
    known = {tuple(place) for place in np.argwhere(truth != NO_CLASS).tolist()}

    for one, found in enumerate(scores.classes):
        true = {place for place in known if truth[place] == one}
        claimed = {place for place in known if taken[place] == one}
        union = true | claimed
        assert (found.true_pixels, found.predicted_pixels) == (len(true), len(claimed))
        assert found.iou == (len(true & claimed) / len(union) if union else None)
        assert found.dice == (2 * len(true & claimed) / (len(true) + len(claimed)) if union else None)


@given(pairs)
def test_a_mask_agrees_wholly_with_itself(pair: tuple[np.ndarray, np.ndarray]) -> None:
    taken = pair[1]
    scores = score_confusion(count_pixel_confusion(taken, taken, classes=CLASSES))

    assert (scores.mean_iou, scores.mean_dice, scores.pixel_accuracy) == (1.0, 1.0, 1.0)


def test_masks_of_two_sizes_are_refused() -> None:
    with pytest.raises(ValueError, match=r"\(2, 3\) and \(2, 2\)"):
        count_pixel_confusion(TRUTH, TAKEN[:, :2], classes=CLASSES)


def test_a_class_beyond_the_last_is_refused() -> None:
    with pytest.raises(ValueError, match="2 with 2 classes"):
        count_pixel_confusion(TRUTH, TAKEN, classes=2)
