"""Curves as pictures."""

import numpy as np
import pytest

from engine.curves import SIZE_PX, draw_curves

BLUE, ORANGE = (0x00, 0x72, 0xB2), (0xE6, 0x9F, 0x00)


def rows_with(pixels: np.ndarray, colour: tuple[int, int, int], columns: slice) -> np.ndarray:
    is_there = (pixels[60:300, columns] == colour).all(axis=2)
    return np.flatnonzero(is_there.any(axis=1))


def test_a_falling_curve_falls() -> None:
    pixels = draw_curves("Loss", {"training": [2.0, 1.0, 0.0]})
    assert pixels.shape == (SIZE_PX[1], SIZE_PX[0], 3)
    left, right = rows_with(pixels, BLUE, slice(50, 150)), rows_with(pixels, BLUE, slice(500, 600))
    assert left.mean() < right.mean()


def test_two_curves_have_two_colours() -> None:
    pixels = draw_curves("Loss", {"training": [1.0, 0.5], "validation": [1.2, 0.9]})
    assert rows_with(pixels, BLUE, slice(50, 600)).size
    assert rows_with(pixels, ORANGE, slice(50, 600)).size


@pytest.mark.parametrize("curve", [[], [None], [1.0], [1.0, None, 1.0]])
def test_gaps_and_constant_values_are_drawn_without_failing(curve: list[float | None]) -> None:
    assert draw_curves("Loss", {"training": curve}).shape[2] == 3
