"""Upsampling with zeros."""

from typing import Any

import keras
from keras import layers, ops


@keras.saving.register_keras_serializable(package="fovea")
class BedOfNails(layers.Layer):
    """Every value in the upper left corner of a window of zeros.

    Args:
        factor: rows and columns of a window.
        **kwargs: those of every layer.
    """

    def __init__(self, factor: tuple[int, int] = (2, 2), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.factor = tuple(factor)

    def call(self, inputs: keras.KerasTensor) -> keras.KerasTensor:
        """Return (batch, rows, columns, channels)."""
        down, right = self.factor
        _, height, width, channels = ops.shape(inputs)
        cells = ops.reshape(inputs, (-1, height, 1, width, 1, channels))
        windows = ops.pad(cells, [[0, 0], [0, 0], [0, down - 1], [0, 0], [0, right - 1], [0, 0]])
        return ops.reshape(windows, (-1, height * down, width * right, channels))

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        """Return (batch, rows, columns, channels)."""
        batch, height, width, channels = input_shape
        rows = None if height is None else height * self.factor[0]
        columns = None if width is None else width * self.factor[1]
        return batch, rows, columns, channels

    def get_config(self) -> dict[str, Any]:
        """Return what makes this layer again."""
        return {**super().get_config(), "factor": self.factor}
