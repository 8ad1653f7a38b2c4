"""Edges of the bars of a histogram: round numbers that people can read, and few enough to look at."""

import math
from dataclasses import dataclass
from typing import Final

from engine.contract.dataset import Measure

_MOST_BARS: Final = 24
_LOG_FROM_RATIO: Final = 4.0
_ASPECT_STEPS: Final = 4  # bars for each doubling
_FURTHEST_ASPECT: Final = 12  # bars on either side of square: from 1/8 to 8


@dataclass(frozen=True, slots=True)
class Bar:
    """Values from ``low`` up to but not including ``high``; None leaves a side open."""

    low: float | None
    high: float | None
    count: int


@dataclass(frozen=True, slots=True)
class Histogram:
    """How often a measure has which value; ``median`` is None where nothing was counted."""

    measure: Measure
    bars: tuple[Bar, ...] = ()
    median: float | None = None

    @property
    def is_whole(self) -> bool:
        """Whether its values are whole numbers."""
        return self.measure in (Measure.LONGER_SIDE, Measure.ANNOTATIONS)

    @property
    def total(self) -> int:
        """How many values were counted."""
        return sum(bar.count for bar in self.bars)


def length_edges(low: float, high: float) -> tuple[float, ...]:
    """Whole edges around lengths in pixels from ``low`` to ``high``, evenly apart, or by ratio where they differ much.

    The last edge lies above ``high``, so that every length falls between two edges.
    """
    first = math.floor(low)
    if high / max(low, 1.0) < _LOG_FROM_RATIO:
        step = max(_round_up((high - low) / _MOST_BARS), 1)
        return tuple(float(edge) for edge in range(first - first % step, math.floor(high) + step + 1, step))
    for steps in (4, 2, 1):
        start, stop = math.floor(math.log2(max(low, 1.0)) * steps), math.floor(math.log2(high) * steps) + 1
        if stop - start <= _MOST_BARS:
            break
    edges = {math.floor(2 ** (place / steps)) for place in range(start, stop + 1)}
    if max(edges) <= high:  # Rounded down, the last edge may meet it.
        edges.add(math.floor(high) + 1)
    return tuple(float(edge) for edge in sorted(edges | {min(first, min(edges))}))


def aspect_edges(low: float, high: float) -> tuple[float, ...]:
    """Edges around widths divided by heights: square lies in the middle of its bar, extremes beyond the last edge."""
    furthest = _FURTHEST_ASPECT
    places = [min(max(round(math.log2(aspect) * _ASPECT_STEPS), -furthest), furthest) for aspect in (low, high)]
    return tuple(2 ** ((place - 0.5) / _ASPECT_STEPS) for place in range(places[0], places[1] + 2))


def count_edges(most: int) -> tuple[float, ...]:
    """Edges around whole numbers from 0 to ``most``: none stands alone, then 1 to 5, 6 to 10, and so on."""
    step = max(_round_up(most / _MOST_BARS), 1)
    return (0.0, *(float(edge) for edge in range(1, most + step + 1, step)))


def _round_up(value: float) -> int:
    """The smallest of 1, 2, 5, 10, 20, ... that is not less than ``value``."""
    if value <= 1:
        return 1
    power = 10 ** math.floor(math.log10(value))
    return int(next(factor * power for factor in (1, 2, 5, 10) if factor * power >= value))


def range_words(bar: Bar, *, is_whole: bool) -> str:
    """The values of a bar as people write them: ``64 to 90``, ``0.92 to 1.09``, ``up to 0.13``, ``8``."""
    low, high = bar.low, bar.high
    if low is None or high is None:
        return f"up to {_short(high)}" if high is not None else f"{_short(low)} and more"
    if is_whole:
        return _short(low) if high - low == 1 else f"{_short(low)} to {_short(high - 1)}"
    return f"{_short(low)} to {_short(high)}"


def _short(value: float | None) -> str:
    if value is None:
        return "any"
    return f"{value:,.0f}" if value == int(value) else f"{value:.2f}"
