"""Outlines of a mask along the edges of its pixels, so that painting them gives the same mask."""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from engine.contract.annotations import Point, Ring

# Pixels of an object that touch at a corner only are two parts of it; outside of it, they are joined.
_ACROSS_CORNERS = np.ones((3, 3), dtype=bool)
_Corner = tuple[int, int]
_Edges = dict[_Corner, _Corner]
# Right, down, left, up.
_RIGHT = 0


def filled(mask: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], int]:
    """A mask without its holes, which a polygon cannot have, and how many there were; ``mask`` is (H, W)."""
    parts, number = ndimage.label(~np.pad(mask, 1), _ACROSS_CORNERS)
    is_outside = parts[1:-1, 1:-1] == parts[0, 0]
    return ~is_outside, int(number) - 1


def outline(mask: NDArray[np.bool_]) -> tuple[tuple[Ring, ...], int]:
    """The rings around a mask as ``trace`` gives them, and how many holes are lost; ``mask`` is (H, W)."""
    columns, rows = np.flatnonzero(mask.any(axis=0)), np.flatnonzero(mask.any(axis=1))
    if not columns.size:
        return (), 0
    left, top = int(columns[0]), int(rows[0])
    whole, holes = filled(mask[top : rows[-1] + 1, left : columns[-1] + 1])
    return tuple(tuple((x + left, y + top) for x, y in ring) for ring in trace(whole)), holes


def trace(mask: NDArray[np.bool_]) -> tuple[Ring, ...]:
    """The outline of each part of a mask, clockwise from its top left, one point at each turn.

    Edges run along the borders of pixels: a single pixel at (x, y) gives (x, y), (x+1, y), (x+1, y+1), (x, y+1). They
    keep the object at their right, and turn right where two parts touch at a corner, so that no ring crosses itself.
    Holes have rings of their own, which run the other way round; a ring begins with an edge to the right, above a
    pixel of its object.

    Args:
        mask: (H, W).
    """
    edges = _edges(np.pad(mask.astype(np.int8), 1))
    starts = sorted(edges[_RIGHT], key=_row_first)
    return tuple(_walk(edges, start) for start in starts if start in edges[_RIGHT])


def _edges(padded: NDArray[np.int8]) -> tuple[_Edges, _Edges, _Edges, _Edges]:
    """Straight edges from corner to corner, by direction."""
    across, down = np.diff(padded, axis=0), np.diff(padded, axis=1).T
    return (
        {(start, row): (end, row) for row, start, end in _runs(across == 1)},
        {(column, start): (column, end) for column, start, end in _runs(down == -1)},
        {(end, row): (start, row) for row, start, end in _runs(across == -1)},
        {(column, end): (column, start) for column, start, end in _runs(down == 1)},
    )


def _runs(is_edge: NDArray[np.bool_]) -> list[tuple[int, int, int]]:
    """Line, start and end of each run, in pixels of the mask (of which ``is_edge`` has one more before it)."""
    steps = np.diff(np.pad(is_edge, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    lines, starts = np.nonzero(steps == 1)
    ends = np.nonzero(steps == -1)[1]
    return list(zip(lines.tolist(), (starts - 1).tolist(), (ends - 1).tolist(), strict=True))


def _walk(edges: tuple[_Edges, _Edges, _Edges, _Edges], start: _Corner) -> Ring:
    """Follow and take away the edges of one ring."""
    ring: list[Point] = []
    corner, direction = start, _RIGHT
    while True:
        ring.append((float(corner[0]), float(corner[1])))
        corner = edges[direction].pop(corner)
        right, left = (direction + 1) % 4, (direction + 3) % 4
        # The first edge is taken away already, and still the one to follow.
        is_closing = corner == start and right == _RIGHT
        direction = right if is_closing or corner in edges[right] else left
        if corner == start and direction == _RIGHT:
            return tuple(ring)


def _row_first(corner: _Corner) -> _Corner:
    return corner[1], corner[0]
