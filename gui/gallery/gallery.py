"""The gallery: any number of pictures as thumbnails, of which only those on screen cost anything."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from gui.gallery.grid import Grid
from gui.gallery.items import PagedItems, PictureItem, PictureSource
from gui.gallery.picture_view import PictureView
from gui.gallery.thumbnails import ThumbnailStore
from gui.tokens import size

SMALLEST_PX: Final = 48
LARGEST_PX: Final = 256
_TOP_MARGIN: Final = 4


class PictureGallery(PictureView):
    """A grid of thumbnails over a source that is read page by page.

    Signals:
        activated: the PictureItem that was double-clicked or confirmed by Return.
    """

    activated = Signal(object)

    def __init__(self, thumbnails: ThumbnailStore, parent: QWidget | None = None) -> None:
        super().__init__(thumbnails, parent, name="Pictures", scroll_margin_px=_TOP_MARGIN)
        self._pinned: frozenset[str] = frozenset()
        self._target_px = size("thumbnail_default")
        self.setToolTip("")
        self.viewport().setMouseTracking(True)

    def set_source(self, source: PictureSource, *, keeps_place: bool = False) -> None:
        """Show other pictures; the current one stays current where it is easy to find.

        Args:
            source: the pictures.
            keeps_place: whether it is the same source with news, so that nobody wants to start at the top again.
        """
        path = self.current.path if self.current else None
        self._items = PagedItems(source)
        self._current = self._current if keeps_place and self._is_at(path) else self._find(path)
        self._update_scroll_bar()
        if not keeps_place:
            self.verticalScrollBar().setValue(0)
        self.viewport().update()
        if path is not None and self._current is None:
            self.current_changed.emit(None)

    def set_pinned(self, paths: frozenset[str]) -> None:
        """Mark the pinned pictures."""
        self._pinned = paths
        self.viewport().update()

    def set_thumbnail_px(self, pixels: int) -> None:
        """Choose the smallest side of a thumbnail; columns fill the width."""
        top_item = self._grid().visible(top=self.verticalScrollBar().value(), height=1).start
        self._target_px = min(max(pixels, SMALLEST_PX), LARGEST_PX)
        self._update_scroll_bar()
        if top_item < self.count:
            self.verticalScrollBar().setValue(self._grid().cell(top_item).y)
        self.viewport().update()

    def item_rect(self, index: int) -> QRect:
        """Where a thumbnail lies on the viewport."""
        cell = self._grid().cell(index)
        return QRect(cell.x, cell.y + _TOP_MARGIN - self.verticalScrollBar().value(), cell.size, cell.size)

    # Qt's events

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self.viewport()) as painter:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
            visible = self._visible()
            for index in visible:
                rect = self.item_rect(index)
                if event.rect().intersects(rect.adjusted(-4, -4, 4, 4)):
                    self._paint_item(painter, index, rect)
        self._request(visible)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._update_scroll_bar()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._index_under(event.position().toPoint()) is not None:
            self._activate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._activate()
        else:
            super().keyPressEvent(event)

    # the rest

    def _moves(self) -> Mapping[Qt.Key, int]:
        columns = self._grid().columns
        page = columns * self._grid().rows_per_page(self.viewport().height())
        return {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -columns,
            Qt.Key.Key_Down: columns,
            Qt.Key.Key_PageUp: -page,
            Qt.Key.Key_PageDown: page,
            Qt.Key.Key_Home: -self.count,
            Qt.Key.Key_End: self.count,
        }

    def _activate(self) -> None:
        if self.current is not None:
            self.activated.emit(self.current)

    def _item(self, index: int) -> PictureItem:
        item = self._items[index]
        return replace(item, is_pinned=True) if item.path in self._pinned else item

    def _find(self, path: str | None) -> int | None:
        return None if path is None else self._items.find(path)

    def _is_at(self, path: str | None) -> bool:
        """Whether the current place still holds a picture."""
        return self._current is not None and self._current < self.count and self._items[self._current].path == path

    def _tip(self, index: int) -> str:
        item = self._items[index]
        reason = self._thumbnails.reason(item.path)
        return f"{item.path}\n{reason}" if reason else item.path

    def _visible(self) -> range:
        return self._grid().visible(
            top=self.verticalScrollBar().value() - _TOP_MARGIN, height=self.viewport().height() + _TOP_MARGIN
        )

    def _index_under(self, point: QPoint) -> int | None:
        return self._grid().index_at(point.x(), point.y() + self.verticalScrollBar().value() - _TOP_MARGIN)

    def _grid(self) -> Grid:
        return Grid.filling(
            width=self.width(),
            count=self.count,
            target=self._target_px,
            gap=size("thumbnail_gap"),
            margin=size("page_margin"),
        )

    def _update_scroll_bar(self) -> None:
        grid = self._grid()
        bar = self.verticalScrollBar()
        bar.setRange(0, max(grid.height + _TOP_MARGIN - self.viewport().height(), 0))
        bar.setPageStep(max(self.viewport().height(), 1))
        bar.setSingleStep(grid.pitch // 3)
