"""The pinned pictures under the curves: what the network says of each at one epoch, and where it looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QHelpEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from engine.contract.boxes import SHOWN_SCORE, FoundBox
from engine.contract.class_colours import ClassColours
from engine.contract.config import InputConfig
from engine.contract.run_events import PinnedPrediction
from engine.data.fitting import place
from gui.gallery.annotation_painting import mask_image
from gui.gallery.items import PictureItem
from gui.gallery.painting import paint_selection_ring, paint_thumbnail
from gui.gallery.thumbnails import ThumbnailStore
from gui.icons import paint_icon
from gui.pages.train.box_overlay import boxes_in_words, shown_boxes, with_boxes
from gui.pages.train.mask_overlay import Codes, TileView, area_shares, areas_in_words, mask_on_tile
from gui.pictures.colour_maps import DEFAULT_MAP, heat_layer
from gui.pictures.pixels import image_from_array
from gui.runs.previews import EpochPreview
from gui.theme import theme
from gui.tokens import size
from gui.viewer.layers import Floats, HeatMap
from gui.viewer.mask_viewer import DEFAULT_OPACITY
from gui.words import percent

_CAPTION: Final = 28
_SMALLEST: Final = 96
_RING: Final = 4
_OVERLAYS_PER_PAINT: Final = 2


@dataclass(frozen=True, slots=True)
class PinnedTile:
    """One pinned picture; ``prediction``, ``cells`` (a heat map) and ``mask`` are None before the first epoch."""

    path: str
    prediction: PinnedPrediction | None
    cells: Floats | None
    mask: Codes | None = None

    @property
    def boxes(self) -> tuple[FoundBox, ...] | None:
        """What is found on it; None where the network says no boxes."""
        return None if self.prediction is None else self.prediction.boxes

    @property
    def is_one_answer(self) -> bool:
        """Whether the network says one class of the whole picture."""
        return self.prediction is not None and self.mask is None and self.boxes is None


def tiles_of(paths: Sequence[str], found: EpochPreview | None) -> tuple[PinnedTile, ...]:
    """The tiles of a run at one epoch."""
    if found is None:
        return tuple(PinnedTile(path, None, None) for path in paths)
    return tuple(
        PinnedTile(
            prediction.image,
            prediction,
            None if found.maps is None else found.maps[place_],
            None if found.masks is None else found.masks[place_],
        )
        for place_, prediction in enumerate(found.preview.predictions)
    )


class PinnedPictures(QWidget):
    """One row of square pictures; those that do not fit are reached by the arrow keys.

    Signals:
        activated: path of the picture that was double-clicked or confirmed by Return.
    """

    activated = Signal(str)

    def __init__(self, thumbnails: ThumbnailStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._tiles: tuple[PinnedTile, ...] = ()
        self._classes: tuple[str, ...] = ()
        self._least_score = SHOWN_SCORE
        self._input: InputConfig | None = None
        self._shows_maps = True
        self._mask_opacity = DEFAULT_OPACITY
        self._overlays: dict[str, tuple[PinnedTile, QPixmap]] = {}
        self._budget = 0
        self._overlays_per_paint = _OVERLAYS_PER_PAINT
        self._current: int | None = None
        self._first = 0
        self.setAccessibleName("Pinned pictures")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(size("thumbnail_default") + _CAPTION + 2 * _RING)
        thumbnails.arrived.connect(self._on_thumbnail_arrived)

    def set_run(self, classes: Sequence[str], input_config: InputConfig, *, least_score: float = SHOWN_SCORE) -> None:
        """Show the pictures of another run; of boxes those with a score of ``least_score`` or more."""
        self._classes, self._least_score = tuple(classes), least_score
        self._input = input_config
        self._current, self._first = None, 0
        self._overlays.clear()
        self.set_tiles(())

    @property
    def tiles(self) -> tuple[PinnedTile, ...]:
        """What is shown."""
        return self._tiles

    def set_tiles(self, tiles: Sequence[PinnedTile]) -> None:
        """Show another epoch."""
        self._tiles = tuple(tiles)
        self.update()

    def set_shows_maps(self, *, shows_maps: bool) -> None:
        """Lay the heat maps over the pictures, or not."""
        self._shows_maps = shows_maps
        self.update()

    @Slot(float)
    def set_mask_opacity(self, opacity: float) -> None:
        """How much masks hide of the pictures, in [0, 1]."""
        self._mask_opacity = opacity
        self._overlays.clear()
        self.update()

    def grab_whole(self) -> QPixmap:
        """A picture of this row with every heat map, however long that takes."""
        self._overlays_per_paint = len(self._tiles)
        picture = self.grab()
        self._overlays_per_paint = _OVERLAYS_PER_PAINT
        return picture

    def sizeHint(self) -> QSize:
        return QSize(856, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        self._thumbnails.request([tile.path for tile in self._tiles])
        self._budget = self._overlays_per_paint
        with QPainter(self) as painter:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
            for number in self._visible():
                self._paint_tile(painter, number)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = self._number_at(event.position().toPoint())
        if number is not None:
            self._go_to(number)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        number = self._number_at(event.position().toPoint())
        if number is not None:
            self.activated.emit(self._tiles[number].path)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is not None and self._tiles:
            self._go_to(min(max((self._current or 0) + step, 0), len(self._tiles) - 1))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current is not None:
            self.activated.emit(self._tiles[self._current].path)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            number = self._number_at(event.pos())
            QToolTip.showText(event.globalPos(), "" if number is None else self._tip(self._tiles[number]), self)
            return True
        return super().event(event)

    @Slot(object)
    def _on_thumbnail_arrived(self, path: str) -> None:
        self._overlays.pop(path, None)
        self.update()

    def _go_to(self, number: int) -> None:
        self._current = number
        tile = self._tiles[number]
        if tile.prediction is not None:
            said = self._words(tile, tile.prediction)
            self.setAccessibleDescription(f"{tile.path}: {said}")
        fitting = len(self._visible())
        self._first = min(max(self._first, number - fitting + 1), number)
        self.update()

    def _tip(self, tile: PinnedTile) -> str:
        return tile.path if tile.prediction is None else f"{tile.path}: {self._words(tile, tile.prediction)}"

    def _words(self, tile: PinnedTile, said: PinnedPrediction) -> str:
        if tile.boxes is not None:
            return boxes_in_words(tile.boxes, least_score=self._least_score)
        if tile.mask is not None:
            return areas_in_words(self._classes, area_shares(tile.mask, len(self._classes)))
        return f"{said.predicted}, {percent(said.score)}"

    def _paint_tile(self, painter: QPainter, number: int) -> None:
        tile, rect = self._tiles[number], self._rect(number)
        said = tile.prediction
        label = said.predicted if said is not None and tile.is_one_answer else None
        item = PictureItem(tile.path, label, ClassColours.of(self._classes).named(label))
        pixels = round(rect.width() * self.devicePixelRatioF())
        paint_thumbnail(painter, rect, self._pixmap(tile, pixels), item)
        if number == self._current and self.hasFocus():
            paint_selection_ring(painter, rect)
        if said is not None and not tile.is_one_answer:
            _paint_areas(painter, rect, self._words(tile, said))
        elif said is not None:
            self._paint_caption(painter, rect, said)

    def _paint_caption(self, painter: QPainter, rect: QRect, said: PinnedPrediction) -> None:
        """Right, or what it really is; and how sure the network was."""
        row = QRectF(rect.left(), rect.bottom() + 5, rect.width(), 20)
        painter.setFont(theme().font("text"))
        painter.setPen(theme().colour("text"))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(row, right, percent(said.score))
        if said.truth is None:
            return
        is_right = said.truth == said.predicted
        mark = QRectF(row.left(), row.top() + 3, 14, 14)
        paint_icon(painter, "check" if is_right else "close", mark, theme().colour("success" if is_right else "danger"))
        painter.setFont(theme().font("secondary"))
        painter.setPen(theme().colour("text_secondary"))
        room = QRectF(row.left() + 20, row.top(), row.width() - 76, row.height())
        words = "right" if is_right else f"is {said.truth}"
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)

    def _pixmap(self, tile: PinnedTile, pixels: int) -> QPixmap | None:
        """The picture with its mask or heat map; that of the last epoch while this one's turn has not come."""
        plain = self._plain(tile, pixels)
        has_overlay = tile.cells is not None or tile.mask is not None or tile.boxes is not None
        if plain is None or not has_overlay or not self._shows_maps or self._input is None:
            return plain
        known = self._overlays.get(tile.path)
        if known is not None and known[0] is tile and known[1].width() == pixels:
            return known[1]
        if self._budget <= 0:
            self.update()
            return known[1] if known is not None else plain
        self._budget -= 1
        self._overlays[tile.path] = (tile, self._with_overlay(plain, tile, self._input))
        return self._overlays[tile.path][1]

    def _with_overlay(self, plain: QPixmap, tile: PinnedTile, config: InputConfig) -> QPixmap:
        if tile.boxes is None:
            return _laid_over(plain, self._overlay(tile, config, plain.width()))
        view = TileView.of(self._picture_size(tile, plain.width()), config)
        boxes = shown_boxes(tile.boxes, self._classes, view.picture_size, least_score=self._least_score)
        return with_boxes(plain, boxes, view, opacity=self._mask_opacity)

    def _overlay(self, tile: PinnedTile, config: InputConfig, pixels: int) -> QImage:
        picture = self._picture_size(tile, pixels)
        if tile.mask is not None:
            mask = mask_on_tile(tile.mask, TileView.of(picture, config), config, side=pixels)
            return mask_image(mask, ClassColours.of(self._classes), opacity=self._mask_opacity)
        assert tile.cells is not None
        return _square_heat(tile.cells, picture, config)

    def _plain(self, tile: PinnedTile, pixels: int) -> QPixmap | None:
        """The middle square of the picture; of one that the network sees a part of, that part."""
        whole = self._thumbnails.full_pixmap(tile.path)
        if whole is None or self._input is None or self._input.fit != "patches":
            return self._thumbnails.pixmap(tile.path, QSize(pixels, pixels))
        left, top, right, bottom = TileView.of(self._picture_size(tile, pixels), self._input).shares()
        width, height = whole.width(), whole.height()
        source = QRectF(left * width, top * height, (right - left) * width, (bottom - top) * height)
        return _cut(whole, source, pixels)

    def _picture_size(self, tile: PinnedTile, pixels: int) -> tuple[int, int]:
        """Width and height of the picture; those of its thumbnail where nobody told."""
        if tile.prediction is not None and tile.prediction.size is not None:
            return tile.prediction.size
        known = self._thumbnails.thumbnail(tile.path)
        if known is None:
            return pixels, pixels
        return (known.width, known.height) if known.width else (known.image.width(), known.image.height())

    def _side(self) -> int:
        """Six pictures fill the width; fewer on narrow windows, so that each can be recognised."""
        gap = size("thumbnail_gap")
        columns = max(round((self.width() + gap) / (size("thumbnail_default") + gap)), 1)
        side = (self.width() + gap) // columns - gap
        return min(max(side, _SMALLEST), size("thumbnail_default"))

    def _rect(self, number: int) -> QRect:
        pitch = self._side() + size("thumbnail_gap")
        return QRect((number - self._first) * pitch, _RING, self._side(), self._side())

    def _visible(self) -> range:
        pitch = self._side() + size("thumbnail_gap")
        fitting = max((self.width() + size("thumbnail_gap")) // pitch, 1)
        return range(self._first, min(self._first + fitting, len(self._tiles)))

    def _number_at(self, point: QPoint) -> int | None:
        return next((number for number in self._visible() if self._rect(number).contains(point)), None)


def _paint_areas(painter: QPainter, rect: QRect, words: str) -> None:
    """What covers the picture, largest first."""
    room = QRectF(rect.left(), rect.bottom() + 5, rect.width(), 20)
    painter.setFont(theme().font("secondary"))
    painter.setPen(theme().colour("text"))
    shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(room.width()))
    painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


def _cut(whole: QPixmap, source: QRectF, pixels: int) -> QPixmap:
    """A part of a picture at another size."""
    result = QPixmap(pixels, pixels)
    result.fill(theme().colour("canvas"))
    with QPainter(result) as painter:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(QRectF(0, 0, pixels, pixels), whole, source)
    return result


def _square_heat(cells: Floats, thumbnail_size: tuple[int, int], input_config: InputConfig) -> QImage:
    """The map of a network's input as it lies on the middle square of the picture."""
    on_picture = place(thumbnail_size, input_config).map_on_original(np.maximum(cells, 0.0))
    height, width = on_picture.shape
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    heat = HeatMap.from_raw(on_picture)
    return image_from_array(
        heat_layer(heat.values[top : top + side, left : left + side], name=DEFAULT_MAP, opacity=0.62)
    )


def _laid_over(plain: QPixmap, heat: QImage) -> QPixmap:
    result = QPixmap(plain)
    with QPainter(result) as painter:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(0, 0, plain.width(), plain.height()), heat)
    return result
