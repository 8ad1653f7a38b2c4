"""What Mask R-CNN says of every detected box, side by side."""

from typing import Any

import keras
from keras import layers, ops

Shape = tuple[int | None, ...]


@keras.saving.register_keras_serializable(package="fovea")
class InstanceAnswers(layers.Layer):
    """Corners, scores of the classes and logits of all masks of every detected box in one row, in float32."""

    def call(self, inputs: list[keras.KerasTensor]) -> keras.KerasTensor:
        """Return (batch, boxes, 4 + classes + rows x columns x masks)."""
        boxes, masks = (ops.cast(each, "float32") for each in inputs)
        count = masks.shape[2] * masks.shape[3] * masks.shape[4]
        return ops.concatenate([boxes, ops.reshape(masks, (-1, masks.shape[1], count))], axis=-1)

    def compute_output_shape(self, input_shape: list[Shape]) -> Shape:
        """Return (batch, boxes, 4 + classes + rows x columns x masks)."""
        boxes, (_, _, rows, columns, masks) = input_shape
        values: Any = (boxes[2] or 0) + (rows or 0) * (columns or 0) * (masks or 0)
        return boxes[0], boxes[1], values
