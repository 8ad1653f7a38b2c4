"""Brings greys deeper than 8 bits to 8 bits, so that the picture keeps its brightness."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

TWELVE_BITS = 4095
SIXTEEN_BITS = 65535


@dataclass(frozen=True, slots=True)
class Extremes:
    """What decides how the grey values of a picture are scaled.

    Attributes:
        low: the smallest value.
        high: the largest value.
        is_fraction: the values are no whole numbers by their type.
    """

    low: float
    high: float
    is_fraction: bool


def extremes_of(values: NDArray[np.generic]) -> Extremes:
    """Of values of any real type; what is no number counts as 0."""
    is_fraction = np.issubdtype(values.dtype, np.floating)
    finite = _finite(values)
    return Extremes(float(finite.min()), float(finite.max()), bool(is_fraction))


def joined(parts: Iterable[Extremes]) -> Extremes:
    """Of a whole picture, by those of its parts, of which there is one at least."""
    every = tuple(parts)
    return Extremes(
        min(part.low for part in every), max(part.high for part in every), any(part.is_fraction for part in every)
    )


def to_eight_bits(values: NDArray[np.generic], *, of_whole: Extremes | None = None) -> tuple[NDArray[np.uint8], str]:
    """Scale grey values to 0..255; the second value says how, in words.

    The range is taken from the values, since files rarely say which part of their container they use:
    whole numbers within 0..4095 are 12-bit (microscopes and X-ray devices store them in 16 bits) and are divided by
    4095 / 255; whole numbers within 0..65535 are 16-bit and are divided by 257; fractions within 0..1 are multiplied
    by 255; everything else is stretched from its smallest to its largest value. Values that are no numbers are black.

    Args:
        values: (H, W) of any real type.
        of_whole: the extremes of the whole picture where ``values`` are a part of it; None takes those of the values.

    Returns:
        (H, W) uint8, rounded.
    """
    found = extremes_of(values) if of_whole is None else of_whole
    start, stop, words = _range(found.low, found.high, is_fraction=found.is_fraction)
    scale = 255.0 / (stop - start) if stop > start else 0.0
    scaled = (_finite(values).astype(np.float32) - np.float32(start)) * np.float32(scale)
    return np.clip(np.rint(scaled), 0, 255).astype(np.uint8), words


def _finite(values: NDArray[np.generic]) -> NDArray[np.generic]:
    if not np.issubdtype(values.dtype, np.floating):
        return values
    return np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)


def _range(low: float, high: float, *, is_fraction: bool) -> tuple[float, float, str]:
    if is_fraction and low >= 0 and high <= 1:
        return 0.0, 1.0, "Brightness between 0 and 1, scaled to 8 bits."
    if not is_fraction and low >= 0 and high <= TWELVE_BITS:
        return 0.0, TWELVE_BITS, "12-bit brightness, scaled to 8 bits."
    if not is_fraction and low >= 0 and high <= SIXTEEN_BITS:
        return 0.0, SIXTEEN_BITS, "16-bit brightness, scaled to 8 bits."
    return low, high, f"Brightness from {low:g} to {high:g}, stretched to 8 bits."
