"""The pixels of objects that a network has found, from what crosses the process boundary."""

import numpy as np
from numpy.typing import NDArray

from engine.contract.boxes import FoundBox, PictureBoxes
from engine.dataset.masks.run_lengths import checked_run_lengths, mask_of, parse_counts


def found_mask(box: FoundBox, *, width: int, height: int) -> NDArray[np.bool_] | None:
    """(height, width), true on the pixels of an object; None where only its box is said.

    Args:
        box: the object.
        width: of the upright original in pixels.
        height: likewise.
    """
    if box.mask_counts is None:
        return None
    return mask_of(checked_run_lengths(height, width, parse_counts(box.mask_counts)))


def number_found(said: PictureBoxes) -> NDArray[np.int32]:
    """(H, W) the number of the object of each pixel from 1 on, in their order, 0 where there is none.

    Where masks overlap, the better object keeps the pixel.
    """
    numbers = np.zeros((said.height, said.width), np.int32)
    for number, box in reversed(list(enumerate(said.boxes, start=1))):
        mask = found_mask(box, width=said.width, height=said.height)
        if mask is not None:
            numbers[mask] = number
    return numbers
