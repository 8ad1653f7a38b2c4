"""What the cells of a grid say of boxes, in the forms of the first and of the second YOLO."""

from typing import Any

import keras
from keras import layers, ops

Shape = tuple[int | None, ...]
Shapes = tuple[tuple[int, ...], ...]


@keras.saving.register_keras_serializable(package="fovea")
class CellBoxes(layers.Layer):
    """Values of cells, S x S x (5 B + C): B boxes and one class for each cell.

    Args:
        cells: rows and columns of the grid.
        boxes: of each cell.
        **kwargs: those of every layer.
    """

    def __init__(self, cells: tuple[int, int] = (7, 7), boxes: int = 2, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.cells = (cells[0], cells[1])
        self.boxes = boxes

    def call(self, inputs: keras.KerasTensor) -> keras.KerasTensor:
        """Return (batch, rows, columns, 5 boxes + classes)."""
        return ops.reshape(inputs, (-1, *self.compute_output_shape(inputs.shape)[1:]))

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return (batch, rows, columns, 5 boxes + classes)."""
        values = 1
        for side in input_shape[1:]:
            values *= side or 0
        return input_shape[0], *self.cells, values // (self.cells[0] * self.cells[1])

    def get_config(self) -> dict[str, Any]:
        """Return what makes this layer again."""
        return {**super().get_config(), "cells": self.cells, "boxes": self.boxes}


@keras.saving.register_keras_serializable(package="fovea")
class GridBoxes(layers.Layer):
    """Values of boxes, S x S x B x (5 + C): each box of a cell has a class of its own.

    Args:
        shapes: width and height that each box starts from, in thousandths of the picture.
        **kwargs: those of every layer.
    """

    def __init__(self, shapes: Shapes = ((100, 100),), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.shapes = tuple(tuple(shape) for shape in shapes)

    def call(self, inputs: keras.KerasTensor) -> keras.KerasTensor:
        """Return (batch, rows, columns, boxes, 5 + classes)."""
        return ops.reshape(inputs, (-1, *self.compute_output_shape(inputs.shape)[1:]))

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return (batch, rows, columns, boxes, 5 + classes)."""
        return *input_shape[:3], len(self.shapes), (input_shape[3] or 0) // len(self.shapes)

    def get_config(self) -> dict[str, Any]:
        """Return what makes this layer again."""
        return {**super().get_config(), "shapes": self.shapes}
