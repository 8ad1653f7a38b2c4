"""Which pictures teach one box: those with exactly one object, or all with objects, of which the largest counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from engine.contract.dataset import ImageRow
from engine.dataset.index.dataset_index import DatasetIndex
from engine.tasks.box_truth import PictureBoxes, box_classes, boxes_of, rows_with_truth

Objects = Literal["single", "largest"]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What became of pictures for the sake of one box.

    Attributes:
        empty: pictures without an object.
        several: pictures with several objects.
        objects: which of the two are learned.
    """

    empty: int
    several: int
    objects: Objects

    def sentences(self) -> tuple[str, ...]:
        """For people; none where nothing was left out."""
        told = []
        if self.empty:
            told.append(f"{_pictures(self.empty)} without an object {_were(self.empty)} left out.")
        if self.several and self.objects == "single":
            told.append(f"{_pictures(self.several)} with several objects {_were(self.several)} left out.")
        elif self.several:
            told.append(f"Of {_pictures(self.several)} with several objects, the largest one counts.")
        return tuple(told)


def _pictures(count: int) -> str:
    return "1 picture" if count == 1 else f"{count:,} pictures"


def _were(count: int) -> str:
    return "was" if count == 1 else "were"


def rows_with_one_box(index: DatasetIndex, objects: Objects) -> list[ImageRow]:
    """The pictures of a dataset that teach one box, whatever split they are in."""
    rows = rows_with_truth(index)
    counts = _counts(index, rows)
    most = 1 if objects == "single" else np.inf
    return [row for row in rows if 1 <= counts[row.path] <= most]


def left_out(index: DatasetIndex, rows: Sequence[ImageRow], objects: Objects) -> LeftOut:
    """What is left out, or reduced to one object, among pictures of a dataset."""
    counts = list(_counts(index, rows).values())
    return LeftOut(counts.count(0), sum(count > 1 for count in counts), objects)


def main_object_of(boxes: PictureBoxes) -> PictureBoxes:
    """The largest object of a picture alone, by the area of its box; nothing where there is none."""
    sizes = boxes.boxes_xyxy[:, 2:] - boxes.boxes_xyxy[:, :2]
    areas = np.where(boxes.is_crowd, -1.0, sizes.prod(axis=1))
    chosen = [int(areas.argmax())] if (areas >= 0).any() else []
    return replace(
        boxes,
        boxes_xyxy=boxes.boxes_xyxy[chosen],
        classes=boxes.classes[chosen],
        is_crowd=boxes.is_crowd[chosen],
        areas_px=boxes.areas_px[chosen],
    )


def _counts(index: DatasetIndex, rows: Sequence[ImageRow]) -> Mapping[str, int]:
    """How many objects each picture shows; a crowd is none."""
    truth = boxes_of(index, rows, box_classes(index))
    return {path: int((~boxes.is_crowd).sum()) for path, boxes in truth.items()}
