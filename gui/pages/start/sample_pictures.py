"""The pictures of a sample on its cards: drawn by the engine behind the window, and shown as they arrive."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path

from PySide6.QtCore import QObject, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.contract.annotations import AnnotationKind
from engine.contract.class_colours import ClassColours
from engine.contract.commands import OpenDataset
from engine.contract.dataset import ImageRow, Split
from engine.contract.events import DatasetOpened, Failed, SampleMade
from engine.contract.trials import SampleDataset
from engine.dataset.index.dataset_index import DatasetIndex
from gui.builder.graph_thumbnail import card_top
from gui.engine_client import EngineClient, Reply
from gui.gallery.annotation_painting import PictureArea, ShapeStyle, paint_shapes
from gui.gallery.annotations import Shapes
from gui.gallery.shapes import shapes_of
from gui.gallery.thumbnails import Thumbnail, ThumbnailStore, filling
from gui.icons import paint_icon
from gui.pictures.pixels import resized_mask
from gui.pictures.thumbnail_feed import ThumbnailFeed
from gui.theme import theme
from gui.viewer.mask_layers import class_layer

PICTURE_PX = 176
MOST_PICTURES = 60
_TILE_PX = 44
_BOXED_TILE_PX = 88
"""Of pictures with something drawn on them, so that it can be told apart."""
_FEWEST_COLUMNS, _FEWEST_BOXED_COLUMNS = 4, 2
_MASK_OPACITY = 0.7
_BOX_STYLE = ShapeStyle(line_px=1)
_WITH_OUTLINES = frozenset({AnnotationKind.BOX, AnnotationKind.POLYGON})

Place = tuple[int, int]
"""A row or a column: its number, of so many."""


class PictureGrid(QWidget):
    """A grid of thumbnails without gaps; the canvas colour where one has not arrived.

    A picture that has a mask comes twice, side by side: as it is, and with its mask. Boxes are drawn over pictures that
    are larger instead, since they hide little.
    """

    def __init__(self, store: ThumbnailStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._paths: tuple[str, ...] = ()
        self._classes: tuple[str, ...] = ()
        self._shapes: Mapping[str, Shapes] = {}
        self.setFixedHeight(PICTURE_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        store.arrived.connect(self._on_arrived)

    def set_paths(
        self, paths: Sequence[str], *, classes: Sequence[str] = (), shapes: Mapping[str, Shapes] | None = None
    ) -> None:
        """Show other pictures; their masks are of these classes, and these shapes lie over them."""
        self._classes, self._shapes = tuple(classes), shapes or {}
        self._paths = tuple(paths[:MOST_PICTURES])
        self._store.request(self._paths)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, PICTURE_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setClipPath(card_top(QRectF(self.rect())))
            painter.fillRect(self.rect(), theme().colour("canvas"))
            if not self._paths:
                place = QRectF(self.width() / 2 - 16, self.height() / 2 - 16, 32, 32)
                paint_icon(painter, "picture", place, theme().colour("text_disabled"))
            for of_row, of_column, path, has_mask in self._tiles(*self._columns_and_rows()):
                self._draw_tile(painter, self._rect(of_row, of_column), path, has_mask=has_mask)

    def _columns_and_rows(self) -> tuple[int, int]:
        tile_px, fewest = (_BOXED_TILE_PX, _FEWEST_BOXED_COLUMNS) if self._shapes else (_TILE_PX, _FEWEST_COLUMNS)
        return max(fewest, round(self.width() / tile_px)), max(1, round(self.height() / tile_px))

    def _tiles(self, columns: int, rows: int) -> Iterator[tuple[Place, Place, str, bool]]:
        """Row, column, and picture of each tile, and whether its mask is laid over; a pair fills two columns."""
        known = [self._store.thumbnail(path) for path in self._paths]
        each = 2 if any(thumbnail is not None and thumbnail.mask is not None for thumbnail in known) else 1
        across = columns // each
        for number, path in enumerate(self._paths[: across * rows]):
            row, column = divmod(number, across)
            for of_pair in range(each):
                yield (row, rows), (column * each + of_pair, across * each), path, bool(of_pair)

    def _rect(self, row: Place, column: Place) -> QRectF:
        """Where a tile is, in whole pixels."""
        left, right = (round((column[0] + edge) * self.width() / column[1]) for edge in (0, 1))
        top, bottom = (round((row[0] + edge) * self.height() / row[1]) for edge in (0, 1))
        return QRectF(left, top, right - left, bottom - top)

    def _draw_tile(self, painter: QPainter, rect: QRectF, path: str, *, has_mask: bool) -> None:
        thumbnail = self._store.thumbnail(path)
        if thumbnail is None:
            return
        ratio = self.devicePixelRatioF()
        tile_px = QSize(round(rect.width() * ratio), round(rect.height() * ratio))
        painter.drawImage(rect, filling(thumbnail.image, tile_px))
        if has_mask and thumbnail.mask is not None:
            painter.drawImage(rect, filling(_mask_of(thumbnail, self._classes), tile_px))
        if path in self._shapes:
            painter.save()
            painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
            paint_shapes(painter, self._shapes[path], _area_of(thumbnail, rect), _BOX_STYLE)
            painter.restore()

    @Slot(object)
    def _on_arrived(self, path: str) -> None:
        if path in self._paths:
            self.update()


class SamplePictures(QObject):
    """Has a sample drawn and looked through before it is asked for, and fills a grid with it.

    Attributes:
        grid: shows the pictures.
        is_drawn: whether the engine has drawn them.

    Signals:
        drawn(): the engine has drawn them.
    """

    drawn = Signal()

    def __init__(self, client: EngineClient, sample: SampleDataset, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._sample = sample
        self._drawing: Reply | None = None
        self.is_drawn = False
        self._feed = ThumbnailFeed(client, self, crop="letterbox")
        self.grid = PictureGrid(self._feed.store)

    def load(self) -> None:
        """Have the pictures drawn, unless they are; they are shown once all of them are there."""
        if self._drawing is None and not self.is_drawn:
            self._drawing = self._client.request(self._sample.making())
            self._drawing.succeeded.connect(self._on_made)
            self._drawing.failed.connect(self._on_not_made)

    def stop(self) -> None:
        """Draw no more, since something else is wanted of the engine at once."""
        if self._drawing is not None:
            self._drawing.cancel()

    @Slot(object)
    def _on_not_made(self, _failure: Failed) -> None:
        self._drawing, self.is_drawn = None, False

    @Slot(object, object)
    def _on_made(self, event: SampleMade, _arrays: object) -> None:
        self._drawing, self.is_drawn = None, True
        opening = self._client.request(OpenDataset(path=event.folder))
        opening.succeeded.connect(self._on_opened)
        opening.failed.connect(self._on_not_made)
        self.drawn.emit()

    @Slot(object, object)
    def _on_opened(self, event: DatasetOpened, _arrays: object) -> None:
        """Show the pictures of the sample's index."""
        self._feed.set_root(Path(self._sample.folder))
        self._feed.set_crop("letterbox", index=Path(event.index), ratio=self.grid.devicePixelRatioF())
        with DatasetIndex(Path(event.index)) as index:
            rows = index.rows(Split.VALIDATION, labelled=False)
            paths = each_class_in_turn(rows, MOST_PICTURES)
            drawn = index.annotations_of(sorted(index.ids_with(_WITH_OUTLINES)))
            colours = ClassColours.of(index.classes())
            shapes = {row.path: shapes_of(drawn[row.id], colours) for row in rows if row.id in drawn}
            self.grid.set_paths(paths, classes=index.classes(), shapes=shapes)


def each_class_in_turn(rows: Sequence[ImageRow], count: int) -> tuple[str, ...]:
    """Paths of the first pictures of each class in turn; pictures without a class of their own are one class."""
    by_class: dict[str, list[str]] = {}
    for row in rows:
        by_class.setdefault(row.label or "", []).append(row.path)
    turns = zip_longest(*(by_class[name] for name in sorted(by_class)))
    return tuple(path for turn in turns for path in turn if path is not None)[:count]


def _area_of(thumbnail: Thumbnail, rect: QRectF) -> PictureArea:
    """Where the whole of a picture lies of which a tile shows the middle, in pixels of the original."""
    image = thumbnail.image
    scale = max(rect.width() / image.width(), rect.height() / image.height())
    whole = QRectF(0, 0, image.width() * scale, image.height() * scale)
    whole.moveCenter(rect.center())
    return PictureArea(whole, thumbnail.width, thumbnail.height)


def _mask_of(thumbnail: Thumbnail, classes: Sequence[str]) -> QImage:
    image = thumbnail.image
    assert thumbnail.mask is not None
    mask = resized_mask(thumbnail.mask, width=image.width(), height=image.height())
    return class_layer(mask, classes, opacity=_MASK_OPACITY)
