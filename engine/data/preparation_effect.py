"""Measures what a preparation does to pixel values: histograms and statistics by channel, before and after."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.contract.events import ValueStatistics
from engine.data.preparation import Preparation

BINS: Final = 64
_CHUNK: Final = 16
# Half a step beyond the smallest and the largest pixel value, so that each bin holds as many of the 256 values.
_LOWEST, _HIGHEST = -0.5, 255.5

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ValueDistribution:
    """How often values occur in each channel.

    Attributes:
        counts: (C, bins) values in each bin.
        edges: (C, bins + 1) where bins begin and end.
        statistics: one for each channel.
    """

    counts: NDArray[np.int64]
    edges: NDArray[np.float64]
    statistics: tuple[ValueStatistics, ...]


class _Tally:
    """Counts the values of each channel, chunk by chunk."""

    def __init__(self, low: NDArray[np.float64], high: NDArray[np.float64]) -> None:
        self._low = low
        self._width = np.maximum(high - low, 1e-12) / BINS
        channels = len(low)
        self._counts = np.zeros((channels, BINS), np.int64)
        self._sum, self._sum_of_squares = np.zeros(channels), np.zeros(channels)
        self._minimum, self._maximum = np.full(channels, np.inf), np.full(channels, -np.inf)

    def add(self, values: Floats) -> None:
        """Count a chunk (N, H, W, C)."""
        for channel in range(values.shape[-1]):
            found = values[..., channel].astype(np.float64).reshape(-1)
            places = ((found - self._low[channel]) / self._width[channel]).astype(np.int64)
            self._counts[channel] += np.bincount(np.clip(places, 0, BINS - 1), minlength=BINS)
            self._sum[channel] += found.sum()
            self._sum_of_squares[channel] += found @ found
            self._minimum[channel] = min(self._minimum[channel], found.min())
            self._maximum[channel] = max(self._maximum[channel], found.max())

    def distribution(self) -> ValueDistribution:
        """What was counted so far."""
        edges = self._low[:, np.newaxis] + self._width[:, np.newaxis] * np.arange(BINS + 1)
        return ValueDistribution(self._counts, edges, tuple(map(self._statistics, range(len(self._low)))))

    def _statistics(self, channel: int) -> ValueStatistics:
        count = self._counts[channel].sum()
        mean = self._sum[channel] / count
        variance = max(self._sum_of_squares[channel] / count - mean**2, 0.0)
        return ValueStatistics(
            mean=float(mean),
            deviation=float(np.sqrt(variance)),
            minimum=float(self._minimum[channel]),
            maximum=float(self._maximum[channel]),
        )


def measure_effect(
    pictures: Pixels, preparation: Preparation, on_progress: Callable[[int, int], None]
) -> tuple[ValueDistribution, ValueDistribution]:
    """The values of pictures before and after preparation.

    Args:
        pictures: (N, H, W, C), at least one.
        preparation: what is done to them.
        on_progress: told (done, total); may raise to stop.
    """
    channels = pictures.shape[-1]
    before = _Tally(np.full(channels, _LOWEST), np.full(channels, _HIGHEST))
    after = _Tally(*_reach(preparation, pictures.shape[1:]))
    for start in range(0, len(pictures), _CHUNK):
        on_progress(start, len(pictures))
        chunk = pictures[start : start + _CHUNK]
        before.add(chunk.astype(np.float32))
        after.add(preparation.apply(chunk))
    return before.distribution(), after.distribution()


def _reach(preparation: Preparation, shape: tuple[int, ...]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The smallest and the largest value that each channel can get."""
    ends = [preparation.apply(np.full((1, *shape), end, np.float32)) for end in (_LOWEST, _HIGHEST)]
    both = np.concatenate(ends).astype(np.float64)
    return both.min(axis=(0, 1, 2)), both.max(axis=(0, 1, 2))
