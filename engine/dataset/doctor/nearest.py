"""Finds the nearest vectors of a large set without comparing every one with every other.

Inverted lists (Jégou, Douze and Schmid, PAMI 33(1), 2011, without their quantiser): the vectors are divided among about
2 sqrt(N) centres, and a query is compared with the members of its nearest centres only. The cost grows as N sqrt(N).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Indices = NDArray[np.int64]

# Up to here everything is compared with everything: it takes less than a second.
_SMALL = 3000
_SAMPLES_PER_CENTRE = 40
_ROUNDS = 6
_SEED = 1
# Lists that a query looks into; at 100,000 vectors 10 of 632 hold the nearest one in more than 99 % of all cases.
_PROBES = 10
# Similarities in memory at once: 64 MB.
_BLOCK = 1 << 24


@dataclass(frozen=True, slots=True)
class Hits:
    """Pairs of a query and a vector.

    Attributes:
        queries: (H,) row of the query.
        found: (H,) row of the vector.
        similarities: (H,) their scalar product.
    """

    queries: Indices
    found: Indices
    similarities: Floats


class NearestLists:
    """Vectors of length 1, ready to be searched. The same vectors always give the same answers."""

    def __init__(self, vectors: Floats) -> None:
        self._vectors = vectors
        self._centres = _find_centres(vectors)
        lists = _nearest_centres(vectors, self._centres, 1)[:, 0]
        order = np.argsort(lists, kind="stable")
        ends = np.cumsum(np.bincount(lists, minlength=len(self._centres)))
        self._members = np.split(order, ends[:-1])

    def search(self, queries: Floats, *, most: int, least_similarity: float) -> Hits:
        """The vectors nearest to each query, at most ``most`` from each list, in no order.

        Args:
            queries: (Q, LENGTH) of length 1.
            most: of one list for one query.
            least_similarity: scalar product below which nothing is given.
        """
        probes = _nearest_centres(queries, self._centres, _PROBES)
        order = np.argsort(probes, axis=None, kind="stable")
        ends = np.cumsum(np.bincount(probes.ravel(), minlength=len(self._centres)))
        asking = np.split(order // probes.shape[1], ends[:-1])
        parts = [
            _search_list(queries, rows, self._vectors, members, most=most, least_similarity=least_similarity)
            for rows, members in zip(asking, self._members, strict=True)
            if len(rows) and len(members)
        ]
        if not parts:
            return Hits(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.float32))
        at_queries, found, values = zip(*parts, strict=True)
        return Hits(np.concatenate(at_queries), np.concatenate(found), np.concatenate(values))


def _search_list(
    queries: Floats, rows: Indices, vectors: Floats, members: Indices, *, most: int, least_similarity: float
) -> tuple[Indices, Indices, Floats]:
    hits: list[tuple[Indices, Indices, Floats]] = []
    step = max(1, _BLOCK // len(members))
    chosen = vectors[members]
    for start in range(0, len(rows), step):
        block = rows[start : start + step]
        similarities = queries[block] @ chosen.T
        is_hit = similarities >= least_similarity
        crowded = np.flatnonzero(is_hit.sum(axis=1) > most)
        if len(crowded):
            least = np.partition(similarities[crowded], -most, axis=1)[:, -most]
            is_hit[crowded] &= similarities[crowded] >= least[:, None]
        at, column = np.nonzero(is_hit)
        hits.append((block[at], members[column], similarities[at, column]))
    at_queries, found, values = zip(*hits, strict=True)
    return np.concatenate(at_queries), np.concatenate(found), np.concatenate(values)


def _find_centres(vectors: Floats) -> Floats:
    """Spherical k-means on a sample."""
    if len(vectors) <= _SMALL:
        return np.zeros((1, vectors.shape[1]), np.float32)
    number = round(2 * len(vectors) ** 0.5)
    rng = np.random.default_rng(_SEED)
    sample = vectors[rng.permutation(len(vectors))[: number * _SAMPLES_PER_CENTRE]]
    centres = sample[:number]
    for _ in range(_ROUNDS):
        lists = _nearest_centres(sample, centres, 1)[:, 0]
        sums = np.zeros_like(centres)
        np.add.at(sums, lists, sample)
        length = np.linalg.norm(sums, axis=1, keepdims=True)
        centres = np.where(length > 0, sums / np.maximum(length, 1e-6), centres)
    return centres


def _nearest_centres(vectors: Floats, centres: Floats, number: int) -> Indices:
    """(N, number): the nearest centres of each vector, in no order."""
    number = min(number, len(centres))
    nearest = np.empty((len(vectors), number), np.int64)
    step = max(1, _BLOCK // len(centres))
    for start in range(0, len(vectors), step):
        similarities = vectors[start : start + step] @ centres.T
        if number == 1:
            nearest[start : start + step, 0] = similarities.argmax(axis=1)
        else:
            nearest[start : start + step] = np.argpartition(similarities, -number, axis=1)[:, -number:]
    return nearest
