"""Pictures in other colours, in which shadow and light change what is alike: each channel from 0 to 255."""

from enum import StrEnum
from typing import Any, assert_never

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Channels = NDArray[np.float64]

# sRGB to XYZ under D65 (IEC 61966-2-1), each row divided by the white point.
_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
_XYZ_OF_WHITE = _XYZ / _XYZ.sum(axis=1, keepdims=True)
_LINEAR_BELOW = (6 / 29) ** 3


class ColourSpace(StrEnum):
    """What the channels of a picture mean (Uijlings et al. 2013, section 4.1)."""

    HSV = "hsv"
    LAB = "lab"


def in_colour_space(picture: Pixels, space: ColourSpace) -> Channels:
    """(H, W, 3) in [0, 255].

    Args:
        picture: (H, W, 3) RGB.
        space: which channels.
    """
    rgb = picture.astype(np.float64) / 255
    match space:
        case ColourSpace.HSV:
            return 255 * _hsv(rgb)
        case ColourSpace.LAB:
            return np.clip(_lab(rgb) * np.array([2.55, 1, 1]) + np.array([0, 128, 128]), 0, 255)
        case _:
            assert_never(space)


def _hsv(rgb: Channels) -> Channels:
    """Hue (0 where grey), saturation and value in [0, 1] (Smith 1978)."""
    red, green, blue = np.moveaxis(rgb, -1, 0)
    value = rgb.max(axis=-1)
    spread = value - rgb.min(axis=-1)
    some = np.where(spread > 0, spread, 1)
    sixths = np.select(
        [spread == 0, value == red, value == green],
        [np.zeros_like(value), ((green - blue) / some) % 6, (blue - red) / some + 2],
        (red - green) / some + 4,
    )
    saturation = spread / np.where(value > 0, value, 1)
    return np.stack([sixths / 6, saturation, value], axis=-1)


def _lab(rgb: Channels) -> Channels:
    """CIE L*, a*, b* of sRGB."""
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    relative: NDArray[Any] = linear @ _XYZ_OF_WHITE.T
    root = np.where(relative > _LINEAR_BELOW, np.cbrt(relative), relative * (29 / 6) ** 2 / 3 + 4 / 29)
    x, y, z = np.moveaxis(root, -1, 0)
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)
