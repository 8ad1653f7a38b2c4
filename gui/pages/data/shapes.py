"""Reads the annotations of the pictures on screen from the index."""

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Slot

from engine.contract.class_colours import ClassColours
from engine.dataset.index.dataset_index import DatasetIndex
from gui.gallery.annotations import Shapes, ShapeStore
from gui.gallery.shapes import shapes_of
from gui.pages.data.index_reader import IndexReader

_BATCH: Final = 48
_KEY: Final = "shapes"


class ShapeFeed(QObject):
    """Fills a store with what is drawn on the pictures that views look at, some pictures at a time.

    Attributes:
        store: what views draw from.
    """

    def __init__(self, reader: IndexReader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.store = ShapeStore(self)
        self._reader = reader
        self._waiting: tuple[int, ...] = ()
        self.store.wanted.connect(self._on_wanted)
        reader.answered.connect(self._on_answered)

    @Slot(object)
    def _on_wanted(self, ids: tuple[int, ...]) -> None:
        batch, self._waiting = ids[:_BATCH], ids[_BATCH:]
        self._reader.ask(_KEY, partial(_read_shapes, batch))

    @Slot(object, object)
    def _on_answered(self, key: object, answer: object) -> None:
        if key == _KEY and isinstance(answer, dict):
            self.store.set_shapes(answer)
            if self._waiting:
                self._on_wanted(self._waiting)


def _read_shapes(ids: tuple[int, ...], index: DatasetIndex) -> dict[int, Shapes]:
    annotations, colours = index.annotations_of(ids), ClassColours.of(index.classes())
    return {image_id: shapes_of(annotations.get(image_id, ()), colours) for image_id in ids}
