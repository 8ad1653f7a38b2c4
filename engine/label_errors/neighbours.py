"""What the labels of a picture's nearest neighbours say of it, its own label left out."""

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
FEWEST, MOST = 3, 20
COMPARING = "Comparing with similar pictures"
_CHUNK = 256  # rows of similarities at a time: 100 MB for 100,000 pictures
_SMALLEST_LENGTH = 1e-12


def neighbour_count(pictures: int, classes: int) -> int:
    """How many neighbours are asked: ``FEWEST`` to ``MOST``, fewer where a class has few pictures to be asked."""
    usual = math.isqrt(4 * pictures // max(classes, 1))
    return min(max(FEWEST, min(MOST, usual)), pictures - 1)


def count_labels_around(
    vectors: Floats, labels: Ints, *, classes: int, neighbours: int, on_progress: Callable[[str, int, int], None]
) -> Ints:
    """How many of the nearest neighbours of each picture have each label.

    A picture is none of its own neighbours, so its label has no say: this is a k-nearest-neighbour classifier (Cover
    and Hart 1967) with as many folds as pictures. Nearest is the largest cosine similarity.

    Args:
        vectors: (N, K), one for each picture.
        labels: (N,) class indices.
        classes: how many there are.
        neighbours: at most N - 1.
        on_progress: told (what, done, total); may raise to stop.

    Returns:
        (N, classes) counts, whose rows add up to ``neighbours``.
    """
    total = len(vectors)
    unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), _SMALLEST_LENGTH)
    counts = np.zeros((total, classes), np.int64)
    for start in range(0, total, _CHUNK):
        on_progress(COMPARING, start, total)
        places = np.arange(start, min(start + _CHUNK, total))
        similarities = unit[places] @ unit.T
        similarities[np.arange(len(places)), places] = -np.inf
        nearest = np.argpartition(-similarities, neighbours - 1, axis=1)[:, :neighbours]
        np.add.at(counts, (places[:, None], labels[nearest]), 1)
    on_progress(COMPARING, total, total)
    return counts
