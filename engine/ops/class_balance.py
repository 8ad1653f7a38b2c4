"""Weights by which rare classes count as much as common ones, from how often the classes of pixels occur."""

import numpy as np
import numpy.typing as npt

from engine.contract.annotations import NO_CLASS

ClassMask = npt.NDArray[np.uint8]
Counts = npt.NDArray[np.int64]


def count_classes(mask: ClassMask, *, classes: int) -> Counts:
    """(classes,), how many pixels of each class a mask (H, W) has.

    Raises:
        ValueError: a pixel has an index beyond the last class that is not ``NO_CLASS``.
    """
    counts = np.bincount(mask.ravel(), minlength=NO_CLASS + 1)
    beyond = np.flatnonzero(counts[classes:NO_CLASS])
    if beyond.size:
        raise ValueError(
            f"A pixel has a class that does not exist. Received: {classes + beyond[0]} with {classes} classes."
        )
    return counts[:classes].astype(np.int64)


def median_frequency_weights(counts: Counts, *, largest: float) -> tuple[float, ...]:
    """For each class the median of all frequencies over its own (median frequency balancing).

    The frequency of a class is its number of pixels over that of all known pixels of those pictures in which it
    occurs (Eigen and Fergus 2015, 1411.4734, section 6.3.2; SegNet, 1511.00561, section 4.1): a class that is rare
    among the pictures, and large where it occurs, is not rare.

    Args:
        counts: (N, classes), pixels of each class in each picture.
        largest: no class gets more.

    Returns:
        A weight above 0 for each class; 1 for a class that does not occur.
    """
    occurs = counts > 0
    pixels = counts.sum(axis=0, dtype=np.float64)
    around = (occurs * counts.sum(axis=1, keepdims=True)).sum(axis=0, dtype=np.float64)
    frequencies = _ratios(pixels, around)
    is_known = pixels > 0
    median = float(np.median(frequencies[is_known])) if is_known.any() else 1.0
    return _limited(_ratios(median, frequencies), is_known, largest)


def _ratios(parts: npt.ArrayLike, wholes: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """1 where there is nothing to divide by."""
    return np.where(wholes > 0, parts / np.where(wholes > 0, wholes, 1.0), 1.0)


def _limited(weights: npt.NDArray[np.float64], occurs: npt.NDArray[np.bool_], largest: float) -> tuple[float, ...]:
    return tuple(np.where(occurs, np.minimum(weights, largest), 1.0).tolist())
