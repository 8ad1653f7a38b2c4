import numpy as np
import pytest

from engine.data.synthetic.shapes import SHAPES

AXIS = np.linspace(-40, 40, 161, dtype=np.float32)
X, Y = np.meshgrid(AXIS, AXIS)
RADIUS = 30.0


@pytest.mark.parametrize("name", SHAPES)
def test_shape_fills_its_circle_and_stays_in_it(name: str) -> None:
    inside = SHAPES[name](X, Y, RADIUS) < 0

    reach = np.hypot(X, Y)[inside].max()
    assert 0.8 * RADIUS < reach <= RADIUS * 1.09
    assert 0.3 < inside.mean() * 80**2 / (np.pi * RADIUS**2) < 0.9


@pytest.mark.parametrize("name", SHAPES)
def test_distance_changes_one_pixel_for_each_pixel_at_the_edge(name: str) -> None:
    distance = SHAPES[name](X, Y, RADIUS)
    steepness = np.hypot(*np.gradient(distance, AXIS, AXIS))

    assert np.median(steepness[np.abs(distance) < 1]) == pytest.approx(1, abs=0.05)


def test_ring_has_a_hole_and_star_has_notches() -> None:
    zero = np.zeros((1, 1), np.float32)

    assert SHAPES["ring"](zero, zero, RADIUS)[0, 0] > 0
    assert SHAPES["star"](zero - 25, zero, RADIUS)[0, 0] > 0
    assert SHAPES["star"](zero + 25, zero, RADIUS)[0, 0] < 0
