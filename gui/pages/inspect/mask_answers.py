"""Puts what a network says of every pixel into the views of the Inspect page, and what is true beside it."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QObject, Slot

from engine.contract.framing import Array
from engine.contract.masks import ClassArea, ClassMask
from engine.contract.true_masks import TrueMaskRead
from gui.pages.inspect.areas import area_rows, difference_rows, mask_words
from gui.pages.inspect.heat_while_why import HeatWhileWhy
from gui.pages.inspect.picture import PictureTab
from gui.pages.inspect.prediction import PredictionDetails
from gui.viewer.mask_layers import Codes, PictureMasks


class MaskAnswers(QObject):
    """Keeps the newest answers about the pixels of one picture.

    Attributes:
        classes: names of the classes of the network.
        said: what the network says of the picture; None while nothing is known, or where it says one thing of all.

    """

    def __init__(
        self,
        picture: PictureTab,
        prediction: PredictionDetails,
        heat: HeatWhileWhy,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.classes: tuple[str, ...] = ()
        self.said: ClassMask | None = None
        self._picture = picture
        self._prediction = prediction
        self._predicted: Codes | None = None
        self._heat = heat
        prediction.areas.opacity_changed.connect(self._on_opacity_changed)
        self._on_opacity_changed(prediction.areas.opacity.value() / 100)

    def begin(self) -> None:
        """Another picture: nothing is known of it yet."""
        self.said, self._predicted = None, None
        self._picture.viewer.set_masks(None)
        self._picture.caption.set_instead(None)
        self._picture.toolbar.set_difference(is_known=False)

    def begin_network(self, classes: Sequence[str]) -> None:
        """Another network."""
        self.classes = tuple(classes)

    def set_predicted(self, said: ClassMask, predicted: Codes) -> None:
        """What the network says of the picture; what is true comes later, if at all."""
        self.said, self._predicted = said, predicted
        self._show(None, ())
        self._heat.take_notice()

    @Slot(object, object)
    def on_truth_read(self, event: TrueMaskRead, arrays: Sequence[Array]) -> None:
        """Show what is true beside what is said."""
        if self.said is not None and event.image == self.said.image and arrays:
            self._show(np.asarray(arrays[0], np.uint8), event.areas)

    @Slot(float)
    def _on_opacity_changed(self, opacity: float) -> None:
        self._picture.viewer.set_mask_opacity(opacity)

    def _show(self, truth: Codes | None, areas: Sequence[ClassArea]) -> None:
        if self.said is None or self._predicted is None:
            return
        masks = PictureMasks.of(self.classes, self._predicted, truth)
        self._picture.viewer.set_masks(masks)
        self._picture.toolbar.set_difference(is_known=masks.difference is not None)
        known = areas if masks.truth is not None else ()
        rows = area_rows(self.said, known)
        self._picture.caption.set_instead(mask_words(rows))
        self._prediction.set_areas(self.said, rows, difference_rows(masks))
