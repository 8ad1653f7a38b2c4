"""Blurs float32 pictures as a lens out of focus does, in place."""

import math

import numpy as np
from numpy.typing import NDArray

from engine.contract.config import AugmentationConfig
from engine.data.augment.chance import Chance, Draw

Floats = NDArray[np.float32]

LEAST_DEVIATION_PX = 0.2  # Below, a neighbour's share is under 0.001 %.
_REACH = 3.0  # Standard deviations to either side; 0.3 % of a Gaussian lie beyond.


def blur_pictures(pictures: Floats, config: AugmentationConfig, chance: Chance) -> None:
    """Blur each picture (N, H, W, C) with a Gaussian whose standard deviation is drawn up to ``config.blur``."""
    if not config.blur:
        return
    largest, probability = config.blur, config.blur_probability
    deviations = chance.one_sided(Draw.BLUR, Draw.BLUR_HAPPENS, largest=largest, probability=probability)
    for sample in np.flatnonzero(deviations > LEAST_DEVIATION_PX):
        weights = gaussian_weights(float(deviations[sample]))
        pictures[sample] = _blurred(_blurred(pictures[sample], weights, axis=0), weights, axis=1)


def gaussian_weights(deviation_px: float) -> Floats:
    """Weights of the pixel itself and of its neighbours to one side; with both sides they add up to one."""
    reach = math.ceil(_REACH * deviation_px)
    weights = np.exp(-0.5 * (np.arange(reach + 1) / deviation_px) ** 2)
    return (weights / (2 * weights.sum() - weights[0])).astype(np.float32)


def _blurred(picture: Floats, weights: Floats, *, axis: int) -> Floats:
    """One direction, the edge repeated. Sums of moved copies: faster than SciPy for the few weights there are."""
    reach, length = len(weights) - 1, picture.shape[axis]
    margins = [(reach, reach) if direction == axis else (0, 0) for direction in range(3)]
    wide = np.moveaxis(np.pad(picture, margins, mode="edge"), axis, 0)
    blurred = wide[reach : reach + length] * weights[0]
    for distance in range(1, reach + 1):
        neighbours = wide[reach - distance : reach - distance + length] + wide[reach + distance :][:length]
        neighbours *= weights[distance]
        blurred += neighbours
    return np.moveaxis(blurred, 0, axis)
