"""The strip of pictures along the bottom of a page."""

from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from gui.gallery.items import ListedPictures, PagedItems, PictureItem, PictureSource
from gui.gallery.painting import paint_selection_ring, paint_thumbnail
from gui.gallery.thumbnails import ThumbnailStore
from gui.theme import theme
from gui.tokens import size

_KEYS: Final = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_PageUp: -10,
    Qt.Key.Key_PageDown: 10,
    Qt.Key.Key_Home: -(2**31),
    Qt.Key.Key_End: 2**31,
}


class PictureStrip(QAbstractScrollArea):
    """One row of small thumbnails; the wheel and the arrow keys run along it.

    Signals:
        current_changed: the PictureItem that is current now.
        pin_toggled: path of the picture on which Space was pressed.
    """

    current_changed = Signal(object)
    pin_toggled = Signal(object)

    def __init__(self, thumbnails: ThumbnailStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._items = PagedItems(ListedPictures(()))
        self._current: int | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(size("strip"))
        self.setAccessibleName("Strip of pictures")
        thumbnails.arrived.connect(self._on_thumbnail_arrived)

    @property
    def count(self) -> int:
        """How many pictures there are."""
        return len(self._items)

    @property
    def current(self) -> PictureItem | None:
        """The picture with the selection ring."""
        return None if self._current is None else self._items[self._current]

    def set_source(self, source: PictureSource, *, current: int | None = None) -> None:
        """Show other pictures; which of them is current is told without a signal."""
        self._items = PagedItems(source)
        self._current = current
        self._update_scroll_bar()
        if current is not None:
            self._scroll_to(current)
        self.viewport().update()

    def select(self, path: str) -> None:
        """Make a picture current, if it is among those read so far."""
        index = self._items.find(path)
        if index is not None:
            self._go_to(index)

    def select_first(self) -> None:
        """Make the first picture current."""
        if self.count:
            self._go_to(0)

    def item_rect(self, index: int) -> QRect:
        """Where a thumbnail lies on the viewport."""
        side = size("strip_thumbnail")
        left = size("page_margin") + index * self._pitch() - self.horizontalScrollBar().value()
        return QRect(left, (size("strip") - side + 1) // 2, side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self.viewport()) as painter:
            painter.fillRect(0, 0, self.width(), 1, theme().colour("line"))
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
            visible = self._visible()
            for index in visible:
                self._paint_item(painter, index)
        self._request(visible)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._update_scroll_bar()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta()
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - (turned.y() or turned.x()))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._index_under(event.position().toPoint())
        if index is not None and event.button() == Qt.MouseButton.LeftButton:
            self._go_to(index)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _KEYS.get(Qt.Key(event.key()))
        if step is not None and self.count:
            self._go_to(min(max((self._current or 0) + step, 0), self.count - 1))
        elif event.key() == Qt.Key.Key_Space and self.current is not None:
            self.pin_toggled.emit(self.current.path)
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            index = self._index_under(event.pos())
            QToolTip.showText(event.globalPos(), "" if index is None else self._items[index].path, self.viewport())
            return True
        return super().viewportEvent(event)

    @Slot(object)
    def _on_thumbnail_arrived(self, path: str) -> None:
        if any(self._items[index].path == path for index in self._visible()):
            self.viewport().update()

    def _go_to(self, index: int) -> None:
        changed = index != self._current
        self._current = index
        self._scroll_to(index)
        self.viewport().update()
        if changed:
            item = self._items[index]
            self.setAccessibleDescription(f"{item.path}, {item.label or 'no label'}")
            self.current_changed.emit(item)

    def _paint_item(self, painter: QPainter, index: int) -> None:
        item, rect = self._items[index], self.item_rect(index)
        pixels = round(rect.width() * self.devicePixelRatioF())
        pixmap = self._thumbnails.pixmap(item.path, QSize(pixels, pixels))
        paint_thumbnail(painter, rect, pixmap, _without_label(item))
        if index == self._current:
            paint_selection_ring(painter, rect)

    def _request(self, visible: range) -> None:
        ahead = range(visible.stop, min(visible.stop + len(visible), self.count))
        self._thumbnails.request([self._items[index].path for rows in (visible, ahead) for index in rows])

    def _visible(self) -> range:
        offset = self.horizontalScrollBar().value() - size("page_margin")
        first = min(max(offset // self._pitch(), 0), self.count)
        last = min(max((offset + self.viewport().width()) // self._pitch() + 1, first), self.count)
        return range(first, last)

    def _index_under(self, point: QPoint) -> int | None:
        index = (point.x() + self.horizontalScrollBar().value() - size("page_margin")) // self._pitch()
        return index if 0 <= index < self.count and self.item_rect(index).contains(point) else None

    def _scroll_to(self, index: int) -> None:
        bar, rect, margin = self.horizontalScrollBar(), self.item_rect(index), size("page_margin")
        if rect.left() < margin:
            bar.setValue(bar.value() + rect.left() - margin)
        elif rect.right() > self.viewport().width() - margin:
            bar.setValue(bar.value() + rect.right() - self.viewport().width() + margin)

    def _update_scroll_bar(self) -> None:
        content = 2 * size("page_margin") + self.count * self._pitch() - size("thumbnail_gap")
        self.horizontalScrollBar().setRange(0, max(content - self.viewport().width(), 0))

    def _pitch(self) -> int:
        return size("strip_thumbnail") + size("thumbnail_gap")


def _without_label(item: PictureItem) -> PictureItem:
    return PictureItem(path=item.path, has_problem=item.has_problem, is_wrong=item.is_wrong, is_pinned=item.is_pinned)
