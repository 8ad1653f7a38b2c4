"""The outline of chosen pixels: the edges between those that are chosen and those that are not, as lines."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from gui.theme import theme

Bools = NDArray[np.bool_]
_LINES: Final = (("picture_chip", 4.0), ("picture_chip_text", 2.0))


class PixelOutline:
    """Lines around pixels, which stay sharp at every zoom.

    Args:
        inside: (h, w) the chosen pixels.
        corner: x and y of the first of these in the picture.
    """

    def __init__(self, inside: Bools, corner: tuple[int, int]) -> None:
        x, y = corner
        across = [QLineF(x + first, y + row, x + last, y + row) for row, first, last in _runs(inside)]
        down = [QLineF(x + row, y + first, x + row, y + last) for row, first, last in _runs(inside.T)]
        self.lines = [*across, *down]

    def paint(self, painter: QPainter, picture: QRectF, zoom: float) -> None:
        """Draw it over a picture that lies at ``picture``, white with a dark casing."""
        painter.save()
        painter.translate(picture.topLeft())
        painter.scale(zoom, zoom)
        for token, width in _LINES:
            pen = QPen(theme().colour(token), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.drawLines(self.lines)
        painter.restore()


def _runs(inside: Bools) -> list[tuple[int, int, int]]:
    """Where rows differ from those above them: the line between, its first column, and the one after its last."""
    padded = np.pad(inside, ((1, 1), (1, 1)))
    steps = np.diff((padded[1:] != padded[:-1]).astype(np.int8), axis=1)
    lines, firsts = np.nonzero(steps == 1)
    _, lasts = np.nonzero(steps == -1)
    return list(zip(lines.tolist(), firsts.tolist(), lasts.tolist(), strict=True))
