"""An elastic deformation as values, and in words. Free of Qt."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.contract.microscope import PictureDeformed
from gui.words import percent, shape

Pixels = NDArray[np.uint8]
Lines = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class DeformedSide:
    """The picture, before or after.

    Attributes:
        pixels: (h, w, channels).
        lines: (n, points, 2) points (x, y) of the lines over it.
        mask: (h, w) classes, ``NO_CLASS`` where nobody knows; None where nothing is true of the picture.
    """

    pixels: Pixels
    lines: Lines
    mask: Pixels | None = None


def settings_words(told: PictureDeformed) -> str:
    """Whether the run learned so."""
    if not told.is_learned:
        return "This run learned without elastic deformations: the sliders begin at U-Net's 10 px and 3 points."
    return f"The sliders begin at what this run learned with; it met {percent(told.probability)} of the pictures."


def fact_rows(told: PictureDeformed, side: DeformedSide) -> list[tuple[str, str]]:
    """The draw in numbers."""
    height, width = side.pixels.shape[:2]
    rows = [
        ("Picture", f"{shape((width, height))} px"),
        ("Grid that moves", f"{told.grid_points} × {told.grid_points} points"),
        ("Largest movement", f"{told.largest_px:.1f} px"),
        ("Kept of the draw", percent(told.kept_share)),
    ]
    left, top, right, bottom = told.kept_xyxy
    if (right - left, bottom - top) != (width, height):
        rows.append(("Network gets", f"{shape((right - left, bottom - top))} px"))
    return rows
