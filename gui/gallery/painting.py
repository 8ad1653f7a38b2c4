"""Thumbnails as the design draws them: rounded picture with its annotations, chip, badges, selection ring."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFontMetricsF,
    QImage,
    QPainter,
    QPainterPath,
    QPixmap,
    QTextLayout,
    QTransform,
)

from engine.contract.annotations import Box
from engine.contract.boxes import BoxXYXY
from gui.gallery.annotation_painting import PictureArea, ShapeStyle, paint_shapes
from gui.gallery.items import PictureItem
from gui.gallery.shapes import AnnotationShape, chip_words
from gui.gallery.thumbnails import Thumbnail, filling, fitting
from gui.icons import paint_icon
from gui.pictures.pixels import resized_mask
from gui.theme import theme
from gui.tokens import radius, size
from gui.widgets.paint import check_box, class_dot, picture_badge, picture_chip, ring, rounded

_EDGE: Final = 6
_SMALLEST_WITH_CHIP: Final = 64
_SMALLEST_WITH_WORDS: Final = 96
_THICK_FROM: Final = 112
_CHECK: Final = 16
_DOT, _DOT_PITCH, _CAPTION_GAP = 8, 12, 8
_ELIDE: Final = Qt.TextElideMode.ElideRight


@dataclass(frozen=True, slots=True)
class TileLook:
    """How the tiles of a view look.

    Attributes:
        is_square: whether the middle of a picture fills its tile; else the whole picture is seen.
        has_labels: whether labels, boxes, polygons and masks are drawn.
        mask_layer: how a mask is coloured; equal looks have equal ones. None: masks are not drawn.
        shape_layer: how masks are painted that come with shapes, given these, what the tile shows in pixels of the
            picture, the rows and columns of the tile, and the width of a line. None: they are not drawn.
    """

    is_square: bool = True
    has_labels: bool = True
    mask_layer: Callable[[NDArray[np.uint8]], QImage] | None = None
    shape_layer: Callable[[Sequence[AnnotationShape], BoxXYXY, tuple[int, int], int], QImage] | None = None


@dataclass(frozen=True, slots=True)
class TileContent:
    """Everything that is known of a picture when its tile is drawn.

    Attributes:
        item: what it is.
        thumbnail: None while it is on its way.
        shapes: its annotations; None while they are on their way.
        reason: why there will be no thumbnail.
    """

    item: PictureItem
    thumbnail: Thumbnail | None = None
    shapes: tuple[AnnotationShape, ...] | None = None
    reason: str | None = None


def tile_pixmap(side_px: int, ratio: float, content: TileContent, look: TileLook) -> QPixmap:
    """A finished tile: one picture with its annotations, its chip and its badges; empty while it is on its way.

    Args:
        side_px: in logical pixels.
        ratio: device pixels per logical pixel.
        content: what is drawn.
        look: how.
    """
    pixels = round(side_px * ratio)
    pixmap = QPixmap(pixels, pixels)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)  # gives it the alpha channel that its corners need
    rect = QRect(QPoint(0, 0), QSize(side_px, side_px))
    with QPainter(pixmap) as painter:
        painter.fillRect(rect, theme().colour("canvas"))
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        if content.thumbnail is not None:
            _paint_picture(painter, rect, content, content.thumbnail, look)
        elif content.reason or content.item.fault:
            _paint_fault(painter, rect, content.item.fault or content.reason or "")
        if look.has_labels:
            _paint_chip(painter, rect, content)
        _paint_badges(painter, rect, content.item)
        _cut_corners(painter, rect)
    return pixmap


def paint_thumbnail(painter: QPainter, rect: QRect, pixmap: QPixmap | None, item: PictureItem) -> None:
    """One picture that fills its square, with its chip and its badges."""
    paint_rounded(painter, QRectF(rect), pixmap)
    _paint_chip(painter, rect, TileContent(item))
    _paint_badges(painter, rect, item)


def paint_rounded(painter: QPainter, rect: QRectF, pixmap: QPixmap | None) -> None:
    """A picture with rounded corners, or the empty tile in its place."""
    path = QPainterPath()
    path.addRoundedRect(rect, radius("picture"), radius("picture"))
    if pixmap is None or pixmap.isNull():
        painter.fillPath(path, theme().colour("canvas"))
        return
    brush = QBrush(pixmap)
    place = QTransform.fromTranslate(rect.x(), rect.y())
    brush.setTransform(place.scale(rect.width() / pixmap.width(), rect.height() / pixmap.height()))
    painter.fillPath(path, brush)


def paint_selection_ring(painter: QPainter, rect: QRect) -> None:
    """The accent ring around the current picture."""
    reach = size("selection_ring") + size("selection_ring_offset")
    around = QRectF(rect.adjusted(-reach, -reach, reach, reach))
    ring(painter, around, radius("picture") + reach, theme().colour("accent"), width_px=size("selection_ring"))


def paint_selected_mark(painter: QPainter, rect: QRect) -> None:
    """The ticked box of one of several selected pictures, in its upper left corner."""
    edge = 4 if rect.width() <= size("strip_thumbnail") else _EDGE
    check_box(painter, QRectF(rect.left() + edge, rect.top() + edge, _CHECK, _CHECK), is_on=True)


def paint_caption(painter: QPainter, below: QRect, item: PictureItem, *, height_px: int) -> None:
    """Words at the top of what lies below a picture, and at the right as many dots of its classes as there is room."""
    rect = QRect(below.topLeft(), QSize(below.width(), height_px))
    font = theme().font("secondary")
    metrics = QFontMetricsF(font)
    room = rect.width() - metrics.horizontalAdvance(item.caption) - _CAPTION_GAP
    shown = item.classes[: max(int(room // _DOT_PITCH), 0)]
    for place, colour in enumerate(reversed(shown)):
        left = rect.right() + 1 - _DOT - place * _DOT_PITCH
        class_dot(painter, QRectF(left, rect.center().y() - _DOT / 2 + 1, _DOT, _DOT), colour)
    painter.setFont(font)
    painter.setPen(theme().colour("text_secondary"))
    words = metrics.elidedText(item.caption, _ELIDE, rect.width() - len(shown) * _DOT_PITCH)
    painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)


def paint_rubber_band(painter: QPainter, rect: QRect) -> None:
    """The frame that the mouse draws around pictures to select them."""
    fill = QColor(theme().colour("accent"))
    fill.setAlphaF(0.16)
    rounded(painter, QRectF(rect), radius("picture"), fill=fill, line=theme().colour("accent"))


def _paint_picture(painter: QPainter, rect: QRect, content: TileContent, thumbnail: Thumbnail, look: TileLook) -> None:
    ratio = painter.device().devicePixelRatioF()
    side = QSize(round(rect.width() * ratio), round(rect.height() * ratio))
    size_px = (content.item.width or thumbnail.width, content.item.height or thumbnail.height)
    source = None if look.is_square else _focused(thumbnail.image, content.item.focus, *size_px)
    image = filling(thumbnail.image, side) if look.is_square else fitting(source or thumbnail.image, side)
    left, top = (side.width() - image.width()) // 2, (side.height() - image.height()) // 2
    shown = QRectF(left / ratio, top / ratio, image.width() / ratio, image.height() / ratio)
    painter.drawImage(shown, image)
    if not look.has_labels or look.is_square:
        return
    if thumbnail.mask is not None and look.mask_layer is not None:
        mask = resized_mask(thumbnail.mask, width=image.width(), height=image.height())
        painter.drawImage(shown, look.mask_layer(mask))
    focus = None if source is None else content.item.focus
    area = _area(shown, focus, *size_px)
    known = [shape for shape in content.shapes or () if shape.is_relative or area.width]
    masked = [shape for shape in known if shape.mask is not None]
    if masked and look.shape_layer is not None:
        seen = focus or Box(0.0, 0.0, float(size_px[0]), float(size_px[1]))
        corners, pixels = (seen.x_min, seen.y_min, seen.x_max, seen.y_max), (image.height(), image.width())
        painter.drawImage(shown, look.shape_layer(masked, corners, pixels, 1 if focus is None else 2))
    paint_shapes(painter, known, area, ShapeStyle(line_px=2 if rect.width() >= _THICK_FROM else 1))


def _focused(image: QImage, focus: Box | None, width: int, height: int) -> QImage | None:
    """A part of a thumbnail, in pixels of the picture; None for all of it."""
    if focus is None or not width or not height:
        return None
    across, down = image.width() / width, image.height() / height
    corners = QRectF(focus.x_min * across, focus.y_min * down, focus.width * across, focus.height * down)
    part = corners.toAlignedRect().intersected(image.rect())
    return None if part.isEmpty() else image.copy(part)


def _area(shown: QRectF, focus: Box | None, width: int, height: int) -> PictureArea:
    """Where the whole picture lies when ``shown`` shows a part of it."""
    if focus is None:
        return PictureArea(shown, width, height)
    across, down = shown.width() / focus.width, shown.height() / focus.height
    corner = QPointF(shown.left() - focus.x_min * across, shown.top() - focus.y_min * down)
    return PictureArea(QRectF(corner, QSizeF(width * across, height * down)), width, height)


def _cut_corners(painter: QPainter, rect: QRect) -> None:
    """Clipping alone would leave steps at the corners."""
    kept = QPainterPath()
    kept.addRoundedRect(QRectF(rect), radius("picture"), radius("picture"))
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
    everything = QPainterPath()
    everything.addRect(QRectF(rect))
    painter.fillPath(everything.subtracted(kept), Qt.GlobalColor.transparent)


def _paint_chip(painter: QPainter, rect: QRect, content: TileContent) -> None:
    item = content.item
    words, colour = item.label, item.colour
    if words is None and item.annotations:
        words, colour = chip_words(content.shapes or (), item.annotations)
        words = words if rect.width() >= _SMALLEST_WITH_WORDS else words.partition(" ")[0]
    if not words or rect.width() < _SMALLEST_WITH_CHIP:
        return
    corner = QPointF(rect.left() + _EDGE, rect.top() + rect.height() - _EDGE - size("picture_chip"))
    picture_chip(painter, corner, words, colour=colour, limit_px=float(rect.width() - 2 * _EDGE))


def _paint_fault(painter: QPainter, rect: QRect, words: str) -> None:
    """An icon, and below it why the picture cannot be shown, in as many words as there is room for."""
    side = 20
    has_words = rect.width() >= _SMALLEST_WITH_WORDS
    top = rect.center().y() - (32 if has_words else side // 2)
    icon = QRectF(rect.center().x() - side / 2, top, side, side)
    paint_icon(painter, "error", icon, theme().colour("text_secondary"))
    if has_words:
        room = QRect(rect.left() + 8, top + side + 6, rect.width() - 16, rect.bottom() - top - side - 34)
        _paint_lines(painter, room, words)


def _paint_lines(painter: QPainter, room: QRect, words: str) -> None:
    """Centred lines; the last one that fits is cut with an ellipsis."""
    font = theme().font("secondary")
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    painter.setPen(theme().colour("text_secondary"))
    height = metrics.lineSpacing()
    left = max(int(room.height() / height), 1)
    layout = QTextLayout(words, font)
    layout.beginLayout()
    top = float(room.top())
    while left > 0 and (line := layout.createLine()).isValid():
        line.setLineWidth(room.width())
        left -= 1
        rest = words[line.textStart() :]
        shown = rest[: line.textLength()] if left else metrics.elidedText(rest, _ELIDE, room.width())
        painter.drawText(QRectF(room.left(), top, room.width(), height), Qt.AlignmentFlag.AlignCenter, shown.strip())
        top += height
    layout.endLayout()


def _paint_badges(painter: QPainter, rect: QRect, item: PictureItem) -> None:
    """The badges stand in the upper right corner, side by side."""
    side, edge = (16, 4) if rect.width() <= size("strip_thumbnail") else (20, _EDGE)
    left = rect.left() + rect.width() - edge - side
    for icon, token in _badges(item):
        picture_badge(painter, QRectF(left, rect.top() + edge, side, side), icon, token=token)
        left -= side + 4


def _badges(item: PictureItem) -> list[tuple[str, str]]:
    """Icon and colour of each badge, from the right."""
    badges = [
        (item.has_problem, "warning", "picture_warning"),
        (item.is_wrong, "close", "picture_danger"),
        (item.is_pinned, "pin", "picture_chip_text"),
        (item.is_corrected, "edit", "picture_chip_text"),
    ]
    return [(icon, token) for is_shown, icon, token in badges if is_shown]
