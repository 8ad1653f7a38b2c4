"""The masks of a picture as a viewer lays them over it: predicted, true, and the difference of both."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from engine.contract.class_colours import ClassColours
from engine.ops.mask_difference import Difference, background_of, mask_difference
from gui.gallery.annotation_painting import mask_image
from gui.pictures.pixels import image_from_array, resized_mask
from gui.theme import theme

Codes = NDArray[np.uint8]
DIFFERENCE_TOKENS: Final = {
    Difference.HIT: "success",
    Difference.MISS: "picture_danger",
    Difference.FALSE: "accent",
    Difference.WRONG_CLASS: "picture_warning",
}
DIFFERENCE_WORDS: Final = {
    Difference.HIT: "Hit",
    Difference.MISS: "Missed",
    Difference.FALSE: "False",
    Difference.WRONG_CLASS: "Wrong class",
}
_SIDE: Final = 1024
_HIT_SHARE: Final = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class PictureMasks:
    """What is said and what is true of every pixel.

    Attributes:
        classes: names of the classes.
        predicted: (h, w) class indices.
        truth: (h, w) likewise, ``NO_CLASS`` where nothing is known; None where nothing is known at all.
        difference: (h, w) codes of ``Difference``; None without a truth.
    """

    classes: tuple[str, ...]
    predicted: Codes
    truth: Codes | None = None
    difference: Codes | None = None

    @classmethod
    def of(cls, classes: Sequence[str], predicted: Codes, truth: Codes | None) -> "PictureMasks":
        """A prediction with its truth, where that has the size of the picture."""
        if truth is None or truth.shape != predicted.shape:
            return cls(tuple(classes), predicted)
        difference = mask_difference(truth, predicted, background=background_of(classes))
        return cls(tuple(classes), predicted, truth, difference)

    @property
    def background(self) -> int | None:
        """The class that stands for nothing in particular, which stays clear."""
        return background_of(self.classes)

    def words_at(self, across: float, down: float) -> str:
        """The predicted class at a point of the picture, both shares in [0, 1), and the true one where it differs."""
        said, true = self._name(self.predicted, across, down), self._name(self.truth, across, down)
        return f"{said}, truth {true}" if true not in ("", said) else said

    def areas_of(self, code: Difference) -> tuple[int, float]:
        """How many pixels the difference calls so, and their share of the known ones."""
        if self.difference is None:
            return 0, 0.0
        known = int(np.count_nonzero(self.difference != Difference.UNKNOWN))
        pixels = int(np.count_nonzero(self.difference == code))
        return pixels, pixels / max(known, 1)

    def _name(self, mask: Codes | None, across: float, down: float) -> str:
        if mask is None:
            return ""
        height, width = mask.shape
        value = int(mask[min(int(down * height), height - 1), min(int(across * width), width - 1)])
        return self.classes[value] if value < len(self.classes) else ""


def class_layer(mask: Codes, classes: Sequence[str], *, opacity: float, contour_px: int = 1) -> QImage:
    """A mask in the colours of its classes; the background is clear, and of an opacity of 0 the outlines stay."""
    return mask_image(shrunk(mask), ClassColours.of(classes), contour_px=contour_px, opacity=opacity)


def difference_layer(
    difference: Codes, *, opacity: float, kinds: Collection[Difference] = tuple(DIFFERENCE_TOKENS)
) -> QImage:
    """What is wrong in its colours; what is right is paler, and where nothing is said all is clear.

    Args:
        difference: (h, w) codes of ``Difference``.
        opacity: of what is wrong, in [0, 1].
        kinds: those that are shown.
    """
    table = np.zeros((256, 4), np.uint8)
    for code in kinds:
        colour = theme().colour(DIFFERENCE_TOKENS[code])
        strength = opacity * (_HIT_SHARE if code is Difference.HIT else 1.0)
        table[code] = (colour.red(), colour.green(), colour.blue(), round(255 * strength))
    return image_from_array(table[shrunk(difference)])


def shrunk(mask: Codes) -> Codes:
    """A mask no larger than a view needs."""
    factor = min(_SIDE / max(mask.shape), 1.0)
    height, width = (max(round(side * factor), 1) for side in mask.shape)
    return mask if factor == 1.0 else resized_mask(mask, width=width, height=height)
