"""Anchors of maps as rows: where they lie, and what the network says of each."""

from collections.abc import Sequence
from typing import Any

import keras
from keras import layers, ops

from models.boxes.anchors import anchor_grid

Shape = tuple[int | None, ...]
Rows = Sequence[Sequence[int]]


@keras.saving.register_keras_serializable(package="fovea")
class AnchorRows(layers.Layer):
    """Corners of every anchor, its logit of an object, and its changes, map after map, in float32.

    Args:
        shapes_px: width and height of every anchor of a cell, shared out evenly to the maps.
        stride_px: pixels from one cell of the first map to the next; it doubles from map to map.
        **kwargs: those of every layer.
    """

    def __init__(self, shapes_px: Rows = ((128, 128),), stride_px: int = 16, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.shapes_px = tuple((width, height) for width, height in shapes_px)
        self.stride_px = stride_px

    def call(self, inputs: list[keras.KerasTensor]) -> keras.KerasTensor:
        """Return (batch, anchors, 9) of pairs of maps, logits and changes."""
        return ops.concatenate([self._rows_of(inputs, level) for level in range(len(inputs) // 2)], axis=1)

    def _rows_of(self, inputs: list[keras.KerasTensor], level: int) -> keras.KerasTensor:
        logits, changes = inputs[2 * level], inputs[2 * level + 1]
        rows, columns, each = logits.shape[1:]
        count = rows * columns * each
        shapes = self.shapes_px[level * each : (level + 1) * each]
        stride_px = self.stride_px * 2**level
        anchors = anchor_grid(shapes, rows=rows, columns=columns, stride_px=stride_px)
        changed = ops.reshape(ops.cast(changes, "float32"), (-1, count, 4))
        corners = ops.zeros_like(changed) + ops.convert_to_tensor(anchors)
        of_object = ops.reshape(ops.cast(logits, "float32"), (-1, count, 1))
        return ops.concatenate([corners, of_object, changed], axis=-1)

    def compute_output_shape(self, input_shape: list[Shape]) -> Shape:
        """Return (batch, anchors, 9)."""
        counts = [(shape[1] or 0) * (shape[2] or 0) * (shape[3] or 0) for shape in input_shape[::2]]
        return input_shape[0][0], sum(counts), 9

    def get_config(self) -> dict[str, Any]:
        """Return what makes this layer again."""
        return {**super().get_config(), "shapes_px": self.shapes_px, "stride_px": self.stride_px}
