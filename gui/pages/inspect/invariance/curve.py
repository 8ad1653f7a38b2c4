"""The score against the amount of a change, whose present amount can be dragged in the chart."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.charts.curves import Curve, Panel
from gui.charts.plot_bar import PlotBar
from gui.charts.readout import paint_crosshair
from gui.charts.time_series import TimeSeriesPlot
from gui.pages.inspect.invariance.axes import ChangeAxis
from gui.pages.inspect.invariance.measured import Measure, RunCurve
from gui.tokens import size
from gui.widgets.icon_button import IconButton
from gui.widgets.label import ElidedLabel

SERIES: Final = (0, 2, 3, 4)
"""The colours of the curves, as the Runs page has them."""


class DraggedPlot(TimeSeriesPlot):
    """A plot in which dragging moves what is chosen, as long as the whole axis is shown; zoomed in it pans.

    What is chosen stays marked while the mouse reads values elsewhere.
    """

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, self._drawn())
            for x, has_box in ((self._chosen, False), (self._hovered, True)):
                if x is not None and not self._is_dragging and self._state.panels:
                    readout = self.readout_at(x)
                    paint_crosshair(painter, self.chart_frame(), readout, bottom=self.height(), has_box=has_box)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if self._press is not None and not self._is_dragging and self._hovered is not None:
            self._choose(self._hovered)


class InvarianceCurve(QWidget):
    """Title, legend and curves of up to four runs.

    Signals:
        amount_chosen(float): another amount was chosen in the chart.
        cancelled: the curves that are measured are no longer wanted.
    """

    amount_chosen = Signal(float)
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plot = DraggedPlot("Score against the amount of the change")
        self.bar = PlotBar("Score", self.plot)
        self.words = ElidedLabel("", "secondary", tone="secondary")
        self.cancel = IconButton("close", "Stop measuring", is_small=True)
        self.plot.setMinimumHeight(96)
        self._lay_out()
        self.cancel.hide()
        self.plot.x_chosen.connect(self.amount_chosen)
        self.cancel.clicked.connect(self.cancelled)

    def set_axis(self, axis: ChangeAxis) -> None:
        """Take another x-axis; the curves are forgotten."""
        self.plot.clear()
        self.plot.set_x_axis(axis.name, step=axis.spacing)
        self.plot.set_x_limits(axis.low, axis.high)
        self.plot.show_all()

    def set_curves(self, runs: Sequence[RunCurve], axis: ChangeAxis, measure: Measure, title: str) -> None:
        """Draw what is known of the runs so far."""
        panel = Panel("", unit="percent", fixed_range=(0.0, 1.0))
        curves = [Curve(str(run.path), run.name, "", SERIES[place]) for place, run in enumerate(runs)]
        chosen = self.plot.chosen_x
        self.bar.set_title(title)
        self.bar.set_curves(curves if len(curves) > 1 else ())
        self.plot.set_curves([panel], curves)
        self.plot.clear()
        self.plot.set_chosen_x(chosen)
        amounts = np.array(axis.amounts)
        for run in runs:
            values = run.values(measure)
            if len(values) == len(amounts):
                known = np.isfinite(values)
                self.plot.append(str(run.path), amounts[known], values[known].astype(np.float64))

    def set_busy(self, words: str) -> None:
        """Say how far the measuring is; empty when it is done."""
        self.words.set_text(words)
        self.cancel.setVisible(bool(words))

    @Slot(str)
    def set_sentence(self, sentence: str) -> None:
        """Say why there are no curves."""
        self.words.set_text(sentence)
        self.cancel.hide()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(self.words, 1)
        line.addWidget(self.cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(size("page_margin"), 0, size("page_margin"), 4)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.plot, 1)
        column.addLayout(line)
