"""Default boxes of several maps as rows: where they lie, and what the network says of each."""

from typing import Any

import keras
import numpy as np
from keras import layers, ops

from models.boxes.anchors import cell_centres

Shape = tuple[int | None, ...]
Shapes = tuple[tuple[int, ...], ...]


@keras.saving.register_keras_serializable(package="fovea")
class DefaultBoxRows(layers.Layer):
    """Corners of every default box as shares of the picture, its changes and its logits, map after map, in float32.

    Args:
        shapes: for each map the widths and heights of the boxes of a cell, in thousandths of the picture.
        **kwargs: those of every layer.
    """

    def __init__(self, shapes: Shapes = ((100, 100),), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.shapes = tuple(tuple(row) for row in shapes)

    def call(self, inputs: list[keras.KerasTensor]) -> keras.KerasTensor:
        """Return (batch, default boxes, 8 + logits) of pairs of maps, changes and logits."""
        rows = [self._rows_of(inputs[2 * level], inputs[2 * level + 1], level) for level in range(len(self.shapes))]
        return ops.concatenate(rows, axis=1)

    def _rows_of(self, changes: keras.KerasTensor, logits: keras.KerasTensor, level: int) -> keras.KerasTensor:
        height, width, channels = logits.shape[1:]
        each = len(self.shapes[level]) // 2
        count = height * width * each
        moved = ops.reshape(ops.cast(changes, "float32"), (-1, count, 4))
        corners = ops.zeros_like(moved) + ops.convert_to_tensor(self._corners(height, width, level))
        said = ops.reshape(ops.cast(logits, "float32"), (-1, count, channels // each))
        return ops.concatenate([corners, moved, said], axis=-1)

    def _corners(self, height: int, width: int, level: int) -> Any:
        centres = cell_centres(rows=height, columns=width, stride_px=1.0)[:, None] / np.array([width, height])
        half = np.array(self.shapes[level], np.float32).reshape(-1, 2) / 2000
        return np.concatenate([centres - half, centres + half], axis=-1).reshape(-1, 4).astype(np.float32)

    def compute_output_shape(self, input_shape: list[Shape]) -> Shape:
        """Return (batch, default boxes, 8 + logits)."""
        boxes = [len(row) // 2 for row in self.shapes]
        maps = input_shape[1::2]
        count = sum((shape[1] or 0) * (shape[2] or 0) * each for shape, each in zip(maps, boxes, strict=True))
        return maps[0][0], count, 8 + (maps[0][3] or 0) // boxes[0]

    def get_config(self) -> dict[str, Any]:
        """Return what makes this layer again."""
        return {**super().get_config(), "shapes": self.shapes}
