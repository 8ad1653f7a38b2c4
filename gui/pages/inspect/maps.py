"""The feature maps beside the viewer, the most important first."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.contract.events import ChannelDescription, FeatureMapsComputed
from gui.gallery.feature_tiles import FeatureTile, FeatureTiles
from gui.pictures.colour_maps import colours, normalised, value_range
from gui.pictures.pixels import image_from_array
from gui.tokens import size
from gui.widgets.label import ElidedLabel
from gui.widgets.scroll import ScrollColumn
from gui.widgets.surface import Surface

Floats = NDArray[np.float32]
_INSET = 12


class MapsPanel(Surface):
    """Title, count, and a scrolling grid of tiles.

    Signals:
        map_chosen: place of the map that was chosen, in the order shown.
    """

    map_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("window", ("left",), parent)
        self._title = ElidedLabel("Feature maps", "group")
        self._note = ElidedLabel("", "secondary", tone="secondary")
        self.tiles = FeatureTiles("Feature maps")
        self.tiles.tile_chosen.connect(self.map_chosen)
        scroll = ScrollColumn(margin_px=0, spacing_px=0)
        scroll.column.setContentsMargins(_INSET, 0, 0, 8)
        scroll.column.addWidget(self.tiles)
        scroll.column.addStretch(1)
        head = QVBoxLayout()
        head.setContentsMargins(size("page_margin"), 12, 8, 4)
        head.setSpacing(2)
        head.addWidget(self._title)
        head.addWidget(self._note)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(scroll, 1)
        self.setFixedWidth(2 * size("feature_tile") + 3 * size("page_margin"))

    def set_maps(self, computed: FeatureMapsComputed, maps: Floats, *, colour_map: str) -> None:
        """Show other maps."""
        self._title.set_text(f"Maps for {computed.target}")
        self._note.set_text(
            f"ranked, {len(computed.channels)} of {computed.total_channels}, {computed.dead_channels} dead"
        )
        self.tiles.set_tiles(tiles_of(computed.channels, maps, colour_map=colour_map))

    def set_refusal(self, sentence: str) -> None:
        """Say why there are no maps."""
        self._title.set_text("Feature maps")
        self._note.set_text(sentence)
        self.tiles.set_tiles(())


def tiles_of(channels: Sequence[ChannelDescription], maps: Floats, *, colour_map: str) -> list[FeatureTile]:
    """A tile for each channel, each map scaled by its own range."""
    return [
        FeatureTile(_image_of(values, colour_map), str(channel.index), f"{channel.contribution:+.2f}")
        for channel, values in zip(channels, maps, strict=True)
    ]


def _image_of(values: Floats, colour_map: str) -> QImage:
    return image_from_array(colours(normalised(values, value_range(values)), colour_map))
