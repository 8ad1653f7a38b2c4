"""The geometry of a chart: where its panels, axes and lines lie for a size and a state. Free of Qt."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from gui.charts.curves import BestMark, Curve, Panel, PanelFrame, XRange, line_of, value_range_of, y_ticks
from gui.charts.scale import Scale, ticks
from gui.charts.series import Series

AXIS_WIDTH: Final = 44
_LABEL_ROW: Final = 24
_PANEL_GAP: Final = 16
_X_AXIS: Final = 30
_END: Final = 8


@dataclass(frozen=True, slots=True)
class ChartState:
    """Everything a chart shows, apart from its points.

    Attributes:
        panels: from top to bottom.
        curves: of all panels.
        limits: the whole x-axis.
        shown: the part of it that is visible.
        window: how many values of a noisy curve are averaged.
        is_log: whether panels that can be logarithmic are.
        best: marks on curves.
        x_name: what x counts.
        x_step: distance between the places where the crosshair rests.
    """

    panels: tuple[Panel, ...] = ()
    curves: tuple[Curve, ...] = ()
    limits: XRange = field(default_factory=lambda: XRange(0.0, 1.0))
    shown: XRange = field(default_factory=lambda: XRange(0.0, 1.0))
    window: int = 1
    is_log: bool = False
    best: tuple[BestMark, ...] = ()
    x_name: str = "epoch"
    x_step: float = 1.0

    @property
    def is_zoomed(self) -> bool:
        """Whether less than the whole x-axis is shown."""
        return self.shown.span < 0.999 * self.limits.span


@dataclass(frozen=True, slots=True)
class ChartFrame:
    """A chart ready to be drawn on ``width`` x ``height`` pixels."""

    width: float
    height: float
    state: ChartState
    x: Scale
    x_ticks: tuple[float, ...]
    panels: tuple[PanelFrame, ...]

    @property
    def top(self) -> float:
        """Upper end of the crosshair."""
        return self.panels[0].top if self.panels else 0.0

    @property
    def bottom(self) -> float:
        """Lower end of the lowest panel."""
        return self.panels[-1].bottom if self.panels else self.height


def x_scale(shown: XRange, width: float) -> Scale:
    """The x-axis of a chart of some width; whoever stands below it and shares its axis asks here too."""
    return Scale(shown.low, shown.high, AXIS_WIDTH, max(width - _END, AXIS_WIDTH + 1.0))


def frame_of(state: ChartState, points: Mapping[str, Series], *, width: float, height: float) -> ChartFrame:
    """Lay a chart out.

    Args:
        state: what it shows.
        points: the points of its curves by their keys.
        width: in logical pixels.
        height: in logical pixels.
    """
    x = x_scale(state.shown, width)
    count = max(len(state.panels), 1)
    room = max(height - _X_AXIS - (count - 1) * _PANEL_GAP, count * 40.0)
    panels = []
    for number, panel in enumerate(state.panels):
        top = number * (room / count + _PANEL_GAP)
        panels.append(_panel_frame(state, points, panel, x, top=top, bottom=top + room / count))
    x_ticks = ticks(state.shown.low, state.shown.high, target=max(int((x.end - x.start) / 130), 2))
    return ChartFrame(width, height, state, x, _whole(x_ticks, state), tuple(panels))


def _panel_frame(
    state: ChartState, points: Mapping[str, Series], panel: Panel, x: Scale, *, top: float, bottom: float
) -> PanelFrame:
    columns = max(round(x.end - x.start), 1)
    lines = [
        line_of(curve, points[curve.key], state.shown, columns=columns, window=state.window)
        for curve in state.curves
        if curve.panel == panel.name and len(points[curve.key])
    ]
    is_log = state.is_log and panel.can_be_log
    low, high = value_range_of(lines, panel, is_log=is_log)
    y = Scale(low, high, bottom, top + _LABEL_ROW, is_log)
    return PanelFrame(panel, top, bottom, y, y_ticks(y, label_px=14.0), tuple(lines))


def _whole(values: tuple[float, ...], state: ChartState) -> tuple[float, ...]:
    """Epochs are counted: fractions of them are shown only when little else is in sight."""
    if state.x_step < 1:
        return values
    whole = tuple(value for value in values if value == round(value))
    return whole if len(whole) >= 2 or state.shown.span >= 2 else values


def window_of(smoothing: float, *, points: int) -> int:
    """How many values are averaged for a smoothing from 0 (none) to 1 (a tenth of all points, at least 50)."""
    largest = max(50, points // 10)
    return max(round(largest ** min(max(smoothing, 0.0), 1.0)), 1) if smoothing > 0 else 1
