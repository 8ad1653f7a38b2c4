"""The first stage of a detector: from what anchors say to regions that are worth a look."""

from typing import Any

import keras
from keras import layers, ops

from models.boxes.areas import box_areas
from models.boxes.clipping import clip_boxes
from models.boxes.deltas import UNIT_VARIANCES, decode_deltas
from models.boxes.suppression import Kept, suppress

Shape = tuple[int | None, ...]
NO_LOGIT = -1e30
"""Of a region without area, which is none."""


@keras.saving.register_keras_serializable(package="fovea")
class RegionProposals(layers.Layer):
    """The best changed anchors of a picture, of which none lies over another (Faster R-CNN, 1506.01497).

    Args:
        count: regions of a picture; missing ones are zeros.
        candidates: so many anchors are looked at, the best.
        iou_threshold: of two regions whose IoU is above it, the better one stays.
        **kwargs: those of every layer.
    """

    def __init__(self, count: int = 300, candidates: int = 2000, iou_threshold: float = 0.7, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.count = count
        self.candidates = candidates
        self.iou_threshold = iou_threshold

    def call(self, inputs: list[keras.KerasTensor]) -> keras.KerasTensor:
        """Return (batch, count, 4) corners in pixels, best first; nothing of it has a gradient."""
        height, width = inputs[1].shape[1:3]
        boxes, kept = self.propose(inputs[0], picture_px=(height, width))
        chosen = ops.take_along_axis(boxes, ops.maximum(kept.indices, 0)[..., None], axis=1)
        return ops.stop_gradient(ops.where(kept.is_kept[..., None], chosen, 0.0))

    def propose(self, rows: keras.KerasTensor, *, picture_px: tuple[int, int]) -> tuple[keras.KerasTensor, Kept]:
        """Return what every anchor would propose (batch, anchors, 4), and which anchors do, best first.

        Args:
            rows: (batch, anchors, 9).
            picture_px: height and width of the picture.
        """
        rows = ops.stop_gradient(ops.cast(rows, "float32"))
        boxes = proposed_boxes(rows, picture_px=picture_px)
        logits = ops.where(box_areas(boxes) > 0, rows[..., 4], 2.0 * NO_LOGIT)
        kept = suppress(
            boxes,
            logits,
            ops.zeros_like(logits, dtype="int32"),
            iou_threshold=self.iou_threshold,
            score_threshold=NO_LOGIT,
            candidates=self.candidates,
            most=self.count,
        )
        return boxes, kept

    def compute_output_shape(self, input_shape: list[Shape]) -> Shape:
        """Return (batch, count, 4)."""
        return input_shape[0][0], self.count, 4

    def get_config(self) -> dict[str, Any]:
        """Return what makes this layer again."""
        own = {"count": self.count, "candidates": self.candidates, "iou_threshold": self.iou_threshold}
        return {**super().get_config(), **own}


def proposed_boxes(rows: keras.KerasTensor, *, picture_px: tuple[int, int]) -> keras.KerasTensor:
    """Return (batch, anchors, 4) what the changes make of anchors, cut at the borders of the picture.

    Args:
        rows: (batch, anchors, 9): corners, logit, changes.
        picture_px: height and width of the picture.
    """
    boxes = decode_deltas(rows[..., 5:], rows[..., :4], variances=UNIT_VARIANCES)
    return clip_boxes(boxes, width_px=picture_px[1], height_px=picture_px[0])
