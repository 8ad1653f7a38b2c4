"""Cuts a region where it is narrow: the watershed of its distance map, seeded at the peaks that stand out.

Every pixel belongs to the peak of the distance map that it reaches by always going to its highest neighbour. Two
peaks are one object where the pass between them is nearly as high as the lower of them: the distance map of an object
with a waist tells half its width, at the waist and beside it. Passes are tried from the highest on, as water that sinks
would uncover them, so that nothing depends on where a flood starts. No pixel is lost at a cut.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import ndimage

Region = npt.NDArray[np.bool_]
Instances = npt.NDArray[np.int32]
Heights = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]
Window = tuple[slice, slice]

# Outlines of pixels are steps, which make ripples in the distance map.
_SMOOTHING_PX = 1.0


class _Step(NamedTuple):
    """A way from pixels to neighbours of theirs.

    Attributes:
        one: where the pixels are.
        other: where the neighbours are.
        is_linked: of the same size as both, true where both belong to the region.
    """

    one: Window
    other: Window
    is_linked: Region


class _Passes(NamedTuple):
    """Where basins meet, the highest first: the numbers of both, and the height of the best way across."""

    ones: list[int]
    others: list[int]
    heights: list[float]


def split_at_waists(region: Region, *, waist: float, least_area_px: int = 0) -> Instances:
    """(H, W), 0 outside of the region and a number from 1 on for each object.

    Args:
        region: (H, W), true on objects that may touch.
        waist: objects are cut where they are narrower than this share of the width of the narrower side, in [0, 1]; at
            0 they are the connected components.
        least_area_px: what is smaller is not cut off, but stays with the neighbour to which it has the widest link.

    Raises:
        ValueError: the waist is not in [0, 1].
    """
    if not 0 <= waist <= 1:
        raise ValueError(f"A waist is a share of a width. Received: waist={waist}.")
    instances = np.zeros(region.shape, np.int32)
    if not region.any():
        return instances
    ranked, ranks = _ranks(region, _heights(region))
    steps = _steps(region)
    ways = _ways_up(ranks, steps)
    is_peak = ways == np.arange(len(ways))
    basins = (np.cumsum(is_peak) - 1)[ways]
    of_pixels = np.where(region, basins[ranks], -1)
    owners = _merge(
        _passes(steps, ranks, of_pixels, ranked),
        heights=ranked[is_peak].tolist(),
        areas=np.bincount(basins).tolist(),
        waist=waist,
        least_area_px=least_area_px,
    )
    instances[region] = _numbered(owners[of_pixels[region]])
    return instances


def _heights(region: Region) -> Heights:
    """The distance to the nearest pixel outside, smoothed; what lies beyond the picture is not known to be outside."""
    distances = np.ones(region.shape) if region.all() else ndimage.distance_transform_edt(region)
    return ndimage.gaussian_filter(distances, _SMOOTHING_PX).astype(np.float32)


def _ranks(region: Region, heights: Heights) -> tuple[Heights, Numbers]:
    """Heights of the region's pixels in rising order, and (H, W) places there, -1 outside: no two are the same."""
    of_pixels = heights[region]
    order = np.argsort(of_pixels, kind="stable")
    ranks = np.full(region.shape, -1, np.int64)
    ranks.ravel()[np.flatnonzero(region)[order]] = np.arange(len(order))
    return of_pixels[order], ranks


def _steps(region: Region) -> tuple[_Step, ...]:
    """To the right, down, and both ways across; pixels that touch at a corner only are no neighbours."""
    whole, first, last = slice(None), slice(None, -1), slice(1, None)
    pairs = (
        ((whole, first), (whole, last)),
        ((first, whole), (last, whole)),
        ((first, first), (last, last)),
        ((first, last), (last, first)),
    )
    links = [region[one] & region[other] for one, other in pairs]
    # Across a corner there is a way if one of the two pixels beside it belongs to the region.
    links[2] &= region[first, last] | region[last, first]
    links[3] &= region[first, first] | region[last, last]
    return tuple(_Step(one, other, is_linked) for (one, other), is_linked in zip(pairs, links, strict=True))


def _ways_up(ranks: Numbers, steps: Sequence[_Step]) -> Numbers:
    """For each rank that of the peak which its pixel reaches."""
    highest = ranks.copy()
    for one, other, is_linked in steps:
        np.maximum(highest[one], ranks[other], out=highest[one], where=is_linked)
        np.maximum(highest[other], ranks[one], out=highest[other], where=is_linked)
    is_inside = ranks >= 0
    upwards = np.empty(np.count_nonzero(is_inside), np.int64)
    upwards[ranks[is_inside]] = highest[is_inside]
    while not np.array_equal(farther := upwards[upwards], upwards):
        upwards = farther
    return upwards


def _passes(steps: Sequence[_Step], ranks: Numbers, basins: Numbers, heights: Heights) -> _Passes:
    met = [(one, other, is_linked & (basins[one] != basins[other])) for one, other, is_linked in steps]
    ones = np.concatenate([basins[one][is_pass] for one, _, is_pass in met])
    others = np.concatenate([basins[other][is_pass] for _, other, is_pass in met])
    lower = np.concatenate([np.minimum(ranks[one], ranks[other])[is_pass] for one, other, is_pass in met])
    # Of all ways between two basins the highest counts: the first of each pair, in falling order.
    falling = np.argsort(-lower, kind="stable")
    pairs = np.minimum(ones, others) * (basins.max() + 1) + np.maximum(ones, others)
    chosen = falling[np.sort(np.unique(pairs[falling], return_index=True)[1])]
    return _Passes(ones[chosen].tolist(), others[chosen].tolist(), heights[lower[chosen]].tolist())


def _merge(passes: _Passes, *, heights: list[float], areas: list[int], waist: float, least_area_px: int) -> Numbers:
    """For each basin the number of the one that stands for its object; ``heights`` are those of the peaks."""
    owners = list(range(len(heights)))
    for one, other, height in zip(*passes, strict=True):
        one, other = _owner(owners, one), _owner(owners, other)
        is_wide = height >= waist * min(heights[one], heights[other])
        if one != other and (is_wide or min(areas[one], areas[other]) < least_area_px):
            owners[other] = one
            areas[one] += areas[other]
            heights[one] = max(heights[one], heights[other])
    return np.array([_owner(owners, one) for one in range(len(owners))])


def _owner(owners: list[int], one: int) -> int:
    """The root of a tree, whose branches are shortened on the way."""
    while owners[one] != one:
        owners[one] = owners[owners[one]]
        one = owners[one]
    return one


def _numbered(owners: Numbers) -> Instances:
    """Numbers from 1 on, in the order in which objects first occur."""
    first = np.full(owners.max() + 1, len(owners))
    first[owners[::-1]] = np.arange(len(owners))[::-1]
    numbers = np.empty(len(first), np.int32)
    numbers[np.argsort(first, kind="stable")] = np.arange(1, len(first) + 1)
    return numbers[owners]
