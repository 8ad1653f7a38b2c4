"""Cuts and moves the small grey pictures of looks, many at once."""

import numpy as np
from numpy.typing import NDArray

from engine.dataset.doctor.look import SIDE

# Centres of the small picture's pixels; its edges are -1 and 1.
CENTRES = ((np.arange(SIDE) + 0.5) * (2 / SIDE) - 1).astype(np.float32)
# How far beyond the edge a centre may lie before it counts as outside, in pixels: a quarter is interpolated.
_TOLERANCE = 0.25


def sampling(shift: NDArray[np.float32], scale: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Matrices that sample along one axis at ``shift + scale * centre`` with linear interpolation.

    Args:
        shift: (N,), where the half width of the picture is 1.
        scale: (N,), below one looks at a part of the picture.

    Returns:
        (N, SIDE, SIDE) weights, whose rows add up to one, and (N, SIDE): the sample lies in the picture.
    """
    position = (shift[:, None] + scale[:, None] * CENTRES + 1) * (SIDE / 2) - 0.5
    is_inside = (position >= -_TOLERANCE) & (position <= SIDE - 1 + _TOLERANCE)
    distance = np.abs(np.clip(position, 0, SIDE - 1)[:, :, None] - np.arange(SIDE, dtype=np.float32))
    return np.maximum(0, 1 - distance).astype(np.float32), is_inside


def blur(grey: NDArray[np.float32]) -> NDArray[np.float32]:
    """Average (N, SIDE, SIDE) over neighbours with weights 1, 2, 1 along both axes.

    What linear interpolation invents lies in the highest frequencies: without them an aligned crop is three times
    closer to its original, and another picture no more than by half.
    """
    padded = np.pad(grey, ((0, 0), (1, 1), (1, 1)), mode="edge")
    rows = (padded[:, :-2] + 2 * padded[:, 1:-1] + padded[:, 2:]) / 4
    return ((rows[:, :, :-2] + 2 * rows[:, :, 1:-1] + rows[:, :, 2:]) / 4).astype(np.float32)
