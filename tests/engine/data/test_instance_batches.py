"""Batches of pictures with masks: what a warp moves out of view goes, and rows say what is left."""

import numpy as np

from engine.contract.config import AugmentationConfig, InputConfig
from engine.data.augment.chance import Chance
from engine.data.augment.warp import random_warps
from engine.data.batches import BatchSettings
from engine.data.instance_batches import InstanceBatchMaker, InstanceLabels
from engine.data.object_planes import MASK_SIDE, lay_out
from engine.data.preparation import Preparation
from engine.ops.boxes.truth_rows import unpack_truth

SIDE = 32
PREPARATION = Preparation.fit(
    np.zeros((1, SIDE, SIDE, 1), np.uint8),
    InputConfig(height=SIDE, width=SIDE, channels=1, scale="0..1", subtract="nothing"),
)


def labels() -> InstanceLabels:
    """A block, a block over its corner, and a crowd."""
    masks = [np.zeros((SIDE, SIDE), bool) for _ in range(2)]
    masks[0][4:14, 2:12] = True
    masks[1][10:20, 8:28] = True
    objects = lay_out(masks, size=(SIDE, SIDE))
    boxes = np.concatenate([objects.boxes(), np.array([[20, 20, 32, 32]], np.float32)])
    return InstanceLabels(boxes, np.array([1, 0, 1]), np.array([False, False, True]), objects)


def test_rows_hold_boxes_and_masks_and_crowds_have_none() -> None:
    truth = unpack_truth(labels().packed(5)[None])

    assert np.asarray(truth.boxes_xyxy)[0, :2].tolist() == [[2, 4, 12, 14], [8, 10, 28, 20]]
    assert np.asarray(truth.is_object)[0].tolist() == [True, True, False, False, False]
    assert np.asarray(truth.is_crowd)[0].tolist() == [False, False, True, False, False]
    assert np.asarray(truth.masks).shape == (1, 5, MASK_SIDE, MASK_SIDE)
    assert np.asarray(truth.masks)[0].mean(axis=(1, 2)).tolist() == [1, 1, 0, 0, 0]


def test_boxes_are_those_of_what_is_seen_of_the_moved_masks() -> None:
    config = AugmentationConfig(flip_horizontal=True, flip_vertical=True, rotation=40.0, shift=0.3, scale=0.3)
    for position in range(20):
        warp = random_warps(config, Chance(seed=1, epoch=0, positions=np.array([position])), size=(SIDE, SIDE))

        moved = labels().moved(warp)

        assert moved.boxes_xyxy[: moved.masked].tolist() == moved.objects.boxes().tolist()
        assert moved.is_crowd.tolist() == [False] * moved.masked + [True] * (len(moved.classes) - moved.masked)
        assert (moved.boxes_xyxy >= 0).all()
        assert (moved.boxes_xyxy <= SIDE).all()


def test_a_batch_moves_masks_with_pixels() -> None:
    chosen = labels()
    bright = (np.array([each == 1 for each in chosen.objects.planes]).any(axis=0) * 255).astype(np.uint8)
    pictures = np.repeat(bright[None, :, :, None], 4, axis=0)
    augmentation = AugmentationConfig(
        flip_horizontal=True, flip_vertical=True, shift=0.0, rotation=0.0, scale=0.0, brightness=0.0, contrast=0.0
    )
    settings = BatchSettings(batch_size=4, is_training=True, seed=3, augmentation=augmentation)
    maker = InstanceBatchMaker(pictures, [chosen] * 4, PREPARATION, settings)

    seen, rows = maker.make(0, 0)

    for picture, one in zip(seen, rows, strict=True):
        left, top, right, bottom = one[0, :4].astype(int)
        assert (picture[top:bottom, left:right] > 0.5).all()


def test_pictures_without_objects_are_background() -> None:
    nothing = InstanceLabels(
        np.zeros((0, 4), np.float32), np.zeros(0, np.int64), np.zeros(0, bool), lay_out([], size=(SIDE, SIDE))
    )

    assert not nothing.packed(2).any()
