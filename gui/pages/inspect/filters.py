"""The Maps tab: which layer's maps stand beside the picture, its filters, and those of the first layer."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QWidget

from engine.contract.events import FiltersRead, ModelDescribed
from gui.gallery.feature_tiles import FeatureTile, FeatureTiles
from gui.pages.inspect.layers.slices import LayerSlices
from gui.pages.inspect.why.details import layer_in_words
from gui.pictures.colour_maps import normalised, signed_colours, value_range
from gui.pictures.pixels import image_from_array
from gui.widgets.combo import Combo
from gui.widgets.label import Label
from gui.widgets.scroll import ScrollColumn
from gui.widgets.section import SectionHeader

Floats = NDArray[np.float32]


class FilterDetails(ScrollColumn):
    """Choice of a layer, and tiles of kernels.

    Signals:
        layer_chosen: name of the layer whose maps are wanted.
    """

    layer_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin_px=16, spacing_px=8, parent=parent)
        self.layer = Combo("Layer of the maps")
        self.layer.setToolTip("Layer whose feature maps stand beside the picture")
        self.layer.value_changed.connect(self.layer_chosen)
        self._header = SectionHeader("Filters of the first layer", is_group=True)
        self._note = Label("", "secondary", tone="secondary", is_wrapped=True)
        self.tiles = FeatureTiles("Filters")
        self.slices = LayerSlices()
        row = QHBoxLayout()
        row.setSpacing(8)
        name = Label("Layer")
        name.setMinimumWidth(80)
        row.addWidget(name)
        row.addWidget(self.layer, 1)
        self.column.addLayout(row)
        self.column.addSpacing(16)
        self.column.addWidget(self.slices)
        self.column.addSpacing(16)
        self.column.addWidget(self._header)
        self.column.addWidget(self._note)
        self.column.addWidget(self.tiles)
        self.column.addStretch(1)

    def set_model(self, model: ModelDescribed) -> None:
        """Offer the layers of another network."""
        layers = [layer for layer in model.layers if layer.has_positions]
        self.layer.set_choices([(layer.name, layer_in_words(layer)) for layer in reversed(layers)])
        self.layer.set_value(model.default_layer)
        self.layer.setEnabled(bool(layers))
        self.tiles.set_tiles(())
        self._note.setText("")
        self.slices.set_refusal("")
        self.slices.set_distributions(None)

    def set_filters(self, read: FiltersRead, kernels: Floats) -> None:
        """Show the kernels."""
        self._header.set_title("Templates" if read.is_templates else f"Filters of {read.layer}")
        self._header.set_note(str(len(kernels)))
        is_rgb = kernels.shape[-1] == 3 and not read.is_templates
        words = "in their own colours" if is_rgb else "blue below zero, red above"
        self._note.setText(f"{kernels.shape[1]} × {kernels.shape[2]} weights each, {words}")
        self.tiles.set_tiles(tiles_of(read.labels, kernels, is_rgb=is_rgb))


def tiles_of(labels: Sequence[str], kernels: Floats, *, is_rgb: bool) -> list[FeatureTile]:
    """A tile for each kernel: RGB kernels as small pictures, others as signed maps, summed over their channels."""
    return [
        FeatureTile(_as_picture(kernel) if is_rgb else _as_signed(kernel), label)
        for label, kernel in zip(labels, kernels, strict=True)
    ]


def _as_picture(kernel: Floats) -> QImage:
    scaled = normalised(kernel, value_range(kernel))
    return image_from_array(np.rint(scaled * 255).astype(np.uint8))


def _as_signed(kernel: Floats) -> QImage:
    return image_from_array(signed_colours(kernel.sum(axis=-1)))
