"""Numbers as bytes and as histograms, so that hundreds of epochs fit on a disk."""

import numpy as np
import numpy.typing as npt

from engine.contract.epoch_inside import Histogram, Range

BINS = 40
MOST_COUNTED = 50_000
"""Of larger arrays an even choice of values is counted."""

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]


def quantised(values: Floats) -> tuple[Bytes, Range]:
    """Values as bytes between their smallest and their largest; what is not finite becomes the nearest end, or 0."""
    limit = float(np.finfo(np.float32).max)
    finite = np.nan_to_num(values, nan=0.0, posinf=limit, neginf=-limit)
    low, high = float(finite.min()), float(finite.max())
    if high <= low:
        return np.zeros(values.shape, np.uint8), (low, low)
    scaled = (finite.astype(np.float64) - low) * (255.0 / (high - low))
    return np.rint(scaled).astype(np.uint8), (low, high)


def histogram_of(values: Floats) -> Histogram:
    """The distribution of the finite values; empty bins where there are none."""
    flat = values.reshape(-1)
    flat = flat[:: -(-flat.size // MOST_COUNTED) or 1]
    flat = flat[np.isfinite(flat)].astype(np.float64)
    if flat.size == 0:
        return Histogram(low=0.0, high=0.0, counts=(0,) * BINS)
    counts, edges = np.histogram(flat, BINS)
    return Histogram(low=float(edges[0]), high=float(edges[-1]), counts=tuple(counts.tolist()))


def shrunk(maps: Floats, *, longest: int) -> Floats:
    """Maps (N, h, w, K) averaged over square blocks, so that no side is longer than ``longest``."""
    count, height, width, channels = maps.shape
    factor = -(-max(height, width) // longest)
    if factor == 1:
        return maps
    rows, columns = -(-height // factor), -(-width // factor)
    filled = np.pad(maps, ((0, 0), (0, rows * factor - height), (0, columns * factor - width), (0, 0)), mode="edge")
    return filled.reshape(count, rows, factor, columns, factor, channels).mean(axis=(2, 4), dtype=np.float32)
