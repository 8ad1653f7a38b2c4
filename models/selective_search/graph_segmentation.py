"""Cuts a picture into regions of like colour: the graph of its pixels falls apart where neighbours differ too much.

Felzenszwalb and Huttenlocher 2004 (IJCV 59, algorithm 1): edges between neighbouring pixels are looked at from the
least to the largest difference of colour w. Two regions become one where w is at most ``Int(C) + k / |C|`` for both,
with ``Int(C)`` the largest difference by which C was joined. What stays smaller than a least size is then joined to
the neighbour that differs least.

An edge that joins nothing ends the growth of the region for which it was too large (lemma 1 there): all later ones are
larger. So edges are looked at in shares, and those inside a region or beside an ended one leave all at once.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

Channels = NDArray[np.float64]
Regions = NDArray[np.int32]
Numbers = NDArray[np.int64]

SMOOTHING_PX = 0.8
_SHARES = 12


class PixelEdges(NamedTuple):
    """Edges between neighbouring pixels, from the least difference to the largest.

    Attributes:
        ones: (E,) numbers of pixels, row by row.
        others: (E,) likewise.
        differences: (E,) Euclidean distances of their colours, rising; of equal ones the first keeps its place.
    """

    ones: Numbers
    others: Numbers
    differences: NDArray[np.float64]

    def chosen(self, is_chosen: NDArray[np.bool_] | slice) -> "PixelEdges":
        """Some of them, in the same order."""
        return PixelEdges(self.ones[is_chosen], self.others[is_chosen], self.differences[is_chosen])


class _Grown(NamedTuple):
    """Regions, after some edges.

    Attributes:
        labels: (pixels,) the number of the region of each pixel, from 0 on.
        sizes: (n,) pixels of each region.
        limits: (n,) the largest difference over which each may be joined.
    """

    labels: Numbers
    sizes: Numbers
    limits: NDArray[np.float64]


class _Forest:
    """Regions that are being joined, each a tree with the region at its root that stands for all.

    Attributes:
        parents: for each region another one it was joined with, or itself.
        sizes: pixels, where a region stands for a tree.
        limits: likewise.
    """

    def __init__(self, grown: _Grown, scale: float) -> None:
        self.parents = list(range(len(grown.sizes)))
        self.sizes: list[int] = grown.sizes.tolist()
        self.limits: list[float] = grown.limits.tolist()
        self._scale = scale

    def root(self, one: int) -> int:
        """The region that stands for another one; the way there is shortened."""
        parents = self.parents
        while parents[one] != one:
            parents[one] = parents[parents[one]]
            one = parents[one]
        return one

    def join(self, one: int, other: int, difference: float) -> None:
        """Make two trees one, by their roots."""
        if self.sizes[one] < self.sizes[other]:
            one, other = other, one
        self.parents[other] = one
        self.sizes[one] += self.sizes[other]
        self.limits[one] = difference + self._scale / self.sizes[one]

    def grown(self, labels: Numbers) -> _Grown:
        """The trees as regions with new numbers, by the old ones (pixels,)."""
        roots = np.array(self.parents)
        while not np.array_equal(farther := roots[roots], roots):
            roots = farther
        kept, numbers = np.unique(roots, return_inverse=True)
        return _Grown(numbers[labels], np.array(self.sizes)[kept], np.array(self.limits)[kept])


def segment_graph(channels: Channels, *, scale: float, least_px: int, smoothing_px: float = SMOOTHING_PX) -> Regions:
    """(H, W) numbers of regions from 0 on, in the order in which they first occur.

    Args:
        channels: (H, W, C) in [0, 255].
        scale: k above; the larger it is, the larger regions become.
        least_px: pixels of the smallest region.
        smoothing_px: deviation of the Gaussian that takes away noise first.
    """
    height, width = channels.shape[:2]
    edges = pixel_edges(ndimage.gaussian_filter(channels, (smoothing_px, smoothing_px, 0)))
    pixels = np.arange(height * width)
    grown = _Grown(pixels, np.ones_like(pixels), np.full(len(pixels), float(scale)))
    share = -(-len(edges.ones) // _SHARES)
    for first in range(0, len(edges.ones), max(1, share)):
        grown = _grow(grown, edges.chosen(slice(first, first + share)), scale)
    return _in_reading_order(_absorb_small(grown, edges, least_px)).reshape(height, width)


def pixel_edges(channels: Channels) -> PixelEdges:
    """To the right, down, and both ways across: the eight neighbours of each pixel."""
    height, width = channels.shape[:2]
    numbers = np.arange(height * width).reshape(height, width)
    whole, first, last = slice(None), slice(None, -1), slice(1, None)
    pairs = (
        ((whole, first), (whole, last)),
        ((first, whole), (last, whole)),
        ((first, first), (last, last)),
        ((last, first), (first, last)),
    )
    ones = np.concatenate([numbers[one].ravel() for one, _ in pairs])
    others = np.concatenate([numbers[other].ravel() for _, other in pairs])
    apart = [np.sqrt(((channels[one] - channels[other]) ** 2).sum(axis=-1)).ravel() for one, other in pairs]
    differences = np.concatenate(apart)
    order = np.argsort(differences, kind="stable")
    return PixelEdges(ones[order], others[order], differences[order])


def _grow(grown: _Grown, edges: PixelEdges, scale: float) -> _Grown:
    """Join over edges that are larger than all before."""
    has_ended = grown.limits < edges.differences[0]
    ones, others = grown.labels[edges.ones], grown.labels[edges.others]
    is_open = (ones != others) & ~has_ended[ones] & ~has_ended[others]
    forest = _Forest(grown, scale)
    left = PixelEdges(ones, others, edges.differences).chosen(is_open)
    for one, other, difference in zip(*(values.tolist() for values in left), strict=True):
        one, other = forest.root(one), forest.root(other)
        if one != other and difference <= forest.limits[one] and difference <= forest.limits[other]:
            forest.join(one, other, difference)
    return forest.grown(grown.labels)


def _absorb_small(grown: _Grown, edges: PixelEdges, least_px: int) -> Numbers:
    """Join what is smaller than ``least_px`` to the neighbour over the least difference: new numbers (pixels,)."""
    ones, others = grown.labels[edges.ones], grown.labels[edges.others]
    is_small = grown.sizes < least_px
    forest = _Forest(grown, scale=0.0)
    left = PixelEdges(ones, others, edges.differences).chosen((ones != others) & (is_small[ones] | is_small[others]))
    for one, other, difference in zip(*(values.tolist() for values in left), strict=True):
        one, other = forest.root(one), forest.root(other)
        if one != other and min(forest.sizes[one], forest.sizes[other]) < least_px:
            forest.join(one, other, difference)
    return forest.grown(grown.labels).labels


def _in_reading_order(labels: Numbers) -> Regions:
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    numbers = np.empty(len(first), np.int32)
    numbers[np.argsort(first)] = np.arange(len(first))
    return numbers[inverse]
