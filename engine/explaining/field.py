"""What one cell of a layer sees of a picture: the window that arithmetic says, and what really reaches it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from engine.contract.errors import UserError
from engine.explaining.run_graph import graph_of_run
from engine.explaining.seen import SeenPicture
from engine.inspect.probe import Floats, probe_of
from engine.inspect.program import program_of
from engine.inspect.targets import CellOf
from engine.model_store import LoadedRun
from models.arithmetic import receptive_fields
from models.receptive_field import ReceptiveField

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class SeenField:
    """What a cell sees.

    Attributes:
        layer: its name.
        cell: (row, column).
        grid: (rows, columns) of the layer.
        box_xyxy: the window in pixels of the network's input, cut at its edges.
        is_whole_input: whether the layer sees everything, whatever lies before it.
        size: (vertical, horizontal) extent of the window, what lies beyond the picture included.
        stride: (vertical, horizontal) distance between the windows of neighbouring cells.
        gradient: (h, w) magnitude of the gradient of the cell's values at the picture, the largest over the channels.
        activation: (rows, columns) mean magnitude of the layer's values.
    """

    layer: str
    cell: tuple[int, int]
    grid: tuple[int, int]
    box_xyxy: Box
    is_whole_input: bool
    size: tuple[int, int]
    stride: tuple[float, float]
    gradient: Floats
    activation: Floats


@lru_cache(maxsize=4)
def fields_of(run: LoadedRun) -> Mapping[str, ReceptiveField]:
    """What the cells of every layer see, by the names of nodes."""
    return receptive_fields(graph_of_run(run))


def see_field(run: LoadedRun, seen: SeenPicture, layer: str, cell: tuple[int, int] | None = None) -> SeenField:
    """Return what a cell of a layer sees; None takes the middle one.

    Raises:
        UserError: there is no such layer or cell, or the layer has no positions.
    """
    rows, columns = _grid(run, layer)
    row, column = (rows // 2, columns // 2) if cell is None else cell
    if not (0 <= row < rows and 0 <= column < columns):
        raise UserError(
            f"There is no such cell. Received: row {row}, column {column} of {layer}.",
            f"It has {rows} rows and {columns} columns, counted from 0.",
        )
    probe = probe_of(run.model, (program_of(run.model).input_names[0], layer), kind=CellOf(layer))
    probed = probe(seen.prepared[np.newaxis], np.array([row]), np.array([column]))
    field = fields_of(run)[node_name(layer)]
    height, width = seen.prepared.shape[:2]
    return SeenField(
        layer=layer,
        cell=(row, column),
        grid=(rows, columns),
        box_xyxy=window_of(field, (row, column), height=height, width=width),
        is_whole_input=field.effective == "whole input",
        size=field.size,
        stride=(float(field.stride[0]), float(field.stride[1])),
        gradient=np.abs(probed.gradients[0][0]).max(axis=-1),
        activation=np.abs(probed.activations[1][0]).mean(axis=-1),
    )


def box_of_cell(run: LoadedRun, layer: str, cell: tuple[int, int], *, height: int, width: int) -> Box:
    """The box that a cell of a layer sees; for a layer without positions the whole picture."""
    field = fields_of(run).get(node_name(layer))
    if field is None:
        return 0.0, 0.0, float(width), float(height)
    return window_of(field, cell, height=height, width=width)


def window_of(field: ReceptiveField, cell: tuple[int, int], *, height: int, width: int) -> Box:
    """The box (x_min, y_min, x_max, y_max) that a cell sees, cut at the edges of the picture."""
    if field.effective == "whole input":
        return 0.0, 0.0, float(width), float(height)
    rows = field.vertical.span(cell[0]) or (0, 0)
    columns = field.horizontal.span(cell[1]) or (0, 0)
    y_min, y_max = (min(max(end, 0), height) for end in rows)
    x_min, x_max = (min(max(end, 0), width) for end in columns)
    return float(x_min), float(y_min), float(x_max), float(y_max)


def _grid(run: LoadedRun, layer: str) -> tuple[int, int]:
    program = program_of(run.model)
    call = program.producer(program.value_of(layer))
    if call is None or not call.has_positions or None in call.shape:
        raise UserError(
            f"This layer has no positions. Received: {layer}.", "Choose one that makes maps, such as a convolution."
        )
    rows, columns = call.shape[:2]
    assert rows is not None
    assert columns is not None
    return rows, columns


def node_name(layer: str) -> str:
    """The node of a layer: a graph flattens nested models, whose names it joins with an underscore."""
    return layer.replace("/", "_")
