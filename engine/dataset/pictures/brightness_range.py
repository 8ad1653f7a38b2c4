"""Brings greys deeper than 8 bits to 8 bits, so that the picture keeps its brightness."""

import numpy as np
from numpy.typing import NDArray

TWELVE_BITS = 4095
SIXTEEN_BITS = 65535


def to_eight_bits(values: NDArray[np.generic]) -> tuple[NDArray[np.uint8], str]:
    """Scale grey values to 0..255; the second value says how, in words.

    The range is taken from the values, since files rarely say which part of their container they use:
    whole numbers within 0..4095 are 12-bit (microscopes and X-ray devices store them in 16 bits) and are divided by
    4095 / 255; whole numbers within 0..65535 are 16-bit and are divided by 257; fractions within 0..1 are multiplied
    by 255; everything else is stretched from its smallest to its largest value. Values that are no numbers are black.

    Args:
        values: (H, W) of any real type.

    Returns:
        (H, W) uint8, rounded.
    """
    is_fraction = np.issubdtype(values.dtype, np.floating)
    finite = np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0) if is_fraction else values
    low, high = float(finite.min()), float(finite.max())
    start, stop, words = _range(low, high, is_fraction=is_fraction)
    scale = 255.0 / (stop - start) if stop > start else 0.0
    scaled = (finite.astype(np.float32) - np.float32(start)) * np.float32(scale)
    return np.clip(np.rint(scaled), 0, 255).astype(np.uint8), words


def _range(low: float, high: float, *, is_fraction: bool) -> tuple[float, float, str]:
    if is_fraction and low >= 0 and high <= 1:
        return 0.0, 1.0, "Brightness between 0 and 1, scaled to 8 bits."
    if not is_fraction and low >= 0 and high <= TWELVE_BITS:
        return 0.0, TWELVE_BITS, "12-bit brightness, scaled to 8 bits."
    if not is_fraction and low >= 0 and high <= SIXTEEN_BITS:
        return 0.0, SIXTEEN_BITS, "16-bit brightness, scaled to 8 bits."
    return low, high, f"Brightness from {low:g} to {high:g}, stretched to 8 bits."
