"""Batches of pictures with boxes: what moves, moves together, and every batch can be made again."""

import numpy as np
import pytest

from engine.contract.augmentation_presets import preset
from engine.contract.config import AugmentationConfig, InputConfig
from engine.data.augmented_boxes import BoxedLabels
from engine.data.batches import BatchSettings
from engine.data.box_batches import MOST_MIXED_ROWS, BoxBatchMaker
from engine.data.preparation import Preparation
from engine.ops.boxes.truth_rows import CROWD, NOTHING, OBJECT

SIDE, COUNT = 48, 6


def pictures() -> tuple[np.ndarray, list[BoxedLabels]]:
    """One white rectangle on black in each picture but the last, whose box is known."""
    chance = np.random.default_rng(1)
    pixels, labels = np.zeros((COUNT, SIDE, SIDE, 3), np.uint8), []
    for number in range(COUNT - 1):
        left, top = chance.integers(12, 20, 2)
        width, height = chance.integers(8, 16, 2)
        pixels[number, top : top + height, left : left + width] = 255
        boxes = np.array([[left, top, left + width, top + height]] * (1 + number % 2), np.float32)
        labels.append(BoxedLabels(boxes, np.arange(len(boxes)), np.arange(len(boxes)) == 1))
    return pixels, [*labels, BoxedLabels(np.zeros((0, 4), np.float32), np.zeros(0, np.int64), np.zeros(0, np.bool_))]


def maker(augmentation: AugmentationConfig | None, *, is_training: bool = True) -> BoxBatchMaker:
    pixels, labels = pictures()
    preparation = Preparation.fit(pixels, InputConfig(height=SIDE, width=SIDE, scale="0..1", subtract="nothing"))
    settings = BatchSettings(batch_size=COUNT, is_training=is_training, seed=3, augmentation=augmentation)
    return BoxBatchMaker(pixels, labels, preparation, settings)


def extent(picture: np.ndarray) -> list[float]:
    rows, columns = np.nonzero(picture[..., 0] > 0.5)
    return [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]


def test_rows_are_padded_to_the_picture_with_most_boxes() -> None:
    _, rows = maker(None, is_training=False).make(0, 0)

    assert rows.shape == (COUNT, 2, 6)
    assert rows[:, :, 5].tolist() == [[OBJECT, NOTHING], [OBJECT, CROWD]] * 2 + [[OBJECT, NOTHING], [NOTHING, NOTHING]]
    assert rows[1, :, 4].tolist() == [0, 1]


def test_boxes_lie_around_what_augmentation_has_moved() -> None:
    config = AugmentationConfig(shift=0.1, rotation=0, scale=0.2, flip_horizontal=True, brightness=0, contrast=0)
    batches = maker(config)

    for epoch in range(4):
        prepared, rows = batches.make(epoch, 0)
        for picture, row in zip(prepared, rows, strict=True):
            if row[0, 5] == OBJECT:
                assert extent(picture) == pytest.approx(row[0, :4], abs=1.01)


def test_any_batch_of_any_epoch_can_be_made_again_and_epochs_differ() -> None:
    batches = maker(preset("detection").config)

    first, again, other = (batches.make(epoch, 0) for epoch in (2, 2, 3))

    assert all(np.array_equal(one, two) for one, two in zip(first, again, strict=True))
    assert not np.array_equal(first[0], other[0])


def test_an_epoch_shows_every_picture_and_blends_none() -> None:
    batches = maker(None)

    assert sorted(batches.order(1).tolist()) == list(range(COUNT))
    assert not batches.blended(1).any()


def test_boxes_of_mosaics_lie_around_bright_pixels_of_their_tiles() -> None:
    config = AugmentationConfig(
        mosaic=1.0, flip_horizontal=True, shift=0, rotation=0, scale=0, brightness=0, contrast=0
    )
    batches = maker(config)

    boxes = 0
    for epoch in range(3):
        prepared, rows = batches.make(epoch, 0)
        for picture, row in zip(prepared, rows, strict=True):
            for x_min, y_min, x_max, y_max, _, _ in row[row[:, 5] == OBJECT]:
                inside = picture[round(y_min) : round(y_max), round(x_min) : round(x_max), 0]
                assert inside.size == 0 or inside.mean() > 0.6
                boxes += 1
    assert boxes > 20
    assert rows.shape == (COUNT, 8, 6)


