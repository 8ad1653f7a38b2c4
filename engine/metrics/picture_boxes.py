"""How well one class and one box of each picture are said, as one looks at it while a network learns."""

from typing import Any

import keras
from keras import ops

from engine.losses.picture_box import main_object
from engine.ops.boxes.picture_answers import pixels_of, read_answer
from engine.ops.boxes.truth_rows import unpack_truth
from models.boxes.overlaps import iou

Tensor = Any
RIGHT_IOU = 0.5
"""From which overlap on a box is right (ILSVRC, 1409.0575, section 4.2)."""


class _MeanOfPictures(keras.metrics.Metric):
    """The mean of a number over the pictures that show an object.

    Args:
        picture_px: height and width of the network's input.
        name: of the metric.
    """

    def __init__(self, picture_px: tuple[int, int], *, name: str) -> None:
        # Counts need float32 whatever the policy is: bfloat16 cannot count beyond 256.
        super().__init__(name=name, dtype="float32")
        self._picture_px = picture_px
        self.total = self.add_weight(shape=(), initializer="zeros", dtype="float32", name="total")
        self.pictures = self.add_weight(shape=(), initializer="zeros", dtype="float32", name="pictures")

    def update_state(self, y_true: Tensor, y_pred: Tensor, sample_weight: Tensor | None = None) -> None:
        """Count a batch: (B, n, 6) truth rows against (B, classes + 4) answers; weights are not used."""
        box, label, is_there = main_object(unpack_truth(y_true))
        logits, shares = read_answer(y_pred)
        is_class = ops.cast(ops.argmax(logits, axis=-1), "int32") == label
        overlap = iou(pixels_of(shares, picture_px=self._picture_px), box)
        counted = ops.cast(is_there, "float32")
        self.total.assign_add(ops.sum(counted * self._number(is_class, overlap)))
        self.pictures.assign_add(ops.sum(counted))

    def result(self) -> Tensor:
        return self.total / ops.maximum(self.pictures, 1.0)

    def _number(self, is_class: Tensor, overlap: Tensor) -> Tensor:
        """(B,) float32, of each picture; ``is_class`` (B,) whether its class is right, ``overlap`` (B,) its IoU."""
        raise NotImplementedError


class LocalisationAccuracy(_MeanOfPictures):
    """Share of pictures whose class is right and whose box overlaps the true one by 0.5 (ILSVRC)."""

    def _number(self, is_class: Tensor, overlap: Tensor) -> Tensor:
        return ops.cast(is_class & (overlap >= RIGHT_IOU), "float32")


class ClassAccuracy(_MeanOfPictures):
    """Share of pictures whose class is right."""

    def _number(self, is_class: Tensor, overlap: Tensor) -> Tensor:
        return ops.cast(is_class, "float32")


class MeanBoxIoU(_MeanOfPictures):
    """The mean overlap of the box with the true one, whatever its class."""

    def _number(self, is_class: Tensor, overlap: Tensor) -> Tensor:
        return overlap
