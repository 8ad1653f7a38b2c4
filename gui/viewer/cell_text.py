"""Numbers inside coloured cells, in the ink that can be read on each colour."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from gui.theme import theme

_SMALLEST_PX: Final = 9
_LARGEST_PX: Final = 12
_SHARE: Final = 0.36


@dataclass(frozen=True, slots=True)
class CellText:
    """A number and the colour it is written in."""

    value: float
    ink: QColor


def ink_on(pixel: NDArray[np.uint8]) -> QColor:
    """The theme's dark or white text, whichever stands out more from a colour (r, g, b)."""
    red, green, blue = (float(part) for part in pixel)
    is_bright = 0.299 * red + 0.587 * green + 0.114 * blue > 140
    return theme().colour("picture_chip" if is_bright else "picture_chip_text")


def paint_cell_text(painter: QPainter, rect: QRectF, text: CellText) -> None:
    """Write a number into a cell, in the size that fits it."""
    font = QFont(theme().font("secondary"))
    font.setPixelSize(int(min(max(rect.width() * _SHARE, _SMALLEST_PX), _LARGEST_PX)))
    painter.setFont(font)
    painter.setPen(text.ink)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, short(text.value))


def short(value: float) -> str:
    """A number for a narrow cell: two decimals, without the zero before the point."""
    size = abs(value)
    if size >= 99.95:
        text = f"{value:.0f}"
    elif size >= 9.995:
        text = f"{value:.1f}"
    else:
        text = f"{value:.2f}"
    if size < 0.995:
        text = text.replace("0.", ".", 1)
    return "0" if text in (".00", "-.00") else text.replace("-", "−")
