"""Colour maps: known ends, steady lightness, the blending of the design, half-pixel resizing."""

import numpy as np
import pytest

from gui.pictures.colour_maps import (
    SEQUENTIAL,
    ValueRange,
    colours,
    heat_layer,
    normalised,
    resized,
    signed_colours,
    value_range,
)


def test_viridis_begins_purple_and_ends_yellow() -> None:
    ends = colours(np.array([0.0, 1.0], np.float32), "viridis")

    assert ends.tolist() == [[68, 1, 84], [253, 231, 37]]


@pytest.mark.parametrize("name", SEQUENTIAL)
def test_lightness_never_falls_along_a_sequential_map(name: str) -> None:
    table = colours(np.linspace(0, 1, 256, dtype=np.float32), name).astype(np.float64)

    lightness = table @ np.array([0.2126, 0.7152, 0.0722])

    assert np.diff(lightness).min() > -1.0


def test_zero_is_white_in_a_signed_map() -> None:
    pixels = signed_colours(np.array([[-2.0, 0.0, 2.0]], np.float32))[0]

    assert pixels[1].min() > 240
    assert pixels[0][2] > pixels[0][0]
    assert pixels[2][0] > pixels[2][2]


def test_opacity_of_a_heat_map_grows_with_its_values() -> None:
    layer = heat_layer(np.array([[0.0, 1.0]], np.float32), name="viridis", opacity=0.6)

    assert layer[0, :, 3].tolist() == [round(255 * 0.6 * 0.25), round(255 * 0.6)]


def test_resizing_uses_half_pixel_centres() -> None:
    row = np.array([[0.0, 1.0]], np.float32)

    assert resized(row, width=4, height=1)[0].tolist() == pytest.approx([0.0, 0.25, 0.75, 1.0])


def test_resizing_keeps_a_constant_map() -> None:
    assert np.allclose(resized(np.full((3, 5), 0.4, np.float32), width=17, height=11), 0.4)


def test_values_that_are_not_finite_do_not_spoil_the_range() -> None:
    values = np.array([np.nan, 1.0, np.inf, 3.0], np.float32)

    assert value_range(values) == ValueRange(1.0, 3.0)
    assert normalised(values, value_range(values)).tolist() == [0.0, 0.0, 1.0, 1.0]


def test_a_constant_map_becomes_zero() -> None:
    assert normalised(np.full(4, 7.0, np.float32), ValueRange(7.0, 7.0)).tolist() == [0.0] * 4


def test_signed_maps_can_share_one_range() -> None:
    weak = signed_colours(np.array([1.0], np.float32), largest=4.0)

    assert weak.tolist() != signed_colours(np.array([1.0], np.float32)).tolist()
    assert weak.tolist() == signed_colours(np.array([1.0, 4.0], np.float32))[:1].tolist()
