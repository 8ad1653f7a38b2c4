"""The exact CAM as a sum that adds up: its strongest weighted channels, the rest, the bias, the logit."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.contract.events import CamDecomposed
from gui.gallery.feature_tiles import FeatureTile, FeatureTiles
from gui.pictures.colour_maps import signed_colours
from gui.pictures.pixels import image_from_array
from gui.widgets.label import Label
from gui.widgets.section import SectionHeader
from gui.widgets.value_rows import ValueRows

Floats = NDArray[np.float32]


class SumSection(QWidget):
    """Tiles of the terms, and the sum below them. All tiles share one scale: red adds, blue takes away.

    Signals:
        term_chosen: the weighted map (h, w) of the tile that was chosen.
    """

    term_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tiles = FeatureTiles("Weighted channels")
        self.tiles.tile_chosen.connect(self._on_tile_chosen)
        self.rows = ValueRows()
        self._maps: Floats = np.zeros((0, 1, 1), np.float32)
        self._header = SectionHeader("The map as a sum", is_group=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._header)
        column.addWidget(
            Label("Weight × channel, and what its mean adds.", "secondary", tone="secondary", is_wrapped=True)
        )
        column.addWidget(self.tiles)
        column.addWidget(self.rows)
        self.hide()

    def set_sum(self, decomposed: CamDecomposed | None, maps: Floats | None = None) -> None:
        """Show another sum; None for none."""
        self.setVisible(decomposed is not None)
        if decomposed is None or maps is None:
            return
        self._maps = maps
        largest = float(np.abs(maps).max(initial=0.0)) or 1.0
        self.tiles.set_tiles(
            [
                FeatureTile(_image(values, largest), str(term.channel), f"{term.share:+.2f}")
                for term, values in zip(decomposed.terms, maps, strict=True)
            ]
        )
        self._header.set_note(f"{len(decomposed.terms)} of {decomposed.total_channels}")
        self.rows.set_rows(rows_of(decomposed))

    @Slot(int)
    def _on_tile_chosen(self, place: int) -> None:
        self.term_chosen.emit(self._maps[place])


def rows_of(decomposed: CamDecomposed) -> list[tuple[str, str]]:
    """The sum in rows; the first three add up to the last."""
    shown = sum(term.share for term in decomposed.terms)
    return [
        ("Channels above", f"{shown:+.3f}"),
        ("All others", f"{decomposed.rest:+.3f}"),
        ("Bias", f"{decomposed.bias:+.3f}"),
        ("Logit", f"{decomposed.logit:.3f}"),
    ]


def _image(values: Floats, largest: float) -> QImage:
    return image_from_array(signed_colours(values, largest=largest))
