"""Which picture comes when: a function of seed and epoch alone, so that a resumed run goes on exactly."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

ORDER_STREAM = 0
BATCH_STREAM = 1
SEED_RANGE = 2**64


@lru_cache(maxsize=8)
def epoch_order(count: int, batch_size: int, *, seed: int, epoch: int) -> NDArray[np.int64]:
    """The pictures of one training epoch in random order, as whole batches.

    Every picture comes once. The last batch is filled up with the first pictures of the same epoch, which come twice:
    all batches have one shape then, and a network is compiled once. The permutation differs in every epoch, so over a
    run no picture is preferred.

    Returns:
        (batches, batch_size) positions of pictures; read-only. Batches are no larger than ``count``.
    """
    size = min(batch_size, count)
    permutation = _generator(seed, epoch, ORDER_STREAM).permutation(count)
    missing = -count % size
    order = np.concatenate([permutation, permutation[:missing]]).reshape(-1, size)
    order.setflags(write=False)
    return order


def batch_rng(*, seed: int, epoch: int, batch: int) -> np.random.Generator:
    """The chance of one batch: the same in whatever thread and order batches are made."""
    return _generator(seed, epoch, BATCH_STREAM, batch)


def _generator(seed: int, *place: int) -> np.random.Generator:
    return np.random.default_rng((seed % SEED_RANGE, *place))  # NumPy takes no negative seeds.
