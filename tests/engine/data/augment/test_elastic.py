import numpy as np
import pytest

from engine.data.augment.elastic import (
    LARGEST_SLOPE,
    cubic_weights,
    largest_slopes,
    movement_at,
    movements,
    random_fields,
)
from tests.engine.data.augment.settings import chance, only

SIZE = (80, 64)
LARGE = (400, 320)  # so that the steps between pixels are short against the cells of a grid


@pytest.mark.parametrize("points", [3, 4, 9])
def test_weights_are_one_at_their_own_grid_point_and_add_up_to_one(points: int) -> None:
    assert cubic_weights(np.linspace(0, 1, points), points) == pytest.approx(np.eye(points))
    assert cubic_weights(np.linspace(0, 1, 101), points).sum(axis=1) == pytest.approx(1)


@pytest.mark.parametrize("points", [3, 4, 9])
@pytest.mark.parametrize("power", [1, 2])
def test_lines_and_parabolas_are_interpolated_exactly(power: int, points: int) -> None:
    places = np.linspace(0, 1, 33)

    assert cubic_weights(places, points) @ np.linspace(0, 1, points) ** power == pytest.approx(places**power)


def test_a_quarter_of_the_way_has_the_weights_of_keys() -> None:
    # Neighbours -1/16, 9/16, 9/16, -1/16; the first lies beyond the grid: 3 c0 - 3 c1 + c2.
    assert cubic_weights(np.array([0.25]), 3)[0] == pytest.approx([0.375, 0.75, -0.125])
    # Of five points, halfway between the second and the third, nothing lies beyond.
    assert cubic_weights(np.array([0.375]), 5)[0] == pytest.approx([-1 / 16, 9 / 16, 9 / 16, -1 / 16, 0])


@pytest.mark.parametrize("grid", [3, 6])
def test_pixels_move_as_the_points_at_their_centres(grid: int) -> None:
    field = np.random.default_rng(1).normal(0, 5, (2, grid, grid))

    dense = movements(field[None], size=SIZE)[0]

    points = np.array([[0.5, 0.5], [79.5, 63.5], [10.5, 40.5]])
    at_points = movement_at(points, field, size=SIZE)
    assert at_points == pytest.approx(dense[:, [0, 63, 40], [0, 79, 10]].T, abs=1e-4)


def test_movements_have_the_chosen_deviation() -> None:
    fields = random_fields(only(elastic=0.5), chance(3000), size=SIZE)

    assert fields.std() == pytest.approx(0.5, rel=0.02)
    assert fields.mean() == pytest.approx(0, abs=0.02)


@pytest.mark.parametrize("grid", [3, 6])
def test_slopes_are_those_of_the_dense_field(grid: int) -> None:
    fields = np.random.default_rng(1).normal(0, 5, (1, 2, grid, grid))

    dense = movements(fields, size=LARGE)[0].astype(float)

    along_x, along_y = np.diff(dense, axis=2)[:, :-1], np.diff(dense, axis=1)[:, :, :-1]
    steepest = np.sqrt((along_x**2 + along_y**2).sum(axis=0)).max()
    assert largest_slopes(fields, size=LARGE)[0] == pytest.approx(steepest, rel=0.06)


@pytest.mark.parametrize("grid", [3, 9])
def test_strong_fields_are_weakened_so_that_nothing_folds(grid: int) -> None:
    fields = random_fields(only(elastic=60, elastic_points=grid), chance(50), size=SIZE)

    assert fields.shape == (50, 2, grid, grid)

    assert largest_slopes(fields, size=SIZE).max() <= LARGEST_SLOPE + 1e-9
    dense = movements(fields, size=SIZE)
    assert (1 + np.diff(dense[:, 0], axis=2)).min() > 0
    assert (1 + np.diff(dense[:, 1], axis=1)).min() > 0
