"""The bar above the histograms: what was measured, how far the measuring is, and the legend of both."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from engine.contract.events import PreparationMeasured, Progress
from gui.charts.plot_bar import CurveLegend
from gui.pages.network.preparation.histograms import channel_curves
from gui.tokens import size
from gui.widgets.button import Button, ButtonKind
from gui.widgets.label import ElidedLabel
from gui.widgets.progress import ProgressBar
from gui.words import count, plural

_STOPPED: Final = "The values of these settings were not measured."
_PROGRESS_PX: Final = 72


class PreparationBar(QWidget):
    """Says what the numbers below come from.

    Signals:
        cancel_wanted(): the measuring should end.
        repeat_wanted(): the values should be measured after all.
    """

    cancel_wanted = Signal()
    repeat_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.status = ElidedLabel("", "secondary", tone="secondary")
        self.progress = ProgressBar("How far the measuring is", width_px=_PROGRESS_PX)
        self.cancel = Button("Cancel", ButtonKind.QUIET, is_small=True)
        self.cancel.set_tip("Stop measuring")
        self.repeat = Button("Measure", is_small=True)
        self.repeat.set_tip("Measure the values of training pictures")
        self.legend = CurveLegend()
        self.cancel.clicked.connect(self.cancel_wanted)
        self.repeat.clicked.connect(self.repeat_wanted)
        self.setFixedHeight(size("filter_bar"))
        row = QHBoxLayout(self)
        row.setContentsMargins(size("page_margin"), 0, size("page_margin"), 0)
        row.setSpacing(8)
        row.addWidget(self.status, 1)
        for widget in (self.progress, self.cancel, self.repeat, self.legend):
            row.addWidget(widget)
        self._show_parts(is_working=False)

    def set_progress(self, progress: Progress) -> None:
        """Say how far the measuring is."""
        self.status.set_text(f"{progress.what}, {count(progress.done)} of {count(progress.total)}")
        self.progress.set_share(progress.done / max(1, progress.total))
        self._show_parts(is_working=True)

    def set_measured(self, measured: PreparationMeasured) -> None:
        """Say what was measured."""
        total = plural(measured.training_pictures, "training picture")
        shown = total if measured.pictures == measured.training_pictures else f"{count(measured.pictures)} of {total}"
        self.status.set_text(f"Values of {shown}")
        self.legend.set_curves(channel_curves(len(measured.before)))
        self._show_parts(is_working=False)

    def set_stopped(self) -> None:
        """Say that there is no answer, and offer to try again."""
        self.status.set_text(_STOPPED)
        self._show_parts(is_working=False)
        self.repeat.show()

    def _show_parts(self, *, is_working: bool) -> None:
        self.progress.setVisible(is_working)
        self.cancel.setVisible(is_working)
        self.legend.setVisible(not is_working)
        self.repeat.hide()
