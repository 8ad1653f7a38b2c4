"""Which classes the pixels of a mask have, and which they are taken for."""

import numpy as np
import numpy.typing as npt

from engine.contract.annotations import NO_CLASS
from engine.ops.confusion import Indices, count_confusion

ClassMask = npt.NDArray[np.uint8]


def count_pixel_confusion(truth: ClassMask, predicted: ClassMask, *, classes: int) -> Indices:
    """Table (classes, classes) whose entry (i, j) counts known pixels of class i that were taken for class j.

    Tables of several pictures add up to that of all of them.

    Args:
        truth: (H, W) class indices, ``NO_CLASS`` where nothing is known.
        predicted: (H, W) class indices.
        classes: their number.

    Raises:
        ValueError: the masks differ in size, or a known pixel has an index beyond the last class.
    """
    if truth.shape != predicted.shape:
        raise ValueError(f"Truth and prediction differ in size. Received: {truth.shape} and {predicted.shape}.")
    is_known = truth != NO_CLASS
    true, taken = truth[is_known].astype(np.int64), predicted[is_known].astype(np.int64)
    largest = max(true.max(initial=0), taken.max(initial=0))
    if largest >= classes:
        raise ValueError(f"A pixel has a class that does not exist. Received: {largest} with {classes} classes.")
    return count_confusion(true, taken, classes=classes)
