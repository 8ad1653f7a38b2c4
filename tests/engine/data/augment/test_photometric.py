import numpy as np
import pytest

from engine.data.augment.photometric import add_noise, change_light
from tests.engine.data.augment.settings import OFF, chance, only


def middle_grey(count: int = 500) -> np.ndarray:
    pictures = np.full((count, 4, 4, 3), 118, np.float32)
    pictures[:, :2] = 138
    return pictures


def test_everything_off_changes_nothing() -> None:
    pictures = middle_grey(3)

    change_light(pictures, OFF, chance(3))
    add_noise(pictures, OFF, chance(3))

    assert np.array_equal(pictures, middle_grey(3))


def test_brightness_adds_up_to_its_share_of_the_full_range() -> None:
    pictures = middle_grey()

    change_light(pictures, only(brightness=0.2), chance(500))

    added = pictures.mean(axis=(1, 2, 3)) - 128
    assert np.abs(added).max() == pytest.approx(51, abs=1)
    assert added.mean() == pytest.approx(0, abs=4)


def test_contrast_keeps_the_mean_and_changes_the_spread() -> None:
    pictures = middle_grey()

    change_light(pictures, only(contrast=0.5), chance(500))

    assert pictures.mean(axis=(1, 2, 3)) == pytest.approx(128, abs=1e-3)
    spread = pictures.std(axis=(1, 2, 3)) / 10
    assert spread.min() == pytest.approx(0.5, abs=0.01)
    assert spread.max() == pytest.approx(1.5, abs=0.01)


def test_noise_has_the_chosen_deviation() -> None:
    pictures = middle_grey()

    add_noise(pictures, only(noise=0.05), chance(500))

    assert (pictures - middle_grey()).std() == pytest.approx(0.05 * 255, rel=0.03)


def test_noise_spares_pictures_as_its_probability_says() -> None:
    pictures = middle_grey()

    add_noise(pictures, only(noise=0.05, noise_probability=0.3), chance(500))

    assert (pictures != middle_grey()).any(axis=(1, 2, 3)).mean() == pytest.approx(0.3, abs=0.06)


def test_values_stay_in_the_range_of_pixels() -> None:
    pictures = np.tile(np.array([0, 255], np.float32), (50, 4, 4, 1))

    change_light(pictures, only(brightness=1.0, contrast=1.0), chance(50))
    add_noise(pictures, only(noise=1.0), chance(50))

    assert pictures.min() >= 0
    assert pictures.max() <= 255
