import numpy as np
import pytest

from engine.data.augment.clipping import clip_ring, ring_area

SIZE = (10, 8)


def ring(*points: tuple[float, float]) -> np.ndarray:
    return np.array(points, float)


def test_a_ring_inside_stays_as_it_is() -> None:
    inside = ring((1, 1), (9, 1), (5, 7))

    assert clip_ring(inside, size=SIZE) == [inside]


def test_a_ring_outside_is_gone() -> None:
    assert clip_ring(ring((-5, 1), (-1, 1), (-3, 7)), size=SIZE) == []


def test_a_rectangle_is_cut_at_the_edge() -> None:
    (cut,) = clip_ring(ring((-4, 2), (3, 2), (3, 6), (-4, 6)), size=SIZE)

    assert ring_area(cut) == pytest.approx(12)
    assert cut.min(axis=0).tolist() == [0, 2]
    assert cut.max(axis=0).tolist() == [3, 6]


def test_a_ring_around_the_picture_becomes_the_picture() -> None:
    (cut,) = clip_ring(ring((-20, -20), (30, -20), (30, 30), (-20, 30)), size=SIZE)

    assert ring_area(cut) == pytest.approx(80)


def test_a_corner_cut_off_leaves_five_sides() -> None:
    (cut,) = clip_ring(ring((6, 4), (12, 4), (12, 12), (6, 12)), size=SIZE)

    assert ring_area(cut) == pytest.approx(16)


def test_a_bay_beyond_the_edge_leaves_two_rings_without_a_bridge() -> None:
    # A "U" that lies on its side; its back is to the right of the picture.
    shape = ring((6, 1), (14, 1), (14, 7), (6, 7), (6, 5), (12, 5), (12, 3), (6, 3))

    parts = clip_ring(shape, size=SIZE)

    assert sorted(ring_area(part) for part in parts) == pytest.approx([8, 8])
    assert all(np.ptp(part[:, 1]) == 2 for part in parts)


def test_a_picture_within_a_comb_gives_a_ring_for_each_tooth() -> None:
    teeth = [(x, y) for x in (0.0, 3.0, 6.0) for x, y in ((x + 1, -2), (x + 1, 4), (x + 2, 4), (x + 2, -2))]

    parts = clip_ring(ring(*teeth, (8, -4), (1, -4)), size=SIZE)

    assert sorted(ring_area(part) for part in parts) == pytest.approx([4, 4, 4])


def test_the_area_is_that_of_the_painted_pixels() -> None:
    rng = np.random.default_rng(1)
    angles = np.sort(rng.uniform(0, 2 * np.pi, 40))
    radii = rng.uniform(2, 9, 40)
    star = np.stack([5 + radii * np.cos(angles), 4 + radii * np.sin(angles)], axis=1)

    parts = clip_ring(star, size=SIZE)

    assert sum(ring_area(part) for part in parts) == pytest.approx(_painted_area(star), rel=0.01)


def _painted_area(outline: np.ndarray) -> float:
    """Counted on a grid of 1/20 pixel by the even-odd rule."""
    x, y = np.meshgrid(np.arange(0.025, 10, 0.05), np.arange(0.025, 8, 0.05))
    is_inside = np.zeros(x.shape, bool)
    for (x1, y1), (x2, y2) in zip(outline, np.roll(outline, -1, axis=0), strict=True):
        is_inside ^= ((y1 > y) != (y2 > y)) & (x < (x2 - x1) * (y - y1) / (y2 - y1 + 1e-12) + x1)
    return float(is_inside.sum()) / 400
