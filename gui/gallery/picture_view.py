"""What the gallery and the strip share: pictures of which one is current, mouse, keys, tooltips, thumbnails."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QElapsedTimer, QEvent, QPoint, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from gui.gallery.annotations import Shapes, ShapeStore
from gui.gallery.items import ListedPictures, PictureItem, PictureSource
from gui.gallery.painting import TileContent, TileLook, paint_rounded, paint_selection_ring, tile_pixmap
from gui.gallery.thumbnails import ThumbnailStore
from gui.gallery.tiles import TileCache, TileName
from gui.theme import theme

# Drawing tiles takes at most this long at a time; a window full of new ones is drawn in several frames.
_BUDGET_MS: Final = 8


class PictureView(QAbstractScrollArea):
    """Thumbnails over a source of any length; those on screen alone cost anything.

    A view says where its pictures lie (``item_rect``, ``_visible``) and how far a key moves (``_moves``).

    Args:
        thumbnails: where pictures come from.
        shapes: where their annotations come from; None draws none.
        name: what a screen reader calls the view.
        scroll_margin_px: how far from the edge the current picture is kept.

    Signals:
        current_changed: the PictureItem that the keyboard or the mouse moved to, None when there is none.
        pin_toggled: path of the picture on which Space was pressed.
    """

    current_changed = Signal(object)
    pin_toggled = Signal(object)

    def __init__(
        self,
        thumbnails: ThumbnailStore,
        parent: QWidget | None = None,
        *,
        shapes: ShapeStore | None = None,
        name: str,
        scroll_margin_px: int,
    ) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._shapes = shapes
        self._tiles = TileCache()
        self._look = TileLook()
        self._source: PictureSource = ListedPictures(())
        self._current: int | None = None
        self._current_item: PictureItem | None = None
        self._scroll_margin_px = scroll_margin_px
        self._later = QTimer(self, interval=0, singleShot=True)
        self._later.timeout.connect(self.refresh)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        thumbnails.arrived.connect(self._on_thumbnail_arrived)
        thumbnails.cleared.connect(self._on_thumbnails_cleared)
        if shapes is not None:
            shapes.arrived.connect(self._on_shapes_arrived)

    @property
    def count(self) -> int:
        """How many pictures there are."""
        return self._source.count()

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
        index = self._source.find(PictureItem(path))
        if index is not None:
            self._go_to(index)

    def select_index(self, index: int) -> None:
        """Make the picture at a place the current one and scroll to it."""
        if 0 <= index < self.count:
            self._go_to(index)

    @Slot()
    def refresh(self) -> None:
        """Draw again what the source has read meanwhile."""
        if self._current is not None and self._current_item is not None and not self._current_item.path:
            self._tell_current()
        self.viewport().update()

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
        return self._source.item(index)

    def _as_painted(self, item: PictureItem) -> PictureItem:
        """What of a picture's marks is painted."""
        return item

    def _tip(self, index: int) -> str:
        return self._item(index).path

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
        self._tiles.drop(path)
        for index in self._visible():
            if self._item(index).path == path:
                self.viewport().update(self.item_rect(index))

    @Slot()
    def _on_thumbnails_cleared(self) -> None:
        self._tiles.clear()
        self.viewport().update()

    @Slot(object)
    def _on_shapes_arrived(self, ids: frozenset[int]) -> None:
        for index in self._visible():
            if self._item(index).id in ids:
                self.viewport().update(self.item_rect(index))

    def _go_to(self, index: int) -> None:
        changed = index != self._current
        self._current = index
        self._scroll_to(index)
        self.viewport().update()
        if changed:
            self._tell_current()

    def _tell_current(self) -> None:
        """Tell which picture is current, once it has been read."""
        item = self.current
        self._current_item = item
        if item is not None and not item.path:
            return
        self.setAccessibleDescription("" if item is None else f"{item.path}, {item.words}")
        self.current_changed.emit(item)

    def _paint_items(self, painter: QPainter, visible: range, area: QRect) -> None:
        """Draw what is visible, as far as there is time for new tiles, and ask for what is missing."""
        clock = QElapsedTimer()
        clock.start()
        is_done = True
        missing: list[PictureItem] = []
        self._tiles.reserve(len(visible), round(self.item_rect(0).width() * self.devicePixelRatioF()) + 1)
        for index in visible:
            rect = self.item_rect(index)
            item = self._item(index)
            tile = self._tiles.tile(_name(item), self._key(item, rect.width()))
            if tile is None and self._can_draw(item):
                is_late = clock.elapsed() >= _BUDGET_MS
                is_done = is_done and not is_late
                tile = None if is_late else self._draw_tile(item, rect.width())
            elif tile is None:
                missing.append(item)
            if area.intersects(rect.adjusted(-4, -4, 4, 4)):
                self._paint_item(painter, index, rect, tile or self._tiles.old_tile(_name(item)))
        if not is_done:
            self._later.start()
        self._request(visible, missing)

    def _paint_item(self, painter: QPainter, index: int, rect: QRect, tile: QPixmap | None) -> None:
        if tile is None:
            paint_rounded(painter, rect.toRectF(), None)
        else:
            painter.drawPixmap(rect, tile)
        if index == self._current:
            paint_selection_ring(painter, rect)

    def _can_draw(self, item: PictureItem) -> bool:
        """Whether there is a thumbnail, or a reason why there will be none."""
        has_reason = self._thumbnails.reason(item.path) is not None
        return has_reason or self._thumbnails.thumbnail(item.path) is not None

    def _key(self, item: PictureItem, side_px: int) -> Hashable:
        """What a tile shows; the tile is drawn anew when it changes."""
        return (
            self._as_painted(item),
            self._look,
            side_px,
            self.devicePixelRatioF(),
            theme().name,
            self._shapes_of(item),
        )

    def _draw_tile(self, item: PictureItem, side_px: int) -> QPixmap:
        thumbnail, reason = self._thumbnails.thumbnail(item.path), self._thumbnails.reason(item.path)
        content = TileContent(self._as_painted(item), thumbnail, self._shapes_of(item), reason)
        tile = tile_pixmap(side_px, self.devicePixelRatioF(), content, self._look)
        self._tiles.keep(_name(item), self._key(item, side_px), tile)
        return tile

    def _shapes_of(self, item: PictureItem) -> Shapes | None:
        return self._shapes.shapes(item.id) if self._shapes is not None and item.annotations else None

    def _request(self, visible: range, missing: Sequence[PictureItem]) -> None:
        """Ask for what is missing on screen, then for as much behind it as is on screen."""
        ahead = [self._item(index) for index in range(visible.stop, min(visible.stop + len(visible), self.count))]
        unseen = [item for item in ahead if self._tiles.old_tile(_name(item)) is None]
        wanted = [item.path for item in (*missing, *unseen) if item.path]
        self._thumbnails.request(wanted, asker=self)
        if self._shapes is not None:
            here = (self._item(index) for index in visible)
            self._shapes.request([item.id for item in (*here, *ahead) if item.annotations])


def _name(item: PictureItem) -> TileName:
    return (item.path, item.part)
