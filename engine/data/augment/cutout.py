"""Hides a random square of each picture, so that a network learns to use more than one clue.

DeVries and Taylor 2017, arXiv 1708.04552: squares may lie partly outside of the picture.
"""

import numpy as np
from numpy.typing import NDArray

from engine.contract.config import AugmentationConfig
from engine.data.augment.chance import Chance, Draw


def hide_squares(pictures: NDArray[np.float32], config: AugmentationConfig, chance: Chance) -> None:
    """Fill one square in each picture with the picture's mean colour, in place.

    Sides are uniform between zero and the chosen share of the picture's sides, centres anywhere inside.

    Args:
        pictures: (N, H, W, C) float32.
        config: ``cutout`` is the largest side as a share of the picture.
        chance: of the pictures.
    """
    if not config.cutout:
        return
    size = np.array(pictures.shape[1:3])
    largest, probability = config.cutout, config.cutout_probability
    share = chance.one_sided(Draw.CUTOUT_SIDE, Draw.CUTOUT_HAPPENS, largest=largest, probability=probability)
    sides = share[:, None] * size
    centres = np.stack([chance.unit(Draw.CUTOUT_Y), chance.unit(Draw.CUTOUT_X)], axis=1) * size
    lows = np.maximum(np.rint(centres - sides / 2), 0).astype(int)
    highs = np.rint(centres + sides / 2).astype(int)
    for picture, (top, left), (bottom, right) in zip(pictures, lows, highs, strict=True):
        _fill(picture, rows=slice(top, bottom), columns=slice(left, right))


def hide_square(picture: NDArray[np.float32], *, centre: tuple[float, float], side_px: float) -> None:
    """Fill one square with the picture's mean colour, in place.

    Args:
        picture: (H, W, C) float32.
        centre: (x, y) in pixels, also outside of the picture.
        side_px: of the square; less than half a pixel hides nothing.
    """
    left, top, right, bottom = (max(round(end + step * side_px / 2), 0) for step in (-1, 1) for end in centre)
    _fill(picture, rows=slice(top, bottom), columns=slice(left, right))


def _fill(picture: NDArray[np.float32], *, rows: slice, columns: slice) -> None:
    if picture[rows, columns].size:
        picture[rows, columns] = picture.mean(axis=0).mean(axis=0)
