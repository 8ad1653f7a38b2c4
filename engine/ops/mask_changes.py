"""Where two masks of one picture differ, and which of them is right there."""

from enum import IntEnum

import numpy as np
import numpy.typing as npt

ClassMask = npt.NDArray[np.uint8]


class Change(IntEnum):
    """What became of a pixel.

    Attributes:
        SAME: it has the class that it had.
        LOST: it was right, and is wrong.
        GAINED: it was wrong, and is right.
        OTHER: it has another class, and was and is wrong, or nobody knows.
    """

    SAME = 0
    LOST = 1
    GAINED = 2
    OTHER = 3


def mask_changes(before: ClassMask, after: ClassMask, truth: ClassMask | None) -> ClassMask:
    """(H, W) uint8 codes of ``Change``.

    Args:
        before: (H, W) class indices.
        after: (H, W) class indices.
        truth: (H, W) class indices, ``NO_CLASS`` where nothing is known; None where nothing is known at all.

    Raises:
        ValueError: the masks differ in size.
    """
    sizes = {mask.shape for mask in (before, after, truth) if mask is not None}
    if len(sizes) > 1:
        raise ValueError(f"The masks differ in size. Received: {sorted(sizes)}.")
    codes = np.where(before == after, np.uint8(Change.SAME), np.uint8(Change.OTHER))
    if truth is not None:
        codes[(before == truth) & (after != truth)] = Change.LOST
        codes[(before != truth) & (after == truth)] = Change.GAINED
    return codes
