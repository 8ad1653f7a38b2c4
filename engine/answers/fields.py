"""What an engine answers to questions about receptive fields."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from engine.contract.errors import UserError
from engine.contract.looking_inside import FindExciting, IndexExciting, SeeField, SeePixel
from engine.contract.seen_inside import (
    BoxXyxy,
    ExcitingFound,
    ExcitingIndexed,
    ExcitingPicture,
    FieldSeen,
    LayerCells,
    LayerField,
    PixelSeen,
)
from engine.data.fitting import Placement
from engine.explaining.exciting_index import Exciting, exciting_pictures, index_exciting, root_of
from engine.explaining.field import Box, box_of_cell, see_field
from engine.explaining.placing import on_original
from engine.explaining.seeing_cells import cells_seeing, windows_at
from engine.explaining.seen import see_picture
from engine.handlers.context import Result
from engine.model_store import LoadedRun, load_run

OnProgress = Callable[[str, int, int], None]


def answer_field(command: SeeField) -> Result:
    """What a cell sees; attached: the gradient on the original picture, and the layer's mean activation."""
    run = load_run(command.run)
    seen = see_picture(run, Path(command.image))
    found = see_field(run, seen, command.layer, command.cell)
    height, width = seen.prepared.shape[:2]
    place = tuple((cell + 0.5) / cells for cell, cells in zip(found.cell, found.grid, strict=True))
    windows = windows_at(run, (place[0], place[1]), height=height, width=width) if command.is_nested else ()
    event = FieldSeen(
        run=command.run,
        image=command.image,
        field=LayerField(
            layer=found.layer,
            cell=found.cell,
            grid=found.grid,
            box_xyxy=box_on_original(found.box_xyxy, seen.placement),
        ),
        is_whole_input=found.is_whole_input,
        size_px=found.size,
        stride_px=found.stride,
        nested=tuple(
            LayerField(
                layer=window.layer,
                cell=window.cell,
                grid=window.grid,
                box_xyxy=box_on_original(window.box_xyxy, seen.placement),
            )
            for window in windows
        ),
    )
    return event, (on_original(found.gradient, seen.placement), found.activation)


def answer_pixel(command: SeePixel) -> Result:
    """Which cells of each layer see a pixel of the original picture."""
    run = load_run(command.run)
    seen = see_picture(run, Path(command.image))
    column, row = np.floor(seen.placement.to_input(np.array([command.x, command.y]))).astype(int).tolist()
    height, width = seen.prepared.shape[:2]
    if not (0 <= row < height and 0 <= column < width):
        raise UserError(
            f"The network does not see this pixel. Received: x {command.x:.0f}, y {command.y:.0f}.",
            "Choose one nearer to the middle: the edges are cut away before the network gets the picture.",
        )
    layers = tuple(
        LayerCells(layer=cells.layer, grid=cells.grid, rows=cells.rows, columns=cells.columns)
        for cells in cells_seeing(run, (row, column))
    )
    return PixelSeen(run=command.run, image=command.image, x=command.x, y=command.y, layers=layers), ()


def box_on_original(box_xyxy: Box, placement: Placement) -> BoxXyxy:
    """A box in pixels of the network's input as one in pixels of the original picture, cut at its edges."""
    x_min, y_min, x_max, y_max = placement.boxes_to_original(np.array(box_xyxy, np.float64)).tolist()
    return x_min, y_min, x_max, y_max


def answer_index(command: IndexExciting, on_progress: OnProgress) -> Result:
    """Make the index of what excites every unit, unless it is there."""
    count = index_exciting(load_run(command.run), command.split, on_progress)
    return ExcitingIndexed(run=command.run, split=command.split, pictures=count), ()


def answer_exciting(command: FindExciting) -> Result:
    """The pictures that excite one unit most, each with what the unit's cell saw of it."""
    run = load_run(command.run)
    found = exciting_pictures(run, command.split, command.layer, command.channel)
    pictures = () if found is None else tuple(_with_box(run, command.layer, picture) for picture in found)
    event = ExcitingFound(
        run=command.run,
        layer=command.layer,
        channel=command.channel,
        pictures=pictures,
        is_indexed=found is not None,
    )
    return event, ()


def _with_box(run: LoadedRun, layer: str, picture: Exciting) -> ExcitingPicture:
    path = root_of(run) / picture.image
    placement = see_picture(run, path).placement
    box = box_of_cell(run, layer, picture.cell, height=run.input.height, width=run.input.width)
    return ExcitingPicture(
        image=picture.image,
        value=picture.value,
        cell=picture.cell,
        box_xyxy=box_on_original(box, placement),
    )
