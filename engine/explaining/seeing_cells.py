"""The windows of all layers at one place, and the cells of all layers that see one pixel."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from engine.explaining.field import Box, node_name, window_of
from engine.explaining.run_graph import graph_of_run
from engine.inspect.program import program_of
from engine.model_store import LoadedRun
from models.arithmetic import receptive_fields
from models.receptive_field import AxisField, ReceptiveField


@dataclass(frozen=True, slots=True)
class Window:
    """What one cell of a layer sees, in pixels of the network's input.

    Attributes:
        layer: its name.
        grid: (rows, columns) of the layer.
        cell: (row, column).
        box_xyxy: the window, cut at the edges of the input.
    """

    layer: str
    grid: tuple[int, int]
    cell: tuple[int, int]
    box_xyxy: Box


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of a layer that see a pixel.

    Attributes:
        layer: its name.
        grid: (rows, columns) of the layer.
        rows: the first and the last row; None where none sees it.
        columns: the first and the last column.
    """

    layer: str
    grid: tuple[int, int]
    rows: tuple[int, int] | None
    columns: tuple[int, int] | None


def windows_at(run: LoadedRun, place: tuple[float, float], *, height: int, width: int) -> tuple[Window, ...]:
    """The windows of the cells of all layers that lie at one place.

    Args:
        run: the network.
        place: (down, across) as shares of the picture, 0 to 1.
        height: of the network's input.
        width: of the network's input.
    """
    found = []
    for layer, grid, field in _layers(run):
        row, column = (min(int(share * cells), cells - 1) for share, cells in zip(place, grid, strict=True))
        box = window_of(field, (row, column), height=height, width=width)
        found.append(Window(layer, grid, (row, column), box))
    return tuple(found)


def cells_seeing(run: LoadedRun, pixel: tuple[int, int]) -> tuple[Cells, ...]:
    """For every layer with positions the cells that see a pixel (row, column) of the network's input."""
    return tuple(
        Cells(
            layer,
            grid,
            _seeing(field, field.vertical, grid[0], pixel[0]),
            _seeing(field, field.horizontal, grid[1], pixel[1]),
        )
        for layer, grid, field in _layers(run)
    )


def _seeing(field: ReceptiveField, axis: AxisField, cells: int, pixel: int) -> tuple[int, int] | None:
    if field.effective == "whole input":
        return 0, cells - 1
    spans = [axis.span(cell) for cell in range(cells)]
    seeing = np.flatnonzero([span is not None and span[0] <= pixel < span[1] for span in spans])
    return (int(seeing[0]), int(seeing[-1])) if seeing.size else None


def _layers(run: LoadedRun) -> Iterator[tuple[str, tuple[int, int], ReceptiveField]]:
    """Every layer whose maps have a known size, with its receptive field, in the order in which they run."""
    fields = receptive_fields(graph_of_run(run))
    for call in program_of(run.model).calls:
        field = fields.get(node_name(call.name))
        rows, columns = call.shape[:2] if call.has_positions else (None, None)
        if field is not None and rows is not None and columns is not None:
            yield call.name, (rows, columns), field