def test_crowds_stay_crowds_in_mosaics_and_blends() -> None:
    batches = maker(AugmentationConfig(mosaic=1.0, mixup=1.0, shift=0, rotation=0, scale=0, brightness=0, contrast=0))

    kinds = [batches.make(epoch, 0)[1][..., 5] for epoch in range(3)]

    assert all((kind == CROWD).any() and (kind == OBJECT).any() for kind in kinds)


def test_a_blend_shows_the_objects_of_both_pictures() -> None:
    batches = maker(AugmentationConfig(mixup=1.0, shift=0, rotation=0, scale=0, brightness=0, contrast=0))

    prepared, rows = batches.make(0, 0)
    white = maker(None).make(0, 0)[0].max()

    assert rows.shape == (COUNT, 4, 6)
    for picture, row in zip(prepared, rows, strict=True):
        for x_min, y_min, x_max, y_max, _, _ in row[row[:, 5] != NOTHING]:
            assert picture[int(y_min) : int(y_max), int(x_min) : int(x_max), 0].min() >= 0.39 * white
        assert picture.max() < 0.61 * white or len(row[row[:, 5] != NOTHING]) > 1
    assert (rows[..., 5] != NOTHING).sum() > (maker(None).make(0, 0)[1][..., 5] != NOTHING).sum()


def test_mixed_batches_can_be_made_again() -> None:
    batches = maker(preset("detection").config.model_copy(update={"mosaic": 0.5, "mixup": 0.5}))

    first, again = batches.make(2, 0), batches.make(2, 0)

    assert all(np.array_equal(one, two) for one, two in zip(first, again, strict=True))


def test_one_picture_and_pictures_without_boxes_can_be_mixed() -> None:
    pixels, labels = pictures()
    preparation = Preparation.fit(pixels, InputConfig(height=SIDE, width=SIDE))
    config = AugmentationConfig(mosaic=1.0, mixup=1.0)
    settings = BatchSettings(batch_size=4, is_training=True, augmentation=config)

    alone = BoxBatchMaker(pixels[:1], labels[:1], preparation, settings).make(0, 0)[1]
    empty = BoxBatchMaker(pixels[-1:], labels[-1:], preparation, settings).make(0, 0)[1]

    assert (alone[..., 5] == OBJECT).any()
    assert not empty.any()


def test_of_very_many_boxes_in_a_mixed_picture_the_largest_are_learned() -> None:
    sides = np.linspace(1, 30, 300, dtype=np.float32)[:, None]
    boxes = np.concatenate([np.zeros((300, 2), np.float32), sides, sides], axis=1)
    labels = BoxedLabels(boxes, np.arange(300), np.zeros(300, np.bool_))
    pixels = np.zeros((2, SIDE, SIDE, 3), np.uint8)
    preparation = Preparation.fit(pixels, InputConfig(height=SIDE, width=SIDE))
    config = AugmentationConfig(mixup=1.0, shift=0, rotation=0, scale=0)
    settings = BatchSettings(batch_size=2, is_training=True, augmentation=config)

    rows = BoxBatchMaker(pixels, [labels, labels], preparation, settings).make(0, 0)[1]

    assert rows.shape == (2, MOST_MIXED_ROWS, 6)
    assert sorted(set(rows[0, :, 4].astype(int))) == list(range(100, 300))


def test_boxes_grow_and_shrink_with_their_pictures() -> None:
    pixels, labels = pictures()
    preparation = Preparation.fit(pixels, InputConfig(height=SIDE, width=SIDE))
    settings = BatchSettings(batch_size=COUNT, is_training=True, seed=3, multi_scale=0.5)
    batches = BoxBatchMaker(pixels, labels, preparation, settings)

    sizes = set()
    for epoch in range(12):
        prepared, rows = batches.make(epoch, 0)
        sizes.add(prepared.shape[1:3])
        assert batches.size_px(epoch) == prepared.shape[1:3]
        for picture, row in zip(prepared, rows, strict=True):
            if row[0, 5] == OBJECT:
                seen = extent(picture / prepared.max())
                assert seen == pytest.approx(row[0, :4], abs=1.51)
    assert len(sizes) > 2


def test_pictures_for_validation_keep_their_size() -> None:
    pixels, labels = pictures()
    settings = BatchSettings(batch_size=COUNT, is_training=False, multi_scale=0.5)
    batches = BoxBatchMaker(pixels, labels, Preparation.fit(pixels, InputConfig(height=SIDE, width=SIDE)), settings)

    assert batches.size_px(3) is None
    assert batches.make(3, 0)[0].shape[1:3] == (SIDE, SIDE)
