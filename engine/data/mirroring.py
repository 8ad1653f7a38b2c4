"""Windows of pictures that may reach beyond their edges: what lies there is the picture's mirror image.

Ronneberger, Fischer and Brox 2015, "U-Net" (1505.04597), section 2: the missing context at the border of a picture is
extrapolated by mirroring.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Window:
    """A rectangle of pixels; ``top`` and ``left`` may be negative, and it may end beyond the picture."""

    top: int
    left: int
    height: int
    width: int


def cut_window(picture: NDArray[Any], window: Window) -> NDArray[Any]:
    """The pixels (height, width, ...) of a picture (H, W, ...) in a window, mirrored where it reaches beyond.

    Also several times, where the picture is smaller: what a window shows exists, and its mask says what it is.
    """
    height, width = picture.shape[:2]
    bottom, right = window.top + window.height, window.left + window.width
    if window.top >= 0 and window.left >= 0 and bottom <= height and right <= width:
        return picture[window.top : bottom, window.left : right]
    rows = mirrored(window.top, bottom, length=height)
    columns = mirrored(window.left, right, length=width)
    return picture[rows[:, None], columns]


def mirrored(start: int, stop: int, *, length: int) -> NDArray[np.intp]:
    """Which pixels stand at ``start`` to ``stop`` when an axis of ``length`` pixels is mirrored at its ends.

    The pixel at the border is not repeated, however often the mirror must be crossed.
    """
    if length == 1:
        return np.zeros(stop - start, np.intp)
    period = 2 * (length - 1)
    places = np.arange(start, stop) % period
    return np.minimum(places, period - places)
