"""What the gallery and the strip share: pictures of which one is current, mouse, keys, tooltips, thumbnails."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from gui.gallery.items import ListedPictures, PagedItems, PictureItem
from gui.gallery.painting import paint_selection_ring, paint_thumbnail
from gui.gallery.thumbnails import ThumbnailStore


class PictureView(QAbstractScrollArea):
    """Thumbnails over a source that is read page by page; those on screen alone cost anything.

    A view says where its pictures lie (``item_rect``, ``_visible``) and how far a key moves (``_moves``).

    Args:
        thumbnails: where pictures come from.
        name: what a screen reader calls the view.
        scroll_margin_px: how far from the edge the current picture is kept.

    Signals:
        current_changed: the PictureItem that the keyboard or the mouse moved to, None when there is none.
        pin_toggled: path of the picture on which Space was pressed.
    """

    current_changed = Signal(object)
    pin_toggled = Signal(object)

    def __init__(
        self, thumbnails: ThumbnailStore, parent: QWidget | None = None, *, name: str, scroll_margin_px: int
    ) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._items = PagedItems(ListedPictures(()))
        self._current: int | None = None
        self._scroll_margin_px = scroll_margin_px
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        thumbnails.arrived.connect(self._on_thumbnail_arrived)

    @property
    def count(self) -> int:
        """How many pictures there are."""
        return len(self._items)

    @property
    def current_index(self) -> int | None:
        """The place of the picture with the selection ring."""
        return self._current

    @property
    def current(self) -> PictureItem | None:
        """The picture with the selection ring."""
        return None if self._current is None else self._item(self._current)

    def select(self, path: str) -> None:
        """Make a picture current, if it is among those read so far."""
        index = self._items.find(path)
        if index is not None:
            self._go_to(index)

    def select_index(self, index: int) -> None:
        """Make the picture at a place the current one and scroll to it."""
        if 0 <= index < self.count:
            self._go_to(index)

    # where things are: each view says it; this one has no place for any picture

    def item_rect(self, index: int) -> QRect:
        """Where a thumbnail lies on the viewport."""
        return QRect()

    def _visible(self) -> range:
        """The pictures on screen."""
        return range(0)

    def _moves(self) -> Mapping[Qt.Key, int]:
        """How far each key moves."""
        return {}

    # what follows from it

    def _index_under(self, point: QPoint) -> int | None:
        return next((index for index in self._visible() if self.item_rect(index).contains(point)), None)

    def _scroll_to(self, index: int) -> None:
        rect, view = self.item_rect(index), self.viewport()
        for bar, low, high, extent in (
            (self.horizontalScrollBar(), rect.left(), rect.right(), view.width()),
            (self.verticalScrollBar(), rect.top(), rect.bottom(), view.height()),
        ):
            if low < self._scroll_margin_px:
                bar.setValue(bar.value() + low - self._scroll_margin_px)
            elif high > extent - self._scroll_margin_px:
                bar.setValue(bar.value() + high - extent + self._scroll_margin_px)

    def _item(self, index: int) -> PictureItem:
        return self._items[index]

    def _as_painted(self, item: PictureItem) -> PictureItem:
        """What of a picture's marks is painted."""
        return item

    def _tip(self, index: int) -> str:
        return self._items[index].path

    # Qt's events

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._index_under(event.position().toPoint())
        if index is not None and event.button() == Qt.MouseButton.LeftButton:
            self._go_to(index)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        move = self._moves().get(Qt.Key(event.key()))
        if move is not None and self.count:
            self._go_to(min(max((self._current or 0) + move, 0), self.count - 1))
        elif event.key() == Qt.Key.Key_Space and self.current is not None:
            self.pin_toggled.emit(self.current.path)
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            index = self._index_under(event.pos())
            QToolTip.showText(event.globalPos(), "" if index is None else self._tip(index), self.viewport())
            return True
        return super().viewportEvent(event)

    @Slot(object)
    def _on_thumbnail_arrived(self, path: str) -> None:
        for index in self._visible():
            if self._items[index].path == path:
                self.viewport().update(self.item_rect(index))

    def _go_to(self, index: int) -> None:
        changed = index != self._current
        self._current = index
        self._scroll_to(index)
        self.viewport().update()
        if changed:
            item = self._item(index)
            self.setAccessibleDescription(f"{item.path}, {item.label or 'no label'}")
            self.current_changed.emit(item)

    def _paint_item(self, painter: QPainter, index: int, rect: QRect) -> None:
        item = self._item(index)
        ratio = self.devicePixelRatioF()
        pixmap = self._thumbnails.pixmap(item.path, QSize(round(rect.width() * ratio), round(rect.height() * ratio)))
        paint_thumbnail(painter, rect, pixmap, self._as_painted(item))
        if index == self._current:
            paint_selection_ring(painter, rect)

    def _request(self, visible: range) -> None:
        """Ask for what is on screen, then for as much behind it."""
        ahead = range(visible.stop, min(visible.stop + len(visible), self.count))
        self._thumbnails.request([self._items[index].path for rows in (visible, ahead) for index in rows])
