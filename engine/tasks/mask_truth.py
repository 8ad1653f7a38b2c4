"""What is true of every pixel of a picture: its class, and which object it belongs to."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.contract.annotations import BACKGROUND, NO_CLASS, AnnotationKind, IndexedAnnotation
from engine.contract.dataset import ImageRow
from engine.contract.errors import UserError
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.pictures.decode import DecodeError
from engine.dataset.pictures.regions.code_plane import CodePlane
from engine.dataset.writers.base import Picture, Source, Tally
from engine.dataset.writers.painting import paint_classes
from engine.dataset.writers.painting_by_rows import paint_classes_onto
from engine.dataset.writers.shapes import pixels_of

MASK_KINDS = (AnnotationKind.MASK, AnnotationKind.POLYGON, AnnotationKind.CLASS_MASK)
OBJECT_KINDS = (AnnotationKind.MASK, AnnotationKind.POLYGON)

ClassCodes = NDArray[np.uint8]
ObjectNumbers = NDArray[np.int32]


def mask_classes(index: DatasetIndex) -> tuple[str, ...]:
    """The classes that pixels have; where objects are drawn, what lies between them is a class: the background."""
    return Source.of(index).code_names


def codes_among(classes: Sequence[str], names: Sequence[str]) -> ClassCodes:
    """For every code of a dataset, by its ``names``, that of the class with the same name.

    Returns:
        (256,) uint8, ``NO_CLASS`` where there is none.
    """
    codes = np.full(NO_CLASS + 1, NO_CLASS, np.uint8)
    for code, name in enumerate(names):
        if name in classes:
            codes[code] = classes.index(name)
    return codes


def rows_with_masks(index: DatasetIndex) -> list[ImageRow]:
    """Sound pictures on which something is drawn that covers pixels."""
    drawn = index.ids_with(MASK_KINDS)
    return [row for row in index.rows(labelled=False) if row.id in drawn]


def absent_classes(index: DatasetIndex, rows: Sequence[ImageRow]) -> tuple[str, ...]:
    """The classes that no pixel of some pictures has, as far as the index knows: masks are not read again.

    What lies between objects is not drawn, and counts as there.
    """
    drawn = index.annotations_of([row.id for row in rows]).values()
    present = {one.label for annotations in drawn for one in annotations if one.kind in MASK_KINDS}
    if index.mask_codes() is None:
        present.add(BACKGROUND)
    return tuple(name for name in mask_classes(index) if name not in present)


@dataclass(frozen=True, slots=True)
class MaskTruth:
    """Paints what is true of a picture; values in the order of ``mask_classes``, ``NO_CLASS`` where nobody knows.

    Attributes:
        source: the dataset.
        pictures: what is drawn on each picture, by its path.
    """

    source: Source
    pictures: dict[str, Picture]

    @classmethod
    def of(cls, index: DatasetIndex, rows: Sequence[ImageRow]) -> "MaskTruth":
        """What is drawn on some pictures, not read yet."""
        found = index.annotations_of([row.id for row in rows])
        pictures = {
            row.path: Picture(row.path, row.width or 0, row.height or 0, row.split, tuple(found.get(row.id, ())))
            for row in rows
        }
        return cls(Source.of(index), pictures)

    def classes(self, path: str) -> ClassCodes:
        """(H, W) the class of each pixel; small objects cover large ones, and objects cover class masks.

        Raises:
            UserError: a mask cannot be read any more.
        """
        with _told_for(path):
            return paint_classes(self.pictures[path], self.source, Tally())

    def paint_classes_onto(self, plane: CodePlane, path: str, *, step: Callable[[], None]) -> None:
        """Paint ``classes`` onto a plane of the picture's size, in bounded memory.

        Args:
            plane: where to.
            path: of the picture.
            step: called often; may raise to stop.

        Raises:
            UserError: a mask cannot be read any more.
        """
        with _told_for(path):
            paint_classes_onto(plane, self.pictures[path], self.source, step=step)

    def has_objects(self, path: str) -> bool:
        """Whether single objects are drawn on a picture, and not only areas of classes."""
        return any(one.kind in OBJECT_KINDS for one in self.pictures[path].annotations)

    def objects(self, path: str) -> ObjectNumbers:
        """(H, W) the number of the object of each pixel from 1 on, 0 where there is none; crowds are none.

        Raises:
            UserError: a mask cannot be read any more.
        """
        picture = self.pictures[path]
        numbers = np.zeros((picture.height, picture.width), np.int32)
        drawn = [one for one in picture.annotations if one.kind in OBJECT_KINDS and not one.is_crowd]
        for number, annotation in enumerate(sorted(drawn, key=lambda one: one.area_px or 0.0, reverse=True), start=1):
            numbers[self.pixels(path, annotation)] = number
        return numbers

    def pixels(self, path: str, annotation: IndexedAnnotation) -> NDArray[np.bool_]:
        """(H, W), true on the pixels of one of the objects that are drawn on a picture.

        Raises:
            UserError: its mask cannot be read any more.
        """
        with _told_for(path):
            return pixels_of(annotation, self.pictures[path], self.source)

    def crowds(self, path: str) -> NDArray[np.bool_]:
        """(H, W), true where many objects are drawn as one.

        Raises:
            UserError: a mask cannot be read any more.
        """
        picture = self.pictures[path]
        covered = np.zeros((picture.height, picture.width), np.bool_)
        for annotation in picture.annotations:
            if annotation.is_crowd and annotation.kind in OBJECT_KINDS:
                covered |= self.pixels(path, annotation)
        return covered


def require_same_size(*, picture: tuple[int, ...], mask: tuple[int, ...], path: str) -> None:
    """A picture may have been replaced since its dataset was opened.

    Args:
        picture: (height, width) in pixels.
        mask: likewise.
        path: of the picture.

    Raises:
        UserError: they differ.
    """
    if picture != mask:
        raise UserError(
            f"The picture does not fit its mask any more. Received: {path}, {picture[1]} x {picture[0]} px with a "
            f"mask of {mask[1]} x {mask[0]} px.",
            "Open the dataset again.",
        )


@contextmanager
def _told_for(path: str) -> Iterator[None]:
    """Says of which picture the mask was that cannot be read."""
    try:
        yield
    except DecodeError as error:
        raise UserError(
            f"A mask cannot be read. Received: {path}: {error.reason}.", "Open the dataset again."
        ) from error
