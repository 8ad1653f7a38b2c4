"""Blends pictures of a batch in pairs, and their targets with them (mixup).

Zhang et al. 2018, arXiv 1710.09412: ``x = a x_i + (1 - a) x_j`` and the same for one-hot targets, with ``a`` drawn from
Beta(0.4, 0.4).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ALPHA = 0.4

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Blend:
    """Which pictures of a batch are blended, and how strongly.

    Attributes:
        partners: (N,) position in the batch of each picture's partner.
        share: (N,) share of the picture itself; the rest is the partner's.
    """

    partners: NDArray[np.int64]
    share: Floats


def draw_blend(share_of_batches: float, count: int, rng: np.random.Generator) -> Blend | None:
    """Decide whether a batch of ``count`` pictures is blended, and how."""
    if rng.random() >= share_of_batches:
        return None
    return Blend(rng.permutation(count), rng.beta(ALPHA, ALPHA, size=count).astype(np.float32))


def blend_pictures(pictures: Floats, blend: Blend) -> Floats:
    """Blend pictures (N, H, W, C) of any range with their partners."""
    share = blend.share[:, None]
    rows = pictures.reshape(len(pictures), -1)
    return (rows * share + rows[blend.partners] * (1.0 - share)).reshape(pictures.shape)


def blend_targets(targets: Floats, weights: Floats | None, blend: Blend) -> tuple[Floats, Floats | None]:
    """Blend one-hot targets (N, K) with those of the partners.

    With weights (N,), each of the two classes counts as much as its own sample would: the targets are blended by
    weighted shares, and the weights are blended too.
    """
    own, other = blend.share, np.float32(1.0) - blend.share
    if weights is not None:
        own, other = own * weights, other * weights[blend.partners]
    total = own + other
    blended = targets * (own / total)[:, None] + targets[blend.partners] * (other / total)[:, None]
    return blended.astype(np.float32, copy=False), None if weights is None else total
