"""The gallery: any number of pictures as thumbnails, of which only those on screen cost anything."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from gui.gallery.annotations import ShapeStore
from gui.gallery.grid import Grid
from gui.gallery.items import PictureItem, PictureSource
from gui.gallery.painting import TileLook, paint_caption, paint_rubber_band, paint_selected_mark, paint_selection_ring
from gui.gallery.picture_view import PictureView
from gui.gallery.selection import Selection, between
from gui.gallery.thumbnails import ThumbnailStore
from gui.tokens import size

SMALLEST_PX: Final = 48
LARGEST_PX: Final = 256
_TOP_MARGIN: Final = 4
_SHIFT, _CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


class PictureGallery(PictureView):
    """A grid of thumbnails in which any number of pictures can be selected.

    Shift and Control select as everywhere, Control+A selects all, and the mouse draws a frame around several.

    Besides those of ``PictureView`` it takes ``caption_px``: height of the words below each picture, 0 for none.

    Signals:
        activated: the PictureItem that was double-clicked or confirmed by Return.
        selection_changed: the Selection of places.
        labels_toggled: L was pressed.
        menu_requested: QPoint on the screen where a menu about the selected pictures should open.
    """

    activated = Signal(object)
    selection_changed = Signal(object)
    labels_toggled = Signal()
    menu_requested = Signal(object)

    def __init__(
        self,
        thumbnails: ThumbnailStore,
        parent: QWidget | None = None,
        *,
        shapes: ShapeStore | None = None,
        caption_px: int = 0,
    ) -> None:
        margin_px = _TOP_MARGIN + caption_px
        super().__init__(thumbnails, parent, shapes=shapes, name="Pictures", scroll_margin_px=margin_px)
        self._caption_px = caption_px
        self._pinned: frozenset[str] = frozenset()
        self._target_px = size("thumbnail_default")
        self._selection = Selection()
        self._anchor = 0
        self._pressed: QPoint | None = None
        self._band: QRect | None = None
        self._kept_by_band = Selection()
        self.setToolTip("")
        self.viewport().setMouseTracking(True)

    @property
    def selection(self) -> Selection:
        """The selected places; the current picture is one of them."""
        return self._selection

    def set_source(self, source: PictureSource, *, keeps_place: bool = False) -> None:
        """Show other pictures; the current one stays current where it can be found.

        Args:
            source: the pictures; perhaps the same source with others in it.
            keeps_place: whether these are the same pictures with news, so that nobody wants to start at the top again.
        """
        before = self._current_item
        self._source = source
        if not keeps_place:  # which of the same pictures is current is known, also while it is being read
            self._current = None if before is None else source.find(before)
        self._update_scroll_bar()
        if not keeps_place:
            self.verticalScrollBar().setValue(0)
            self._select(Selection() if self._current is None else Selection((between(self._current, self._current),)))
        self.viewport().update()
        if before is not None and self._current is None:
            self._tell_current()

    def set_pinned(self, paths: frozenset[str]) -> None:
        """Mark the pinned pictures."""
        self._pinned = paths
        self.viewport().update()

    def set_look(self, look: TileLook) -> None:
        """Choose whether pictures fill their squares, and whether labels are drawn."""
        self._look = look
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
            self._paint_items(painter, self._visible(), event.rect())
            if self._band is not None:
                paint_rubber_band(painter, self._band.translated(0, -self.verticalScrollBar().value()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._update_scroll_bar()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        point = event.position().toPoint()
        self._pressed = self._in_content(point)
        self._kept_by_band = self._selection if event.modifiers() & _CONTROL else Selection()
        index = self._index_under(point)
        if index is not None:
            self._choose(index, event.modifiers())
        elif not event.modifiers() & (_SHIFT | _CONTROL):
            self._select(Selection())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        self._scroll_along(round(event.position().y()))
        point = self._in_content(event.position().toPoint())
        if self._band is None and (point - self._pressed).manhattanLength() < QApplication.startDragDistance():
            return
        self._band = QRect(self._pressed, point).normalized()
        band = self._band.translated(0, -_TOP_MARGIN)
        ranges = self._grid().within(band.x(), band.y(), band.width(), band.height())
        self._select(Selection.of((*self._kept_by_band.ranges, *ranges)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed = self._band = None
        self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._index_under(event.position().toPoint()) is not None:
            self._activate()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        index = self._index_under(event.pos()) if by_mouse else self._current
        if index is None:
            return
        if index not in self._selection:
            self._choose(index, Qt.KeyboardModifier.NoModifier)
        place = event.globalPos() if by_mouse else self.viewport().mapToGlobal(self.item_rect(index).center())
        self.menu_requested.emit(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, is_shifted = Qt.Key(event.key()), bool(event.modifiers() & _SHIFT)
        move = self._moves().get(key)
        if move is not None and self.count:
            index = min(max((self._current or 0) + move, 0), self.count - 1)
            self._choose(index, _SHIFT if is_shifted else Qt.KeyboardModifier.NoModifier)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._activate()
        elif key == Qt.Key.Key_A and event.modifiers() & _CONTROL:
            self._select(Selection.of((range(self.count),)))
        elif key == Qt.Key.Key_L and not event.modifiers():
            self.labels_toggled.emit()
        elif key == Qt.Key.Key_Escape and len(self._selection) > 1 and self._current is not None:
            self._choose(self._current, Qt.KeyboardModifier.NoModifier)
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

    def _choose(self, index: int, modifiers: Qt.KeyboardModifier) -> None:
        """Make a picture current and select it: alone, with all up to it (Shift), or too (Control)."""
        if modifiers & _SHIFT:
            chosen = Selection((between(self._anchor, index),))
        else:
            self._anchor = index
            chosen = self._selection.toggled(index) if modifiers & _CONTROL else Selection((between(index, index),))
        super()._go_to(index)
        self._select(chosen)

    def _go_to(self, index: int) -> None:
        self._choose(index, Qt.KeyboardModifier.NoModifier)

    def _select(self, selection: Selection) -> None:
        self.viewport().update()
        if selection != self._selection:
            self._selection = selection
            self.selection_changed.emit(selection)

    def _activate(self) -> None:
        if self.current is not None:
            self.activated.emit(self.current)

    def _item(self, index: int) -> PictureItem:
        item = super()._item(index)
        return replace(item, is_pinned=True) if item.path in self._pinned else item

    def _tip(self, index: int) -> str:
        item = self._item(index)
        reason = self._thumbnails.reason(item.path)
        return "\n".join(line for line in (item.path, item.tip, reason) if line)

    def _paint_item(self, painter: QPainter, index: int, rect: QRect, tile: QPixmap | None) -> None:
        super()._paint_item(painter, index, rect, tile)
        if self._caption_px:
            paint_caption(painter, rect.translated(0, rect.height()), self._item(index), height_px=self._caption_px)
        if len(self._selection) > 1 and index in self._selection:
            paint_selection_ring(painter, rect)
            paint_selected_mark(painter, rect)

    def _scroll_along(self, y: int) -> None:
        """Scroll while the frame is drawn beyond the upper or lower edge."""
        bar = self.verticalScrollBar()
        if self._band is not None:
            bar.setValue(bar.value() + min(y, 0) + max(y - self.viewport().height(), 0))

    def _in_content(self, point: QPoint) -> QPoint:
        return point + QPoint(0, self.verticalScrollBar().value())

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
            caption=self._caption_px,
        )

    def _update_scroll_bar(self) -> None:
        grid = self._grid()
        bar = self.verticalScrollBar()
        bar.setRange(0, max(grid.height + _TOP_MARGIN - self.viewport().height(), 0))
        bar.setPageStep(max(self.viewport().height(), 1))
        bar.setSingleStep(grid.row_pitch // 3)
