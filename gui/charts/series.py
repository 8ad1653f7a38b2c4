"""A curve that grows while it is shown: points, their running mean, and what of them fits on a screen."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_FIRST_CAPACITY: Final = 1024


class Series:
    """Points sorted by x, appended in amortised constant time.

    The running mean is taken from a cumulative sum that grows with the points, so that smoothing 100,000 of them
    costs one vectorised subtraction. Values that are not finite (a diverged loss) are kept as gaps.
    """

    def __init__(self) -> None:
        self._x: Floats = np.empty(_FIRST_CAPACITY)
        self._y: Floats = np.empty(_FIRST_CAPACITY)
        self._sum: Floats = np.zeros(_FIRST_CAPACITY + 1)
        self._finite: Floats = np.zeros(_FIRST_CAPACITY + 1)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    @property
    def x(self) -> Floats:
        """Positions of all points, a view that is valid until the next append."""
        return self._x[: self._count]

    @property
    def y(self) -> Floats:
        """Values of all points, a view that is valid until the next append."""
        return self._y[: self._count]

    def append(self, x: Floats, y: Floats) -> None:
        """Add points to the right of all others."""
        count = self._count + len(x)
        self._reserve(count)
        values = np.asarray(y, dtype=np.float64)
        finite = np.isfinite(values)
        self._x[self._count : count] = x
        self._y[self._count : count] = np.where(finite, values, np.nan)
        self._sum[self._count + 1 : count + 1] = self._sum[self._count] + np.cumsum(np.where(finite, values, 0.0))
        self._finite[self._count + 1 : count + 1] = self._finite[self._count] + np.cumsum(finite)
        self._count = count

    def clear(self) -> None:
        """Forget all points."""
        self._count = 0

    def cut_from(self, x: float) -> None:
        """Forget the points at ``x`` and to the right of it, as when a run goes on from an older checkpoint."""
        self._count = int(np.searchsorted(self.x, x, side="left"))

    def running_mean(self, window: int, ends: NDArray[np.intp] | None = None) -> Floats:
        """The mean of each value and the ``window - 1`` before it, fewer at the start; gaps do not count.

        Args:
            window: how many values are averaged; 1 gives the values themselves.
            ends: the points wanted, by their place; None for all.
        """
        stops = np.arange(self._count) + 1 if ends is None else ends + 1
        starts = np.maximum(stops - max(window, 1), 0)
        counts = self._finite[stops] - self._finite[starts]
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray((self._sum[stops] - self._sum[starts]) / counts)

    def value_at(self, x: float, *, window: int = 1) -> float | None:
        """The value of the last point at or before ``x``, smoothed; None to the left of all points or in a gap."""
        end = int(np.searchsorted(self.x, x + 1e-9, side="right"))
        if end == 0:
            return None
        start = max(end - window, 0)
        finite = self._finite[end] - self._finite[start]
        return float((self._sum[end] - self._sum[start]) / finite) if finite else None

    def _reserve(self, count: int) -> None:
        if count <= len(self._x):
            return
        capacity = max(count, 2 * len(self._x))
        self._x = _grown(self._x, capacity)
        self._y = _grown(self._y, capacity)
        self._sum = _grown(self._sum, capacity + 1)
        self._finite = _grown(self._finite, capacity + 1)


def _grown(values: Floats, capacity: int) -> Floats:
    grown = np.zeros(capacity)
    grown[: len(values)] = values
    return grown


def visible_points(x: Floats, y: Floats, *, low: float, high: float, columns: int) -> tuple[Floats, Floats]:
    """The points worth drawing between ``low`` and ``high`` on a plot that is ``columns`` pixels wide.

    Where more than four points share a column only its first, smallest, largest and last are kept: the drawn line
    covers the same pixels as that of all points. One point beyond each edge is kept, so that the line leaves the plot.
    """
    start = max(int(np.searchsorted(x, low)) - 1, 0)
    stop = min(int(np.searchsorted(x, high, side="right")) + 1, len(x))
    inner_x, inner_y = x[start:stop], y[start:stop]
    if columns < 1 or len(inner_x) <= 4 * columns:
        return inner_x, inner_y
    column = np.floor((inner_x - low) / (high - low) * columns).astype(np.int64)
    firsts = np.flatnonzero(np.diff(column, prepend=column[0] - 1))
    lasts = np.append(firsts[1:], len(column)) - 1
    lowest = np.fmin.reduceat(inner_y, firsts)
    highest = np.fmax.reduceat(inner_y, firsts)
    kept_x = np.stack([inner_x[firsts], inner_x[firsts], inner_x[lasts], inner_x[lasts]], axis=1).ravel()
    kept_y = np.stack([inner_y[firsts], lowest, highest, inner_y[lasts]], axis=1).ravel()
    return kept_x, kept_y
