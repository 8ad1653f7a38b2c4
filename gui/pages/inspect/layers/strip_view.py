"""One layer in the film of the network: its name, what is folded away, and a row of its maps."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.contract.layer_film import LayerStrip
from gui.gallery.feature_tiles import FeatureTile, FeatureTiles
from gui.pages.inspect.layers.scaling import ShownMap, folded_count
from gui.pictures.colour_maps import colours, normalised
from gui.pictures.pixels import image_from_array
from gui.widgets.button import Button, ButtonKind
from gui.widgets.label import ElidedLabel, Label

_IN_A_STRIP = 12


class StripView(QWidget):
    """Shows one layer.

    Signals:
        map_chosen(ShownMap): a map was clicked.
        opened(str): the layer of this name is to show all its maps, or only the different ones again.
    """

    map_chosen = Signal(object)
    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layer = ""
        self._maps: tuple[ShownMap, ...] = ()
        self._name = Label("", "group")
        self._note = ElidedLabel("", "secondary", tone="secondary")
        self.open = Button("", ButtonKind.QUIET)
        self.tiles = FeatureTiles("Maps of a layer")
        self.tiles.tile_chosen.connect(self._on_tile_chosen)
        self.open.clicked.connect(self._on_open)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._name)
        head.addWidget(self._note, 1)
        head.addWidget(self.open)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self.tiles)

    def set_strip(self, strip: LayerStrip, maps: Sequence[ShownMap], *, colour_map: str, is_open: bool) -> None:
        """Show a layer; the ring stays around the channel that has it, wherever its map goes."""
        ringed = self._ringed if strip.layer == self._layer else None
        self._layer, folded = strip.layer, folded_count(strip)
        self._maps = tuple(maps) if is_open else tuple(maps[:_IN_A_STRIP])
        self._name.setText(strip.layer)
        height, width = strip.size
        words = [strip.kind, f"{height} × {width} × {strip.total_channels}"]
        words += [f"{strip.dead_channels} dead"] if strip.dead_channels else []
        words += [f"{folded} nearly alike"] if folded else []
        self._note.set_text(", ".join(words))
        hidden = len(strip.channels) - len(self._maps)
        self.open.setVisible(is_open or hidden > 0)
        self.open.setText("Fold" if is_open else f"{hidden} more")
        self.open.set_tip("Show every channel that was sent, near duplicates too" if not is_open else "Fold them again")
        self.tiles.set_tiles([_tile_of(shown, colour_map) for shown in self._maps])
        channels = [shown.channel.index for shown in self._maps]
        self.tiles.set_current(channels.index(ringed) if ringed in channels else None)

    @property
    def _ringed(self) -> int | None:
        """The channel with the ring."""
        place = self.tiles.current
        return None if place is None else self._maps[place].channel.index

    @Slot(int)
    def _on_tile_chosen(self, place: int) -> None:
        self.map_chosen.emit(self._maps[place])

    @Slot()
    def _on_open(self) -> None:
        self.opened.emit(self._layer)


def _tile_of(shown: ShownMap, colour_map: str) -> FeatureTile:
    name = str(shown.channel.index) if shown.count == 1 else f"{shown.channel.index} ×{shown.count}"
    contribution = shown.channel.contribution
    value = "" if contribution is None else f"{contribution:+.2f}".replace("-", "−")
    return FeatureTile(partial(_image_of, shown, colour_map), name, value)


def _image_of(shown: ShownMap, colour_map: str) -> QImage:
    return image_from_array(colours(normalised(shown.values, shown.shown), colour_map))
