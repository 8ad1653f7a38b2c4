"""Cropping one map to the size of another."""

from typing import Any

import keras
from keras import layers, ops

Shape = tuple[int | None, ...]


@keras.saving.register_keras_serializable(package="fovea")
class CropTo(layers.Layer):
    """The part of the first input that has height and width of the second.

    Args:
        offset: rows above and columns left of the part, or "centre".
        **kwargs: those of every layer.
    """

    def __init__(self, offset: str | tuple[int, int] = "centre", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.offset = offset if isinstance(offset, str) else tuple(offset)

    def call(self, inputs: list[keras.KerasTensor]) -> keras.KerasTensor:
        """Return (batch, rows, columns, channels of the first input)."""
        whole, reference = inputs
        rows, columns = ops.shape(reference)[1:3]
        height, width = ops.shape(whole)[1:3]
        top, left = self.offset if isinstance(self.offset, tuple) else ((height - rows) // 2, (width - columns) // 2)
        return whole[:, top : top + rows, left : left + columns]

    def compute_output_shape(self, input_shape: list[Shape]) -> Shape:
        """Return the shape of the second input, with the channels of the first."""
        return *input_shape[1][:-1], input_shape[0][-1]

    def get_config(self) -> dict[str, Any]:
        """Return what makes this layer again."""
        return {**super().get_config(), "offset": self.offset}
