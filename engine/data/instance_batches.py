"""Makes the batches of an epoch from pictures with a mask of each object: augment, move the masks along, prepare."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.data.augment.labels import SampleLabels, move_labels
from engine.data.augment.warp import Warps
from engine.data.augmented_boxes import BoxedLabels
from engine.data.batches import Batch, BatchSettings, PictureBatches, add_input_noise
from engine.data.object_planes import MASK_SIDE, ObjectPlanes
from engine.data.preparation import Preparation
from engine.ops.boxes.truth_rows import COLUMNS, pack_masks, pack_truth

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class InstanceLabels(BoxedLabels):
    """The objects on one picture, each with a box, and those that are no crowd with a mask; crowds come last.

    Attributes:
        objects: masks of the first of them.
    """

    objects: ObjectPlanes

    @property
    def masked(self) -> int:
        """How many have a mask."""
        return len(self.objects.places)

    def moved(self, warp: Warps) -> "InstanceLabels":
        """The same after the warp of one sample; the box of an object is that of what is seen of its mask."""
        if not len(self.classes):
            return self
        moved = move_labels(SampleLabels(boxes=self.boxes_xyxy), warp)
        kept, boxes = moved.kept, moved.labels.boxes
        objects = self.objects.moved(warp).chosen(kept[kept < self.masked])
        boxes[: len(objects.places)] = objects.boxes()
        seen = np.flatnonzero((boxes[:, 2:] > boxes[:, :2]).all(axis=1))
        masked = seen[seen < len(objects.places)]
        return InstanceLabels(boxes[seen], self.classes[kept[seen]], self.is_crowd[kept[seen]], objects.chosen(masked))

    def packed(self, rows: int) -> Floats:
        """(rows, 6 + ``MASK_SIDE``²) truth rows with masks."""
        boxes = pack_truth(self.boxes_xyxy, self.classes, self.is_crowd, rows=rows)
        return pack_masks(boxes, self.objects.cells(self.boxes_xyxy[: self.masked]))


class InstanceBatchMaker(PictureBatches):
    """Makes any batch of any epoch; safe to call from several threads.

    Targets are truth rows with masks (N, rows, 6 + ``MASK_SIDE``²) float32. What a warp moves out of view is left out.

    Args:
        pictures: (N, h, w, channels) uint8, in memory or mapped from disk.
        labels: of each picture.
        preparation: of pixels.
        settings: of batches.
    """

    def __init__(
        self, pictures: Pixels, labels: Sequence[InstanceLabels], preparation: Preparation, settings: BatchSettings
    ) -> None:
        super().__init__(pictures, preparation, settings)
        self._labels = labels
        self._rows = max([1, *(len(one.classes) for one in labels)])

    def make(self, epoch: int, batch: int) -> Batch:
        """Prepared pictures (N, h, w, C) and truth rows (N, rows, 6 + ``MASK_SIDE``²) of a batch."""
        positions = self.positions(epoch, batch)
        labels = [self._labels[position] for position in positions]
        pictures, augmented = self._prepared(epoch, positions)
        if augmented is not None and augmented.warps is not None:
            warps = [augmented.warps[number : number + 1] for number in range(len(labels))]
            labels = [one.moved(warp) for one, warp in zip(labels, warps, strict=True)]
        add_input_noise(pictures, self.settings, epoch=epoch, batch=batch)
        rows = np.empty((len(labels), self._rows, COLUMNS + MASK_SIDE**2), np.float32)
        for number, one in enumerate(labels):
            rows[number] = one.packed(self._rows)
        return pictures, rows
