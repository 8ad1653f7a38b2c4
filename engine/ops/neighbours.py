"""Which vectors are most like one of them."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


def nearest(vectors: Floats, place: int, count: int) -> tuple[Ints, Floats]:
    """The pictures most like one of them, itself left out: their places and cosine similarities, most similar first."""
    lengths = np.maximum(np.linalg.norm(vectors, axis=1), 1e-12)
    similarities = (vectors @ vectors[place]) / lengths / lengths[place]
    similarities[place] = -np.inf
    order = np.argsort(-similarities, kind="stable")[: min(count, len(vectors) - 1)]
    return order.astype(np.int64), similarities[order].astype(np.float32)
