"""The way back from maximum pooling."""

from typing import Any

import keras
from keras import layers, ops

Shape = tuple[int | None, ...]


@keras.saving.register_keras_serializable(package="fovea")
class MaximumUnpooling(layers.Layer):
    """Every value at the position of the maximum that pooling found; zeros elsewhere (SegNet, 1511.00561).

    The inputs are the map to enlarge and the map that was pooled. Positions are found in the second one again, so
    that any pooling whose windows do not overlap can be undone, and the size comes out as it was. Of equal values the
    first one counts.

    Args:
        window: rows and columns of a window, which is also the step.
        padding: "valid" or "same", as the pooling has it.
        **kwargs: those of every layer.
    """

    def __init__(self, window: tuple[int, int] = (2, 2), padding: str = "valid", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.window = tuple(window)
        self.padding = padding

    def call(self, inputs: list[keras.KerasTensor]) -> keras.KerasTensor:
        """Return a map with height and width of the second input."""
        values, pooled = inputs
        _, rows, columns, channels = ops.shape(values)
        down, right = self.window
        windows = ops.reshape(self._whole_windows(pooled, rows, columns), (-1, rows, down, columns, right, channels))
        windows = ops.reshape(ops.transpose(windows, (0, 1, 3, 5, 2, 4)), (-1, rows, columns, channels, down * right))
        positions = ops.one_hot(ops.argmax(windows, axis=-1), down * right, dtype=values.dtype)
        spread = ops.reshape(values[..., None] * positions, (-1, rows, columns, channels, down, right))
        whole = ops.reshape(ops.transpose(spread, (0, 1, 4, 2, 5, 3)), (-1, rows * down, columns * right, channels))
        return self._of_size(whole, pooled, rows, columns)

    def _whole_windows(self, pooled: keras.KerasTensor, rows: int, columns: int) -> keras.KerasTensor:
        """Return ``pooled`` without cells that are in no window, or with cells that are never the maximum."""
        _, height, width, _ = ops.shape(pooled)
        down, right = self.window
        if self.padding == "valid":
            return pooled[:, : rows * down, : columns * right]
        top, left = self._leading(rows, height, 0), self._leading(columns, width, 1)
        around = [[0, 0], [top, rows * down - height - top], [left, columns * right - width - left], [0, 0]]
        return ops.pad(pooled, around, constant_values=float("-inf"))

    def _of_size(
        self, whole: keras.KerasTensor, pooled: keras.KerasTensor, rows: int, columns: int
    ) -> keras.KerasTensor:
        _, height, width, _ = ops.shape(pooled)
        if self.padding == "valid":
            missing = height - rows * self.window[0], width - columns * self.window[1]
            return ops.pad(whole, [[0, 0], [0, missing[0]], [0, missing[1]], [0, 0]])
        top, left = self._leading(rows, height, 0), self._leading(columns, width, 1)
        return whole[:, top : top + height, left : left + width]

    def _leading(self, cells: int, size: int, axis: int) -> int:
        return (cells * self.window[axis] - size) // 2

    def compute_output_shape(self, input_shape: list[Shape]) -> Shape:
        """Return the shape of the second input, with the channels of the first."""
        return *input_shape[1][:-1], input_shape[0][-1]

    def get_config(self) -> dict[str, Any]:
        """Return what makes this layer again."""
        return {**super().get_config(), "window": self.window, "padding": self.padding}
