"""Makes the batches of an epoch from pictures with boxes: augment, move the boxes along, prepare."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.data.augment.mixing import Mixing
from engine.data.augment.mosaic import TILES
from engine.data.augmented_boxes import BoxedLabels, boxes_on
from engine.data.batches import Batch, BatchSettings, PictureBatches, add_input_noise
from engine.data.picture_sizes import resized, size_of_epoch
from engine.data.preparation import Preparation
from engine.ops.boxes.truth_rows import COLUMNS, pack_truth

MOST_MIXED_ROWS = 400
"""Boxes of several crowded pictures in one; what a network compares with every cell takes memory."""

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]


class BoxBatchMaker(PictureBatches):
    """Makes any batch of any epoch; safe to call from several threads.

    Targets are truth rows (N, rows, 6) float32, as many as the boxes of the picture with most of them, or of as many
    such pictures as are mixed into one. Beyond ``MOST_MIXED_ROWS`` the smallest boxes of a mixed picture are left out.

    Args:
        pictures: (N, h, w, channels) uint8, in memory or mapped from disk.
        labels: of each picture.
        preparation: of pixels.
        settings: of batches.
    """

    def __init__(
        self, pictures: Pixels, labels: Sequence[BoxedLabels], preparation: Preparation, settings: BatchSettings
    ) -> None:
        super().__init__(pictures, preparation, settings, Mixing(has_boxes=True, epochs=settings.epochs))
        self._labels = labels
        most = max((len(one.classes) for one in labels), default=0)
        self._rows = max(1, most, min(most * self._pictures_in_one, MOST_MIXED_ROWS))

    def make(self, epoch: int, batch: int) -> Batch:
        """Prepared pictures (N, h, w, C) in the size of the epoch, and truth rows (N, rows, 6) of a batch."""
        positions = self.positions(epoch, batch)
        pictures, augmented = self._prepared(epoch, positions)
        if augmented is None:
            labels = [self._labels[position] for position in positions]
        else:
            labels = boxes_on(augmented, positions, self._labels.__getitem__)
        add_input_noise(pictures, self.settings, epoch=epoch, batch=batch)
        rows, size = self._packed(labels), self.size_px(epoch)
        if size is None or size == pictures.shape[1:3]:
            return pictures, rows
        rows[..., :4] *= np.tile(np.array(size[::-1], np.float32) / self._pictures.shape[2:0:-1], 2)
        return resized(pictures, size), rows

    def size_px(self, epoch: int) -> tuple[int, int] | None:
        """(height, width) of the pictures of an epoch; None where all epochs have the network's own size."""
        share = self.settings.multi_scale
        if not self.settings.is_training or not share:
            return None
        height, width = self._pictures.shape[1:3]
        return size_of_epoch(height, width, share, seed=self.settings.seed, epoch=epoch)

    @property
    def _pictures_in_one(self) -> int:
        """How many pictures one can be mixed of."""
        config = self.settings.augmentation
        if config is None or self._augmenter is None:
            return 1
        return (TILES if config.mosaic else 1) * (2 if config.mixup else 1)

    def _packed(self, labels: Sequence[BoxedLabels]) -> Floats:
        rows = np.zeros((len(labels), self._rows, COLUMNS), np.float32)
        for number, one in enumerate(labels):
            largest = _largest(one, self._rows)
            rows[number] = pack_truth(largest.boxes_xyxy, largest.classes, largest.is_crowd, rows=self._rows)
        return rows


def _largest(labels: BoxedLabels, most: int) -> BoxedLabels:
    if len(labels.classes) <= most:
        return labels
    areas = np.prod(labels.boxes_xyxy[:, 2:] - labels.boxes_xyxy[:, :2], axis=1)
    kept = np.sort(np.argsort(-areas, kind="stable")[:most])
    return labels.chosen(labels.boxes_xyxy[kept], kept)
