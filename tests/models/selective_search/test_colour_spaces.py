import colorsys

import numpy as np
import pytest
from numpy.testing import assert_allclose
from PIL import Image

from models.selective_search.colour_spaces import ColourSpace, in_colour_space


def test_hue_saturation_and_value_are_those_of_the_standard_library() -> None:
    picture = np.random.default_rng(1).integers(0, 256, (6, 7, 3), np.uint8)

    found = in_colour_space(picture, ColourSpace.HSV).reshape(-1, 3)

    expected = [colorsys.rgb_to_hsv(*(pixel / 255)) for pixel in picture.reshape(-1, 3)]
    assert_allclose(found, 255 * np.array(expected), atol=1e-9)


@pytest.mark.parametrize(
    ("rgb", "lab"),
    # Values of Bruce Lindbloom's calculator for sRGB and D65.
    [
        ((255, 255, 255), (100, 0, 0)),
        ((0, 0, 0), (0, 0, 0)),
        ((255, 0, 0), (53.24, 80.09, 67.20)),
        ((0, 0, 255), (32.30, 79.19, -107.86)),
    ],
)
def test_lab_has_its_published_values(rgb: tuple[int, ...], lab: tuple[float, ...]) -> None:
    found = in_colour_space(np.array([[rgb]], np.uint8), ColourSpace.LAB)[0, 0]

    assert_allclose(found, [lab[0] * 2.55, lab[1] + 128, lab[2] + 128], atol=0.05)


@pytest.mark.parametrize("space", ColourSpace)
def test_every_channel_stays_within_a_byte(space: ColourSpace) -> None:
    levels = np.arange(0, 256, 15)
    every = np.stack(np.meshgrid(levels, levels, levels), axis=-1).reshape(-1, 1, 3).astype(np.uint8)

    found = in_colour_space(every, space)

    assert found.min() >= 0
    assert found.max() <= 255


def test_grey_has_neither_hue_nor_saturation() -> None:
    grey = np.asarray(Image.linear_gradient("L").convert("RGB"))

    found = in_colour_space(grey, ColourSpace.HSV)

    assert not found[..., :2].any()
    assert_allclose(found[..., 2], grey[..., 0])
