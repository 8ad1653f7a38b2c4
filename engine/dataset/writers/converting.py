"""Converts a dataset into another format: first what would be lost, then all of it or nothing."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.contract.annotations import AnnotationKind, ClassMaskFile, IndexedAnnotation
from engine.contract.dataset import ImageRow, ImageStatus, WriterFormat
from engine.contract.errors import UserError
from engine.contract.events import Loss
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.readers.base import OnProgress
from engine.dataset.writers.base import Picture, Source, Tally, Writer
from engine.dataset.writers.destination import new_folder
from engine.dataset.writers.losses import Lost, losses
from engine.dataset.writers.output import Output, Transfer
from engine.dataset.writers.registry import WRITERS

PAGE = 500
PLANNING, WRITING = "Looking at what would be lost", "Writing pictures"
# Label files and folders of a picture, in round numbers.
_BYTES_BESIDE = 2000


class ConversionCancelled(Exception):
    """Nobody wants the new dataset any more; nothing of it was kept."""


@dataclass(frozen=True, slots=True)
class ConversionPlan:
    """What a conversion writes and what it loses.

    Attributes:
        images: pictures.
        annotations: labels and objects, in the terms of the new format.
        classes: that something has, or that the format lists.
        lost: by kind.
    """

    images: int
    annotations: int
    classes: int
    lost: tuple[Loss, ...]


def plan_conversion(
    index: DatasetIndex,
    format: WriterFormat,
    *,
    on_progress: OnProgress,
    is_cancelled: Callable[[], bool],
) -> ConversionPlan:
    """What converting would write and lose; reads masks and no pictures, and writes nothing.

    Raises:
        ConversionCancelled: it is no longer wanted.
        UserError: a mask cannot be read any more.
    """
    conversion = _Conversion(index, WRITERS[format], on_progress, is_cancelled)
    for _ in conversion.pictures(PLANNING):
        pass
    return conversion.plan()


def convert(
    index: DatasetIndex,
    out: Path,
    format: WriterFormat,
    *,
    pictures: Transfer,
    on_progress: OnProgress,
    is_cancelled: Callable[[], bool],
) -> ConversionPlan:
    """Write a dataset in another format.

    Args:
        index: of the dataset, completely checked.
        out: the new folder; not there yet, or empty, and outside of the dataset.
        format: of the new dataset.
        pictures: whether they are copied, or get a second name on the disk; copied where that is impossible.
        on_progress: hears what is done, how much of it, and of how much; it may raise to stop.
        is_cancelled: asked for every picture.

    Returns:
        What was written and what was lost.

    Raises:
        ConversionCancelled: it is no longer wanted.
        UserError: the folder cannot be written, or the dataset has changed since it was opened.
    """
    writer = WRITERS[format]
    conversion = _Conversion(index, writer, on_progress, is_cancelled)
    with new_folder(out, source=index.root, needed_bytes=conversion.needed_bytes(pictures)) as folder:
        output = Output(folder, root=index.root, transfer=pictures)
        writer.write(conversion.pictures(WRITING), conversion.source, output)
        conversion.check_anything_was_written()
        conversion.lost[Lost.LINKS] += output.copied_anyway
    return conversion.plan()


class _Conversion:
    """One pass over the pictures of a dataset.

    Attributes:
        source: the dataset.
        lost: counted so far.
    """

    def __init__(
        self,
        index: DatasetIndex,
        writer: Writer,
        on_progress: OnProgress,
        is_cancelled: Callable[[], bool],
    ) -> None:
        self._index = index
        self._writer = writer
        self._on_progress = on_progress
        self._is_cancelled = is_cancelled
        self._images = self._annotations = 0
        self._used: set[str] = set()
        self.source = Source.of(index)
        self.lost = Tally()

    def pictures(self, what: str) -> Iterator[Picture]:
        """Every picture as the format can hold it."""
        total = self._index.count()
        for done, (row, annotations) in enumerate(_rows(self._index)):
            if self._is_cancelled():
                raise ConversionCancelled
            self._on_progress(what, done, total)
            fitted = self._fitted(row, annotations)
            if fitted is not None:
                yield fitted
        self._on_progress(what, total, total)

    def plan(self) -> ConversionPlan:
        """What was seen so far."""
        class_losses = self._writer.class_losses(self.source, frozenset(self._used))
        classes = len(self.source.classes) - class_losses[Lost.EMPTY_CLASSES] + class_losses[Lost.BACKGROUND]
        lost = losses(self.lost + class_losses, self._writer.title)
        return ConversionPlan(self._images, self._annotations, classes, lost)

    def check_anything_was_written(self) -> None:
        """Refuse to leave an empty folder.

        Raises:
            UserError: the format can hold no picture of the dataset.
        """
        if not self._images:
            reasons = ", ".join(f"{loss.count} {loss.what}" for loss in losses(self.lost, self._writer.title))
            raise UserError(
                f"Nothing of the dataset can be written as {self._writer.format}. Received: {reasons or 'no picture'}.",
                "Look at the problems of the dataset, or choose another format.",
            )

    def needed_bytes(self, pictures: Transfer) -> int:
        """About how much will be written."""
        size = sum(row.bytes for rows in _pages(self._index) for row in rows) if pictures == "copy" else 0
        return size + self._index.count() * _BYTES_BESIDE

    def _fitted(self, row: ImageRow, annotations: list[IndexedAnnotation]) -> Picture | None:
        picture = _picture(row, annotations, self.source, self.lost)
        fitted = None if picture is None else self._writer.fit(picture, self.source, self.lost)
        if fitted is not None:
            self._images += 1
            self._annotations += _number(fitted.annotations)
            self._used |= {one.label for one in fitted.annotations if one.label is not None}
        return fitted


def _rows(index: DatasetIndex) -> Iterator[tuple[ImageRow, list[IndexedAnnotation]]]:
    """Every picture with what is drawn on it, in the order of the gallery."""
    for rows in _pages(index):
        annotations = index.annotations_of([row.id for row in rows], with_dropped=True)
        yield from ((row, annotations.get(row.id, [])) for row in rows)


def _pages(index: DatasetIndex) -> Iterator[list[ImageRow]]:
    """Every picture in the order of the gallery, some at a time."""
    ids = index.image_ids().tolist()
    return (index.images(ids[start : start + PAGE]) for start in range(0, len(ids), PAGE))


def _picture(row: ImageRow, annotations: list[IndexedAnnotation], source: Source, lost: Tally) -> Picture | None:
    """A sound picture with what is sound on it."""
    if row.status is not ImageStatus.OK or row.width is None or row.height is None:
        lost[Lost.PICTURES] += 1
        return None
    sound = tuple(one for one in annotations if _is_sound(one))
    lost[Lost.UNUSABLE] += len(annotations) - len(sound)
    split = row.split if row.is_moved else row.given_split
    return Picture(row.path, row.width, row.height, split if source.has_splits else None, sound)


def _number(annotations: Sequence[IndexedAnnotation]) -> int:
    """How many there are; a class mask is one, for all of its classes."""
    masks = {one.geometry for one in annotations if isinstance(one.geometry, ClassMaskFile)}
    return len(masks) + sum(one.kind is not AnnotationKind.CLASS_MASK for one in annotations)


def _is_sound(annotation: IndexedAnnotation) -> bool:
    if annotation.is_dropped or annotation.is_relative:
        return False
    return annotation.kind in (AnnotationKind.LABEL, AnnotationKind.CLASS_MASK) or annotation.box is not None
