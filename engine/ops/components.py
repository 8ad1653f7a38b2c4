"""Connected components: the separate pieces of the classes of a mask, as objects."""

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from engine.contract.annotations import NO_CLASS

ClassMask = npt.NDArray[np.uint8]
Instances = npt.NDArray[np.int32]


def label_components(classes: ClassMask, *, background: int | None) -> Instances:
    """(H, W), 0 for the background and a number from 1 on for each piece, class by class, each from top to bottom.

    Pixels that touch at a corner only belong to two pieces, as they do in outlines (``contours.py``).

    Args:
        classes: (H, W) class indices; ``NO_CLASS`` is no object.
        background: the class that is no object, None where every class is one.
    """
    instances, number = np.zeros(classes.shape, np.int32), 0
    for one in np.flatnonzero(np.bincount(classes.ravel(), minlength=NO_CLASS)[:NO_CLASS]):
        if one != background:
            pieces, found = ndimage.label(classes == one)
            np.add(pieces, number, out=instances, where=pieces > 0)
            number += int(found)
    return instances
