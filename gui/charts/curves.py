"""What a chart of curves shows: panels below each other, curves in them, marks on them. Free of Qt."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from gui.charts.scale import Scale, Unit, padded_range, ticks
from gui.charts.series import Floats, Series, visible_points

Role = Literal["training", "validation", "test"]
Dash = Literal["solid", "dashed", "dotted"]
_HIGHEST_ABOVE_RAW: Final = 2.5


@dataclass(frozen=True, slots=True)
class Panel:
    """One plot of a chart; all share the x-axis.

    Attributes:
        name: stands at its upper left corner and heads a column of the read-out.
        unit: how its values are written.
        can_be_log: whether the logarithmic scale applies to it.
        fixed_range: the y-range, whatever the values are; None for one that fits them.
    """

    name: str
    unit: Unit = "number"
    can_be_log: bool = False
    fixed_range: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Curve:
    """One line.

    Attributes:
        key: identity.
        name: words of the legend; curves of one name in several panels share a row of the read-out.
        panel: the name of its panel.
        colour: by meaning, or the number of a chart series.
        is_noisy: shown as a pale raw line below a smoothed one.
        dash: how the line is broken, so that curves stay apart also without colour.
    """

    key: str
    name: str
    panel: str
    colour: Role | int
    is_noisy: bool = False
    dash: Dash = "solid"


@dataclass(frozen=True, slots=True)
class BestMark:
    """The ring at the best point of a curve, with words beside it."""

    key: str
    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class XRange:
    """The part of the x-axis that is shown."""

    low: float
    high: float

    @property
    def span(self) -> float:
        """Its length."""
        return self.high - self.low

    def zoomed(self, factor: float, *, around: float, within: "XRange") -> "XRange":
        """Shorter by ``factor`` while ``around`` keeps its place, never beyond ``within``."""
        span = min(max(self.span / factor, within.span / 1000), within.span)
        share = (around - self.low) / self.span
        return XRange(around - share * span, around + (1 - share) * span).kept(within)

    def moved(self, distance: float, *, within: "XRange") -> "XRange":
        """Shifted, never beyond ``within``."""
        return XRange(self.low + distance, self.high + distance).kept(within)

    def kept(self, within: "XRange") -> "XRange":
        """Shifted and shortened so that it lies inside of ``within``."""
        span = min(self.span, within.span)
        low = min(max(self.low, within.low), within.high - span)
        return XRange(low, low + span)


@dataclass(frozen=True, slots=True)
class Line:
    """The points of a curve that are worth drawing: ``raw`` only of noisy ones."""

    curve: Curve
    x: Floats
    y: Floats
    raw_x: Floats
    raw_y: Floats


def line_of(curve: Curve, series: Series, shown: XRange, *, columns: int, window: int) -> Line:
    """What of a curve is drawn on ``columns`` pixels.

    The smoothed line is computed at no more than one place per column, so that its cost does not grow with the run.
    """
    raw_x, raw_y = visible_points(series.x, series.y, low=shown.low, high=shown.high, columns=columns)
    if not curve.is_noisy:
        return Line(curve, raw_x, raw_y, raw_x[:0], raw_y[:0])
    first = max(int(np.searchsorted(series.x, shown.low)) - 1, 0)
    last = min(int(np.searchsorted(series.x, shown.high, side="right")) + 1, len(series))
    places = np.linspace(first, max(last - 1, first), min(last - first, columns)).astype(np.intp)
    return Line(curve, series.x[places], series.running_mean(window, places), raw_x, raw_y)


def value_range_of(lines: list[Line], panel: Panel, *, is_log: bool) -> tuple[float, float]:
    """The y-range of a panel: all of the smoothed lines, and of the raw ones all but rare spikes.

    Beside a noisy line, what rises far above it leaves the plot at the top: a first validation loss of 50 would
    otherwise flatten everything that comes after it.
    """
    if panel.fixed_range is not None:
        return panel.fixed_range
    raw = [np.percentile(values, [2.0, 98.0]) for line in lines if len(values := _finite(line.raw_y))]
    values = _finite(np.concatenate([*(line.y for line in lines), *raw, np.empty(0)]))
    if is_log:
        values = values[values > 0]
    if not len(values):
        return (0.1, 1.0) if is_log else (0.0, 1.0)
    low, high = float(values.min()), float(values.max())
    if raw:
        high = min(high, _HIGHEST_ABOVE_RAW * max(float(ends[1]) for ends in raw))
    if is_log:
        return padded_range(low, max(high, low), is_log=True)
    return _round_range(low, max(high, low), panel.unit)


def _finite(values: Floats) -> Floats:
    return values[np.isfinite(values)]


def _round_range(low: float, high: float, unit: Unit) -> tuple[float, float]:
    """From zero for numbers that come near it, in round steps for percentages."""
    if unit != "percent":
        padded_low, padded_high = padded_range(low, high)
        return (0.0 if 0 <= low < 0.5 * high else padded_low), padded_high
    step = 0.2 if high - low > 0.3 else 0.05 if high - low > 0.05 else 0.01
    return max(np.floor(low / step + 1e-9) * step, 0.0), min(max(np.ceil(high / step - 1e-9) * step, low + step), 1.0)


@dataclass(frozen=True, slots=True)
class PanelFrame:
    """A panel with everything that is needed to draw it; pixels are those of the chart."""

    panel: Panel
    top: float
    bottom: float
    y: Scale
    ticks: tuple[float, ...]
    lines: tuple[Line, ...]


def y_ticks(scale: Scale, *, label_px: float) -> tuple[float, ...]:
    """Round values on a vertical axis, far enough from each other for labels of ``label_px``."""
    height = abs(scale.end - scale.start)
    target = max(int(height / (label_px * 2.2)), 2)
    found = ticks(scale.low, scale.high, target=min(target, 4), is_log=scale.is_log)
    room = max(int(height / label_px) + 1, 2)
    return found[:: -(-len(found) // room)] if found else found
