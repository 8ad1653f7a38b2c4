"""Selective search once more, pixel by pixel and pair by pair, as the papers print it."""

import math
from collections.abc import Callable, Sequence

import numpy as np
from scipy import ndimage


def segmented(channels: np.ndarray, *, scale: float, least_px: int, smoothing_px: float) -> np.ndarray:
    """Felzenszwalb and Huttenlocher 2004, algorithm 1: every edge is looked at, every region is a set of pixels."""
    smooth = ndimage.gaussian_filter(channels, (smoothing_px, smoothing_px, 0))
    height, width = smooth.shape[:2]
    edges = []
    for down, right in ((0, 1), (1, 0), (1, 1), (-1, 1)):
        for row, column in np.ndindex(height, width):
            other = row + down, column + right
            if 0 <= other[0] < height and 0 <= other[1] < width:
                apart = math.sqrt(((smooth[row, column] - smooth[other]) ** 2).sum())
                edges.append((apart, (row, column), other))
    edges.sort(key=lambda edge: edge[0])
    region_of = {(row, column): frozenset([(row, column)]) for row in range(height) for column in range(width)}
    inner = dict.fromkeys(region_of.values(), 0.0)
    for apart, one, other in edges:
        ones, others = region_of[one], region_of[other]
        if ones != others and all(apart <= inner[each] + scale / len(each) for each in (ones, others)):
            inner[_joined(region_of, ones, others)] = apart
    for _, one, other in edges:
        ones, others = region_of[one], region_of[other]
        if ones != others and min(len(ones), len(others)) < least_px:
            _joined(region_of, ones, others)
    regions, numbers = np.zeros((height, width), np.int32), {}
    for place in sorted(region_of):
        regions[place] = numbers.setdefault(region_of[place], len(numbers))
    return regions


def _joined(region_of: dict, ones: frozenset, others: frozenset) -> frozenset:
    both = ones | others
    for place in both:
        region_of[place] = both
    return both


def grouped(regions: np.ndarray, levels: Sequence[np.ndarray], slopes: Sequence[np.ndarray], names: set[str]) -> list:
    """Uijlings et al. 2013, algorithm 1: boxes of all regions, each compared with each again after every join.

    Args:
        regions: (H, W) numbers from 0 on.
        levels: (H, W) bins of colour, 25, of each channel.
        slopes: (H, W) bins of texture, 10, of each channel and orientation.
        names: of the likenesses that are added.
    """
    masks = {number: regions == number for number in range(int(regions.max()) + 1)}
    boxes = [_box(mask) for mask in masks.values()]
    while len(masks) > 1:
        pairs = [(one, other) for one in masks for other in masks if one < other and _touch(masks[one], masks[other])]
        values = [alike(masks[one], masks[other], levels, slopes, names) for one, other in pairs]
        one, other = min(zip(values, pairs, strict=True), key=lambda each: (-round(each[0], 9), each[1]))[1]
        number = len(boxes)
        masks[number] = masks.pop(one) | masks.pop(other)
        boxes.append(_box(masks[number]))
    return boxes


def alike(
    one: np.ndarray, other: np.ndarray, levels: Sequence[np.ndarray], slopes: Sequence[np.ndarray], names: set[str]
) -> float:
    """Equations 1 to 6 of the paper, from the pixels of two regions."""
    left, upper, right, lower = _box(one | other)
    empty = (right - left) * (lower - upper) - one.sum() - other.sum()
    measures: dict[str, Callable[[], float]] = {
        "colour": lambda: _in_common(one, other, levels, 25),
        "texture": lambda: _in_common(one, other, slopes, 10),
        "size": lambda: 1 - (one.sum() + other.sum()) / one.size,
        "fill": lambda: 1 - empty / one.size,
    }
    return sum(measure() for name, measure in measures.items() if name in names)


def _in_common(one: np.ndarray, other: np.ndarray, planes: Sequence[np.ndarray], bins: int) -> float:
    common = 0.0
    for plane in planes:
        for level in range(bins):
            shares = [(plane[mask] == level).sum() / (mask.sum() * len(planes)) for mask in (one, other)]
            common += min(shares)
    return common


def _touch(one: np.ndarray, other: np.ndarray) -> bool:
    return bool((one[1:] & other[:-1]).any() or (one[:-1] & other[1:]).any()) or bool(
        (one[:, 1:] & other[:, :-1]).any() or (one[:, :-1] & other[:, 1:]).any()
    )


def _box(mask: np.ndarray) -> tuple[int, int, int, int]:
    rows, columns = np.nonzero(mask)
    return int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1
