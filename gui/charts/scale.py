"""Axes: values to pixels, round ticks, and the words for them."""

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, assert_never

import numpy as np
from numpy.typing import NDArray

from gui.words import count, short_count

Unit = Literal["number", "count", "percent"]


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight or logarithmic map of values [low, high] to pixels [start, end]; ``end`` may lie before ``start``."""

    low: float
    high: float
    start: float
    end: float
    is_log: bool = False

    def to_pixel(self, value: float) -> float:
        """Where a value lies; values that a logarithm cannot take lie at its low end."""
        return float(self.to_pixels(np.asarray([value], dtype=np.float64))[0])

    def to_pixels(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Where values lie, vectorised."""
        low, high = self._bent(self.low), self._bent(self.high)
        if self.is_log:
            with np.errstate(divide="ignore", invalid="ignore"):
                values = np.where(values <= 0, low - 1.0, np.maximum(np.log10(values), low - 1.0))
        return np.asarray(self.start + (values - low) / (high - low) * (self.end - self.start))

    def to_value(self, pixel: float) -> float:
        """The value at a pixel."""
        low, high = self._bent(self.low), self._bent(self.high)
        bent = low + (pixel - self.start) / (self.end - self.start) * (high - low)
        return float(10.0**bent) if self.is_log else bent

    def _bent(self, value: float) -> float:
        return math.log10(value) if self.is_log else value


def ticks(low: float, high: float, *, target: int, is_log: bool = False) -> tuple[float, ...]:
    """Round values between ``low`` and ``high``, about ``target`` of them."""
    if not (math.isfinite(low) and math.isfinite(high)) or high <= low or target < 1:
        return ()
    if is_log and high / low >= 10.0:
        return _log_ticks(low, high, target)
    step = _round_step((high - low) / target)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return tuple(round(index * step, 12) for index in range(first, last + 1))


def _log_ticks(low: float, high: float, target: int) -> tuple[float, ...]:
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    digits = (1.0,) if len(decades) > target else (1.0, 2.0, 5.0)
    values = (digit * 10.0**decade for decade in decades for digit in digits)
    return tuple(value for value in values if low * (1 - 1e-9) <= value <= high * (1 + 1e-9))


def _round_step(rough: float) -> float:
    """The round number that is closest to ``rough`` as a ratio."""
    power = 10.0 ** math.floor(math.log10(rough))
    steps = [factor * power for factor in (1.0, 2.0, 5.0, 10.0)]
    ratios = [abs(math.log(step / rough)) for step in steps]
    return steps[ratios.index(min(ratios))]


def tick_labels(values: tuple[float, ...], unit: Unit) -> tuple[str, ...]:
    """The ticks in words, all with as many decimals as the closest pair needs."""
    if not values:
        return ()
    if unit == "count":
        return tuple(_round_count(value) for value in values)
    factor = 100.0 if unit == "percent" else 1.0
    if _are_uneven(values):
        return tuple(f"{value * factor:g} %" if unit == "percent" else f"{value:g}" for value in values)
    gaps = [abs(second - first) * factor for first, second in pairwise(values)]
    gap = min(gaps) if gaps else abs(values[0]) * factor or 1.0
    decimals = min(max(0, -math.floor(math.log10(gap) + 1e-9)), 8) if gap > 0 else 0
    match unit:
        case "number":
            return tuple(f"{value:.{decimals}f}" for value in values)
        case "percent":
            return tuple(f"{value * 100:.{decimals}f} %" for value in values)
        case _ as unreachable:
            assert_never(unreachable)


def _round_count(value: float) -> str:
    """A round number without zeros at its end: ``2 M``, ``1.5 G``."""
    number, _, unit = short_count(round(value)).partition(" ")
    return f"{float(number):g} {unit}".rstrip()


def _are_uneven(values: tuple[float, ...]) -> bool:
    gaps = np.diff(np.asarray(values))
    return len(gaps) > 1 and bool(gaps.max() > 1.5 * gaps.min())


def value_in_words(value: float | None, unit: Unit) -> str:
    """A value as people read it: counts whole, percentages with one decimal, other numbers with three digits."""
    if value is None or not math.isfinite(value):
        return "–"
    if unit == "count":
        return count(round(value)) if abs(value) < 1e7 else short_count(round(value))
    if unit == "percent":
        return f"{value * 100:.1f} %"
    if value != 0 and abs(value) < 0.001:
        return f"{value:.2e}"
    return f"{value:.3f}" if abs(value) < 100 else f"{value:,.0f}"


def padded_range(low: float, high: float, *, is_log: bool = False) -> tuple[float, float]:
    """A range that leaves a little air around its values and is never empty."""
    if is_log:
        low = max(low, 1e-12)
        high = max(high, low * 1.0001)
        air = (high / low) ** 0.05
        return (low / air, high * air) if high > low * 1.01 else (low / 2, high * 2)
    if high - low < 1e-12:
        half = abs(high) * 0.1 or 0.5
        return low - half, high + half
    air = (high - low) * 0.05
    return low - air, high + air
