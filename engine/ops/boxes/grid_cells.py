"""Boxes in the terms of the cell that their centre lies in: the code of YOLO.

The first YOLO (Redmon et al. 2016, 1506.02640, section 2): x and y as shares of the cell, width and height as shares of
the picture, all in [0, 1]. From YOLOv2 on (1612.08242, section 2): ``b_x = sigmoid(t_x) + c_x``,
``b_w = p_w exp(t_w)``, with the cell c and the shape p of an anchor.
"""

from typing import Any, NamedTuple

from keras import ops

from models.boxes.deltas import LARGEST_GROWTH
from models.boxes.forms import centres_to_corners, corners_to_centres

Tensor = Any
_LEAST_SHARE = 1e-4


class GridBoxes(NamedTuple):
    """Boxes and the cells of a grid that they belong to.

    Attributes:
        cells: (..., 2) int32 row and column.
        values: (..., 4) float32 x and y as shares of the cell, width and height as shares of the picture.
    """

    cells: Tensor
    values: Tensor


def encode_cells(boxes_xyxy: Tensor, *, rows: int, columns: int, picture_px: tuple[float, float]) -> GridBoxes:
    """Boxes (..., 4) in the terms of the first YOLO.

    Args:
        boxes_xyxy: within the picture; a centre on its right or lower border belongs to the last cell.
        rows: of the grid.
        columns: of the grid.
        picture_px: height and width.
    """
    height, width = picture_px
    centre_size = corners_to_centres(boxes_xyxy) / ops.convert_to_tensor([width, height, width, height], "float32")
    sides = ops.convert_to_tensor([columns, rows], dtype="float32")
    places = centre_size[..., :2] * sides
    cells = ops.minimum(ops.maximum(ops.floor(places), 0.0), sides - 1.0)
    values = ops.concatenate([places - cells, centre_size[..., 2:]], axis=-1)
    return GridBoxes(ops.cast(ops.flip(cells, axis=-1), "int32"), values)


def decode_cells(values: Tensor, *, picture_px: tuple[float, float]) -> Tensor:
    """(..., rows, columns, b, 4) corners in pixels of values of the first YOLO, float32.

    Args:
        values: (..., rows, columns, b, 4), as ``encode_cells`` gives them, each in its cell.
        picture_px: height and width.
    """
    values = ops.cast(values, "float32")
    rows, columns = values.shape[-4:-2]
    places = (values[..., :2] + _corners_of_cells(rows, columns)) / _sides(rows, columns)
    height, width = picture_px
    whole = ops.concatenate([places, values[..., 2:]], axis=-1)
    return centres_to_corners(whole * ops.convert_to_tensor([width, height, width, height], dtype="float32"))


def encode_anchored(values: Tensor, shapes: Tensor) -> Tensor:
    """(..., 4) what a network of YOLOv2 has to say for boxes (..., 4) of ``encode_cells`` and shapes (..., 2).

    Args:
        values: x and y as shares of the cell, width and height as shares of the picture.
        shapes: width and height of the anchors as shares of the picture.
    """
    values = ops.cast(values, "float32")
    inside = ops.clip(values[..., :2], _LEAST_SHARE, 1.0 - _LEAST_SHARE)
    grown = ops.log(ops.maximum(values[..., 2:], _LEAST_SHARE) / ops.cast(shapes, "float32"))
    return ops.concatenate([ops.log(inside) - ops.log(1.0 - inside), grown], axis=-1)


def decode_anchored(outputs: Tensor, shapes: Tensor) -> Tensor:
    """(..., 4) values for ``decode_cells`` of what a network of YOLOv2 says, with shapes (..., 2) of anchors."""
    outputs = ops.cast(outputs, "float32")
    sizes = ops.cast(shapes, "float32") * ops.exp(ops.minimum(outputs[..., 2:], LARGEST_GROWTH))
    return ops.concatenate([ops.sigmoid(outputs[..., :2]), sizes], axis=-1)


def _corners_of_cells(rows: int, columns: int) -> Tensor:
    """(rows, columns, 1, 2) x and y of cells, counted."""
    y, x = ops.meshgrid(ops.arange(rows, dtype="float32"), ops.arange(columns, dtype="float32"), indexing="ij")
    return ops.stack([x, y], axis=-1)[:, :, None]


def _sides(rows: int, columns: int) -> Tensor:
    return ops.convert_to_tensor([columns, rows], dtype="float32")
