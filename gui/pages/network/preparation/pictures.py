"""One picture as it is, and each of its channels as the network gets it."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.charts.hover_box import paint_hover_box
from gui.gallery.painting import paint_rounded
from gui.pages.network.preparation.statistics import short_number
from gui.pictures.colour_maps import ValueRange, colours, normalised, signed_colours, value_range
from gui.pictures.pixels import image_from_array
from gui.theme import theme

_GAP: Final = 12
_CAPTION: Final = 20
_LARGEST: Final = 176

Floats = NDArray[np.float32]
Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class _Tile:
    image: QImage
    name: str
    note: str


class PreparedPictures(QWidget):
    """Tiles in one row; the value under the mouse is told. Signed values are blue below zero and red above."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tiles: tuple[_Tile, ...] = ()
        self._example: Pixels = np.zeros((1, 1, 1), np.uint8)
        self._prepared: Floats = np.zeros((1, 1, 1), np.float32)
        self._names: tuple[str, ...] = ()
        self._mouse: QPointF | None = None
        self.setAccessibleName("A picture before and after preparation")
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_picture(self, example: Pixels, prepared: Floats, names: tuple[str, ...]) -> None:
        """Show another picture.

        Args:
            example: (h, w, c).
            prepared: (h, w, c).
            names: of the channels.
        """
        self._example, self._prepared, self._names = example, prepared, names
        shown = value_range(prepared)
        original = _Tile(image_from_array(example[..., 0] if example.shape[2] == 1 else example), "as it is", "")
        channels = (_channel_tile(prepared[..., place], name, shown) for place, name in enumerate(names))
        self._tiles = (original, *channels)
        self.setAccessibleDescription(", ".join(f"{tile.name} {tile.note}".strip() for tile in self._tiles))
        self._fit_height()
        self.update()

    def tile_rect(self, place: int) -> QRectF:
        """Where the picture of a tile lies."""
        side = self._side()
        height = side * self._example.shape[0] / self._example.shape[1]
        shown = min(1.0, side / height) if height else 1.0
        return QRectF(place * (side + _GAP), 0, side * shown, height * shown)

    def value_at(self, point: QPointF) -> tuple[str, tuple[str, ...]] | None:
        """Where a point lies in the picture, and the values there; None beside the pictures."""
        for place in range(len(self._tiles)):
            rect = self.tile_rect(place)
            if rect.contains(point):
                height, width = self._example.shape[:2]
                column = min(int((point.x() - rect.left()) / rect.width() * width), width - 1)
                row = min(int((point.y() - rect.top()) / rect.height() * height), height - 1)
                return f"column {column}, row {row}", self._values(row, column)
        return None

    def sizeHint(self) -> QSize:
        return QSize(320, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for place, tile in enumerate(self._tiles):
                self._paint_tile(painter, tile, self.tile_rect(place))
            found = self.value_at(self._mouse) if self._mouse is not None else None
            if found is not None and self._mouse is not None:
                paint_hover_box(painter, self._mouse, QRectF(self.rect()), title=found[0], lines=found[1])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._mouse = event.position()
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._mouse = None
        self.update()

    def resizeEvent(self, event: object) -> None:
        self._fit_height()

    def _paint_tile(self, painter: QPainter, tile: _Tile, rect: QRectF) -> None:
        ratio = self.devicePixelRatioF()
        wanted = QSize(round(rect.width() * ratio), round(rect.height() * ratio))
        scaled = tile.image.scaled(wanted, mode=Qt.TransformationMode.FastTransformation)
        paint_rounded(painter, rect, QPixmap.fromImage(scaled))
        painter.setFont(theme().font("secondary"))
        painter.setPen(theme().colour("text"))
        caption = QRectF(rect.left(), rect.bottom() + 2, self._side(), _CAPTION)
        painter.drawText(caption, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), tile.name)
        painter.setPen(theme().colour("text_secondary"))
        right = QRectF(rect.left(), caption.top(), rect.width(), _CAPTION)
        painter.drawText(right, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), tile.note)

    def _values(self, row: int, column: int) -> tuple[str, ...]:
        pairs = zip(self._names, self._example[row, column], self._prepared[row, column], strict=True)
        return tuple(f"{name} {before} → {short_number(float(after))}" for name, before, after in pairs)

    def _side(self) -> float:
        count = max(1, len(self._tiles))
        return max(24.0, min(float(_LARGEST), (self.width() - (count - 1) * _GAP) / count))

    def _fit_height(self) -> None:
        self.setFixedHeight(round(self.tile_rect(0).height()) + _CAPTION + 4)


def _channel_tile(values: Floats, name: str, shown: ValueRange) -> _Tile:
    """One channel; all channels share one range, so that they can be compared."""
    own = value_range(values)
    note = f"{short_number(own.low, decimals=2)} to {short_number(own.high, decimals=2)}"
    if shown.is_signed:
        largest = max(abs(shown.low), abs(shown.high))
        pixels = signed_colours(values, largest=largest)
    else:
        pixels = colours(normalised(values, shown), "grey")
    return _Tile(image_from_array(np.ascontiguousarray(pixels)), name, note)
