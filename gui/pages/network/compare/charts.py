"""Parameters, multiply-adds and receptive field of two networks against depth."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.charts.curves import Curve, Panel
from gui.charts.plot_bar import PlotBar
from gui.charts.time_series import TimeSeriesPlot
from gui.pages.network.compare.networks import ComparedNetwork
from gui.pages.network.compare.totals import SERIES
from gui.widgets.label import Label
from gui.widgets.switch import Switch
from models.depth_profile import DepthProfile, depth_profile

_PANELS = (
    Panel("Parameters", "count", can_be_log=True),
    Panel("Multiply-adds", "count", can_be_log=True),
    Panel("Receptive field in pixels", "count", can_be_log=True),
)
_CUMULATIVE_TIP = "Add up parameters and multiply-adds from the input on"


class DepthCharts(QWidget):
    """Three panels over the same depth; the second network is dashed.

    Signals:
        saved(Path): the chart was written to a file.
        save_failed(str): why it was not, in a sentence.
    """

    saved = Signal(object)
    save_failed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._networks: tuple[ComparedNetwork, ...] = ()
        self.plot = TimeSeriesPlot("Parameters, multiply-adds and receptive field against depth")
        self.plot.set_x_axis("depth")
        self.bar = PlotBar("Against depth", self.plot)
        self.cumulative = Switch("Cumulative")
        self.cumulative.setToolTip(_CUMULATIVE_TIP)
        self.cumulative.toggled.connect(self._on_cumulative_toggled)
        self.bar.saved.connect(self.saved)
        self.bar.save_failed.connect(self.save_failed)
        heading = QHBoxLayout()
        heading.setSpacing(8)
        heading.addWidget(self.bar, 1)
        heading.addWidget(Label("Cumulative", "secondary", tone="secondary"))
        heading.addWidget(self.cumulative)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(4)
        column.addLayout(heading)
        column.addWidget(self.plot, 1)

    def set_networks(self, left: ComparedNetwork, right: ComparedNetwork) -> None:
        """Show two networks."""
        self._networks = (left, right)
        names = _names(left.title, right.title)
        curves = [
            Curve(f"{side} {panel.name}", name, panel.name, SERIES[side], dash="dashed" if side else "solid")
            for side, name in enumerate(names)
            for panel in _PANELS
        ]
        self.plot.set_curves(_PANELS, curves)
        self.bar.set_curves(curves)
        self._show_points()

    @Slot(bool)
    def _on_cumulative_toggled(self, _is_on: bool) -> None:
        self._show_points()

    def _show_points(self) -> None:
        self.plot.clear()
        profiles = [depth_profile(network.analysis) for network in self._networks]
        for side, profile in enumerate(profiles):
            shown = profile.cumulative() if self.cumulative.isChecked() else profile
            for panel, values in zip(_PANELS, _values(shown), strict=True):
                self.plot.append(f"{side} {panel.name}", np.arange(len(values), dtype=np.float64), values)
        self.plot.set_x_limits(0.0, float(max((profile.depth for profile in profiles), default=1)))
        self.plot.redraw()


def _values(profile: DepthProfile) -> tuple[Sequence[float], ...]:
    fields = [np.nan if field is None else float(field) for field in profile.receptive_fields_px]
    return profile.parameters, profile.multiply_adds, fields


def _names(left: str, right: str) -> tuple[str, str]:
    """The names of both curves, which must differ."""
    return (left, right) if left != right else (left, f"{right} (second)")
