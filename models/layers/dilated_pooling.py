"""Pooling whose window has gaps."""

from typing import Any

import keras
from keras import layers, ops

Shape = tuple[int | None, ...]


@keras.saving.register_keras_serializable(package="fovea")
class DilatedPooling(layers.Layer):
    """Maximum or mean of values that are some cells apart, for every place: what a strided network would pool.

    Args:
        window: rows and columns of the window, counted in values.
        dilation: distance between them, in cells.
        summary: "maximum" or "average".
        **kwargs: those of every layer.
    """

    def __init__(
        self,
        window: tuple[int, int] = (2, 2),
        dilation: tuple[int, int] = (2, 2),
        summary: str = "maximum",
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.window = tuple(window)
        self.dilation = tuple(dilation)
        self.summary = summary

    def call(self, inputs: keras.KerasTensor) -> keras.KerasTensor:
        """Return (batch, rows, columns, channels)."""
        height, width = ops.shape(inputs)[1:3]
        rows, columns = (size - self._lost(axis) for axis, size in enumerate((height, width)))
        taps = [
            inputs[:, i * self.dilation[0] : i * self.dilation[0] + rows][
                :, :, j * self.dilation[1] : j * self.dilation[1] + columns
            ]
            for i in range(self.window[0])
            for j in range(self.window[1])
        ]
        result = taps[0]
        for tap in taps[1:]:
            result = ops.maximum(result, tap) if self.summary == "maximum" else result + tap
        return result if self.summary == "maximum" else result / len(taps)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return (batch, rows, columns, channels)."""
        batch, height, width, channels = input_shape
        rows = None if height is None else height - self._lost(0)
        columns = None if width is None else width - self._lost(1)
        return batch, rows, columns, channels

    def _lost(self, axis: int) -> int:
        return (self.window[axis] - 1) * self.dilation[axis]

    def get_config(self) -> dict[str, Any]:
        """Return what makes this layer again."""
        return {**super().get_config(), "window": self.window, "dilation": self.dilation, "summary": self.summary}
