"""Where the mask of a pinned picture lies on its tile. Free of Qt.

A tile shows the middle square of a picture; of one that the network sees only the middle of, it shows that part.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.contract.annotations import BACKGROUND
from engine.contract.config import InputConfig
from engine.data.fitting import Box, place
from gui.runs.preview_masks import mask_over

Codes = NDArray[np.uint8]
Size = tuple[int, int]
_LEAST = 0.005


@dataclass(frozen=True, slots=True)
class TileView:
    """What a tile shows of a picture.

    Attributes:
        picture_size: (width, height) of the upright picture in pixels.
        shown: the part that is shown, (x_min, y_min, x_max, y_max) in pixels of the picture; a square.
    """

    picture_size: Size
    shown: Box

    @classmethod
    def of(cls, picture_size: Size, config: InputConfig) -> "TileView":
        """The middle square; where the network sees patches, the middle square of what it sees."""
        left, top, right, bottom = 0.0, 0.0, float(picture_size[0]), float(picture_size[1])
        if config.fit == "patches":
            left, top, right, bottom = place(picture_size, config).visible_in_original()
        side = min(right - left, bottom - top)
        left, top = (left + right - side) / 2, (top + bottom - side) / 2
        return cls(picture_size, (left, top, left + side, top + side))

    def shares(self) -> Box:
        """The part that is shown, as shares of width and height."""
        width, height = self.picture_size
        left, top, right, bottom = self.shown
        return left / width, top / height, right / width, bottom / height


def mask_on_tile(mask: Codes, view: TileView, config: InputConfig, *, side: int) -> Codes:
    """The class under each pixel of a tile.

    Args:
        mask: (h, w) class of the middle of the network's input, which may be smaller than the input.
        view: what the tile shows.
        config: how pictures become inputs.
        side: of the tile in pixels.

    Returns:
        (side, side); ``NO_CLASS`` where the network says nothing.
    """
    return mask_over(mask, picture_size=view.picture_size, shown=view.shown, config=config, shape=(side, side))


def area_shares(mask: Codes, classes: int) -> tuple[float, ...]:
    """The share of the pixels that each class has, in [0, 1]; not how probable it is on the whole."""
    pixels = np.bincount(mask.ravel(), minlength=classes)[:classes]
    return tuple((pixels / max(mask.size, 1)).tolist())


def areas_in_words(classes: tuple[str, ...], shares: tuple[float, ...]) -> str:
    """The classes by area, the background aside: ``nut 23 %, leaf 10 %``."""
    found = [(share, name) for name, share in zip(classes, shares, strict=False) if name != BACKGROUND]
    named = [f"{name} {share:.0%}".replace("%", " %") for share, name in sorted(found, reverse=True) if share >= _LEAST]
    return ", ".join(named) or "nothing found"
