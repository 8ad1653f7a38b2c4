"""The end of the second stage of a detector: from what is said of regions to the best boxes of objects."""

from typing import Any

import keras
from keras import layers, ops

from models.boxes.areas import box_areas
from models.boxes.clipping import clip_boxes
from models.boxes.deltas import SSD_VARIANCES, decode_deltas
from models.boxes.suppression import suppress

Shape = tuple[int | None, ...]
LEAST_SCORE = 1e-6
"""Boxes of a lower score are none: those of missing regions have 0."""


@keras.saving.register_keras_serializable(package="fovea")
class DetectedRegions(layers.Layer):
    """The best boxes of all classes, of which none of a class lies over a better one (Mask R-CNN, 1703.06870).

    Args:
        count: boxes of a picture; missing ones are zeros.
        candidates: so many boxes are looked at, the best.
        iou_threshold: of two boxes of a class whose IoU is above it, the better one stays.
        **kwargs: those of every layer.
    """

    def __init__(self, count: int = 100, candidates: int = 400, iou_threshold: float = 0.5, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.count = count
        self.candidates = candidates
        self.iou_threshold = iou_threshold

    def call(self, inputs: list[keras.KerasTensor]) -> keras.KerasTensor:
        """Return (batch, count, 4 + classes): corners in pixels, without a gradient, and scores, which have one."""
        regions, logits, _ = (ops.cast(each, "float32") for each in inputs[:3])
        classes = logits.shape[2] - 1
        height, width = inputs[3].shape[1:3]
        boxes = ops.stop_gradient(clip_boxes(self._boxes(inputs), width_px=width, height_px=height))
        is_there = (box_areas(regions)[..., None] > 0) & (box_areas(boxes) > 0)
        scores = ops.where(is_there, ops.softmax(logits, axis=-1)[..., :-1], 0.0)
        every = regions.shape[1] * classes
        boxes, scores = ops.reshape(boxes, (-1, every, 4)), ops.reshape(scores, (-1, every))
        of_class = ops.zeros_like(scores, dtype="int32") + ops.arange(every, dtype="int32") % classes
        kept = suppress(
            boxes,
            ops.stop_gradient(scores),
            of_class,
            iou_threshold=self.iou_threshold,
            score_threshold=LEAST_SCORE,
            candidates=self.candidates,
            most=self.count,
        )
        places, is_kept = ops.maximum(kept.indices, 0), kept.is_kept[..., None]
        corners = ops.take_along_axis(boxes, places[..., None], axis=1)
        sure = ops.take_along_axis(scores, places, axis=1)[..., None] * ops.one_hot(places % classes, classes)
        return ops.where(is_kept, ops.concatenate([corners, sure], axis=-1), 0.0)

    def _boxes(self, inputs: list[keras.KerasTensor]) -> keras.KerasTensor:
        """Return (batch, regions, classes, 4): the box that every region means for every class of objects."""
        regions, logits, changes = (ops.cast(each, "float32") for each in inputs[:3])
        of_classes = ops.reshape(changes, (-1, *logits.shape[1:], 4))[:, :, :-1]
        return decode_deltas(of_classes, regions[:, :, None, :4], variances=SSD_VARIANCES)

    def compute_output_shape(self, input_shape: list[Shape]) -> Shape:
        """Return (batch, count, 4 + classes)."""
        return input_shape[0][0], self.count, 3 + (input_shape[1][2] or 0)

    def get_config(self) -> dict[str, Any]:
        """Return what makes this layer again."""
        own = {"count": self.count, "candidates": self.candidates, "iou_threshold": self.iou_threshold}
        return {**super().get_config(), **own}
