"""Proposes pairs of pictures that may be near duplicates: every true pair and few others."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.dataset.doctor.descriptors import CUTS, UNCUT, describe
from engine.dataset.doctor.nearest import Hits, NearestLists

# Distances of descriptors. Of planted copies and crops 99 in 100 are nearer than 0.38 to their original
# (clothing-small); small ones, resized and compressed, than 0.05.
_RADIUS = 0.4
_SMALL_RADIUS = 0.12
# A picture with more near duplicates than this is one of a group, which is told by its nearest ones.
_MOST = 12

Floats = NDArray[np.float32]
Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs to look at: picture ``copy`` may be a copy of ``original``, or what is left of it after a cut.

    Attributes:
        original: (C,) rows.
        copy: (C,) rows.
        cut: (C,) which of ``CUTS`` brings them nearest.
    """

    original: Indices
    copy: Indices
    cut: Indices


def propose(lists: NearestLists, grey: Floats, rows: Indices, is_small: NDArray[np.bool_]) -> Candidates:
    """Candidates for some of the pictures in ``lists``.

    Args:
        lists: descriptors of all pictures, uncut.
        grey: (B, SIDE, SIDE) of some of them.
        rows: (B,) which these are.
        is_small: (B,) where no crop is looked for and only much the same counts.
    """
    parts: list[tuple[Hits, int]] = []
    loose = np.flatnonzero(~is_small)
    for cut in range(len(CUTS)) if len(loose) else ():
        parts.append((_search(lists, describe(grey[loose], cut=cut), rows[loose], _RADIUS), cut))
    small = np.flatnonzero(is_small)
    if len(small):
        parts.append((_search(lists, describe(grey[small]), rows[small], _SMALL_RADIUS), UNCUT))
    return _nearest_ones(parts)


def _search(lists: NearestLists, vectors: Floats, rows: Indices, radius: float) -> Hits:
    # On the unit sphere, half the squared distance is one minus the similarity. One more: each finds itself.
    hits = lists.search(vectors, most=_MOST + 1, least_similarity=1 - radius**2 / 2)
    queries = rows[hits.queries]
    is_other = queries != hits.found
    return Hits(queries[is_other], hits.found[is_other], hits.similarities[is_other])


def _nearest_ones(parts: list[tuple[Hits, int]]) -> Candidates:
    """The ``_MOST`` most similar pictures of each query, each with the cut that fits best."""
    queries = np.concatenate([hits.queries for hits, _ in parts])
    found = np.concatenate([hits.found for hits, _ in parts])
    similarities = np.concatenate([hits.similarities for hits, _ in parts])
    cuts = np.concatenate([np.full(len(hits.queries), cut) for hits, cut in parts])
    best_first = np.lexsort((-similarities, found, queries))
    is_first = _is_new(queries[best_first], found[best_first])
    pairs = best_first[is_first]
    pairs = pairs[np.lexsort((-similarities[pairs], queries[pairs]))]
    starts = np.flatnonzero(_is_new(queries[pairs]))
    place = np.arange(len(pairs)) - np.repeat(starts, np.diff(np.append(starts, len(pairs))))
    kept = pairs[place < _MOST]
    return Candidates(queries[kept], found[kept], cuts[kept])


def _is_new(*sorted_keys: Indices) -> NDArray[np.bool_]:
    """Where one of the keys differs from the row before."""
    is_new = np.ones(len(sorted_keys[0]), np.bool_)
    if len(is_new):
        is_new[1:] = np.any([key[1:] != key[:-1] for key in sorted_keys], axis=0)
    return is_new
