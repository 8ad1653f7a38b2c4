"""How much of a picture each class covers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.ops.class_balance import count_classes


@dataclass(frozen=True, slots=True)
class ClassArea:
    """One class in one picture.

    Attributes:
        name: of the class.
        pixels: that it covers.
        share: of all pixels that have a class, in [0, 1]; 0 where none has.
    """

    name: str
    pixels: int
    share: float


def class_areas(mask: npt.NDArray[np.uint8], classes: Sequence[str]) -> tuple[ClassArea, ...]:
    """The areas of all classes, in their order.

    Args:
        mask: (H, W) class indices, ``NO_CLASS`` where there is none.
        classes: their names.

    Raises:
        ValueError: a pixel has an index beyond the last class.
    """
    pixels = count_classes(mask, classes=len(classes))
    shares = pixels / max(int(pixels.sum()), 1)
    return tuple(ClassArea(*row) for row in zip(classes, pixels.tolist(), shares.tolist(), strict=True))
