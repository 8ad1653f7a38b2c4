"""The picture with the windows of a pooling, and in each an arrow to the value that wins."""

from enum import StrEnum
from typing import Final

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QWidget

from gui.pages.inspect.microscope.pooling.told import Box, Floats, SeenWinners, winner_words
from gui.pictures.colour_maps import ValueRange, heat_layer, normalised, signed_heat_layer
from gui.pictures.pixels import image_from_array
from gui.theme import theme
from gui.viewer.layers import HeatStyle
from gui.viewer.viewer import PictureViewer

_READABLE_PX: Final = 16.0
"""Smaller windows show their winners as coloured cells."""
_DOT: Final = (25, 200)
"""Opacity of the winners of the smallest value, and what the largest one adds."""


class MapShown(StrEnum):
    """Which map lies over the picture."""

    NOTHING = "nothing"
    POOLED = "pooled"
    PUT_BACK = "put back"


class PoolingViewer(PictureViewer):
    """Shows one channel of a pooling; arrows where its windows are large enough on screen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: SeenWinners | None = None
        self._shown = MapShown.NOTHING
        self._has_winners = True
        self._images: dict[str, QImage] = {}
        self.setAccessibleName("Positions of the maxima")

    @property
    def winners(self) -> SeenWinners | None:
        """What is drawn."""
        return self._found

    def set_winners(self, found: SeenWinners | None) -> None:
        """Draw another channel."""
        self._found = found
        self._forget_images()

    def set_shown(self, shown: MapShown) -> None:
        """Lay a map over the picture."""
        self._shown = shown
        self._forget_images()

    def set_winners_shown(self, *, is_shown: bool) -> None:
        """Draw the winners, or only the map."""
        self._has_winners = is_shown
        self.update()

    def set_heat_style(self, style: HeatStyle) -> None:
        super().set_heat_style(style)
        self._forget_images()

    def window_at(self, pixel: tuple[int, int] | None) -> tuple[int, int] | None:
        """The window over a pixel (column, row) of the picture."""
        if pixel is None or self._found is None:
            return None
        return self._found.window_at(pixel[0] + 0.5, pixel[1] + 0.5)

    def _forget_images(self) -> None:
        self._images.clear()
        self.update()

    def _paint_annotations(self, painter: QPainter) -> None:
        found = self._found
        if found is None or self._placement is None:
            return
        painter.save()
        painter.setClipRect(self.picture_rect)  # a map may go on over the bars of a letterbox
        self._paint_found(painter, found)
        painter.restore()

    def _paint_found(self, painter: QPainter, found: SeenWinners) -> None:
        area = self._rect_of(found.map_box())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        shown = found.unpooled() if self._shown is MapShown.PUT_BACK else found.values
        if self._shown is not MapShown.NOTHING and shown is not None:
            painter.drawImage(area, self._image("map", shown))
        if not self._has_winners:
            return
        if min(self._rect_of(found.window_box((0, 0))).width(), area.width()) < _READABLE_PX:
            painter.drawImage(area, self._image("winners", found.values))
        else:
            self._paint_windows(painter, found)

    def _image(self, kind: str, values: Floats) -> QImage:
        if kind not in self._images:
            assert self._found is not None
            made = _winner_cells(self._found) if kind == "winners" else _map_cells(values, self._heat_style)
            self._images[kind] = made
        return self._images[kind]

    def _paint_windows(self, painter: QPainter, found: SeenWinners) -> None:
        assert self._placement is not None
        view = self.rect()
        corners = (self._placement.to_picture(0, 0), self._placement.to_picture(view.width(), view.height()))
        windows = list(found.windows_in((*corners[0], *corners[1])))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(_veiled("picture_chip_text", 0.35), 1.0))
        painter.drawRects([self._rect_of(found.window_box(window)) for window in windows])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for window in windows:
            if found.places[window][0] >= 0:
                self._paint_arrow(painter, found, window)

    def _paint_arrow(self, painter: QPainter, found: SeenWinners, window: tuple[int, int]) -> None:
        """From the middle of the window to the winner; pale where all values are equal."""
        middle = self._rect_of(found.window_box(window)).center()
        row, column = found.places[window]
        winner = self._point(*found.point_of(float(row), float(column)))
        strength = 0.4 if found.are_tied[window] else 1.0
        for token, width in (("picture_chip", 3.5), ("picture_warning", 1.5)):
            colour = _veiled(token, strength)
            painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawLine(QLineF(middle, winner))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawEllipse(winner, width + 1.0, width + 1.0)

    def _words_at(self, pixel: tuple[int, int]) -> tuple[str, str]:
        window = self.window_at(pixel)
        return super()._words_at(pixel) if self._found is None or window is None else winner_words(self._found, window)

    def _rect_of(self, box: Box) -> QRectF:
        return QRectF(self._point(box[0], box[1]), self._point(box[2], box[3]))

    def _point(self, x: float, y: float) -> QPointF:
        assert self._placement is not None
        return QPointF(*self._placement.to_view(x, y))


def _veiled(token: str, strength: float) -> QColor:
    colour = QColor(theme().colour(token))
    colour.setAlphaF(strength)
    return colour


def _map_cells(values: Floats, style: HeatStyle) -> QImage:
    """A map cell by cell: by its sign where it has values below zero."""
    low, high = float(values.min(initial=0.0)), float(values.max(initial=0.0))
    if low < 0:
        reach = max(-low, high) or 1.0
        return image_from_array(signed_heat_layer((values / reach).astype(np.float32), opacity=style.opacity))
    return image_from_array(
        heat_layer(normalised(values, ValueRange(0.0, high)), name=style.colour_map, opacity=style.opacity)
    )


def _winner_cells(found: SeenWinners) -> QImage:
    """The winning cells, the stronger the larger their value; those of windows of equal values are left out."""
    colour = theme().colour("picture_warning")
    cells = np.zeros((*found.values.shape, 4), np.uint8)
    cells[..., :3] = (colour.red(), colour.green(), colour.blue())
    wins = found.places[(found.places[..., 0] >= 0) & ~found.are_tied]
    rows, columns = wins[:, 0], wins[:, 1]
    values = found.values[rows, columns]
    strength = normalised(values, ValueRange(float(values.min(initial=0.0)), float(values.max(initial=0.0))))
    cells[rows, columns, 3] = np.rint(_DOT[0] + _DOT[1] * strength).astype(np.uint8)
    return image_from_array(cells)
