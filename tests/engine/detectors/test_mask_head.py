"""What Mask R-CNN answers: boxes with one class, the mask of that class, and those of the mirrored picture."""

import numpy as np
import pytest
from keras import ops

from engine.detectors.instances import MaskHead
from engine.losses.mask_loss import MaskLoss
from engine.ops.boxes.finding import Choice, choose_objects
from engine.ops.boxes.instance_answers import read_instances
from engine.ops.boxes.truth_rows import pack_masks, pack_truth, unpack_truth
from tests.engine.ops.boxes.compiling import compiled

WIDTH, CLASSES, BINS = 100, 2, (4, 6)
HEAD = MaskHead(WIDTH, CLASSES, (*BINS, CLASSES))
CHANCE = np.random.default_rng(6)


def answers() -> np.ndarray:
    """Rows of three boxes in two pictures; the last box is missing."""
    corners = np.array([[10, 20, 40, 60], [50, 5, 98, 45], [0, 0, 0, 0]])
    scores = np.array([[0.9, 0], [0, 0.6], [0, 0]])
    before = np.tile(np.concatenate([corners, scores], axis=1), (2, 1, 1))
    masks = CHANCE.normal(size=(2, 3, BINS[0] * BINS[1] * CLASSES))
    return np.concatenate([before, masks], axis=-1).astype(np.float32)


def logits_of(rows: np.ndarray) -> np.ndarray:
    return rows[..., 4 + CLASSES :].reshape(*rows.shape[:2], *BINS, CLASSES)


def test_each_object_has_the_sigmoid_of_the_mask_of_its_class() -> None:
    rows = answers()
    found = choose_objects(HEAD.read(rows), Choice(score=0.1, most=4))

    masks = np.asarray(HEAD.read_masks(rows, found))

    assert np.asarray(found.classes)[:, :2].tolist() == [[0, 1], [0, 1]]
    assert masks.shape == (2, 4, *BINS)
    expected = 1 / (1 + np.exp(-logits_of(rows)))
    np.testing.assert_allclose(masks[:, 0], expected[:, 0, ..., 0], rtol=1e-5)
    np.testing.assert_allclose(masks[:, 1], expected[:, 1, ..., 1], rtol=1e-5)


def test_boxes_and_masks_of_a_mirrored_picture_are_turned_back() -> None:
    rows = answers()
    turned = rows.copy()
    turned[..., [0, 2]] = np.where(rows[..., [2]] > 0, WIDTH - rows[..., [2, 0]], 0)
    turned[..., 4 + CLASSES :] = logits_of(rows)[:, :, :, ::-1].reshape(2, 3, -1)

    joined = np.asarray(compiled(HEAD.mean_with_mirrored)(rows, turned))

    np.testing.assert_allclose(joined[:, 3:], rows, atol=1e-4)


def test_its_loss_is_that_of_masks() -> None:
    rows = answers()
    packed = pack_masks(pack_truth([[12, 18, 44, 64]], [1], [False], rows=2), np.ones((1, 8, 8)))
    truth = unpack_truth(np.stack([packed] * 2))

    expected = MaskLoss()(truth, read_instances(rows, classes=CLASSES, mask_shape=(*BINS, CLASSES)))

    assert ops.convert_to_numpy(expected).min() > 0
    assert ops.convert_to_numpy(HEAD.loss(truth, rows)) == pytest.approx(ops.convert_to_numpy(expected))
