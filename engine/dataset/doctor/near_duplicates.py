"""Finds near duplicates among the looks of a dataset in far less than quadratic time."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.dataset.doctor.candidates import propose
from engine.dataset.doctor.comparing import Pictures, compare, is_comparable, is_small
from engine.dataset.doctor.descriptors import LENGTH, describe
from engine.dataset.doctor.look import read_looks
from engine.dataset.doctor.nearest import NearestLists

# Pictures whose candidates are in memory at once, and pairs that are compared at once: about 200 MB together.
_BLOCK = 8192
_PAIRS_AT_ONCE = 2048

OnDone = Callable[[int], None]


class NearPair(NamedTuple):
    """Two pictures by their rows; ``is_crop``: the second one shows a part of the first one."""

    original: int
    copy: int
    is_crop: bool


def find_near_duplicates(looks: NDArray[np.uint8], sizes: NDArray[np.float32], on_done: OnDone) -> list[NearPair]:
    """All pairs of pictures that look the same, each pair once.

    Args:
        looks: (N, LOOK_BYTES), no two of them of exact duplicates. May be mapped from a file: only parts are read.
        sizes: (N, 2) width and height in pixels.
        on_done: hears the number of pictures that were compared with all others. It may raise to stop.
    """
    rows = np.flatnonzero(_comparable(looks))
    lists = NearestLists(_describe(looks, rows))
    found: dict[tuple[int, int], NearPair] = {}
    for start in range(0, len(rows), _BLOCK):
        on_done(start)
        for pair in _compare_block(lists, looks, sizes, rows, slice(start, start + _BLOCK)):
            key = (min(pair.original, pair.copy), max(pair.original, pair.copy))
            if key not in found or found[key].is_crop:
                found[key] = pair
    on_done(len(looks))
    return [found[key] for key in sorted(found)]


def _comparable(looks: NDArray[np.uint8]) -> NDArray[np.bool_]:
    blocks = [is_comparable(read_looks(looks[start : start + _BLOCK])) for start in range(0, len(looks), _BLOCK)]
    return np.concatenate([np.zeros(0, np.bool_), *blocks])


def _describe(looks: NDArray[np.uint8], rows: NDArray[np.int64]) -> NDArray[np.float32]:
    blocks = [describe(read_looks(looks[rows[start : start + _BLOCK]]).grey) for start in range(0, len(rows), _BLOCK)]
    return np.concatenate([np.zeros((0, LENGTH), np.float32), *blocks])


def _compare_block(
    lists: NearestLists,
    looks: NDArray[np.uint8],
    sizes: NDArray[np.float32],
    rows: NDArray[np.int64],
    block: slice,
) -> list[NearPair]:
    """Pairs whose original is in the block. Rows of ``lists`` become rows of the dataset at the end."""
    asking = np.arange(len(rows))[block]
    pictures = Pictures(read_looks(looks[rows[block]]), sizes[rows[block]])
    candidates = propose(lists, pictures.looks.grey, asking, is_small(pictures))
    pairs: list[NearPair] = []
    for start in range(0, len(candidates.cut), _PAIRS_AT_ONCE):
        part = slice(start, start + _PAIRS_AT_ONCE)
        originals, copies = rows[candidates.original[part]], rows[candidates.copy[part]]
        verdicts = compare(_read(looks, sizes, originals), _read(looks, sizes, copies), candidates.cut[part])
        for at in np.flatnonzero(verdicts.is_copy | verdicts.is_crop).tolist():
            pairs.append(NearPair(int(originals[at]), int(copies[at]), bool(verdicts.is_crop[at])))
    return pairs


def _read(looks: NDArray[np.uint8], sizes: NDArray[np.float32], rows: NDArray[np.int64]) -> Pictures:
    return Pictures(read_looks(looks[rows]), sizes[rows])
