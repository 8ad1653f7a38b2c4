import numpy as np
import pytest

from engine.data.synthetic import outlines
from engine.data.synthetic.objects import OBJECTS
from engine.data.synthetic.painting import grid
from engine.data.synthetic.shapes import Field

SIDE, RADIUS = 128, 44.0


def centred() -> tuple[Field, Field]:
    x, y = grid(SIDE)
    return x - SIDE / 2, y - SIDE / 2


def value_at(field: Field, x: float, y: float) -> float:
    return float(field[int(SIDE / 2 + y), int(SIDE / 2 + x)])


@pytest.mark.parametrize("name", OBJECTS)
def test_distance_is_steep_as_one_at_the_edge(name: str) -> None:
    distance = outlines.as_distance(OBJECTS[name](*centred(), RADIUS, np.random.default_rng(1)).distance)
    steepness = np.hypot(*np.gradient(distance))

    assert np.median(steepness[np.abs(distance) < 1]) == pytest.approx(1, abs=0.1)


@pytest.mark.parametrize("name", OBJECTS)
def test_objects_are_about_as_large_as_their_radius(name: str) -> None:
    inside = OBJECTS[name](*centred(), RADIUS, np.random.default_rng(1)).distance <= 0
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    extents = np.ptp(rows) + 1, np.ptp(columns) + 1

    assert 1.7 * RADIUS < max(extents) < 2.3 * RADIUS
    assert not (inside[0] | inside[-1]).any()


def test_nut_and_gear_have_a_hole_and_gear_has_teeth() -> None:
    x, y = centred()
    nut, gear = outlines.nut(x, y, RADIUS, 0.5), outlines.gear(x, y, RADIUS, teeth=8)

    assert value_at(nut, 0, 0) > 0 > value_at(nut, 0.7 * RADIUS, 0)
    assert value_at(gear, 0, 0) > 0 > value_at(gear, 0.5 * RADIUS, 0)
    assert value_at(gear, 0.93 * RADIUS, 0) < 0 < value_at(gear, *(0.93 * RADIUS * np.array((0.924, 0.383))))


@pytest.mark.parametrize("holes", [2, 4])
def test_button_has_its_holes(holes: int) -> None:
    distance = outlines.button(*centred(), RADIUS, holes)
    inner = np.hypot(*centred()) < 0.6 * RADIUS

    assert np.count_nonzero((distance > 0) & inner) == pytest.approx(holes * np.pi * (0.12 * RADIUS) ** 2, rel=0.05)
