"""Puts what is on screen together as one frame of a film."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QImage, QPainter

from gui.pictures.pixels import array_from_image
from gui.theme import theme

_WIDEST_PX: Final = 960
_GAP_PX: Final = 12
Frame = NDArray[np.uint8]


def stacked(images: Sequence[QImage], title: str) -> Frame:
    """Pictures one below the other under a title, as one frame of at most 960 px width."""
    width = max(image.width() for image in images)
    scale = images[0].devicePixelRatio()
    head, gap = round(24 * scale), round(_GAP_PX * scale)
    height = head + sum(image.height() for image in images) + gap * (len(images) + 1)
    frame = QImage(width + 2 * gap, height, QImage.Format.Format_RGB32)
    frame.fill(theme().colour("window"))
    with QPainter(frame) as painter:
        painter.setPen(theme().colour("text"))
        font = QFont(theme().font("group"))
        font.setPixelSize(round(13 * scale))
        painter.setFont(font)
        painter.drawText(gap, round(17 * scale), title)
        top = head
        for image in images:
            plain = QImage(image)
            plain.setDevicePixelRatio(1.0)
            painter.drawImage(gap, top, plain)
            top += image.height() + gap
    if frame.width() > _WIDEST_PX:
        frame = frame.scaledToWidth(_WIDEST_PX, Qt.TransformationMode.SmoothTransformation)
    return array_from_image(frame)
