"""Nodes of detectors in one stage."""

from typing import Any

from models import nodes
from models.layers.default_box_rows import DefaultBoxRows
from models.layers.grid_boxes import CellBoxes, GridBoxes
from models.layers.picture_box import PictureBox
from models.layers.to_nodes.reading import Readers


def _cell_boxes(layer: Any) -> nodes.NodeType:
    return nodes.CellBoxes(layer.cells, layer.boxes)


def _grid_boxes(layer: Any) -> nodes.NodeType:
    return nodes.GridBoxes(layer.shapes)


def _default_box_rows(layer: Any) -> nodes.NodeType:
    return nodes.DefaultBoxRows(layer.shapes)


def _picture_box(_: Any) -> nodes.NodeType:
    return nodes.PictureBox()


GRID_READERS: Readers = {
    CellBoxes: _cell_boxes,
    GridBoxes: _grid_boxes,
    DefaultBoxRows: _default_box_rows,
    PictureBox: _picture_box,
}
