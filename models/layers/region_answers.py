"""What a detector in two stages says of every region, side by side."""

from typing import Any

import keras
from keras import layers, ops

Shape = tuple[int | None, ...]


@keras.saving.register_keras_serializable(package="fovea")
class RegionAnswers(layers.Layer):
    """Corners, class logits and changes of every region in one row, in float32."""

    def call(self, inputs: list[keras.KerasTensor]) -> keras.KerasTensor:
        """Return (batch, regions, 4 + 5 classes), the background being one of the classes."""
        return ops.concatenate([ops.cast(each, "float32") for each in inputs], axis=-1)

    def compute_output_shape(self, input_shape: list[Shape]) -> Shape:
        """Return (batch, regions, values of all inputs)."""
        values: Any = sum(shape[-1] or 0 for shape in input_shape)
        return *input_shape[0][:-1], values
