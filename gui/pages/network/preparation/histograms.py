"""Histograms of pixel values, one outline for each channel."""

from typing import Final

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.charts.curves import Curve, Dash, Panel
from gui.charts.plot_bar import PlotBar
from gui.charts.time_series import TimeSeriesPlot
from gui.pages.network.preparation.feed import Histogram

_PANEL: Final = Panel("share of values", "percent", can_be_log=True)
_COLOURS: Final[tuple[tuple[str, int, Dash], ...]] = (
    ("red", 5, "solid"),
    ("green", 1, "dashed"),
    ("blue", 3, "dotted"),
)
_GREY: Final[tuple[tuple[str, int, Dash], ...]] = (("grey", 7, "solid"),)
_HEIGHT: Final = 148


def channel_curves(channels: int) -> tuple[Curve, ...]:
    """One curve for each channel, apart by colour and dash."""
    drawn = _GREY if channels == 1 else _COLOURS
    return tuple(Curve(name, name, _PANEL.name, colour, dash=dash) for name, colour, dash in drawn)


class ValueHistogram(QWidget):
    """The values of all channels over one axis, which can be zoomed, read and saved.

    Args:
        title: the heading.
        parent: owner.

    Signals:
        saved(Path): the chart was written to a file.
        save_failed(str): why it was not, in a sentence.
    """

    saved = Signal(object)
    save_failed = Signal(str)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plot = TimeSeriesPlot(title)
        self.plot.setFixedHeight(_HEIGHT)
        self.bar = PlotBar(title, self.plot)
        self.bar.saved.connect(self.saved)
        self.bar.save_failed.connect(self.save_failed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.plot)

    def set_histogram(self, histogram: Histogram) -> None:
        """Show other values."""
        curves = channel_curves(len(histogram.counts))
        self.plot.clear()
        self.plot.set_x_axis("value", step=float(histogram.edges[0, 1] - histogram.edges[0, 0]))
        self.plot.set_curves([_PANEL], curves)
        self.bar.set_curves(())  # the legend stands above both histograms
        for curve, counts, edges in zip(curves, histogram.counts, histogram.edges, strict=True):
            shares = counts / max(1, counts.sum())
            self.plot.append(curve.key, np.repeat(edges, 2)[1:-1], np.repeat(shares, 2))
        self.plot.set_x_limits(float(histogram.edges.min()), float(histogram.edges.max()))
        self.plot.show_all()
