"""The colours of classes as a table, to colour whole masks at once."""

import numpy as np
from numpy.typing import NDArray

from engine.contract.class_colours import ClassColours


def class_palette(colours: ClassColours) -> NDArray[np.uint8]:
    """(256, 4) RGBA of every value of a mask: classes are opaque; background, and what is no class, clear black."""
    table = np.zeros((256, 4), np.uint8)
    for index, colour in enumerate(colours.each[: len(table)]):
        if colour is not None:
            table[index] = (*colour.rgb, 255)
    return table
