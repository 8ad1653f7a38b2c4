"""A picture that is drawn at any zoom in about the same time, by halved copies for small ones."""

from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from gui.viewer.placement import PicturePlacement

_SHARP_ZOOM: Final = 3.0


class ScaledPicture:
    """Pixels with the size of the original they stand for.

    Attributes:
        width: of the original in pixels.
        height: of the original in pixels.
    """

    def __init__(self, image: QImage, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self._levels = [image.convertToFormat(QImage.Format.Format_RGB32)]

    def paint(self, painter: QPainter, placement: PicturePlacement, view: QRect) -> None:
        """Draw the part of the picture that shows in ``view``.

        From threefold enlargement on, pixels are drawn as squares.
        """
        shown = QRectF(placement.x, placement.y, placement.width, placement.height).intersected(QRectF(view))
        if shown.isEmpty():
            return
        ratio = painter.device().devicePixelRatioF()
        level = self._level(placement.width * ratio)
        scale_x, scale_y = level.width() / placement.width, level.height() / placement.height
        source = QRectF(
            (shown.x() - placement.x) * scale_x,
            (shown.y() - placement.y) * scale_y,
            shown.width() * scale_x,
            shown.height() * scale_y,
        )
        is_smooth = placement.width * ratio < _SHARP_ZOOM * level.width()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_smooth)
        painter.drawImage(shown, level, source)

    def _level(self, wanted_width: float) -> QImage:
        """The smallest halved copy that still has ``wanted_width`` pixels."""
        level = self._levels[0]
        number = 0
        while level.width() >= 2 * wanted_width and min(level.width(), level.height()) > 1:
            number += 1
            if number == len(self._levels):
                half = level.size() / 2
                self._levels.append(level.scaled(half, mode=Qt.TransformationMode.SmoothTransformation))
            level = self._levels[number]
        return level
