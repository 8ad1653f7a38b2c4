from typing import Any

import numpy as np
import pytest

from engine.contract.annotations import NO_CLASS
from engine.contract.augmentation_presets import NO_AUGMENTATION
from engine.contract.config import AugmentationConfig
from engine.data.batches import BatchSettings
from engine.data.mask_batches import MaskBatchMaker, PixelWeights
from engine.data.preparation import Preparation
from engine.data.views import CodedPicture, Views, WholeViews

AS_THEY_ARE = Preparation(np.ones(3, np.float32), np.zeros(3, np.float32))
SIDE, CLASSES, STEP = 32, 3, 100
MOVING: dict[str, Any] = {
    "rotation": 40.0, "shift": 0.2, "scale": 0.3, "shear": 10.0, "perspective": 0.1, "elastic": 2.0,
    "flip_horizontal": True, "flip_vertical": True,
}  # fmt: skip


def weights(*of_classes: float, border: float = 0.0) -> PixelWeights:
    of_class = np.zeros(256, np.float32)
    of_class[: len(of_classes)] = of_classes
    return PixelWeights(of_class, border)


def painted(count: int) -> list[CodedPicture]:
    """Pictures whose pixels say what their mask says: code 0 is 0, code 1 is 100, code 2 is 200."""
    rng = np.random.default_rng(5)
    codes = np.kron(rng.integers(0, CLASSES, (count, 4, 4)), np.ones((8, 8), int)).astype(np.uint8)
    return [CodedPicture(np.repeat(one[..., None] * STEP, 3, axis=-1), one[..., None]) for one in codes]


def maker(
    views: Views,
    *,
    is_training: bool = True,
    augmentation: AugmentationConfig | None = None,
    size: int = SIDE,
    target: int = SIDE,
    weighing: PixelWeights | None = None,
    noise: float = 0.0,
) -> MaskBatchMaker:
    settings = BatchSettings(
        batch_size=4, is_training=is_training, seed=3, augmentation=augmentation, input_noise=noise
    )
    return MaskBatchMaker(
        views,
        AS_THEY_ARE,
        settings,
        size=(size, size),
        target_size=(target, target),
        weights=weighing or weights(1.0, 1.0, 1.0),
    )


@pytest.mark.parametrize("change", [{name: value} for name, value in MOVING.items()] + [MOVING], ids=str)
def test_masks_move_as_their_pictures_do(change: dict[str, Any]) -> None:
    augmentation = NO_AUGMENTATION.model_copy(update={"enabled": True, **change})
    batches = maker(WholeViews(painted(8)), augmentation=augmentation)

    pictures, targets = batches.make(1, 0)[:2]

    codes, brightness = targets[..., 0], pictures[..., 0]
    # Pixels between two areas are blends in a picture, and either of them in its mask.
    is_sure = (np.abs(brightness - np.rint(brightness / STEP) * STEP) < 0.5) & (codes != NO_CLASS)
    assert is_sure.mean() > 0.4
    agreeing = codes[is_sure] == np.rint(brightness[is_sure] / STEP)
    assert agreeing.mean() > 0.999
    plain = maker(WholeViews(painted(8))).make(1, 0)[0]
    assert not np.array_equal(pictures, plain)


def test_what_comes_into_view_from_beyond_a_picture_counts_nothing() -> None:
    augmentation = NO_AUGMENTATION.model_copy(update={"enabled": True, "shift": 0.4})

    targets = maker(WholeViews(painted(8)), augmentation=augmentation).make(0, 0)[1]

    is_unknown = targets[..., 0] == NO_CLASS
    assert 0.05 < is_unknown.mean() < 0.8
    assert (targets[is_unknown][:, 1] == 0).all()
    assert (targets[~is_unknown][:, 1] == 1).all()


def test_a_pixel_counts_as_its_class_and_its_border_say() -> None:
    codes = np.array([[[0, 0], [1, 255]], [[1, 51], [NO_CLASS, 255]]], np.uint8)

    found = weights(0.5, 2.0, border=10.0).weigh(codes)

    assert found == pytest.approx(np.array([[0.5, 12.0], [4.0, 0.0]]))


def test_without_borders_the_second_plane_is_not_looked_at() -> None:
    codes = np.array([[[1, 255]], [[NO_CLASS, 255]]], np.uint8)

    assert weights(1.0, 3.0).weigh(codes).tolist() == [[3.0], [0.0]]


def test_targets_of_an_unpadded_network_are_the_middle_of_what_it_sees() -> None:
    [picture] = painted(1)

    pictures, targets = maker(WholeViews([picture]), target=20).make(0, 0)[:2]

    assert np.array_equal(targets[0, ..., 0], picture.codes[6:26, 6:26, 0])
    assert np.array_equal(pictures[0], picture.pixels)


def test_the_margin_of_a_view_is_cut_away() -> None:
    [picture] = painted(1)

    pictures, targets = maker(WholeViews([picture]), size=24, target=24).make(0, 0)[:2]

    assert np.array_equal(pictures[0], picture.pixels[4:28, 4:28])
    assert np.array_equal(targets[0, ..., 0], picture.codes[4:28, 4:28, 0])


def test_measuring_goes_through_all_pictures_in_order_and_changes_none() -> None:
    everything = painted(6)
    augmentation = NO_AUGMENTATION.model_copy(update={"enabled": True, **MOVING})
    batches = maker(WholeViews(everything), is_training=False, augmentation=augmentation, noise=1.0)

    seen = [batches.make(0, number)[0] for number in range(batches.batches)]

    assert [len(one) for one in seen] == [4, 2]
    assert np.array_equal(np.concatenate(seen), np.stack([one.pixels for one in everything]))


def test_training_batches_are_whole_and_follow_the_order() -> None:
    everything = painted(6)
    batches = maker(WholeViews(everything))

    seen = np.concatenate([batches.make(2, number)[0] for number in range(batches.batches)])

    assert len(seen) == 8
    assert sorted(batches.order(2).tolist()) == list(range(6))
    assert np.array_equal(seen[:6], np.stack([everything[number].pixels for number in batches.order(2)]))


def test_a_batch_is_a_function_of_epoch_and_number() -> None:
    augmentation = NO_AUGMENTATION.model_copy(update={"enabled": True, **MOVING})
    first = maker(WholeViews(painted(6)), augmentation=augmentation, noise=2.0)
    second = maker(WholeViews(painted(6)), augmentation=augmentation, noise=2.0)
    second.make(0, 0)

    for one, other in zip(first.make(3, 1), second.make(3, 1), strict=True):
        assert np.array_equal(one, other)


def test_nothing_is_blended() -> None:
    assert not maker(WholeViews(painted(6))).blended(0).any()
