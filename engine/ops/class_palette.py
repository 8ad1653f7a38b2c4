"""The colours of classes as a table, to colour whole masks at once."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.contract.annotations import NO_CLASS
from engine.contract.class_colours import ClassColours

UNKNOWN_RGB: Final = (224, 224, 192)
"""Of pixels that are left out, as in the masks of Pascal VOC."""


def class_palette(colours: ClassColours) -> NDArray[np.uint8]:
    """(256, 4) RGBA of every value of a mask: classes are opaque; background, and what is no class, clear black."""
    table = np.zeros((256, 4), np.uint8)
    for index, colour in enumerate(colours.each[: len(table)]):
        if colour is not None:
            table[index] = (*colour.rgb, 255)
    return table


def stored_palette(colours: ClassColours) -> NDArray[np.uint8]:
    """(256, 3) RGB of every value of a mask in a file: the background is black, and ``NO_CLASS`` tells itself apart."""
    table = class_palette(colours)[:, :3].copy()
    table[NO_CLASS] = UNKNOWN_RGB
    return table
