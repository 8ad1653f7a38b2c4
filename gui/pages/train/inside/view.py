"""The inside of the network at one epoch: feature maps, first filters and histograms side by side."""

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.contract.epoch_inside import LayerValues
from gui.charts.distribution import Distribution
from gui.charts.tile_grid import TileGrid, TileRows
from gui.pages.train.inside.tiles import filter_rows, map_rows
from gui.runs.insides import Inside
from gui.tokens import size
from gui.widgets.button import Button, ButtonKind
from gui.widgets.combo import Combo
from gui.widgets.label import ElidedLabel, Label

SPEEDS: Final = (2, 6, 12)
_SPEED: Final = 6


class InsideView(QWidget):
    """Three panes that always show the same epoch.

    Signals:
        speed_chosen(object): int, epochs a second of the film.
        save_requested: the film is to be saved.
    """

    speed_chosen = Signal(object)
    save_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inside: Inside | None = None
        self.layer = Combo("Layer of the maps and histograms")
        self.layer.setToolTip("Layer whose maps and histograms are shown")
        self.speed = Combo("Speed of the film")
        self.speed.setToolTip("Speed of the film in epochs per second")
        self.speed.set_choices([(speed, f"{speed} per second") for speed in SPEEDS])
        self.speed.set_value(_SPEED)
        self.save = Button("Save film", ButtonKind.QUIET, icon="export")
        self.save.set_tip("Save all epochs of these panes and the pinned pictures as GIF or WebP")
        self.maps = TileGrid("Feature maps of the pinned pictures", "This layer has no maps of its own.")
        self.filters = TileGrid("Filters", "The first weights are no pictures.")
        self.histograms = tuple(Distribution(title) for title in ("Weights", "Activations", "Gradients of the score"))
        self._maps_note = ElidedLabel("", "secondary", tone="secondary")
        self._filters_note = ElidedLabel("", "secondary", tone="secondary")
        self._arrange()
        self.layer.value_changed.connect(self._on_layer_changed)
        self.speed.value_changed.connect(self.speed_chosen)
        self.save.clicked.connect(self.save_requested)

    def restart(self) -> None:
        """Forget another run."""
        self._inside = None
        self.layer.set_choices([])
        self._restart_axes()
        self._show()

    def set_inside(self, inside: Inside | None) -> None:
        """Show another epoch in all panes."""
        self._inside = inside
        if inside is not None:
            self._offer_layers(inside)
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_filters()

    def _offer_layers(self, inside: Inside) -> None:
        """Layers with maps first; the choice stays from epoch to epoch."""
        names = [maps.kept.layer for maps in inside.maps]
        names += [values.layer for values in inside.told.layers if values.layer not in names]
        if names == [self.layer.itemText(row) for row in range(self.layer.count())]:
            return
        self.layer.set_choices([(name, name) for name in names])

    def _show(self) -> None:
        layer, inside = str(self.layer.value or ""), self._inside
        maps = inside.maps_of(layer) if inside is not None else None
        self.maps.set_tiles(map_rows(maps) if maps is not None else TileRows((), 0))
        self._maps_note.set_text(f"{maps.kept.size[0]} × {maps.kept.size[1]}, strongest channels" if maps else "")
        values = self._values_of(layer)
        for chart, histogram in zip(
            self.histograms, (values.weights, values.activations, values.gradients), strict=True
        ):
            chart.set_histogram(histogram)
        self._show_filters()
        self.save.set_available(inside is not None, reason="No epoch of this run has been kept yet.")

    def _show_filters(self) -> None:
        if self._inside is None:
            self.filters.set_tiles(TileRows((), 0))
            self._filters_note.set_text("")
            return
        room = self.filters.size()
        self.filters.set_tiles(filter_rows(self._inside, width=room.width(), height=room.height()))
        told = self._inside.told.filters
        self._filters_note.set_text(told.layer if told is not None else "")

    def _values_of(self, layer: str) -> LayerValues:
        told = self._inside.told.layers if self._inside is not None else ()
        return next((values for values in told if values.layer == layer), LayerValues(layer=layer))

    @Slot(object)
    def _on_layer_changed(self, _layer: str) -> None:
        self._restart_axes()
        self._show()

    def _restart_axes(self) -> None:
        for chart in self.histograms:
            chart.restart()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._make_bar())
        self.panes = QWidget()
        panes = QHBoxLayout(self.panes)
        panes.setContentsMargins(0, 0, 0, 0)
        panes.setSpacing(size("page_margin"))
        panes.addLayout(_pane("Feature maps", self._maps_note, self.maps), 4)
        panes.addLayout(_pane("Filters", self._filters_note, self.filters), 3)
        charts = QVBoxLayout()
        charts.setSpacing(4)
        for chart in self.histograms:
            charts.addWidget(chart, 1)
        panes.addLayout(charts, 3)
        column.addWidget(self.panes, 1)

    def _make_bar(self) -> QWidget:
        bar = QWidget()
        bar.setFixedHeight(size("plot_bar"))
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Label("Layer", "secondary", tone="secondary"))
        row.addWidget(self.layer, 1)
        row.addStretch(1)
        row.addWidget(Label("Film", "secondary", tone="secondary"))
        row.addWidget(self.speed)
        row.addWidget(self.save)
        return bar


def _pane(title: str, note: ElidedLabel, content: QWidget) -> QVBoxLayout:
    head = QHBoxLayout()
    head.setSpacing(8)
    head.addWidget(Label(title, "group"))
    head.addWidget(note, 1)
    pane = QVBoxLayout()
    pane.setSpacing(6)
    pane.addLayout(head)
    pane.addWidget(content, 1)
    return pane
