"""The gallery: any number of pictures as thumbnails, of which only those on screen cost anything."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from gui.gallery.grid import Grid
from gui.gallery.items import ListedPictures, PagedItems, PictureItem, PictureSource
from gui.gallery.painting import paint_selection_ring, paint_thumbnail
from gui.gallery.thumbnails import ThumbnailStore
from gui.tokens import size

SMALLEST_PX: Final = 48
LARGEST_PX: Final = 256
_TOP_MARGIN: Final = 4


class PictureGallery(QAbstractScrollArea):
    """A grid of thumbnails over a source that is read page by page.

    Signals:
        current_changed: the PictureItem that the keyboard or the mouse moved to, None when there is none.
        activated: the PictureItem that was double-clicked or confirmed by Return.
        pin_toggled: path of the picture on which Space was pressed.
    """

    current_changed = Signal(object)
    activated = Signal(object)
    pin_toggled = Signal(object)

    def __init__(self, thumbnails: ThumbnailStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._items = PagedItems(ListedPictures(()))
        self._pinned: frozenset[str] = frozenset()
        self._target_px = size("thumbnail_default")
        self._current: int | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Pictures")
        self.setToolTip("")
        self.viewport().setMouseTracking(True)
        thumbnails.arrived.connect(self._on_thumbnail_arrived)

    @property
    def count(self) -> int:
        """How many pictures there are."""
        return len(self._items)

    @property
    def current(self) -> PictureItem | None:
        """The picture with the selection ring."""
        return None if self._current is None else self._item(self._current)

    @property
    def current_index(self) -> int | None:
        """The place of the picture with the selection ring."""
        return self._current

    def set_source(self, source: PictureSource, *, keeps_place: bool = False) -> None:
        """Show other pictures; the current one stays current where it is easy to find.

        Args:
            source: the pictures.
            keeps_place: whether it is the same source with news, so that nobody wants to start at the top again.
        """
        path = self.current.path if self.current else None
        self._items = PagedItems(source)
        self._current = self._current if keeps_place and self._is_at(path) else self._index_of(path)
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

    def select(self, path: str) -> None:
        """Make a picture the current one, if it is shown."""
        index = self._index_of(path)
        if index is not None:
            self._go_to(index)

    def select_index(self, index: int) -> None:
        """Make the picture at a place the current one and scroll to it."""
        if 0 <= index < self.count:
            self._go_to(index)

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

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._index_under(event.position().toPoint())
        if index is not None and event.button() == Qt.MouseButton.LeftButton:
            self._go_to(index)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._index_under(event.position().toPoint()) is not None:
            self._activate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = self._steps().get(Qt.Key(event.key()))
        if step is not None and self.count:
            self._go_to(min(max(step(self._current if self._current is not None else 0), 0), self.count - 1))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._activate()
        elif event.key() == Qt.Key.Key_Space and self.current is not None:
            self.pin_toggled.emit(self.current.path)
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            index = self._index_under(event.pos())
            QToolTip.showText(event.globalPos(), self._tip(index), self.viewport())
            return True
        return super().viewportEvent(event)

    # slots

    @Slot(object)
    def _on_thumbnail_arrived(self, path: str) -> None:
        for index in self._visible():
            if self._items[index].path == path:
                self.viewport().update(self.item_rect(index))
                return

    # the rest

    def _steps(self) -> dict[Qt.Key, Callable[[int], int]]:
        """What a key does to the place of the current picture."""
        columns = self._grid().columns
        page = columns * self._grid().rows_per_page(self.viewport().height())
        moves = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -columns,
            Qt.Key.Key_Down: columns,
            Qt.Key.Key_PageUp: -page,
            Qt.Key.Key_PageDown: page,
            Qt.Key.Key_Home: -self.count,
            Qt.Key.Key_End: self.count,
        }
        return {key: move.__add__ for key, move in moves.items()}

    def _go_to(self, index: int) -> None:
        changed = index != self._current
        self._current = index
        self._scroll_to(index)
        self.viewport().update()
        if changed:
            item = self._item(index)
            self.setAccessibleDescription(f"{item.path}, {item.label or 'no label'}")
            self.current_changed.emit(item)

    def _activate(self) -> None:
        if self.current is not None:
            self.activated.emit(self.current)

    def _scroll_to(self, index: int) -> None:
        bar = self.verticalScrollBar()
        rect = self.item_rect(index)
        if rect.top() < _TOP_MARGIN:
            bar.setValue(bar.value() + rect.top() - _TOP_MARGIN)
        elif rect.bottom() > self.viewport().height() - _TOP_MARGIN:
            bar.setValue(bar.value() + rect.bottom() - self.viewport().height() + _TOP_MARGIN)

    def _paint_item(self, painter: QPainter, index: int, rect: QRect) -> None:
        item = self._item(index)
        ratio = self.devicePixelRatioF()
        pixmap = self._thumbnails.pixmap(item.path, QSize(round(rect.width() * ratio), round(rect.height() * ratio)))
        paint_thumbnail(painter, rect, pixmap, item)
        if index == self._current:
            paint_selection_ring(painter, rect)

    def _request(self, visible: range) -> None:
        """Ask for what is on screen, then for as much below it."""
        ahead = range(visible.stop, min(visible.stop + len(visible), self.count))
        self._thumbnails.request([self._items[index].path for rows in (visible, ahead) for index in rows])

    def _item(self, index: int) -> PictureItem:
        item = self._items[index]
        return replace(item, is_pinned=True) if item.path in self._pinned else item

    def _index_of(self, path: str | None) -> int | None:
        if path is None:
            return None
        return self._items.find(path)

    def _is_at(self, path: str | None) -> bool:
        """Whether the current place still holds a picture."""
        return self._current is not None and self._current < self.count and self._items[self._current].path == path

    def _tip(self, index: int | None) -> str:
        if index is None:
            return ""
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
