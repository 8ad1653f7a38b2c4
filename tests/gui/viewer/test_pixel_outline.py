import numpy as np
from PySide6.QtCore import QLineF

from gui.viewer.pixel_outline import PixelOutline


def ends(lines: list[QLineF]) -> set[tuple[float, float, float, float]]:
    return {(line.x1(), line.y1(), line.x2(), line.y2()) for line in lines}


def test_a_pixel_has_four_sides_where_it_lies() -> None:
    outline = PixelOutline(np.ones((1, 1), np.bool_), (5, 7))

    assert ends(outline.lines) == {(5, 7, 6, 7), (5, 8, 6, 8), (5, 7, 5, 8), (6, 7, 6, 8)}


def test_sides_of_neighbours_are_one_line() -> None:
    outline = PixelOutline(np.ones((2, 3), np.bool_), (0, 0))

    assert ends(outline.lines) == {(0, 0, 3, 0), (0, 2, 3, 2), (0, 0, 0, 2), (3, 0, 3, 2)}


def test_a_hole_has_an_outline_too() -> None:
    inside = np.ones((3, 3), np.bool_)
    inside[1, 1] = False

    outline = PixelOutline(inside, (0, 0))

    assert {(1, 1, 2, 1), (1, 2, 2, 2), (1, 1, 1, 2), (2, 1, 2, 2)} < ends(outline.lines)


def test_the_lines_are_as_long_as_all_edges_together() -> None:
    inside = np.random.default_rng(0).random((20, 30)) < 0.4
    padded = np.pad(inside, 1)

    outline = PixelOutline(inside, (0, 0))

    edges = (padded[1:] != padded[:-1]).sum() + (padded[:, 1:] != padded[:, :-1]).sum()
    assert sum(line.length() for line in outline.lines) == edges
