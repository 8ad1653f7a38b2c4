"""The strip of pictures along the bottom of a page."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from gui.gallery.items import PictureItem, PictureSource
from gui.gallery.picture_view import PictureView
from gui.gallery.thumbnails import ThumbnailStore
from gui.theme import theme
from gui.tokens import size

_MOVES: Final = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_PageUp: -10,
    Qt.Key.Key_PageDown: 10,
    Qt.Key.Key_Home: -(2**31),
    Qt.Key.Key_End: 2**31,
}


class PictureStrip(PictureView):
    """One row of small thumbnails; the wheel and the arrow keys run along it."""

    def __init__(self, thumbnails: ThumbnailStore, parent: QWidget | None = None) -> None:
        super().__init__(thumbnails, parent, name="Strip of pictures", scroll_margin_px=size("page_margin"))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(size("strip"))

    def set_source(self, source: PictureSource, *, current: int | None = None) -> None:
        """Show other pictures; which of them is current is told without a signal."""
        self._source = source
        self._current = current
        self._current_item = self.current
        self._update_scroll_bar()
        if current is not None:
            self._scroll_to(current)
        self.viewport().update()

    def item_rect(self, index: int) -> QRect:
        """Where a thumbnail lies on the viewport."""
        side = size("strip_thumbnail")
        left = size("page_margin") + index * self._pitch() - self.horizontalScrollBar().value()
        return QRect(left, (size("strip") - side + 1) // 2, side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self.viewport()) as painter:
            painter.fillRect(0, 0, self.width(), 1, theme().colour("line"))
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
            self._paint_items(painter, self._visible(), event.rect())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._update_scroll_bar()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta()
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - (turned.y() or turned.x()))
        event.accept()

    def _moves(self) -> Mapping[Qt.Key, int]:
        return _MOVES

    def _as_painted(self, item: PictureItem) -> PictureItem:
        """Without its label: the pictures are too small for one."""
        return replace(item, label=None)

    def _visible(self) -> range:
        offset = self.horizontalScrollBar().value() - size("page_margin")
        first = min(max(offset // self._pitch(), 0), self.count)
        last = min(max((offset + self.viewport().width()) // self._pitch() + 1, first), self.count)
        return range(first, last)

    def _update_scroll_bar(self) -> None:
        content = 2 * size("page_margin") + self.count * self._pitch() - size("thumbnail_gap")
        self.horizontalScrollBar().setRange(0, max(content - self.viewport().width(), 0))

    def _pitch(self) -> int:
        return size("strip_thumbnail") + size("thumbnail_gap")
