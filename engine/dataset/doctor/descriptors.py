"""Short vectors whose distance is small for pictures that look alike: what candidates are searched by."""

import numpy as np
from numpy.typing import NDArray

from engine.dataset.doctor.look import SIDE
from engine.dataset.doctor.resampling import sampling

Floats = NDArray[np.float32]

# Low frequencies alone: they hardly change with resizing, compression and noise.
_FREQUENCIES = 6
LENGTH = _FREQUENCIES * _FREQUENCIES - 1

# Margins (left, top, right, bottom, as shares) that are cut before a picture is looked for among the others. Any slight
# crop of up to a tenth at each side is near one of them.
CUTS: Floats = np.array(
    [
        (0.0, 0.0, 0.0, 0.0), (0.06, 0.06, 0.06, 0.06),
        (0.08, 0.08, 0.0, 0.0), (0.0, 0.08, 0.08, 0.0), (0.0, 0.0, 0.08, 0.08), (0.08, 0.0, 0.0, 0.08),
        (0.08, 0.0, 0.0, 0.0), (0.0, 0.08, 0.0, 0.0), (0.0, 0.0, 0.08, 0.0), (0.0, 0.0, 0.0, 0.08),
    ],
    np.float32,
)  # fmt: skip
UNCUT = 0


def describe(grey: Floats, *, cut: int = UNCUT) -> Floats:
    """(N, LENGTH) of length 1: low frequencies of the cosine transform, without the constant.

    Args:
        grey: (N, SIDE, SIDE).
        cut: which of ``CUTS`` is made before.
    """
    left, top, right, bottom = CUTS[cut : cut + 1].T
    columns, _ = sampling(left - right, 1 - left - right)
    rows, _ = sampling(top - bottom, 1 - top - bottom)
    cosines = _cosines()
    frequencies = (cosines @ rows[0]) @ grey @ (cosines @ columns[0]).T
    vectors = frequencies.reshape(len(grey), -1)[:, 1:]
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.maximum(length, 1e-6)).astype(np.float32)


def _cosines() -> Floats:
    """(_FREQUENCIES, SIDE): rows of the orthonormal cosine transform (DCT-II)."""
    rows = np.cos(np.pi * np.arange(_FREQUENCIES)[:, None] * (np.arange(SIDE) + 0.5) / SIDE) * np.sqrt(2 / SIDE)
    rows[0] /= np.sqrt(2)
    return rows.astype(np.float32)
