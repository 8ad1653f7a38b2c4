"""Small pictures in rows and columns that fill the room they get, enlarged by nearest neighbour."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import theme

_GAP: Final = 3
_HEADING: Final = 18
_SMALLEST: Final = 8
_LARGEST: Final = 72


@dataclass(frozen=True, slots=True)
class TileRows:
    """Pictures row by row, all rows equally long but the last; ``headings`` stand above the columns."""

    images: tuple[QImage, ...]
    columns: int
    headings: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return -(-len(self.images) // self.columns) if self.columns else 0


class TileGrid(QWidget):
    """Shows tiles as large as fit.

    Args:
        name: what screen readers say.
        nothing: what is said where there are no tiles.
        parent: owner.
    """

    def __init__(self, name: str, nothing: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._nothing = nothing
        self._tiles = TileRows((), 0)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def tiles(self) -> TileRows:
        """What is shown."""
        return self._tiles

    def set_tiles(self, tiles: TileRows) -> None:
        """Show other tiles."""
        self._tiles = tiles
        self.setAccessibleDescription(f"{len(tiles.images)} tiles")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, 160)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            if self._tiles.images:
                self._paint_tiles(painter)
            else:
                painter.setFont(theme().font("secondary"))
                painter.setPen(theme().colour("text_secondary"))
                words = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
                painter.drawText(QRectF(self.rect()), words, self._nothing)

    def tile_rect(self, number: int) -> QRectF:
        """Where a tile lies."""
        side, top = self._side(), _HEADING if self._tiles.headings else 0
        row, column = divmod(number, self._tiles.columns)
        return QRectF(column * (side + _GAP), top + row * (side + _GAP), side, side)

    def _side(self) -> int:
        top = _HEADING if self._tiles.headings else 0
        wide = (self.width() + _GAP) // self._tiles.columns - _GAP
        high = (self.height() - top + _GAP) // self._tiles.rows - _GAP
        return min(max(min(wide, high), _SMALLEST), _LARGEST)

    def _paint_tiles(self, painter: QPainter) -> None:
        for number, image in enumerate(self._tiles.images):
            painter.drawImage(self.tile_rect(number), image)
        painter.setFont(theme().font("secondary"))
        painter.setPen(theme().colour("text_secondary"))
        for column, heading in enumerate(self._tiles.headings):
            rect = self.tile_rect(column)
            room = QRectF(rect.left(), 0, rect.width() + _GAP, _HEADING)
            if painter.fontMetrics().horizontalAdvance(heading) <= room.width():
                painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, heading)


def columns_for(count: int, width: int, height: int) -> int:
    """How many columns make ``count`` square tiles largest in a room of this size."""
    best = max(range(1, count + 1), key=lambda columns: min(width / columns, height / -(-count // columns)), default=1)
    return max(best, 1)
