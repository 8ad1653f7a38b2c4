"""What is true of a picture for a detector: the boxes of its objects, their classes, and crowds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.contract.annotations import AnnotationKind, IndexedAnnotation
from engine.contract.dataset import ImageRow
from engine.dataset.index.dataset_index import DatasetIndex

BOX_KINDS = (AnnotationKind.BOX, AnnotationKind.POLYGON, AnnotationKind.MASK)

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class PictureBoxes:
    """The objects of one picture.

    Attributes:
        boxes_xyxy: (n, 4) float64, in pixels of the upright original or of the network's input.
        classes: (n,) int64, their numbers among those of a run.
        is_crowd: (n,).
        areas_px: (n,) float64 of what is drawn, in pixels of the upright original: that of an outline where there is
            one.
    """

    boxes_xyxy: Floats
    classes: NDArray[np.int64]
    is_crowd: NDArray[np.bool_]
    areas_px: Floats


def box_classes(index: DatasetIndex) -> tuple[str, ...]:
    """The classes of a dataset's objects, in the order of a network's outputs."""
    return index.classes()


def rows_with_truth(index: DatasetIndex) -> list[ImageRow]:
    """All sound pictures: one on which nothing is drawn shows only background, where others show objects."""
    return index.rows(labelled=False)


def boxes_of(index: DatasetIndex, rows: Sequence[ImageRow], classes: Sequence[str]) -> dict[str, PictureBoxes]:
    """The objects of pictures by their paths; those of other classes are left out.

    Args:
        index: the dataset.
        rows: pictures, whose size is known.
        classes: names, in the order of the numbers.
    """
    numbers = number_of_classes(classes)
    drawn = index.annotations_of([row.id for row in rows])
    return {row.path: _boxes_among(drawn.get(row.id, []), numbers) for row in rows}


def number_of_classes(classes: Sequence[str]) -> dict[str, int]:
    """The number of each class among those of a run, by its name."""
    return {name: number for number, name in enumerate(classes)}


def _boxes_among(annotations: Sequence[IndexedAnnotation], numbers: dict[str, int]) -> PictureBoxes:
    kept = [
        (one, one.box)
        for one in annotations
        if one.kind in BOX_KINDS and one.box is not None and not one.is_relative and one.label in numbers
    ]
    boxes = [(box.x_min, box.y_min, box.x_max, box.y_max) for _, box in kept]
    areas = [box.width * box.height if one.area_px is None else one.area_px for one, box in kept]
    return PictureBoxes(
        np.array(boxes, np.float64).reshape(-1, 4),
        np.array([numbers[one.label or ""] for one, _ in kept], np.int64),
        np.array([one.is_crowd for one, _ in kept], np.bool_),
        np.array(areas, np.float64),
    )
