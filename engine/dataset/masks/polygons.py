"""Fills outlines: which pixels of a picture lie inside a polygon."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.contract.annotations import Ring

# How many crossings of outline and pixel row are worked out at once: bounds the memory of absurd outlines.
_CROSSINGS_AT_ONCE = 1 << 21


def fill_rings(rings: Sequence[Ring], *, width: int, height: int) -> NDArray[np.bool_]:
    """(height, width), true where the centre of a pixel lies inside one of the rings.

    Exact: each row of pixel centres is crossed with each edge in double precision (even-odd rule within a ring, as
    COCO, LabelMe and Pillow have it; union of the rings). An edge contains its upper and not its lower end, and a
    centre on the left border is inside and one on the right is not, so that outlines that share a border share no
    pixel and leave none out. Unlike Pillow's ``ImageDraw.polygon``, which also paints the border, the number of
    pixels does not exceed the polygon's area by half its perimeter.

    Args:
        rings: (x, y) in continuous pixels, closed without repeating the first point; of any size.
        width: of the picture in pixels.
        height: of the picture in pixels.
    """
    return fill_rows(rings, width=width, height=height, rows=(0, height))


def fill_rows(rings: Sequence[Ring], *, width: int, height: int, rows: tuple[int, int]) -> NDArray[np.bool_]:
    """Some rows of what ``fill_rings`` gives: from the first number of ``rows`` to below the second one."""
    mask = np.zeros((rows[1] - rows[0], width), bool)
    for ring in rings:
        if len(ring) >= 3:
            _fill_ring(mask, np.array(ring, np.float64), first_row=rows[0], height=height)
    return mask


def _fill_ring(mask: NDArray[np.bool_], points: NDArray[np.float64], *, first_row: int, height: int) -> None:
    """Add the inside of one ring, (N, 2), to ``mask``, which is the rows of the picture from the first one on."""
    width = mask.shape[1]
    # From the first row whose centre is not above the ring to the first one that is below it; columns alike.
    left, top = np.clip(np.ceil(points.min(axis=0) - 0.5), 0, (width, height)).astype(int)
    right, bottom = np.clip(np.ceil(points.max(axis=0) - 0.5), 0, (width, height)).astype(int)
    # The rows that are asked for, counted from the ring's own first one: they come out the same in any part.
    first, last = max(first_row - top, 0), min(first_row + len(mask), bottom) - top
    if last <= first or right <= left:
        return
    # changes[row, column]: how often the outline lies between this pixel's centre and the one before it.
    changes = np.zeros((last - first, right - left + 1), np.uint8)
    following = np.roll(points, -1, axis=0)
    step = max(1, _CROSSINGS_AT_ONCE // (last - first))
    for start in range(0, len(points), step):
        edges = slice(start, start + step)
        _count_crossings(changes, points[edges] - (left, top), following[edges] - (left, top), first_row=first)
    inside = np.bitwise_and(np.cumsum(changes[:, :-1], axis=1, dtype=np.uint8), 1).astype(bool)
    place = top + first - first_row
    mask[place : place + len(inside), left:right] |= inside


def _count_crossings(
    changes: NDArray[np.uint8], starts: NDArray[np.float64], ends: NDArray[np.float64], *, first_row: int
) -> None:
    """Add the places where edges from ``starts`` to ``ends``, (N, 2), cross the rows of pixel centres."""
    upper = np.where((starts[:, 1] <= ends[:, 1])[:, None], starts, ends)
    lower = np.where((starts[:, 1] <= ends[:, 1])[:, None], ends, starts)
    rows, columns = changes.shape[0], changes.shape[1] - 1
    after = first_row + rows
    first = np.clip(np.ceil(upper[:, 1] - 0.5), first_row, after).astype(int)
    counts = np.clip(np.ceil(lower[:, 1] - 0.5), first_row, after).astype(int) - first
    edge = np.repeat(np.arange(len(counts)), counts)
    row = np.arange(len(edge)) - np.repeat(np.cumsum(counts) - counts, counts) + first[edge]
    share = (row + 0.5 - upper[edge, 1]) / (lower[edge, 1] - upper[edge, 1])
    x = upper[edge, 0] + share * (lower[edge, 0] - upper[edge, 0])
    column = np.clip(np.ceil(x - 0.5), 0, columns).astype(int)
    # Even or odd is all that matters, so that a count that runs over 255 does no harm.
    np.add.at(changes, (row - first_row, column), 1)
