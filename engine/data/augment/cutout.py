"""Hides a random square of each picture, so that a network learns to use more than one clue.

DeVries and Taylor 2017, arXiv 1708.04552: squares may lie partly outside of the picture.
"""

import numpy as np
from numpy.typing import NDArray

from engine.contract.config import AugmentationConfig


def hide_squares(pictures: NDArray[np.float32], config: AugmentationConfig, rng: np.random.Generator) -> None:
    """Fill one square in each picture with the picture's mean colour, in place.

    Sides are uniform between zero and the chosen share of the picture's sides, centres anywhere inside.

    Args:
        pictures: (N, H, W, C) float32.
        config: ``cutout`` is the largest side as a share of the picture.
        rng: the source of all chance.
    """
    if not config.cutout:
        return
    count, height, width, _ = pictures.shape
    size = np.array([height, width])
    sides = rng.random((count, 1)) * config.cutout * size
    centres = rng.random((count, 2)) * size
    lows = np.maximum(np.rint(centres - sides / 2), 0).astype(int)
    highs = np.rint(centres + sides / 2).astype(int)
    for picture, (top, left), (bottom, right) in zip(pictures, lows, highs, strict=True):
        picture[top:bottom, left:right] = picture.mean(axis=(0, 1))
