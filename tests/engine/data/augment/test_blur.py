import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

from engine.data.augment.blur import blur_pictures, gaussian_weights
from engine.data.augment.chance import Draw
from tests.engine.data.augment.settings import chance, only


@pytest.mark.parametrize("deviation", [0.3, 1.0, 4.5])
def test_weights_of_both_sides_add_up_to_one(deviation: float) -> None:
    weights = gaussian_weights(deviation)

    assert weights[0] + 2 * weights[1:].sum() == pytest.approx(1)


def test_pictures_are_blurred_as_scipy_does() -> None:
    pictures = np.random.default_rng(1).uniform(0, 255, (3, 20, 30, 3)).astype(np.float32)
    deviations = chance(3).unit(Draw.BLUR) * 2.0
    expected = [
        gaussian_filter(picture, (deviation, deviation, 0), mode="nearest", radius=int(np.ceil(3 * deviation)))
        for picture, deviation in zip(pictures, deviations, strict=True)
    ]

    blur_pictures(pictures, only(blur=2.0), chance(3))

    assert pictures == pytest.approx(np.array(expected), abs=0.01)


def test_a_plain_picture_stays_plain() -> None:
    pictures = np.full((2, 9, 9, 1), 100, np.float32)

    blur_pictures(pictures, only(blur=5.0), chance(2))

    assert pictures == pytest.approx(100)
