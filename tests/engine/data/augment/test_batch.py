import numpy as np
import pytest

from engine.contract.config import AugmentationConfig
from engine.data.augment.batch import augment_batch, augment_pixels, changes_pictures

OFF = AugmentationConfig(shift=0, rotation=0, scale=0, brightness=0, contrast=0)
STRONG = AugmentationConfig(
    flip_horizontal=True, flip_vertical=True, shift=0.3, rotation=90, scale=0.5, brightness=0.5, contrast=0.5,
    noise=0.2, cutout=0.5,
)  # fmt: skip


@pytest.fixture
def pictures() -> np.ndarray:
    return np.random.default_rng(1).integers(0, 256, (6, 20, 24, 3), np.uint8)


@pytest.mark.parametrize("config", [OFF, AugmentationConfig(enabled=False)])
def test_settings_that_are_off_change_nothing(pictures: np.ndarray, config: AugmentationConfig) -> None:
    assert np.array_equal(augment_batch(pictures, config, np.random.default_rng(1)), pictures)
    assert not changes_pictures(config)


def test_the_same_seed_gives_the_same_pixels(pictures: np.ndarray) -> None:
    first = augment_batch(pictures, STRONG, np.random.default_rng(5))

    assert np.array_equal(augment_batch(pictures, STRONG, np.random.default_rng(5)), first)
    assert not np.array_equal(augment_batch(pictures, STRONG, np.random.default_rng(6)), first)


def test_pictures_keep_shape_type_and_range(pictures: np.ndarray) -> None:
    shown = augment_batch(pictures, STRONG, np.random.default_rng(1))
    floats = augment_pixels(pictures, STRONG, np.random.default_rng(1))

    assert (shown.shape, shown.dtype) == (pictures.shape, np.uint8)
    assert (floats.shape, floats.dtype) == (pictures.shape, np.float32)
    assert floats.min() >= 0
    assert floats.max() <= 255


def test_the_given_pictures_are_left_alone(pictures: np.ndarray) -> None:
    before = pictures.copy()

    augment_batch(pictures, STRONG, np.random.default_rng(1))

    assert np.array_equal(pictures, before)


@pytest.mark.parametrize("setting", ["shift", "scale", "brightness", "contrast", "noise", "cutout", "mixup"])
def test_any_strength_switches_augmentation_on(setting: str) -> None:
    assert changes_pictures(OFF.model_copy(update={setting: 0.1}))
