"""What a network says of the one box of a picture, beside its class logits."""

from typing import Any

import keras
from keras import layers, ops

Shape = tuple[int | None, ...]


@keras.saving.register_keras_serializable(package="fovea")
class PictureBox(layers.Layer):
    """Class logits, and centre, width and height of a box as shares of the picture, in float32."""

    def call(self, inputs: list[keras.KerasTensor]) -> keras.KerasTensor:
        """Return (batch, classes + 4)."""
        logits, box = (ops.cast(each, "float32") for each in inputs)
        return ops.concatenate([logits, ops.sigmoid(box)], axis=-1)

    def compute_output_shape(self, input_shape: list[Shape]) -> Shape:
        """Return (batch, classes + 4)."""
        values: Any = sum(shape[-1] or 0 for shape in input_shape)
        return input_shape[0][0], values
