"""Cuts crops out of pictures; beyond a border the picture is mirrored."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.tiling.plan import mirrored

Pixel = TypeVar("Pixel", bound=np.generic)


def crop_around(pixels: NDArray[Pixel], *, row: int, column: int, height: int, width: int) -> NDArray[Pixel]:
    """(height, width, ...), the surroundings of a pixel, which comes to stand at (height // 2, width // 2).

    Mirrored at the borders without repeating them (U-Net, 1505.04597, section 2), also several times where the picture
    is smaller than the crop: what a crop shows exists, and its mask says what it is.

    Args:
        pixels: (H, W, ...), a picture, a mask or weights.
        row: of the pixel, within the picture.
        column: of the pixel, within the picture.
        height: of the crop, 1 or more.
        width: of the crop, 1 or more.
    """
    top, left = row - height // 2, column - width // 2
    bottom, right = top + height, left + width
    if top >= 0 and left >= 0 and bottom <= pixels.shape[0] and right <= pixels.shape[1]:
        return pixels[top:bottom, left:right]
    rows = mirrored(top, bottom, length=pixels.shape[0])
    columns = mirrored(left, right, length=pixels.shape[1])
    return pixels[rows[:, None], columns]
