"""Which true object each found one means, whatever their classes are: pairs of the highest overlap first."""

from typing import Final

import numpy as np
import numpy.typing as npt

from engine.ops.detections.objects import Flags, Floats

ALONE: Final = -1


def pair_objects(overlaps: Floats, is_same: Flags, *, least: float) -> npt.NDArray[np.intp]:
    """(m,) the true object that each found one is, ``ALONE`` if none; no true one is two.

    Args:
        overlaps: (m, n) IoU of found and true objects.
        is_same: (m, n), whether their classes are the same; such pairs come first among equal overlaps.
        least: IoU of a pair, above 0.
    """
    partners = np.full(len(overlaps), ALONE, np.intp)
    found, true = np.nonzero(overlaps >= least)
    order = np.lexsort((~is_same[found, true], -overlaps[found, true]))
    taken: set[int] = set()
    for one, other in zip(found[order].tolist(), true[order].tolist(), strict=True):
        if partners[one] == ALONE and other not in taken:
            partners[one] = other
            taken.add(other)
    return partners
