import numpy as np
import pytest

from engine.contract.config import AugmentationConfig
from engine.data.augment.augmenter import Augmenter, changes_pictures
from engine.data.augment.labels import SampleLabels, move_labels
from engine.data.augment.mixing import draw_blend
from tests.engine.data.augment.settings import OFF, chance, only

STRONG = AugmentationConfig(
    flip_horizontal=True, flip_vertical=True, shift=0.3, rotation=90, scale=0.5, shear=20, perspective=0.2, crop=0.5,
    elastic=2, brightness=0.5, contrast=0.5, saturation=0.5, hue=30, noise=0.2, blur=2, jpeg=0.8, superimpose=0.4,
    cutout=0.5, mixup=0.5, perspective_probability=0.5, elastic_probability=0.5, noise_probability=0.5,
)  # fmt: skip
PICTURES = np.random.default_rng(1).integers(0, 256, (12, 20, 24, 3), np.uint8)
STRENGTHS = (
    "shift", "rotation", "scale", "shear", "perspective", "crop", "elastic", "brightness", "contrast", "saturation",
    "hue", "noise", "blur", "jpeg", "superimpose", "cutout", "mixup",
)  # fmt: skip


def augmenter(config: AugmentationConfig, *, seed: int = 1, pictures: np.ndarray = PICTURES) -> Augmenter:
    return Augmenter(config, seed=seed, count=len(pictures), read=pictures.__getitem__)


def made(config: AugmentationConfig, *positions: int, epoch: int = 0, seed: int = 1) -> np.ndarray:
    return augmenter(config, seed=seed).augment(epoch, np.array(positions)).pixels


def test_settings_that_are_off_change_nothing() -> None:
    assert np.array_equal(made(OFF, 3, 5), PICTURES[[3, 5]])
    assert not changes_pictures(OFF)
    assert not changes_pictures(AugmentationConfig(enabled=False))
    assert not changes_pictures(None)


@pytest.mark.parametrize("setting", STRENGTHS)
def test_any_strength_switches_augmentation_on(setting: str) -> None:
    config = only(**{setting: 0.3})

    assert changes_pictures(config)
    assert not np.array_equal(made(config, *range(12)), PICTURES)


@pytest.mark.parametrize("setting", [name for name in STRENGTHS if name != "mixup"])
def test_a_probability_of_zero_switches_an_option_off(setting: str) -> None:
    config = only(**{setting: 0.3, f"{setting}_probability": 0.0})

    assert np.array_equal(made(config, *range(12)), PICTURES)


def test_the_same_seed_gives_the_same_pixels() -> None:
    assert np.array_equal(made(STRONG, 2, 4, seed=5), made(STRONG, 2, 4, seed=5))
    assert not np.array_equal(made(STRONG, 2, 4, seed=5), made(STRONG, 2, 4, seed=6))


def test_a_picture_changes_alike_in_any_batch() -> None:
    together = made(STRONG, *range(12), epoch=3)

    alone = np.concatenate([made(STRONG, position, epoch=3) for position in range(12)])

    assert np.array_equal(together, alone)


def test_every_epoch_shows_another_variant() -> None:
    assert not np.array_equal(made(STRONG, 7, epoch=4), made(STRONG, 7, epoch=5))


def test_versions_of_a_picture_come_again_in_turn() -> None:
    config = STRONG.model_copy(update={"versions": 3})
    first, second = made(config, 7, 2, epoch=0), made(config, 7, 2, epoch=1)

    assert np.array_equal(made(config, 2, 7, epoch=3)[::-1], first)
    assert np.array_equal(made(config, 7, 2, epoch=7), second)
    assert not np.array_equal(first, second)


def test_pictures_keep_shape_and_range() -> None:
    changed = made(STRONG, *range(12))

    assert (changed.shape, changed.dtype) == (PICTURES.shape, np.float32)
    assert changed.min() >= 0
    assert changed.max() <= 255


def test_grey_pictures_take_all_options() -> None:
    grey = np.ascontiguousarray(PICTURES[..., :1])

    changed = augmenter(STRONG, pictures=grey).augment(0, np.arange(12)).pixels

    assert changed.shape == grey.shape


def test_the_given_pictures_are_left_alone() -> None:
    before = PICTURES.copy()

    made(STRONG, *range(12))

    assert np.array_equal(PICTURES, before)


def test_one_option_does_not_change_the_chance_of_another() -> None:
    plain, mixed = only(brightness=0.3), only(brightness=0.3, superimpose=0.5, superimpose_probability=0.3)

    is_equal = (made(plain, *range(12)) == made(mixed, *range(12))).all(axis=(1, 2, 3))

    assert 4 <= is_equal.sum() <= 11


def test_labels_move_by_the_warp_that_moved_the_pixels() -> None:
    picture = np.zeros((1, 40, 60, 1), np.uint8)
    picture[:, 10:30, 20:40] = 255
    config = only(shift=0.2, flip_horizontal=True)

    augmented = augmenter(config, pictures=picture).augment(2, np.array([0]))

    assert augmented.warps is not None
    labels = SampleLabels(boxes=np.array([[20, 10, 40, 30]], np.float32))
    x_min, y_min, x_max, y_max = np.rint(move_labels(labels, augmented.warps).labels.boxes[0]).astype(int)
    assert augmented.pixels[0, y_min + 1 : y_max - 1, x_min + 1 : x_max - 1].min() == 255
    assert augmented.pixels.sum() == pytest.approx(255 * 400, rel=0.06)


def test_a_blend_is_made_of_two_changed_pictures() -> None:
    config = only(mixup=1.0, brightness=0.4)
    light = only(brightness=0.4)
    blend = draw_blend(config, chance(12), count=12)

    own, partners = made(light, *range(12)), made(light, *blend.partners.tolist())

    share = blend.shares[:, None, None, None]
    assert made(config, *range(12)) == pytest.approx(own * share + partners * (1 - share), abs=1e-3)
