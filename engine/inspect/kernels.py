"""Kernels laid over a picture: correlation, convolution, and the search for a template.

A network's convolution is a correlation; the convolution of mathematics turns the kernel by half a turn first.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Operation = Literal["correlation", "convolution", "normalised correlation"]
FLATTEST_DEVIATION = 1e-6


def _preset(*rows: tuple[float, ...], divisor: float = 1.0) -> Floats:
    return (np.array(rows, np.float32) / np.float32(divisor)).astype(np.float32)


PRESETS: Mapping[str, Floats] = MappingProxyType(
    {
        "identity": _preset((0, 0, 0), (0, 1, 0), (0, 0, 0)),
        "shift right": _preset((0, 0, 0), (1, 0, 0), (0, 0, 0)),
        "box blur": _preset((1, 1, 1), (1, 1, 1), (1, 1, 1), divisor=9),
        "Gauss 3 x 3": _preset((1, 2, 1), (2, 4, 2), (1, 2, 1), divisor=16),
        "Gauss 5 x 5": (np.outer((1, 4, 6, 4, 1), (1, 4, 6, 4, 1)) / 256).astype(np.float32),
        "sharpen": _preset((0, -1, 0), (-1, 5, -1), (0, -1, 0)),
        "Sobel, upright edges": _preset((-1, 0, 1), (-2, 0, 2), (-1, 0, 1)),
        "Sobel, level edges": _preset((-1, -2, -1), (0, 0, 0), (1, 2, 1)),
        "Prewitt, upright edges": _preset((-1, 0, 1), (-1, 0, 1), (-1, 0, 1)),
        "Laplace": _preset((0, 1, 0), (1, -4, 1), (0, 1, 0)),
        "emboss": _preset((-2, -1, 0), (-1, 1, 1), (0, 1, 2)),
        "line, upright": _preset((-1, 2, -1), (-1, 2, -1), (-1, 2, -1)),
        "line, level": _preset((-1, -1, -1), (2, 2, 2), (-1, -1, -1)),
    }
)
"""Kernels with a name, to start from."""


@dataclass(frozen=True, slots=True)
class Match:
    """Where a template fits.

    Attributes:
        row: of the template's upper edge, in pixels of the picture.
        column: of its left edge.
        score: normalised correlation there, -1 to 1.
    """

    row: int
    column: int
    score: float


def apply_kernel(picture: Floats, kernel: Floats, operation: Operation) -> Floats:
    """Lay a kernel over a picture (h, w) or (h, w, c); the result is (h, w), zeros lie around the picture.

    Args:
        picture: numbers of any range; channels are added up, as in a convolutional layer.
        kernel: (n, m), or (n, m, c) with a slice for each channel; its middle is (n // 2, m // 2).
        operation: whether the kernel is turned by half a turn first, or compared after both have lost their mean.
    """
    channels = picture if picture.ndim == 3 else picture[..., np.newaxis]
    slices = np.broadcast_to(
        kernel if kernel.ndim == 3 else kernel[..., np.newaxis], (*kernel.shape[:2], channels.shape[2])
    )
    match operation:
        case "correlation":
            return _sum_of_correlations(channels, slices)
        case "convolution":
            return _sum_of_correlations(channels, slices[::-1, ::-1])
        case "normalised correlation":
            return _normalised(channels, slices)


def best_matches(scores: Floats, size: tuple[int, int], *, count: int, threshold: float = 0.5) -> tuple[Match, ...]:
    """The highest scores that are not beside a higher one: no two matches overlap by half or more.

    Args:
        scores: (h, w) normalised correlation, at the template's middle.
        size: (rows, columns) of the template.
        count: most matches.
        threshold: lowest score.
    """
    left = scores.copy()
    found: list[Match] = []
    rows, columns = size
    while len(found) < count:
        row, column = (int(place) for place in np.unravel_index(int(left.argmax()), left.shape))
        if left[row, column] < threshold:
            break
        found.append(Match(row - rows // 2, column - columns // 2, float(left[row, column])))
        top, start = max(row - rows // 2, 0), max(column - columns // 2, 0)
        left[top : row + rows // 2 + 1, start : column + columns // 2 + 1] = -np.inf
    return tuple(found)


def _sum_of_correlations(channels: Floats, slices: Floats) -> Floats:
    from scipy import ndimage  # imported where it computes: the window knows the presets long before

    found = [
        ndimage.correlate(channels[..., k].astype(np.float64), slices[..., k], mode="constant")
        for k in range(channels.shape[2])
    ]
    return np.sum(found, axis=0).astype(np.float32)


def _normalised(channels: Floats, template: Floats) -> Floats:
    """Pearson's correlation of the template with the window at each place; 0 where either is flat."""
    size = template.size
    centred = template.astype(np.float64) - template.mean(dtype=np.float64)
    ones = np.ones(template.shape[:2])
    dots = sum(_same(channels[..., k], centred[..., k]) for k in range(channels.shape[2]))
    sums = sum(_same(channels[..., k], ones) for k in range(channels.shape[2]))
    squares = sum(_same(np.square(channels[..., k], dtype=np.float64), ones) for k in range(channels.shape[2]))
    spread = np.sqrt(np.maximum(squares - sums**2 / size, 0.0)) * np.sqrt(np.square(centred).sum())
    scores = np.divide(dots, spread, out=np.zeros_like(spread), where=spread > FLATTEST_DEVIATION * size)
    return _without_border(np.clip(scores, -1.0, 1.0), template.shape[:2]).astype(np.float32)


def _same(values: npt.NDArray[np.floating], kernel: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Correlation of the size of ``values``, by Fourier transform; the kernel's middle is (n // 2, m // 2)."""
    from scipy import signal  # as above

    rows, columns = kernel.shape
    padded = np.pad(
        values.astype(np.float64), ((rows // 2, rows - 1 - rows // 2), (columns // 2, columns - 1 - columns // 2))
    )
    return np.asarray(signal.fftconvolve(padded, kernel[::-1, ::-1], mode="valid"))


def _without_border(scores: npt.NDArray[np.float64], size: tuple[int, ...]) -> npt.NDArray[np.float64]:
    """Zeros where the template would reach out of the picture."""
    rows, columns = size
    inside = np.zeros_like(scores)
    window = (
        slice(rows // 2, scores.shape[0] - (rows - 1 - rows // 2)),
        slice(columns // 2, scores.shape[1] - (columns - 1 - columns // 2)),
    )
    inside[window] = scores[window]
    return inside
