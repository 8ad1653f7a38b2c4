"""Arrays become images and back without a pixel lost."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.pictures.pixels import array_from_image, image_from_array


@given(width=st.integers(1, 9), height=st.integers(1, 5), seed=st.integers(0, 99))
def test_colour_pixels_survive_any_width(width: int, height: int, seed: int) -> None:
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)

    assert np.array_equal(array_from_image(image_from_array(pixels)), pixels)


def test_grey_pixels_become_equal_channels() -> None:
    grey = np.arange(15, dtype=np.uint8).reshape(3, 5)

    assert np.array_equal(array_from_image(image_from_array(grey)), np.repeat(grey[..., np.newaxis], 3, axis=2))


def test_an_image_does_not_follow_its_array() -> None:
    pixels = np.zeros((2, 2, 3), np.uint8)
    image = image_from_array(pixels)

    pixels[:] = 255

    assert array_from_image(image).max() == 0


def test_pixels_that_are_not_contiguous_are_copied() -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (4, 6, 3), dtype=np.uint8)[:, ::2]

    assert np.array_equal(array_from_image(image_from_array(pixels)), pixels)


@pytest.mark.parametrize(
    "pixels", [np.zeros((2, 2), np.float32), np.zeros((2, 2, 2), np.uint8), np.zeros((0, 2), np.uint8)]
)
def test_other_arrays_are_refused(pixels: np.ndarray) -> None:
    with pytest.raises(ValueError, match="Received"):
        image_from_array(pixels)
