"""The Layers tab: all layers from input to scores in one scroll, and one map large."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from engine.contract.layer_film import SeenThrough
from gui.pages.inspect.layers.large_map import LargeMap
from gui.pages.inspect.layers.scaling import Scaling, ShownMap, maps_of
from gui.pages.inspect.layers.strip_view import StripView
from gui.pictures.colour_maps import DEFAULT_MAP
from gui.tokens import size
from gui.widgets.button import Button, ButtonKind
from gui.widgets.combo import Combo
from gui.widgets.label import ElidedLabel, Label
from gui.widgets.scroll import ScrollColumn
from gui.words import plural

Floats = NDArray[np.float32]
_SCALINGS: tuple[tuple[Scaling, str], ...] = (("channel", "channel"), ("layer", "layer"), ("network", "network"))


class LayersView(QWidget):
    """Shows what every layer makes of one picture.

    Signals:
        cell_chosen(str, object): layer, and (row, column, channel) of a cell that was clicked in the large map.
        map_chosen(): another map is large; ``chosen`` tells which.
    """

    cell_chosen = Signal(str, object)
    map_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._through: SeenThrough | None = None
        self._arrays: tuple[Floats, ...] = ()
        self._open: set[str] = set()
        self._chosen: tuple[str, int] | None = None
        self.strips: list[StripView] = []
        self.large = LargeMap()
        self.scaling = Combo("Range of the colours")
        self.scaling.setToolTip("Whether colours span the values of each channel, of each layer, or of the network")
        self.scaling.set_choices(_SCALINGS)
        self.back = Button("All layers", ButtonKind.QUIET, icon="previous")
        self.back.set_tip("Back to all layers")
        self.words = ElidedLabel("", "text", tone="secondary")
        self.film = ScrollColumn(margin_px=size("page_margin"), spacing_px=12)
        self.film.column.addStretch(1)
        self._places = QStackedWidget()
        self._places.addWidget(self.film)
        self._places.addWidget(self.large)
        self._arrange()
        self.back.clicked.connect(self.show_all)
        self.scaling.value_changed.connect(self._on_scaling_changed)
        self.large.cell_hovered.connect(self._on_cell_hovered)
        self.large.cell_chosen.connect(self._on_cell_chosen)
        self.set_sentence("Choose a picture.")

    @property
    def shows_large(self) -> bool:
        """Whether one map is shown, and not all layers."""
        return self._places.currentWidget() is self.large

    @property
    def through(self) -> SeenThrough | None:
        """What is shown of the network."""
        return self._through

    @property
    def chosen(self) -> tuple[str, int] | None:
        """Layer and channel of the map that is shown large."""
        return self._chosen

    def set_through(self, through: SeenThrough, arrays: Sequence[Floats]) -> None:
        """Show another picture, or the maps of this one in another order.

        What is on screen stays where it is: the strip at the top of the view, the tiles with a ring, and a map that is
        shown large, where the layer still sends it.
        """
        self._through, self._arrays = through, tuple(arrays)
        with self.film.kept_in_place(self._top_strip()):
            self._show_strips()
        self._show_large()

    def set_sentence(self, sentence: str) -> None:
        """Say why there is nothing to see yet."""
        self.words.set_text(sentence)

    def forget(self) -> None:
        """Another network: nothing is known of it."""
        self._through, self._arrays, self._chosen = None, (), None
        self._open.clear()
        self._show_strips()
        self.show_all()
        self.set_sentence("Looking through all layers.")

    @Slot()
    def show_all(self) -> None:
        """Show the film of the network again."""
        self._chosen = None
        self._places.setCurrentWidget(self.film)
        self.back.hide()
        self._show_words()

    def _show_strips(self) -> None:
        layers = self._through.layers if self._through is not None else ()
        while len(self.strips) > len(layers):
            strip = self.strips.pop()
            strip.setParent(None)
            strip.deleteLater()
        while len(self.strips) < len(layers):
            strip = StripView()
            strip.map_chosen.connect(self._on_map_chosen)
            strip.opened.connect(self._on_opened)
            self.film.column.insertWidget(len(self.strips), strip)
            self.strips.append(strip)
        for number, layer in enumerate(layers):
            is_open = layer.layer in self._open
            self.strips[number].set_strip(layer, self._maps(number), colour_map=DEFAULT_MAP, is_open=is_open)
        self._show_words()

    def _maps(self, number: int, *, shows_all: bool = False) -> tuple[ShownMap, ...]:
        if self._through is None:
            return ()
        layer, scaling = self._through.layers[number], self.scaling.value
        is_open = shows_all or layer.layer in self._open
        return maps_of(layer, self._arrays[number], self._through, scaling=scaling, is_open=is_open)  # type: ignore[arg-type]  # the combo holds scalings

    def _show_large(self) -> None:
        shown = self._find(self._chosen)
        if shown is None:
            self.show_all()
            return
        self.large.set_map(shown)
        self._places.setCurrentWidget(self.large)
        self.back.show()
        self._show_words()

    def _find(self, chosen: tuple[str, int] | None) -> ShownMap | None:
        if self._through is None or chosen is None:
            return None
        names = [layer.layer for layer in self._through.layers]
        if chosen[0] not in names:
            return None
        maps = self._maps(names.index(chosen[0]), shows_all=True)
        return next((shown for shown in maps if shown.channel.index == chosen[1]), None)

    def _show_words(self) -> None:
        shown = self.large.shown if self.shows_large else None
        if shown is not None:
            span = f"{shown.shown.low:.3g} to {shown.shown.high:.3g}".replace("-", "−")
            self.words.set_text(f"{shown.layer}, channel {shown.channel.index}, colours from {span}")
        elif self._through is not None:
            self.words.set_text(_words_of(self._through))

    def _top_strip(self) -> StripView | None:
        """The first strip that is in view."""
        top = self.film.verticalScrollBar().value()
        return next((strip for strip in self.strips if strip.geometry().bottom() >= top), None)

    @Slot(object)
    def _on_map_chosen(self, shown: ShownMap) -> None:
        self._chosen = (shown.layer, shown.channel.index)
        self._show_large()
        self.map_chosen.emit()

    @Slot(str)
    def _on_opened(self, layer: str) -> None:
        self._open ^= {layer}
        self._show_strips()

    @Slot(object)
    def _on_scaling_changed(self, _scaling: object) -> None:
        self._show_strips()
        if self._chosen is not None:
            self._show_large()

    @Slot(object)
    def _on_cell_hovered(self, cell: tuple[int, int] | None) -> None:
        shown = self.large.shown
        if cell is None or shown is None:
            self._show_words()
            return
        value = f"{shown.values[cell]:.5g}".replace("-", "−")
        self.words.set_text(f"{shown.layer}, channel {shown.channel.index}, row {cell[0]}, column {cell[1]}: {value}")

    @Slot(object)
    def _on_cell_chosen(self, cell: tuple[int, int]) -> None:
        if self.large.shown is not None:
            self.cell_chosen.emit(self.large.shown.layer, (*cell, self.large.shown.channel.index))

    def _arrange(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(size("page_margin"), 8, size("page_margin"), 8)
        bar.setSpacing(8)
        bar.addWidget(self.back)
        bar.addWidget(self.words, 1)
        bar.addWidget(Label("Colours per", "secondary", tone="secondary"))
        bar.addWidget(self.scaling)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self._places, 1)


def _words_of(through: SeenThrough) -> str:
    layers = plural(len(through.layers), "layer")
    if through.order == "strength":
        return f"{layers}, strongest maps first; ranking them for {through.target}"
    return f"{layers}, ranked for {through.target}"
