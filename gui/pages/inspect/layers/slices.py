"""The filters of the chosen layer as slices, and how its weights, activations and gradients are distributed."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.contract.layer_film import DistributionsRead, SlicesRead
from gui.charts.distribution import Distribution
from gui.gallery.feature_tiles import FeatureTile, FeatureTiles
from gui.pictures.colour_maps import signed_colours
from gui.pictures.pixels import image_from_array
from gui.widgets.combo import Combo
from gui.widgets.label import Label
from gui.widgets.section import SectionHeader

Floats = NDArray[np.float32]
_CHART_PX = 84


class LayerSlices(QWidget):
    """Slices with a choice of the input channel, and three histograms.

    Signals:
        source_chosen(object): "strongest", "mean", or the number of an input channel.
    """

    source_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._header = SectionHeader("Filters", is_group=True)
        self._note = Label("", "secondary", tone="secondary", is_wrapped=True)
        self.source = Combo("Input channel of the slices")
        self.source.setToolTip("Which input channel of the filters is shown: a filter has one slice for each")
        self.source.set_choices(_choices(0))
        self.source.value_changed.connect(self.source_chosen)
        self.tiles = FeatureTiles("Slices of the filters")
        self.histograms = tuple(Distribution(title) for title in ("Weights", "Activations", "Gradients of the score"))
        self._arrange()

    def set_slices(self, read: SlicesRead, slices: Floats) -> None:
        """Show the slices of a layer; all of them share one range."""
        self._header.set_note(str(read.total_filters))
        height, width = slices.shape[1:]
        size = f"{height} × {width} × {read.source_channels}"
        self._note.setText(f"{read.layer}: {size} weights each, blue below zero, red above")
        if self.source.count() != len(_choices(read.source_channels)):
            self.source.set_choices(_choices(read.source_channels))
        self._choice.show()
        largest = float(np.abs(slices).max(initial=0.0)) or 1.0
        self.tiles.set_tiles(_tiles(read, slices, largest))

    def set_refusal(self, sentence: str) -> None:
        """Say why a layer has no slices."""
        self._header.set_note("")
        self._note.setText(sentence)
        self._choice.hide()
        self.tiles.set_tiles(())

    def set_distributions(self, read: DistributionsRead | None) -> None:
        """Show how the values of a layer are spread, for the picture of the moment."""
        values = (read.weights, read.activations, read.gradients) if read is not None else (None, None, None)
        for chart, histogram in zip(self.histograms, values, strict=True):
            chart.restart()
            chart.set_histogram(histogram)
            chart.setVisible(histogram is not None)

    def _arrange(self) -> None:
        self._choice = QWidget()
        row = QHBoxLayout(self._choice)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        name = Label("Input")
        name.setMinimumWidth(80)
        row.addWidget(name)
        row.addWidget(self.source, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._header)
        column.addWidget(self._note)
        column.addWidget(self._choice)
        column.addWidget(self.tiles)
        column.addSpacing(8)
        column.addWidget(SectionHeader("Distribution for this picture", is_group=True))
        for chart in self.histograms:
            chart.setFixedHeight(_CHART_PX)
            column.addWidget(chart)


def _choices(channels: int) -> Sequence[tuple[object, str]]:
    numbers = [(channel, f"channel {channel}") for channel in range(channels)]
    return [("strongest", "strongest of each"), ("mean", "mean of all"), *numbers]


def _tiles(read: SlicesRead, slices: Floats, largest: float) -> list[FeatureTile]:
    return [
        FeatureTile(
            image_from_array(signed_colours(values, largest=largest)),
            str(number),
            f"of {source}" if source >= 0 else "",
        )
        for number, source, values in zip(read.filters, read.sources, slices, strict=True)
    ]
