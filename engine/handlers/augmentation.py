"""The command that shows what augmentation makes of a picture, with the pixels and labels that training would use."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.contract.annotations import NO_CLASS, AnnotationKind, IndexedAnnotation, MaskFile, RunLengths
from engine.contract.commands import PreviewAugmentation
from engine.contract.config import InputConfig
from engine.contract.dataset import ImageRow
from engine.contract.errors import UserError
from engine.contract.events import AugmentationPreviewed, MovedAnnotation
from engine.data.augment.labels import CLASS_MASK, MovedLabels, SampleLabels
from engine.data.augment.mixing import Mixing
from engine.data.augmented_boxes import BoxedLabels
from engine.data.fitting import Placement
from engine.data.label_fitting import fit_labels, fit_mask
from engine.data.preview import Reading, TrainingPlace, Variant, make_variants
from engine.data.recent_pictures import RecentPictures
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.masks.arrays import MaskSizeError, draw_classes, object_mask
from engine.dataset.pictures.decode import DecodeError
from engine.handlers.context import Context, Result
from engine.handlers.training_paths import index_path, stamp_of, training_paths

# While somebody drags a slider, the same few pictures are asked for again and again.
KEPT_LABELS = 4
KEPT_BOXES = 512
_RECENT = RecentPictures(budget_bytes=128 * 2**20)

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class _Drawn:
    """The annotations behind a picture's labels: one for each box, and one for each class of its class masks."""

    objects: tuple[IndexedAnnotation, ...]
    class_masks: tuple[IndexedAnnotation, ...]


def preview(command: PreviewAugmentation, context: Context) -> Result:
    """Variants of one picture.

    Raises:
        UserError: there is no such picture, or it cannot be read.
    """
    path = index_path(command, context)
    with DatasetIndex(path) as index:
        row = index.image(command.image)
        if row is None:
            raise UserError(
                f"The picture is not in the dataset. Received: {command.image}.", "Open the dataset's folder again."
            )
        stamp = stamp_of(path)
        training = training_paths(path, stamp, command.split)
        read = partial(_read, index.root, command.input)
        labels, drawn = _labels(path, stamp, row.path, command.input)
        place = TrainingPlace(image=row.path, training=training, position=_position(row.path, training))
        epochs = range(command.first_epoch, command.first_epoch + command.variants)
        variants = make_variants(
            place,
            labels,
            command.augmentation,
            seed=command.seed,
            epochs=epochs,
            read=Reading(picture=read, boxes=partial(_boxes, path, stamp, config=command.input)),
            mixing=Mixing(has_boxes=command.mixes_boxes, epochs=command.epochs),
        )
        unchanged = Variant(read(row.path), MovedLabels(labels, np.arange(len(labels.boxes))))
        shown = [unchanged, *variants]
        described = tuple(_described(variant, row, drawn, index) for variant in shown)
    masks = [_class_mask(variant.moved.labels) for variant in shown]
    has_masks = any(mask is not None for mask in masks)
    event = AugmentationPreviewed(
        image=command.image, annotations=described, has_masks=has_masks, position=place.position
    )
    arrays = [variant.pixels for variant in shown]
    return event, (*arrays, *(mask for mask in masks if mask is not None))


def _position(image: str, training: Sequence[str]) -> int | None:
    return training.index(image) if image in training else None


def _read(root: Path, config: InputConfig, image: str) -> Pixels:
    return _RECENT.read(root / image, config)[0]


@lru_cache(maxsize=KEPT_LABELS)
def _labels(path: Path, _stamp: tuple[int, ...], image: str, config: InputConfig) -> tuple[SampleLabels, _Drawn]:
    """What is drawn on a picture, in pixels of the network's input."""
    with DatasetIndex(path) as index:
        row = index.image(image)
        annotations = [] if row is None else index.annotations(row.id)
        _, placement = _RECENT.read(index.root / image, config)
        class_mask = _drawn_classes(index, annotations, placement)
        read_mask = partial(_object_pixels, index.root, placement.original_size)
        labels, objects = fit_labels(annotations, placement, read_mask=read_mask, class_mask=class_mask)
        return labels, _Drawn(objects, tuple(one for one in annotations if one.kind is AnnotationKind.CLASS_MASK))


