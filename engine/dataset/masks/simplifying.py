"""Fewer points for an outline that stays where it is."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.contract.annotations import Ring

Points = NDArray[np.float64]
Flags = NDArray[np.bool_]

HALF_A_PIXEL: Final = 0.5


class _Candidates(NamedTuple):
    """Points (N, 2) along a ring, and which of them it may consist of."""

    points: Points
    may_stay: Flags


def simplify_ring(ring: Ring, *, tolerance_px: float) -> Ring:
    """A ring of fewer points, from which every point of the other one is less than the tolerance away.

    Douglas and Peucker 1973 (Cartographica 10(2), 112-122), from the first point and the one farthest from it. From
    half a pixel on, the steps of slopes and curves are cut in their middle first: of their corners, every other one
    would be too far from a line along the rest. Up to half a pixel, an outline along the borders of pixels paints the
    same pixels as before: it moves by less than the distance from there to the centres of pixels. A ring that would
    become a line is left as it is.

    Args:
        ring: three points or more.
        tolerance_px: 0 or more; 0 leaves a ring as it is.
    """
    if tolerance_px <= 0:
        return ring
    points, may_stay = _candidates(np.array(ring, np.float64), cuts_steps=tolerance_px >= HALF_A_PIXEL)
    # The ring begins at a point that may stay, and ends where it began.
    first = int(np.argmax(may_stay))
    points, may_stay = np.roll(points, -first, axis=0), np.roll(may_stay, -first)
    points, may_stay = np.concatenate([points, points[:1]]), np.append(may_stay, True)
    far = int(np.argmax(np.where(may_stay, np.linalg.norm(points - points[0], axis=1), -1.0)))
    kept = _kept(points, may_stay, far, tolerance_px)
    return tuple((float(x), float(y)) for x, y in points[kept]) if len(kept) >= 3 else ring


def _kept(points: Points, may_stay: Flags, far: int, tolerance_px: float) -> list[int]:
    """Places of the points that stay, in order."""
    kept = {0, far}
    parts = [(0, far), (far, len(points) - 1)]
    while parts:
        start, stop = parts.pop()
        between = slice(start + 1, stop)
        distances = _distances(points[between], points[start], points[stop])
        if not may_stay[between].any() or distances.max() < tolerance_px:
            continue
        middle = start + 1 + int(np.argmax(np.where(may_stay[between], distances, -1.0)))
        kept.add(middle)
        parts += [(start, middle), (middle, stop)]
    return sorted(kept)


def _candidates(corners: Points, *, cuts_steps: bool) -> _Candidates:
    """The corners alone, or with the middle of each edge after its first corner."""
    if not cuts_steps:
        return _Candidates(corners, np.ones(len(corners), bool))
    edges = np.roll(corners, -1, axis=0) - corners
    before = np.roll(edges, 1, axis=0)
    turns = np.sign(before[:, 0] * edges[:, 1] - before[:, 1] * edges[:, 0])
    # A step is as long as a pixel and leads from a turn to one side to a turn to the other.
    is_step = (np.linalg.norm(edges, axis=1) == 1.0) & (turns * np.roll(turns, -1) < 0)
    is_corner_of_step = is_step | np.roll(is_step, 1)
    points = np.stack([corners, corners + edges / 2.0], axis=1).reshape(-1, 2)
    may_stay = np.stack([~is_corner_of_step, is_corner_of_step | np.roll(is_corner_of_step, -1)], axis=1)
    return _Candidates(points, may_stay.ravel())


def _distances(points: Points, start: Points, stop: Points) -> Points:
    """(N,), from points (N, 2) to the straight line between two others that ends at both."""
    along = stop - start
    length = float(along @ along)
    shares = np.clip((points - start) @ along / length, 0.0, 1.0) if length else np.zeros(len(points))
    return np.linalg.norm(points - start - shares[:, None] * along, axis=1)
