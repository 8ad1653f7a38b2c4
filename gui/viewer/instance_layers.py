"""Masks of single objects as a translucent layer over their picture: each with its outline, touching ones apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from engine.contract.boxes import BoxXYXY
from engine.ops.detections.mask_parts import MaskPart
from gui.gallery.annotation_painting import region_edges, widened
from gui.pictures.pixels import image_from_array
from gui.theme import theme

Numbers = NDArray[np.int32]
LAYER_SIDE: Final = 1024
"""Longer side of the layer of a whole picture in pixels, also of a small one, whose outlines stay fine by it."""
_SHADES: Final = (0.0, 0.5, -0.4, 0.75)
"""How much of white (or of black, below zero) is in the shades of a colour."""
_INSIDE, _LINE, _CASING, _PLACES = 0, 1, 2, 3
"""Where a pixel of an object lies."""
_LINE_OPACITY: Final = 0.95
_CASING_OPACITY: Final = 0.55


@dataclass(frozen=True, slots=True)
class InstanceStyle:
    """How objects are drawn.

    Attributes:
        opacity: of what lies inside the outlines, in [0, 1].
        line_px: width of the outlines in pixels of the layer.
        has_casing: whether a dark line lies around them.
        has_shades: whether objects that touch have other shades of their colours.
    """

    opacity: float
    line_px: int = 3
    has_casing: bool = True
    has_shades: bool = True


def instance_layer(
    parts: Sequence[MaskPart], colours: Sequence[QColor], area: "LayerArea", style: InstanceStyle
) -> QImage:
    """A picture to lay over the part of the original that an area shows; clear where there is no object.

    Args:
        parts: masks in pixels of the original, best first: where they overlap, the better one keeps the pixel.
        colours: of the objects.
        area: what is shown, and how finely.
        style: how they are drawn.
    """
    numbers = area.number(parts)
    shades = shades_of(numbers, objects=len(parts)) if style.has_shades else [0] * len(parts)
    edges = region_edges(numbers)
    lines = edges
    for _ in range(style.line_px - 1 + int(style.has_casing)):
        lines = widened(lines)
    places = lines.astype(np.int32)
    if style.has_casing:
        places[edges] = _CASING
    # One look into a table of whole pixels: colour and opacity one after the other took four times as long.
    places += numbers * _PLACES
    table = _pixels_of(
        [_mixed(*each) for each in zip(colours, (_SHADES[shade] for shade in shades), strict=True)], style
    )
    return image_from_array(table.view(np.uint32).ravel()[places].view(np.uint8).reshape(*numbers.shape, 4))


def _pixels_of(colours: Sequence[tuple[int, int, int]], style: InstanceStyle) -> NDArray[np.uint8]:
    """(objects + 1, places, 4) what is drawn inside of each object, on its line, and around it; first of none."""
    table = np.zeros((len(colours) + 1, _PLACES, 4), np.uint8)
    for number, colour in enumerate(colours, start=1):
        table[number, _INSIDE] = (*colour, round(255 * style.opacity))
        table[number, _LINE] = (*colour, round(255 * _LINE_OPACITY))
    casing = theme().colour("picture_chip")
    table[:, _CASING] = (casing.red(), casing.green(), casing.blue(), round(255 * _CASING_OPACITY))
    return table


@dataclass(frozen=True, slots=True)
class LayerArea:
    """What a layer shows of the original.

    Attributes:
        shown: (x_min, y_min, x_max, y_max) in pixels of the original.
        shape: rows and columns of the layer.
    """

    shown: BoxXYXY
    shape: tuple[int, int]

    @classmethod
    def whole(cls, *, width: int, height: int) -> "LayerArea":
        """All of a picture of that size in pixels."""
        factor = LAYER_SIDE / max(width, height)
        return cls(
            (0.0, 0.0, float(width), float(height)), (max(round(height * factor), 1), max(round(width * factor), 1))
        )

    def number(self, parts: Sequence[MaskPart]) -> Numbers:
        """The number of the object of each pixel of the layer from 1 on, 0 where there is none."""
        numbers = np.zeros(self.shape, np.int32)
        left, top, right, bottom = self.shown
        rows, columns = _centres(top, bottom, self.shape[0]), _centres(left, right, self.shape[1])
        for number, part in reversed(list(enumerate(parts, start=1))):
            height, width = part.pixels.shape
            first, last = np.searchsorted(rows, (part.top, part.top + height))
            start, stop = np.searchsorted(columns, (part.left, part.left + width))
            seen = part.pixels[np.ix_(rows[first:last] - part.top, columns[start:stop] - part.left)]
            numbers[first:last, start:stop][seen] = number
        return numbers


def shades_of(numbers: Numbers, *, objects: int) -> list[int]:
    """A shade for each object, another one than those of the objects that touch it, as far as there are enough.

    Args:
        numbers: (h, w) of the object of each pixel from 1 on, 0 where there is none.
        objects: how many there are.
    """
    touching: list[set[int]] = [set() for _ in range(objects + 1)]
    for one, other in _touching_pairs(numbers):
        touching[one].add(other)
        touching[other].add(one)
    shades = [-1] * (objects + 1)
    for number in range(1, objects + 1):
        taken = {shades[other] for other in touching[number]}
        free = [shade for shade in range(len(_SHADES)) if shade not in taken]
        shades[number] = free[0] if free else number % len(_SHADES)
    return shades[1:]


def _touching_pairs(numbers: Numbers) -> list[tuple[int, int]]:
    pairs = []
    for one, other in ((numbers[:, 1:], numbers[:, :-1]), (numbers[1:], numbers[:-1])):
        is_border = (one != other) & (one > 0) & (other > 0)
        pairs.append(np.stack([one[is_border], other[is_border]], axis=1))
    found: list[tuple[int, int]] = [(one, other) for one, other in np.unique(np.concatenate(pairs), axis=0).tolist()]
    return found


def _centres(low: float, high: float, count: int) -> NDArray[np.int64]:
    """The pixels of the original that lie under the middles of those of the layer."""
    return np.floor(low + (np.arange(count) + 0.5) * (high - low) / count).astype(np.int64)


def _mixed(colour: QColor, share: float) -> tuple[int, int, int]:
    """A colour with a share of white, or of black where it is below zero."""
    aim = 255 if share > 0 else 0
    red, green, blue = (
        round(value + (aim - value) * abs(share)) for value in (colour.red(), colour.green(), colour.blue())
    )
    return red, green, blue
