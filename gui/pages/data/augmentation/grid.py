"""Variants of a picture beside each other: the unchanged one first, each with its labels."""

import math
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.contract.class_colours import ClassColour
from gui.gallery.annotation_painting import PictureArea, ShapeStyle, paint_shapes
from gui.gallery.painting import paint_selection_ring
from gui.pages.data.augmentation.feed import Variant
from gui.theme import theme
from gui.tokens import radius, size
from gui.widgets.focus_ring import is_ring_wanted
from gui.widgets.paint import class_dot, picture_chip, picture_chip_width

_CAPTION_PX: Final = 24
_LARGEST_GAP_PX: Final = 24
_RING_REACH_PX: Final = 4
_LEGEND_PX: Final = 24
_WANTED_TILES: Final = 12
_FEWEST_TILES, _MOST_TILES = 6, 28
_CHIP_EDGE_PX: Final = 6
_THICK_FROM_PX: Final = 200
_SMALLEST_PX: Final = 48


class VariantGrid(QWidget):
    """The tiles fill the place; one of them can be shown large beside the unchanged picture.

    Args:
        parent: owner.

    Signals:
        capacity_changed(): there is room for more or fewer tiles.
        stepped(int): the next picture (1) or the one before (-1) is wanted.
        epochs_stepped(int): later epochs (1) or earlier ones (-1) are wanted.
    """

    capacity_changed = Signal()

    stepped = Signal(int)
    epochs_stepped = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._aspect = 1.0
        self._columns, self._rows = 4, 3
        self._variants: tuple[Variant, ...] = ()
        self._captions: tuple[str, ...] = ()
        self._classes: tuple[tuple[str, ClassColour], ...] = ()
        self._large: int | None = None
        self._hovered: int | None = None
        self._has_ring = False
        self.setAccessibleName("Variants of the picture")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 200)

    @property
    def large(self) -> int | None:
        """Number of the variant that is shown large; None for all of them."""
        return self._large

    @property
    def captions(self) -> tuple[str, ...]:
        """What stands below the tiles."""
        return self._captions

    @property
    def capacity(self) -> int:
        """How many tiles fill the place."""
        return self._columns * self._rows

    def set_aspect(self, aspect: float) -> None:
        """Expect pictures whose width is ``aspect`` times their height."""
        self._aspect = aspect
        self._choose_columns()

    def set_variants(self, variants: Sequence[Variant], captions: Sequence[str]) -> None:
        """Show the unchanged picture and its variants, each with a caption."""
        self._variants, self._captions = tuple(variants), tuple(captions)
        # Mosaics show more classes; whether there is a legend may not depend on how many variants there is room for.
        classes = _classes_of(self._variants) if _classes_of(self._variants[:1]) else ()
        if bool(classes) != bool(self._classes):
            self._classes = classes
            self._choose_columns()
        self._classes = classes
        if self._large is not None and self._large >= len(self._variants):
            self._large = None
        self.setAccessibleDescription(f"{max(0, len(variants) - 1)} variants, and the picture as it is.")
        self.update()

    def show_large(self, number: int | None) -> None:
        """Show one variant large beside the unchanged picture; None shows all."""
        self._large = None if number is None or number >= len(self._variants) else number
        self.setToolTip("")
        self.update()

    def tile_rect(self, place: int) -> QRect:
        """Where the tile at a place lies, without its caption."""
        return self._tiles()[place]

    def sizeHint(self) -> QSize:
        return QSize(856, 640)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._choose_columns()

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
            for number, rect in zip(self._shown_numbers(), self._tiles(), strict=True):
                self._paint_tile(painter, number, rect)
            self._paint_legend(painter)

    def _paint_tile(self, painter: QPainter, number: int, rect: QRect) -> None:
        variant = self._variants[number]
        path = QPainterPath()
        path.addRoundedRect(QRectF(rect), radius("picture"), radius("picture"))
        painter.save()
        painter.setClipPath(path)
        painter.drawImage(QRectF(rect), variant.image)
        if variant.mask is not None:
            painter.drawImage(QRectF(rect), variant.mask)
        area = PictureArea(QRectF(rect), variant.image.width(), variant.image.height())
        paint_shapes(painter, variant.shapes, area, ShapeStyle(line_px=2 if rect.width() >= _THICK_FROM_PX else 1))
        painter.restore()
        _paint_labels(painter, rect, variant)
        if self._has_ring and number == self._hovered:
            paint_selection_ring(painter, rect)
        self._paint_caption(painter, number, rect)

    def _paint_caption(self, painter: QPainter, number: int, rect: QRect) -> None:
        painter.setFont(theme().font("group" if number == 0 else "secondary"))
        painter.setPen(theme().colour("text" if number in (0, self._hovered) else "text_secondary"))
        below = QRectF(rect.left(), rect.bottom() + 1, rect.width(), _CAPTION_PX)
        painter.drawText(below, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), self._captions[number])

    def _paint_legend(self, painter: QPainter) -> None:
        """Names behind the colours of what is drawn on the pictures."""
        painter.setFont(theme().font("secondary"))
        middle = self.height() - _LEGEND_PX / 2 - 2
        left = float(size("page_margin"))
        for label, colour in self._classes:
            width = painter.fontMetrics().horizontalAdvance(label)
            if left + 14 + width > self.width() - size("page_margin"):
                return
            class_dot(painter, QRectF(left, middle - 4, 8, 8), colour)
            painter.setPen(theme().colour("text_secondary"))
            place = QRectF(left + 14, middle - _LEGEND_PX / 2, width + 2, _LEGEND_PX)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), label)
            left += 14 + width + 16

    # places

    def _shown_numbers(self) -> list[int]:
        if self._large is not None and self._variants:
            return [0, self._large] if self._large else [0]
        return list(range(len(self._variants)))

    def _tiles(self) -> list[QRect]:
        """Places of the shown tiles, without their captions."""
        count = len(self._shown_numbers())
        if not count:
            return []
        columns, rows = (self._columns, self._rows) if self._large is None else (count, 1)
        room = self._room()
        width = min(_width_in(columns, room), _height_in(rows, room) * self._aspect)
        side = QSize(max(_SMALLEST_PX, int(width)), max(_SMALLEST_PX, int(width / self._aspect)))
        gap = min(_LARGEST_GAP_PX, (room.width() - columns * side.width()) // max(1, columns - 1))
        lefts = [room.left() + column * (side.width() + gap) for column in range(columns)]
        tops = [room.top() + row * (side.height() + _CAPTION_PX) for row in range(math.ceil(count / columns))]
        return [QRect(QPoint(lefts[place % columns], tops[place // columns]), side) for place in range(count)]

    def _room(self) -> QRect:
        margin = size("page_margin")
        return self.rect().adjusted(margin, _RING_REACH_PX, -margin, -_LEGEND_PX if self._classes else -margin // 2)

    def _choose_columns(self) -> None:
        """As many columns and rows as leave little of the place empty, with about a dozen tiles."""
        before = self.capacity
        room = self._room()
        choices = [(columns, _rows_in(columns, room, self._aspect)) for columns in range(1, 13)]
        fitting = [pair for pair in choices if _FEWEST_TILES <= pair[0] * pair[1] <= _MOST_TILES] or choices
        self._columns, self._rows = max(fitting, key=lambda pair: _merit(pair[0], pair[1], room, self._aspect))
        self.update()
        if self.capacity != before:
            self.capacity_changed.emit()

    def _number_at(self, point: QPointF) -> int | None:
        for number, rect in zip(self._shown_numbers(), self._tiles(), strict=True):
            if rect.adjusted(0, 0, 0, _CAPTION_PX).contains(point.toPoint()):
                return number
        return None

    # mouse and keys

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._number_at(event.position()))

    def leaveEvent(self, event: object) -> None:
        if not self.hasFocus():
            self._hover(None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        number = self._number_at(event.position())
        if event.button() is Qt.MouseButton.LeftButton and number is not None:
            self.show_large(None if self._large is not None else number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Left | Qt.Key.Key_Right:
                self.stepped.emit(1 if event.key() == Qt.Key.Key_Right else -1)
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                self._move_ring(1 if event.key() == Qt.Key.Key_Down else -1)
            case Qt.Key.Key_PageUp | Qt.Key.Key_PageDown:
                self.epochs_stepped.emit(1 if event.key() == Qt.Key.Key_PageDown else -1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space:
                self.show_large(None if self._large is not None else self._hovered)
            case Qt.Key.Key_Escape if self._large is not None:
                self.show_large(None)
            case _:
                super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._has_ring = is_ring_wanted(event.reason())
        if self._has_ring and self._hovered is None and self._variants:
            self._hovered = 0
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._has_ring = False
        self.update()

    def _move_ring(self, by: int) -> None:
        if not self._variants:
            return
        self._has_ring = True
        number = -1 if self._hovered is None else self._hovered
        self._hovered = min(max(number + by, 0), len(self._variants) - 1)
        if self._large is not None:
            self._large = self._hovered
        self.update()

    def _hover(self, number: int | None) -> None:
        if number == self._hovered:
            return
        self._hovered = number
        has_click = number is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if has_click else Qt.CursorShape.ArrowCursor)
        tip = (
            "Back to all variants (Escape)" if self._large is not None else "Show it large, beside the picture as it is"
        )
        self.setToolTip(tip if has_click else "")
        self.update()


def _width_in(columns: int, room: QRect) -> float:
    """How wide tiles can be in so many columns."""
    return (room.width() - (columns - 1) * size("thumbnail_gap")) / columns


def _height_in(rows: int, room: QRect) -> float:
    """How high tiles can be in so many rows."""
    return room.height() / rows - _CAPTION_PX


def _rows_in(columns: int, room: QRect, aspect: float) -> int:
    """How many rows of tiles fit that fill the width, or nearly."""
    return max(1, round(room.height() / (_width_in(columns, room) / aspect + _CAPTION_PX)))


def _merit(columns: int, rows: int, room: QRect, aspect: float) -> float:
    """How well tiles fill the place; half as well where there are twice or half as many as wanted."""
    width = min(_width_in(columns, room), _height_in(rows, room) * aspect)
    filled = columns * rows * width * (width / aspect) / max(1, room.width() * room.height())
    return filled / 2 ** math.fabs(math.log2(columns * rows / _WANTED_TILES))


def _paint_labels(painter: QPainter, rect: QRect, variant: Variant) -> None:
    """Chips at the lower edge; of a blend one for each class with its share, the larger one below."""
    top = rect.bottom() + 1 - _CHIP_EDGE_PX - size("picture_chip")
    limit = float(rect.width() - 2 * _CHIP_EDGE_PX)
    for label, colour, share in sorted(variant.labels, key=lambda one: one[2], reverse=True):
        words = label if len(variant.labels) == 1 else f"{share * 100:.0f} % {label}"
        if limit < min(40.0, picture_chip_width(words, has_mark=True)):
            return
        corner = QPointF(rect.left() + _CHIP_EDGE_PX, top)
        picture_chip(painter, corner, words, colour=colour, limit_px=limit)
        top -= size("picture_chip") + 4


def _classes_of(variants: Sequence[Variant]) -> tuple[tuple[str, ClassColour], ...]:
    """Name and colour of every class that is drawn, in the order of the colours."""
    shapes = [shape for variant in variants for shape in variant.shapes]
    found = {(shape.label, shape.colour) for shape in shapes if shape.label is not None}
    return tuple(sorted(((label, colour) for label, colour in found if colour is not None), key=_place))


def _place(drawn: tuple[str, ClassColour]) -> int:
    return drawn[1].place
