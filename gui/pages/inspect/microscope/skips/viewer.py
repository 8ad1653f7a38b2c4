"""The picture with the mask of the weakened network, and over it what became another class."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from engine.ops.mask_changes import Change, mask_changes
from gui.pictures.pixels import image_from_array
from gui.theme import theme
from gui.viewer.layers import Layer
from gui.viewer.mask_layers import Codes, PictureMasks, shrunk
from gui.viewer.mask_viewer import MaskViewer

CHANGE_TOKENS: Final = {
    Change.LOST: "picture_danger",
    Change.GAINED: "success",
    Change.OTHER: "picture_warning",
}
_OPACITY: Final = 0.8


@dataclass(frozen=True, slots=True, eq=False)
class SkipMasks:
    """The masks of one picture.

    Attributes:
        whole: (h, w) classes that the whole network says.
        masks: those that the weakened one says, and the truth.
        changes: (h, w) codes of ``Change`` from the one to the other.
    """

    whole: Codes
    masks: PictureMasks
    changes: Codes

    @classmethod
    def of(cls, classes: tuple[str, ...], whole: Codes, weaker: Codes, truth: Codes | None) -> "SkipMasks":
        """Compare both with each other and with the truth, where that is known."""
        return cls(whole, PictureMasks(classes, weaker, truth), mask_changes(whole, weaker, truth))

    def share_of(self, change: Change) -> float:
        """The share of all pixels that changed so."""
        return float(np.mean(self.changes == change))


class SkipViewer(MaskViewer):
    """While the changes are shown, they are filled and the masks are outlines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._skip_masks: SkipMasks | None = None
        self.setAccessibleName("Mask with weaker skips")

    def set_skip_masks(self, masks: SkipMasks | None) -> None:
        """Lay other masks over the picture."""
        self._skip_masks = masks
        self.set_masks(None if masks is None else masks.masks)

    def _paint_masks(self, painter: QPainter, masks: PictureMasks) -> None:
        has_changes = self.is_layer_shown(Layer.DIFFERENCE)
        if self.is_layer_shown(Layer.PREDICTION):
            self._paint_layer(painter, masks, Layer.PREDICTION, is_filled=not has_changes)
        if has_changes:
            self._paint_layer(painter, masks, Layer.DIFFERENCE, is_filled=True)
        if masks.truth is not None and self.is_layer_shown(Layer.TRUTH):
            is_alone = not has_changes and not self.is_layer_shown(Layer.PREDICTION)
            self._paint_layer(painter, masks, Layer.TRUTH, is_filled=is_alone)

    def _image_of(self, masks: PictureMasks, layer: Layer, opacity: float) -> QImage:
        if layer is Layer.DIFFERENCE and self._skip_masks is not None:
            return changes_layer(self._skip_masks.changes)
        return super()._image_of(masks, layer, opacity)

    def _words_at(self, pixel: tuple[int, int]) -> tuple[str, str]:
        value, place = super()._words_at(pixel)
        found = self._skip_masks
        if found is None or self._placement is None:
            return value, place
        rows, columns = found.whole.shape
        row = min(pixel[1] * rows // self._placement.picture_height, rows - 1)
        column = min(pixel[0] * columns // self._placement.picture_width, columns - 1)
        if found.changes[row, column] == Change.SAME:
            return value, place
        return f"{value}, whole network {found.masks.classes[found.whole[row, column]]}", place


def changes_layer(changes: Codes) -> QImage:
    """What changed in the colours of its kinds; what did not is clear."""
    table = np.zeros((256, 4), np.uint8)
    for code, token in CHANGE_TOKENS.items():
        colour = theme().colour(token)
        table[code] = (colour.red(), colour.green(), colour.blue(), round(255 * _OPACITY))
    return image_from_array(table[shrunk(changes)])
