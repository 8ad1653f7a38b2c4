"""Script calls of detectors in one stage."""

from models import nodes
from models.script.calls import Call
from models.script.layer_calls.writing import Writers, required


def _cell_boxes(operation: nodes.CellBoxes) -> tuple[Call, ...]:
    arguments = required("cells", operation.cells), required("boxes", operation.boxes)
    return (Call("CellBoxes", arguments, own_file="grid_boxes.py"),)


def _grid_boxes(operation: nodes.GridBoxes) -> tuple[Call, ...]:
    return (Call("GridBoxes", (required("shapes", operation.shapes),), own_file="grid_boxes.py"),)


def _default_box_rows(operation: nodes.DefaultBoxRows) -> tuple[Call, ...]:
    return (Call("DefaultBoxRows", (required("shapes", operation.shapes),), own_file="default_box_rows.py"),)


def _picture_box(_: nodes.PictureBox) -> tuple[Call, ...]:
    return (Call("PictureBox", own_file="picture_box.py"),)


GRID_WRITERS: Writers = {
    nodes.CellBoxes: _cell_boxes,
    nodes.GridBoxes: _grid_boxes,
    nodes.DefaultBoxRows: _default_box_rows,
    nodes.PictureBox: _picture_box,
}
