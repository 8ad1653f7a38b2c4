"""What is right and what is wrong in a mask, pixel by pixel."""

from collections.abc import Sequence
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from engine.contract.annotations import BACKGROUND, NO_CLASS

ClassMask = npt.NDArray[np.uint8]


class Difference(IntEnum):
    """What a prediction makes of a pixel; the background is the class that stands for nothing in particular.

    Attributes:
        BACKGROUND: rightly taken for background.
        HIT: of a class, and taken for it.
        MISS: of a class, and taken for background.
        FALSE: of the background, and taken for a class.
        WRONG_CLASS: of one class, and taken for another.
        UNKNOWN: the truth says nothing of it.
    """

    BACKGROUND = 0
    HIT = 1
    MISS = 2
    FALSE = 3
    WRONG_CLASS = 4
    UNKNOWN = NO_CLASS


def background_of(classes: Sequence[str]) -> int | None:
    """The class that stands for nothing in particular; None where every class stands for something."""
    return classes.index(BACKGROUND) if BACKGROUND in classes else None


def mask_difference(truth: ClassMask, predicted: ClassMask, *, background: int | None) -> ClassMask:
    """(H, W) uint8 codes of ``Difference``.

    Args:
        truth: (H, W) class indices, ``NO_CLASS`` where nothing is known.
        predicted: (H, W) class indices.
        background: its class; None where every class stands for something, so that pixels are hits or of a wrong class.

    Raises:
        ValueError: the masks differ in size.
    """
    if truth.shape != predicted.shape:
        raise ValueError(f"Truth and prediction differ in size. Received: {truth.shape} and {predicted.shape}.")
    codes = np.where(truth == predicted, np.uint8(Difference.HIT), np.uint8(Difference.WRONG_CLASS))
    if background is not None:
        is_ground, is_taken_for_ground = truth == background, predicted == background
        codes[is_ground] = Difference.FALSE
        codes[is_taken_for_ground] = Difference.MISS
        codes[is_ground & is_taken_for_ground] = Difference.BACKGROUND
    codes[truth == NO_CLASS] = Difference.UNKNOWN
    return codes
