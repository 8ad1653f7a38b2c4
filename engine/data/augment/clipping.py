"""Cuts polygons at the edges of the picture, into as many rings as are left of them."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Ring = NDArray[np.float64]

_LEAST_AREA_PX = 1e-6


def clip_ring(ring: Ring, *, size: tuple[int, int]) -> list[Ring]:
    """What is left of a ring (P, 2) within a picture of ``size`` (width, height).

    Where an edge of the picture cuts a bay or a horn off, there are several rings, without bridges between them along
    the edge. Rings that cross themselves are cut as one.
    """
    if (ring >= 0).all() and (ring <= np.array(size)).all():
        return [ring]
    rings = [ring]
    for axis, limit, sign in ((0, 0.0, 1.0), (0, float(size[0]), -1.0), (1, 0.0, 1.0), (1, float(size[1]), -1.0)):
        rings = [part for whole in rings for part in _cut(whole, axis=axis, limit=limit, sign=sign)]
    return [np.clip(part, 0.0, np.array(size, float)) for part in rings]


def ring_area(ring: Ring) -> float:
    """The area of a ring in square pixels (the shoelace formula)."""
    x, y = ring[:, 0], ring[:, 1]
    return abs(float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))) / 2


def _cut(ring: Ring, *, axis: int, limit: float, sign: float) -> Iterator[Ring]:
    """Keep what lies where ``sign * (coordinate - limit)`` is not negative."""
    is_inside = sign * (ring[:, axis] - limit) >= 0
    if is_inside.all():
        yield ring
        return
    for part in _linked(_chains(ring, is_inside, axis=axis, limit=limit), along=1 - axis):
        if len(part) >= 3 and ring_area(part) > _LEAST_AREA_PX:
            yield part


def _chains(ring: Ring, is_inside: NDArray[np.bool_], *, axis: int, limit: float) -> list[Ring]:
    """The stretches of the ring that are inside, each from the point where it comes in to the one where it leaves."""
    entries = np.flatnonzero(is_inside & ~np.roll(is_inside, 1))
    chains = []
    for entry in entries:
        rolled, inside = np.roll(ring, -entry, axis=0), np.roll(is_inside, -entry)
        length = int(np.argmin(inside))
        first = _crossing(rolled[-1], rolled[0], axis=axis, limit=limit)
        last = _crossing(rolled[length - 1], rolled[length], axis=axis, limit=limit)
        chains.append(np.concatenate([first[None], rolled[:length], last[None]]))
    return chains


def _crossing(one: Ring, other: Ring, *, axis: int, limit: float) -> Ring:
    share = (limit - one[axis]) / (other[axis] - one[axis])
    crossing = one + share * (other - one)
    crossing[axis] = limit
    return crossing


def _linked(chains: list[Ring], *, along: int) -> Iterator[Ring]:
    """Close chains into rings: along the edge, inside and outside take turns, so crossings belong together in pairs."""
    ends = sorted(
        [(chain[0][along], number, True) for number, chain in enumerate(chains)]
        + [(chain[-1][along], number, False) for number, chain in enumerate(chains)]
    )
    following: dict[int, int] = {}
    for (_, one, one_enters), (_, other, other_enters) in zip(ends[::2], ends[1::2], strict=True):
        if one_enters == other_enters:  # The ring crosses itself.
            yield np.concatenate(chains)
            return
        leaving, entering = (other, one) if one_enters else (one, other)
        following[leaving] = entering
    while following:
        start, number = following.popitem()
        parts = [chains[start]]
        while number != start:
            parts.append(chains[number])
            number = following.pop(number)
        yield np.concatenate(parts)