@lru_cache(maxsize=KEPT_BOXES)
def _boxes(path: Path, stamp: tuple[int, ...], image: str, *, config: InputConfig) -> BoxedLabels:
    """The boxes of a picture as a detector learns them, with the numbers of their classes in the dataset."""
    labels, drawn = _labels(path, stamp, image, config)
    learned = np.array([n for n, one in enumerate(drawn.objects) if one.class_index is not None], np.intp)
    classes = [drawn.objects[number].class_index for number in learned]
    crowds = [drawn.objects[number].is_crowd for number in learned]
    return BoxedLabels(labels.boxes[learned], np.array(classes, np.int64), np.array(crowds, np.bool_))


def _drawn_classes(
    index: DatasetIndex, annotations: Sequence[IndexedAnnotation], placement: Placement
) -> Pixels | None:
    if not any(one.kind in (AnnotationKind.MASK, AnnotationKind.CLASS_MASK) for one in annotations):
        return None
    width, height = placement.original_size
    drawn = draw_classes(
        annotations,
        width=width,
        height=height,
        root=index.root,
        codes=index.mask_codes(),
        class_indices={name: number for number, name in enumerate(index.classes())},
    )
    return fit_mask(drawn, placement, outside=NO_CLASS)


def _object_pixels(root: Path, size: tuple[int, int], annotation: IndexedAnnotation) -> NDArray[np.bool_] | None:
    if not isinstance(annotation.geometry, RunLengths | MaskFile):
        return None
    try:
        return object_mask(annotation.geometry, width=size[0], height=size[1], root=root)
    except (DecodeError, MaskSizeError, ValueError):
        return None  # It is a problem of the dataset already; its box moves without it.


def _described(variant: Variant, row: ImageRow, drawn: _Drawn, index: DatasetIndex) -> tuple[MovedAnnotation, ...]:
    """The labels of the picture, then what is left of the objects on it, then the classes of its class masks."""
    if variant.boxes is not None:
        return _described_boxes(variant.boxes, index.classes())
    labels = [_label(row, variant.share)]
    partner = None if variant.partner is None else index.image(variant.partner)
    if partner is not None:
        labels.append(_label(partner, 1.0 - variant.share))
    moved = variant.moved.labels
    objects = [
        MovedAnnotation(
            kind=drawn.objects[number].kind,
            class_index=drawn.objects[number].class_index,
            label=drawn.objects[number].label,
            box=tuple(moved.boxes[place].tolist()),
            rings=tuple(tuple(map(tuple, ring.tolist())) for ring in moved.rings[place]),
        )
        for place, number in enumerate(variant.moved.kept)
    ]
    classes = [
        MovedAnnotation(kind=one.kind, class_index=one.class_index, label=one.label, box=None)
        for one in drawn.class_masks
    ]
    return (*(label for label in labels if label.label is not None), *objects, *classes)


def _described_boxes(boxes: BoxedLabels, names: Sequence[str]) -> tuple[MovedAnnotation, ...]:
    """The boxes of a picture that is made of several."""
    return tuple(
        MovedAnnotation(kind=AnnotationKind.BOX, class_index=int(number), label=names[number], box=tuple(box.tolist()))
        for box, number in zip(boxes.boxes_xyxy, boxes.classes, strict=True)
    )


def _label(row: ImageRow, share: float) -> MovedAnnotation:
    return MovedAnnotation(
        kind=AnnotationKind.LABEL, class_index=row.class_index, label=row.label, box=None, share=share
    )


def _class_mask(labels: SampleLabels) -> Pixels | None:
    return labels.masks[labels.mask_objects.index(CLASS_MASK)] if CLASS_MASK in labels.mask_objects else None
