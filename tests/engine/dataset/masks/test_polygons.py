import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.contract.annotations import Ring
from engine.dataset.masks.polygons import fill_rings, fill_rows

SQUARE: Ring = ((1, 1), (4, 1), (4, 3), (1, 3))
coordinates = st.floats(-30, 60, allow_nan=False)


def filled(*rings: Ring, width: int = 6, height: int = 5) -> list[str]:
    mask = fill_rings(rings, width=width, height=height)
    return ["".join(".#"[pixel] for pixel in row) for row in mask.astype(int).tolist()]


def inside(x: float, y: float, ring: Ring) -> bool | None:
    """The even-odd rule for one point, written as in textbooks; None for one that lies on the outline."""
    crossings = 0
    for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (y0 <= y) == (y1 <= y):
            continue
        distance = x0 + (y - y0) / (y1 - y0) * (x1 - x0) - x
        if abs(distance) < 1e-6:
            return None
        crossings += distance < 0
    return crossings % 2 == 1


def test_whole_pixels_are_filled_exactly() -> None:
    assert filled(SQUARE) == ["......", ".###..", ".###..", "......", "......"]


def test_a_pixel_counts_when_its_centre_is_inside() -> None:
    assert filled(((1.4, 1.4), (3.6, 1.4), (3.6, 2.6), (1.4, 2.6)))[1:3] == [".###..", ".###.."]
    assert filled(((1.6, 1.6), (3.4, 1.6), (3.4, 2.4), (1.6, 2.4)))[1:3] == ["......", "......"]


def test_outlines_that_share_a_border_share_no_pixel() -> None:
    left, right = ((0, 0), (2.5, 0), (3.5, 5), (0, 5)), ((2.5, 0), (6, 0), (6, 5), (3.5, 5))

    counts = fill_rings([left], width=6, height=5).astype(int) + fill_rings([right], width=6, height=5)

    assert (counts == 1).all()


def test_rings_are_parts_of_one_object_also_where_they_overlap() -> None:
    assert filled(SQUARE, ((3, 2), (6, 2), (6, 5), (3, 5))) == ["......", ".###..", ".#####", "...###", "...###"]


def test_what_lies_outside_the_picture_is_left_out() -> None:
    assert filled(((-1e9, -1e9), (1e9, -1e9), (1e9, 1e9), (-1e9, 1e9))) == ["######"] * 5
    assert filled(((7, 0), (9, 0), (9, 5), (7, 5))) == ["......"] * 5


def test_two_points_cover_nothing() -> None:
    assert filled(((0, 0), (6, 5))) == ["......"] * 5


def test_a_round_outline_covers_its_area() -> None:
    ring = tuple(
        (200 + 150.3 * math.cos(i / 100 * math.tau), 200 + 150.3 * math.sin(i / 100 * math.tau)) for i in range(100)
    )
    area = 0.5 * 100 * 150.3**2 * math.sin(math.tau / 100)

    covered = fill_rings([ring], width=400, height=400).sum()

    assert covered == pytest.approx(area, rel=1e-3)


def test_an_absurd_outline_needs_little_memory() -> None:
    points = np.random.default_rng(1).uniform(0, 300, (40_000, 2))
    ring = tuple((float(x), float(y)) for x, y in points)

    assert fill_rings([ring], width=300, height=300).shape == (300, 300)


@given(st.lists(st.tuples(coordinates, coordinates), min_size=3, max_size=9).map(tuple))
def test_every_pixel_follows_the_even_odd_rule(ring: Ring) -> None:
    expected = np.array([[inside(x + 0.5, y + 0.5, ring) for x in range(12)] for y in range(9)])
    is_sure = expected != None  # noqa: E711 - compares each entry

    found = fill_rings([ring], width=12, height=9)

    assert found[is_sure].tolist() == expected[is_sure].tolist()


@given(st.lists(st.lists(st.tuples(coordinates, coordinates), min_size=3, max_size=7), max_size=3), st.integers(1, 20))
def test_rows_are_those_of_the_whole(rings: list[list[tuple[float, float]]], step: int) -> None:
    drawn = [tuple(ring) for ring in rings]
    parts = [fill_rows(drawn, width=30, height=20, rows=(top, min(top + step, 20))) for top in range(0, 20, step)]

    assert np.array_equal(np.concatenate(parts), fill_rings(drawn, width=30, height=20))
