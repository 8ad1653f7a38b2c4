"""Keras layers of detectors in one stage; they compute in float32 under every policy."""

from typing import Any

from keras import layers

from models import nodes
from models.layers.default_box_rows import DefaultBoxRows
from models.layers.grid_boxes import CellBoxes, GridBoxes
from models.layers.of_nodes.making import Makers, Making
from models.layers.picture_box import PictureBox


def _cell_boxes(operation: nodes.CellBoxes, making: Making) -> list[layers.Layer]:
    return [CellBoxes(operation.cells, operation.boxes, **_precise(making))]


def _grid_boxes(operation: nodes.GridBoxes, making: Making) -> list[layers.Layer]:
    return [GridBoxes(operation.shapes, **_precise(making))]


def _default_box_rows(operation: nodes.DefaultBoxRows, making: Making) -> list[layers.Layer]:
    return [DefaultBoxRows(operation.shapes, **_precise(making))]


def _picture_box(_: nodes.PictureBox, making: Making) -> list[layers.Layer]:
    return [PictureBox(**_precise(making))]


def _precise(making: Making) -> dict[str, Any]:
    return {**making.common, "dtype": "float32"}


GRID_MAKERS: Makers = {
    nodes.CellBoxes: _cell_boxes,
    nodes.GridBoxes: _grid_boxes,
    nodes.DefaultBoxRows: _default_box_rows,
    nodes.PictureBox: _picture_box,
}
