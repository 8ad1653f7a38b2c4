"""Curves of a run as a picture, for folders and terminals without a window."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

Pixels = npt.NDArray[np.uint8]
Curve = Sequence[float | None]
SIZE_PX = (640, 360)
MARGIN_PX = 48
COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7")  # Okabe-Ito: apart for colour-blind people, too
GRID, INK = "#e4e6ea", "#30343b"


def draw_curves(title: str, curves: Mapping[str, Curve]) -> Pixels:
    """Curves over epochs on a white sheet (h, w, 3).

    Args:
        title: stands above.
        curves: by name, one value per epoch; None leaves a gap.
    """
    image = Image.new("RGB", SIZE_PX, "white")
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(13)
    low, high = _range(curves)
    draw.text((MARGIN_PX, 12), title, fill=INK, font=ImageFont.load_default(15))
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        y = _y(share)
        draw.line([(MARGIN_PX, y), (SIZE_PX[0] - MARGIN_PX // 2, y)], fill=GRID)
        draw.text((4, y - 8), f"{low + share * (high - low):.2f}", fill=INK, font=font)
    for number, (name, curve) in enumerate(curves.items()):
        colour = COLOURS[number % len(COLOURS)]
        points = [_point(i, len(curve), value, low, high) for i, value in enumerate(curve) if value is not None]
        if len(points) > 1:
            draw.line(points, fill=colour, width=2, joint="curve")
        for x, y in points[-1:]:
            draw.ellipse((x - 3, y - 3, x + 3, y + 3), fill=colour)
        draw.text((MARGIN_PX + number * 150, SIZE_PX[1] - 24), name, fill=colour, font=font)
    return np.asarray(image)


def _range(curves: Mapping[str, Curve]) -> tuple[float, float]:
    values = [value for curve in curves.values() for value in curve if value is not None]
    low, high = min(values, default=0.0), max(values, default=1.0)
    return (low, high) if high > low else (low - 0.5, high + 0.5)


def _point(index: int, count: int, value: float, low: float, high: float) -> tuple[float, float]:
    width = SIZE_PX[0] - MARGIN_PX * 1.5
    return MARGIN_PX + width * index / max(1, count - 1), _y((value - low) / (high - low))


def _y(share: float) -> float:
    return SIZE_PX[1] - MARGIN_PX - share * (SIZE_PX[1] - 2 * MARGIN_PX)
