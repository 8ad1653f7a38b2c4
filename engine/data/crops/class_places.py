"""Where the classes of one picture are: what is kept of its mask, so that crops can be planned without reading it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.ops.class_balance import count_classes

Places = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class ClassPlaces:
    """What a mask says of its classes.

    Attributes:
        counts: (classes,), known pixels of each class.
        places: for each class some of its pixels, (N, 2) rows and columns; none where the class does not occur.
    """

    counts: NDArray[np.int64]
    places: tuple[Places, ...]


def find_class_places(mask: NDArray[np.uint8], *, classes: int, most: int, rng: np.random.Generator) -> ClassPlaces:
    """Count the pixels of each class, and remember some of them that are drawn without preference.

    Args:
        mask: (H, W) class indices, ``NO_CLASS`` where nothing is known.
        classes: their number.
        most: pixels of a class that are remembered, 1 or more; eight bytes each.
        rng: decides which.

    Raises:
        ValueError: a pixel has an index beyond the last class, or nothing may be remembered.
    """
    if most < 1:
        raise ValueError(f"At least one pixel of a class is remembered. Received: most={most}.")
    counts = count_classes(mask, classes=classes)
    # One sort of bytes gives the pixels of all classes, which would be looked for class by class otherwise.
    by_class = np.split(np.argsort(mask, axis=None, kind="stable"), np.cumsum(counts))[:-1]
    return ClassPlaces(counts, tuple(_some(pixels, mask.shape[1], most, rng) for pixels in by_class))


def _some(pixels: NDArray[np.int64], width: int, most: int, rng: np.random.Generator) -> Places:
    if len(pixels) > most:
        pixels = np.sort(rng.choice(pixels, most, replace=False))
    return np.stack(np.divmod(pixels, width), axis=1).astype(np.int32)
