"""From pixels of a picture to cells of a class map and back, cell by cell in plain loops."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.contract.config import InputConfig
from engine.data.fitting import Placement, place
from engine.explaining.class_grid import ClassGrid, Rectangle
from engine.explaining.window import window_start

WINDOW = Placement(original_size=(100, 80), input_size=(32, 32), scale=(1.0, 1.0), offset=(-40.0, -20.0))

fits = st.sampled_from(["letterbox", "crop", "stretch"])
sizes = st.tuples(st.integers(3, 60), st.integers(3, 60))
grids = st.sampled_from(
    [ClassGrid((16, 16), (1, 1), (0, 0)), ClassGrid((8, 8), (2, 2), (0, 0)), ClassGrid((10, 8), (1, 1), (3, 4))]
)


def centre_in_original(grid: ClassGrid, placement: Placement, row: int, column: int) -> tuple[float, float]:
    """x and y of the centre of a cell."""
    x = grid.margin[1] + (column + 0.5) * grid.stride[1]
    y = grid.margin[0] + (row + 0.5) * grid.stride[0]
    return (x - placement.offset[0]) / placement.scale[0], (y - placement.offset[1]) / placement.scale[1]


def slow_weights(grid: ClassGrid, placement: Placement, inside: np.ndarray) -> np.ndarray:
    """What ``weights`` gives for all pixels of the original."""
    weights = np.zeros(grid.cells, np.float32)
    height, width = inside.shape
    for row in range(grid.cells[0]):
        for column in range(grid.cells[1]):
            x, y = (math.floor(value) for value in centre_in_original(grid, placement, row, column))
            weights[row, column] = 0 <= x < width and 0 <= y < height and inside[y, x]
    return weights


@given(fit=fits, size=sizes, grid=grids, seed=st.integers(0, 99))
def test_cells_count_whose_centres_lie_in_chosen_pixels(
    fit: str, size: tuple[int, int], grid: ClassGrid, seed: int
) -> None:
    placement = place(size, InputConfig(height=16, width=16, fit=fit))
    inside = np.random.default_rng(seed).random(size[::-1]) < 0.5
    expected = slow_weights(grid, placement, inside)

    found = grid.weights(inside, (0, 0), placement)

    if expected.any():
        np.testing.assert_array_equal(found, expected)


@given(fit=fits, size=sizes, place_=st.tuples(st.floats(0, 1), st.floats(0, 1)))
def test_one_pixel_is_the_cells_that_lie_in_it_or_the_one_that_holds_it(
    fit: str, size: tuple[int, int], place_: tuple[float, float]
) -> None:
    grid, placement = ClassGrid((16, 16), (1, 1), (0, 0)), place(size, InputConfig(height=16, width=16, fit=fit))
    shown = grid.covered(placement)
    x = min(int(shown.left + place_[0] * (shown.right - shown.left)), shown.right - 1)
    y = min(int(shown.top + place_[1] * (shown.bottom - shown.top)), shown.bottom - 1)

    rows, columns = np.nonzero(grid.weights(np.ones((1, 1), np.bool_), (x, y), placement))

    assert len(rows) >= 1
    for row, column in zip(rows, columns, strict=True):
        centre = centre_in_original(grid, placement, int(row), int(column))
        half = (0.5 / placement.scale[0], 0.5 / placement.scale[1])
        assert abs(centre[0] - (x + 0.5)) <= max(half[0], 0.5) + 1e-9
        assert abs(centre[1] - (y + 0.5)) <= max(half[1], 0.5) + 1e-9


def test_chosen_pixels_may_be_a_part_of_the_picture_with_a_corner_of_its_own() -> None:
    grid, placement = ClassGrid((16, 16), (1, 1), (0, 0)), place((40, 30), InputConfig(height=16, width=16))
    inside = np.zeros((30, 40), np.bool_)
    inside[10:20, 5:33] = True

    cut = grid.weights(inside[8:22, 4:36], (4, 8), placement)

    np.testing.assert_array_equal(cut, grid.weights(inside, (0, 0), placement))


def test_cells_of_a_window_are_pixels_of_the_picture_behind_its_margin() -> None:
    grid = ClassGrid((20, 20), (1, 1), (6, 6))

    weights = grid.weights(np.ones((1, 1), np.bool_), (50, 30), WINDOW)

    assert grid.covered(WINDOW) == Rectangle(left=46, top=26, right=66, bottom=46)
    assert np.argwhere(weights).tolist() == [[4, 4]]


def test_classes_of_a_window_are_those_of_its_cells() -> None:
    grid = ClassGrid((20, 20), (1, 1), (6, 6))
    classes = np.random.default_rng(0).integers(0, 3, (20, 20))

    found = grid.classes_on_original(np.eye(3, dtype=np.float32)[classes], WINDOW)

    np.testing.assert_array_equal(found, classes)


def test_classes_are_those_of_scores_that_were_enlarged_as_a_prediction_does() -> None:
    grid, placement = ClassGrid((16, 16), (1, 1), (0, 0)), place((40, 30), InputConfig(height=16, width=16))
    scores = np.random.default_rng(1).random((16, 16, 3)).astype(np.float32)

    found = grid.classes_on_original(scores, placement)

    maps = [placement.map_on_original(scores[..., number]).astype(np.float16) for number in range(3)]
    np.testing.assert_array_equal(found, np.stack(maps, axis=-1).argmax(axis=-1))


@given(pixel=st.integers(0, 299), length=st.integers(1, 300), step=st.sampled_from([1, 2, 8, 16]))
def test_something_is_said_of_every_pixel_that_a_window_is_cut_around(pixel: int, length: int, step: int) -> None:
    pixel = pixel % length

    start = window_start(pixel, length=length, side=64, said=(8, 48), step=step)

    assert start + 8 <= pixel < start + 56


@pytest.mark.parametrize(("pixel", "expected"), [(0, 0), (150, 112), (299, 240)])
def test_a_window_moves_by_whole_steps_and_stays_in_the_picture(pixel: int, expected: int) -> None:
    assert window_start(pixel, length=300, side=64, said=(0, 64), step=16) == expected


def test_a_picture_that_fits_into_the_window_lies_in_its_middle() -> None:
    assert window_start(3, length=20, side=64, said=(0, 64), step=16) == -22
