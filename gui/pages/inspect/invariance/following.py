"""What follows the changed picture: scores beside those without the change, and the maps of a layer."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from engine.contract.class_colours import ClassColours
from engine.contract.events import ModelDescribed
from engine.contract.invariance import ChangedSeen, ShownChannel
from gui.gallery.feature_tiles import FeatureTile, FeatureTiles
from gui.pages.inspect.invariance.told import following_words
from gui.pages.inspect.why.details import layer_in_words
from gui.pictures.colour_maps import DEFAULT_MAP, ValueRange, colours, normalised
from gui.pictures.pixels import image_from_array
from gui.widgets.class_bar import ClassBar, ClassBars
from gui.widgets.combo import Combo
from gui.widgets.label import Label
from gui.widgets.scroll import ScrollColumn
from gui.widgets.section import SectionHeader
from gui.words import percent

Floats = NDArray[np.float32]
_SCORES: Final = 5
_MARGIN: Final = 16


class FollowingPanel(ScrollColumn):
    """Scores and maps of the moment.

    Signals:
        target_chosen(str): the class whose score is measured.
        layer_chosen: another layer's maps are wanted.
    """

    target_chosen = Signal(str)
    layer_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin_px=_MARGIN, spacing_px=4, parent=parent)
        self._classes: tuple[str, ...] = ()
        self.bars = ClassBars("Scores of the changed picture")
        self.layers = Combo("Layer of the maps")
        self.tiles = FeatureTiles("Maps of the changed picture")
        self.following = Label("", "secondary", tone="secondary", is_wrapped=True)
        self._scores = SectionHeader("Scores", "line: unchanged", is_group=True)
        self._maps = SectionHeader("Maps", is_group=True)
        self.column.setContentsMargins(_MARGIN, 8, _MARGIN, 8)
        self.column.addWidget(self._scores)
        self.column.addWidget(self.bars)
        self.column.addSpacing(8)
        for widget in (self._maps, self.layers, self.following, self.tiles):
            self.column.addWidget(widget)
        self.column.addStretch(1)
        self.bars.chosen.connect(self.target_chosen)
        self.layers.value_changed.connect(self._on_layer_chosen)

    @property
    def layer(self) -> str | None:
        """The layer whose maps are wanted; None for the network's last."""
        return None if self.layers.value is None else str(self.layers.value)

    def set_model(self, model: ModelDescribed) -> None:
        """Offer the layers of another network."""
        self._classes = model.classes
        layers = [layer for layer in model.layers if layer.has_positions]
        self.layers.clear()
        self.layers.set_choices([(layer.name, layer_in_words(layer)) for layer in reversed(layers)])
        self.layers.set_value(model.default_layer)
        for widget in (self._maps, self.layers, self.following, self.tiles):
            widget.setVisible(bool(layers))
        self.bars.set_rows(())
        self.tiles.set_tiles(())

    def set_seen(self, seen: ChangedSeen, scores: Floats, original: Floats, maps: Floats | None) -> None:
        """Show what the network says of the moment's picture.

        Args:
            seen: what is known of it.
            scores: (classes,).
            original: (classes,) without the change.
            maps: (K, h, w); None where the network has none.
        """
        self.bars.set_rows(score_rows(self._classes, scores, original))
        self.bars.set_chosen([seen.target])
        self.following.setText(following_words(seen.following, seen.change))
        if maps is not None:
            self._maps.set_note(f"strongest {len(maps)} of {seen.total_channels}")
            self.tiles.set_tiles(live_tiles(seen.channels, maps))

    @Slot(object)
    def _on_layer_chosen(self, _layer: object) -> None:
        self.layer_chosen.emit()


def score_rows(classes: Sequence[str], scores: Floats, original: Floats) -> list[ClassBar]:
    """The best classes as bars, each with a mark at its score without the change."""
    colours = ClassColours.of(classes)
    best = np.argsort(-scores, kind="stable")[:_SCORES]
    return [
        ClassBar(classes[i], colours.at(i), float(scores[i]), percent(float(scores[i])), mark=float(original[i]))
        for i in best.tolist()
    ]


def live_tiles(channels: Sequence[ShownChannel], maps: Floats) -> list[FeatureTile]:
    """A tile for each channel, in the colours that its values have without the change, so that fading shows."""
    return [
        FeatureTile(
            image_from_array(colours(normalised(values, ValueRange(channel.low, channel.high)), DEFAULT_MAP)),
            str(channel.index),
            f"{float(values.max()):.2f}".replace("-", "−"),
        )
        for channel, values in zip(channels, maps, strict=True)
    ]
