"""Weights that make a network learn the narrow gaps between neighbouring objects.

U-Net, Ronneberger et al. 2015 (1505.04597, equation 2): ``w(x) = w_c(x) + w_0 exp(-(d_1(x) + d_2(x))^2 / (2 sigma^2))``
with the distances d_1 and d_2 to the nearest and the second nearest object.
"""

import math
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from engine.contract.annotations import NO_CLASS

Instances = npt.NDArray[np.integer]
ClassMask = npt.NDArray[np.uint8]
Weights = npt.NDArray[np.float32]
Window = tuple[slice, slice]

PUBLISHED_W_0: Final = 10.0
PUBLISHED_SIGMA_PX: Final = 5.0
# Objects are looked for no further than where they would add this share of w_0.
_NEGLIGIBLE: Final = 1e-5


def border_weights(
    instances: Instances, *, w_0: float = PUBLISHED_W_0, sigma_px: float = PUBLISHED_SIGMA_PX
) -> Weights:
    """(H, W), the second term of the equation; 0 where no two objects are near, up to w_0 where two touch.

    It holds on objects, too, whose own distance is 0: weights of the background alone would make them shrink. Where
    objects of one class touch, a line is to be learned between them (``contact_lines``).

    Args:
        instances: (H, W), 0 for the background and a number for each object.
        w_0: of the equation, 0 or more.
        sigma_px: of the equation, in pixels.

    Raises:
        ValueError: sigma is not positive, or w_0 is negative.
    """
    if sigma_px <= 0 or w_0 < 0:
        raise ValueError(f"sigma is positive and w_0 not negative. Received: sigma_px={sigma_px}, w_0={w_0}.")
    nearest, second = two_distances(instances, reach_px=reach_of(sigma_px))
    weights = w_0 * np.exp(-np.square(nearest + second) / (2.0 * sigma_px**2))
    return weights.astype(np.float32)


def weight_map(classes: ClassMask, borders: Weights, *, class_weights: tuple[float, ...]) -> Weights:
    """(H, W), w(x): the weight of each pixel's class plus that of its border, 0 where nothing is known.

    Args:
        classes: (H, W) class indices, ``NO_CLASS`` where nothing is known.
        borders: (H, W), as ``border_weights`` gives them.
        class_weights: w_c, one for each class. A loss that gets this map needs no class weights besides.
    """
    of_classes = np.zeros(NO_CLASS + 1, np.float32)
    of_classes[: len(class_weights)] = class_weights
    return np.where(classes == NO_CLASS, np.float32(0.0), of_classes[classes] + borders)


def reach_of(sigma_px: float) -> int:
    """How far from an object it counts, in pixels."""
    return math.ceil(sigma_px * math.sqrt(-2.0 * math.log(_NEGLIGIBLE)))


def two_distances(instances: Instances, *, reach_px: int) -> tuple[Weights, Weights]:
    """(H, W) each, d_1 and d_2: distances to the nearest and the second nearest object, infinite beyond the reach.

    Args:
        instances: (H, W), 0 for the background and a number for each object.
        reach_px: how far objects are looked for; within it distances are exact.
    """
    nearest = np.full(instances.shape, np.inf, np.float32)
    second = nearest.copy()
    for number, place in enumerate(ndimage.find_objects(instances), start=1):
        if place is None:
            continue
        window = _grown(place, reach_px)
        distances = ndimage.distance_transform_edt(instances[window] != number).astype(np.float32)
        farther = np.maximum(nearest[window], distances)
        np.minimum(second[window], farther, out=second[window])
        np.minimum(nearest[window], distances, out=nearest[window])
    return nearest, second


def _grown(place: Window, margin: int) -> Window:
    """A window with a margin around it; what lies beyond the picture is cut off when it is used."""
    rows, columns = place
    return (
        slice(max(rows.start - margin, 0), rows.stop + margin),
        slice(max(columns.start - margin, 0), columns.stop + margin),
    )
