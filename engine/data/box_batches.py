"""Makes the batches of an epoch from pictures with boxes: augment, move the boxes along, prepare."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.data.augment.labels import SampleLabels, move_labels
from engine.data.augment.warp import Warps
from engine.data.batches import Batch, BatchSettings, CountedBatches, add_input_noise
from engine.data.preparation import Preparation
from engine.ops.boxes.truth_rows import COLUMNS, pack_truth

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class BoxedLabels:
    """The boxes on one picture (n, 4) in pixels of the network's input, their classes (n,), and which are crowds."""

    boxes_xyxy: Floats
    classes: NDArray[np.int64]
    is_crowd: NDArray[np.bool_]


class BoxBatchMaker(CountedBatches):
    """Makes any batch of any epoch; safe to call from several threads.

    Targets are truth rows (N, rows, 6) float32. A box that a warp moves out of view is left out.

    Args:
        pictures: (N, h, w, channels) uint8, in memory or mapped from disk.
        labels: of each picture.
        preparation: of pixels.
        settings: of batches.
    """

    def __init__(
        self, pictures: Pixels, labels: Sequence[BoxedLabels], preparation: Preparation, settings: BatchSettings
    ) -> None:
        super().__init__(len(pictures), settings)
        self._pictures = pictures
        self._labels = labels
        self._preparation = preparation
        self._rows = max(1, *(len(one.classes) for one in labels)) if labels else 1
        self._augmenter = self._augmenter_of(pictures.__getitem__)

    def make(self, epoch: int, batch: int) -> Batch:
        """Prepared pictures (N, h, w, C) and truth rows (N, rows, 6) of a batch."""
        positions = self.positions(epoch, batch)
        labels = [self._labels[position] for position in positions]
        if self._augmenter is None:
            pictures = self._preparation.apply(self._pictures[positions])
        else:
            augmented = self._augmenter.augment(epoch, positions)
            pictures = self._preparation.apply(augmented.pixels, out=augmented.pixels)
            labels = _moved(labels, augmented.warps)
        add_input_noise(pictures, self.settings, epoch=epoch, batch=batch)
        return pictures, self._packed(labels)

    def _packed(self, labels: Sequence[BoxedLabels]) -> Floats:
        rows = np.zeros((len(labels), self._rows, COLUMNS), np.float32)
        for number, one in enumerate(labels):
            rows[number] = pack_truth(one.boxes_xyxy, one.classes, one.is_crowd, rows=self._rows)
        return rows


def _moved(labels: Sequence[BoxedLabels], warps: Warps | None) -> list[BoxedLabels]:
    if warps is None:
        return list(labels)
    return [_moved_one(one, warps[number : number + 1]) for number, one in enumerate(labels)]


def _moved_one(labels: BoxedLabels, warp: Warps) -> BoxedLabels:
    if not len(labels.classes):
        return labels
    moved = move_labels(SampleLabels(boxes=labels.boxes_xyxy), warp)
    return BoxedLabels(moved.labels.boxes, labels.classes[moved.kept], labels.is_crowd[moved.kept])
