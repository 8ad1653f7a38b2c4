"""Joins the two neighbouring regions that are most alike, again and again, until the picture is one region.

Uijlings et al. 2013 (IJCV 104, algorithm 1 and section 3.2). How alike two regions are is a sum of measures in [0, 1]:
colour and texture in common (intersections of histograms, equations 1 and 3), smallness (equation 5: small regions are
joined early, so that all parts of the picture grow alike), and how well they fill the box around both (equation 6).
"""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

import numpy as np
from numpy.typing import NDArray

from models.selective_search.regions import RegionFeatures

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]

# The order in which numbers are added must not decide which of two equal pairs is joined first.
_DECIMALS = 9


class Likeness(StrEnum):
    """What two regions can have in common."""

    COLOUR = "colour"
    TEXTURE = "texture"
    SIZE = "size"
    FILL = "fill"


@dataclass(frozen=True, slots=True, eq=False)
class _Growing:
    """Room for all regions there will be, the joined ones behind those they are made of."""

    sizes_px: Floats
    boxes_xyxy: Floats
    colours: Floats
    textures: Floats
    picture_px: int

    def join(self, one: int, other: int, joined: int) -> None:
        for values in (self.sizes_px, self.colours, self.textures):
            values[joined] = values[one] + values[other]
        self.boxes_xyxy[joined] = _around(self.boxes_xyxy[one], self.boxes_xyxy[other])


def group_regions(features: RegionFeatures, pairs: Numbers, likenesses: Sequence[Likeness]) -> Floats:
    """(2 n - 1, 4) boxes of all regions that occur: n at first, then each joined one; the last is the picture.

    Args:
        features: of n regions.
        pairs: (m, 2) which of them are neighbours.
        likenesses: by which they are compared.
    """
    count = len(features.sizes_px)
    growing = _with_room(features)
    neighbours: dict[int, set[int]] = {one: set() for one in range(count)}
    for one, other in pairs.tolist():
        neighbours[one].add(other)
        neighbours[other].add(one)
    alike = _alike(growing, pairs[:, 0], pairs[:, 1], likenesses)
    waiting = [(-value, one, other) for value, (one, other) in zip(alike.tolist(), pairs.tolist(), strict=True)]
    heapq.heapify(waiting)
    joined = count
    while waiting:
        _, one, other = heapq.heappop(waiting)
        if one not in neighbours or other not in neighbours:
            continue
        growing.join(one, other, joined)
        beside = sorted((neighbours.pop(one) | neighbours.pop(other)) - {one, other})
        neighbours[joined] = set(beside)
        for third in beside:
            neighbours[third] = (neighbours[third] - {one, other}) | {joined}
        values = _alike(growing, np.array(beside, np.int64), np.full(len(beside), joined), likenesses)
        for third, value in zip(beside, values.tolist(), strict=True):
            heapq.heappush(waiting, (-value, third, joined))
        joined += 1
    return growing.boxes_xyxy[:joined]


def _with_room(features: RegionFeatures) -> _Growing:
    joins = len(features.sizes_px) - 1
    arrays = (features.sizes_px, features.boxes_xyxy, features.colours, features.textures)
    sizes, boxes, colours, textures = (np.concatenate([one, np.zeros((joins, *one.shape[1:]))]) for one in arrays)
    return _Growing(sizes, boxes, colours, textures, features.picture_px)


def _alike(growing: _Growing, ones: Numbers, others: Numbers, likenesses: Sequence[Likeness]) -> Floats:
    """(m,) how alike pairs are, the sum of all measures."""
    parts = [_likeness(growing, ones, others, one) for one in likenesses]
    return np.round(np.sum(parts, axis=0), _DECIMALS)


def _likeness(growing: _Growing, ones: Numbers, others: Numbers, likeness: Likeness) -> Floats:
    together = growing.sizes_px[ones] + growing.sizes_px[others]
    match likeness:
        case Likeness.COLOUR:
            return _in_common(growing.colours[ones], growing.colours[others])
        case Likeness.TEXTURE:
            return _in_common(growing.textures[ones], growing.textures[others])
        case Likeness.SIZE:
            return 1 - together / growing.picture_px
        case Likeness.FILL:
            around = _around(growing.boxes_xyxy[ones], growing.boxes_xyxy[others])
            area = (around[:, 2] - around[:, 0]) * (around[:, 3] - around[:, 1])
            return 1 - (area - together) / growing.picture_px
        case _:
            assert_never(likeness)


def _in_common(ones: Floats, others: Floats) -> Floats:
    """(m,) intersections of histograms (m, bins), each of sum 1."""
    shares = [counts / counts.sum(axis=1, keepdims=True) for counts in (ones, others)]
    common: Floats = np.minimum(*shares).sum(axis=1)
    return common


def _around(ones: Floats, others: Floats) -> Floats:
    first = np.minimum(ones[..., :2], others[..., :2])
    return np.concatenate([first, np.maximum(ones[..., 2:], others[..., 2:])], axis=-1)
