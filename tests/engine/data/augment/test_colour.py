import colorsys

import numpy as np
import pytest

from engine.data.augment.colour import LUMA, change_colours, colour_maps
from tests.engine.data.augment.settings import chance, only


def one_map(*, saturation: float = 1.0, degrees: float = 0.0) -> np.ndarray:
    return colour_maps(saturation=np.array([saturation]), radians=np.deg2rad([degrees]))[0]


def test_no_change_is_the_identity() -> None:
    assert one_map() == pytest.approx(np.eye(3), abs=1e-6)


def test_without_saturation_only_luma_is_left() -> None:
    assert one_map(saturation=0) == pytest.approx(np.tile(LUMA, (3, 1)), abs=1e-6)


@pytest.mark.parametrize("change", [{"saturation": 1.7}, {"degrees": 120.0}])
def test_luma_and_grey_stay(change: dict[str, float]) -> None:
    matrix = one_map(**change)

    assert LUMA @ matrix == pytest.approx(LUMA, abs=1e-6)
    assert matrix.sum(axis=1) == pytest.approx([1, 1, 1], abs=1e-6)


def test_hue_turns_as_on_the_colour_wheel() -> None:
    red, green, blue = one_map(degrees=40) @ np.array([0.6, 0.4, 0.4])

    assert colorsys.rgb_to_hsv(red, green, blue)[0] * 360 == pytest.approx(40, abs=15)


def test_pictures_change_as_often_as_wanted_and_stay_in_range() -> None:
    pictures = np.random.default_rng(1).uniform(0, 255, (400, 4, 4, 3)).astype(np.float32)
    before = pictures.copy()

    change_colours(pictures, only(saturation=0.9, saturation_probability=0.4), chance(400))

    assert (pictures != before).any(axis=(1, 2, 3)).mean() == pytest.approx(0.4, abs=0.07)
    assert pictures.min() >= 0
    assert pictures.max() <= 255


def test_grey_pictures_have_no_colour_to_change() -> None:
    pictures = np.full((2, 4, 4, 1), 77, np.float32)

    change_colours(pictures, only(saturation=0.9, hue=90), chance(2))

    assert (pictures == 77).all()
