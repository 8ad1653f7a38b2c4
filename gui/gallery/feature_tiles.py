"""Small maps or filters side by side, each with a number at the left and at the right below it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.gallery.painting import paint_rounded, paint_selection_ring
from gui.theme import theme
from gui.tokens import size

_GAP: Final = 16
_CAPTION: Final = 16
_ROW_GAP: Final = 8
_RING: Final = 4


@dataclass(frozen=True, slots=True)
class FeatureTile:
    """One tile: its picture, or what draws it once it is in view; the words at the left and at the right under it."""

    image: QImage | Callable[[], QImage]
    name: str
    value: str = ""


class FeatureTiles(QWidget):
    """Tiles of 84 px, nearest neighbour, in as many columns as fit; the height follows.

    Signals:
        tile_chosen: place of the tile that was clicked or reached by the keyboard.
    """

    tile_chosen = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tiles: tuple[FeatureTile, ...] = ()
        self._pixmaps: dict[int, QPixmap] = {}
        self._current: int | None = None
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def tiles(self) -> tuple[FeatureTile, ...]:
        """What is shown."""
        return self._tiles

    @property
    def current(self) -> int | None:
        """The place of the tile with the ring."""
        return self._current

    def set_tiles(self, tiles: Sequence[FeatureTile]) -> None:
        """Show other tiles; none is current."""
        self._tiles = tuple(tiles)
        self._pixmaps.clear()
        self._current = None
        self._fit_height()
        self.update()

    def set_current(self, index: int | None) -> None:
        """Put the ring around a tile, without a signal."""
        self._current = index
        self.update()

    def tile_rect(self, index: int) -> QRect:
        """Where the picture of a tile lies."""
        side = size("feature_tile")
        row, column = divmod(index, self._columns(self.width()))
        return QRect(_RING + column * (side + _GAP), _RING + row * self._pitch(), side, side)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        rows = -(-len(self._tiles) // self._columns(width))
        return rows * self._pitch() + 2 * _RING

    def sizeHint(self) -> QSize:
        width = 2 * size("feature_tile") + _GAP + 2 * _RING
        return QSize(width, self.heightForWidth(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_height()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(theme().font("secondary"))
            for index in range(len(self._tiles)):
                rect = self.tile_rect(index)
                if event.rect().intersects(rect.adjusted(-_RING, -_RING, _RING, _CAPTION + _RING)):
                    self._paint_tile(painter, index, rect)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._index_under(event.position().toPoint())
        if index is not None:
            self._choose(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        columns = self._columns(self.width())
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -columns, Qt.Key.Key_Down: columns}
        step = steps.get(Qt.Key(event.key()))
        if step is None or not self._tiles:
            super().keyPressEvent(event)
            return
        start = 0 if self._current is None else self._current + step
        if 0 <= start < len(self._tiles):
            self._choose(start)

    def _choose(self, index: int) -> None:
        self._current = index
        self.setAccessibleDescription(f"{self._tiles[index].name} {self._tiles[index].value}")
        self.update()
        self.tile_chosen.emit(index)

    def _paint_tile(self, painter: QPainter, index: int, rect: QRect) -> None:
        paint_rounded(painter, QRectF(rect), self._pixmap(index))
        tile = self._tiles[index]
        caption = QRect(rect.left(), rect.bottom() + 2, rect.width(), _CAPTION)
        metrics = QFontMetrics(painter.font())
        painter.setPen(theme().colour("text_secondary"))
        painter.drawText(caption, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, tile.value)
        free = rect.width() - metrics.horizontalAdvance(tile.value)
        name = metrics.elidedText(tile.name, Qt.TextElideMode.ElideRight, free)
        painter.setPen(theme().colour("text"))
        painter.drawText(caption, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        if index == self._current:
            paint_selection_ring(painter, rect)

    def _pixmap(self, index: int) -> QPixmap:
        """The tile enlarged by nearest neighbour, so that every cell of the map stays a square."""
        if index not in self._pixmaps:
            side = round(size("feature_tile") * self.devicePixelRatioF())
            image = self._tiles[index].image
            drawn = image if isinstance(image, QImage) else image()
            scaled = drawn.scaled(side, side, mode=Qt.TransformationMode.FastTransformation)
            self._pixmaps[index] = QPixmap.fromImage(scaled)
        return self._pixmaps[index]

    def _fit_height(self) -> None:
        self.setFixedHeight(max(self.heightForWidth(self.width()), 1))

    def _columns(self, width: int) -> int:
        return max((width - 2 * _RING + _GAP) // (size("feature_tile") + _GAP), 1)

    def _pitch(self) -> int:
        return size("feature_tile") + _CAPTION + _ROW_GAP

    def _index_under(self, point: QPoint) -> int | None:
        for index in range(len(self._tiles)):
            if self.tile_rect(index).contains(point):
                return index
        return None
