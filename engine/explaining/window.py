"""The window of a picture that a network of patches sees when something away from the middle is explained."""

from pathlib import Path

from engine.contract.masks import PixelChoice
from engine.data.fitting import Placement
from engine.data.mirroring import Window, cut_window
from engine.data.reading import read_whole
from engine.explaining.class_grid import ClassGrid, class_grid
from engine.explaining.run_graph import graph_of_run
from engine.model_store import LoadedRun, Pixels
from engine.predicting.mask_network import coarsest_step


def has_window(run: LoadedRun) -> bool:
    """Whether a run looks at parts of pictures at their own size, so that it matters which."""
    return run.input.fit == "patches" and class_grid(run) is not None


def read_window(run: LoadedRun, image: Path, choice: PixelChoice) -> tuple[Pixels, Placement]:
    """The pixels (h, w, channels) around a chosen one, as the network sees them, and where the original lies in them.

    Raises:
        DecodeError: the file is no sound picture.
    """
    grid = class_grid(run)
    assert grid is not None
    whole = read_whole(image, channels=run.input.channels)
    height, width = whole.shape[:2]
    step = coarsest_step(graph_of_run(run))
    top = window_start(choice.y, length=height, side=run.input.height, said=_said(grid, 0), step=step)
    left = window_start(choice.x, length=width, side=run.input.width, said=_said(grid, 1), step=step)
    window = Window(top, left, run.input.height, run.input.width)
    placement = Placement(
        original_size=(width, height),
        input_size=(window.width, window.height),
        scale=(1.0, 1.0),
        offset=(float(-left), float(-top)),
    )
    return cut_window(whole, window), placement


def window_start(pixel: int, *, length: int, side: int, said: tuple[int, int], step: int) -> int:
    """Where along one axis the window begins that has a pixel in its middle, as far as the picture's ends let it.

    It is moved by whole steps of the network, as the tiles of a prediction are, so that the network says the same of
    each pixel (``Tiling.stride_px``). Something is said of every pixel: near an end the window reaches beyond it by
    its margin, where the picture is mirrored. A picture that fits into the window lies in its middle.

    Args:
        pixel: its row or column.
        length: of the picture.
        side: of the window.
        said: pixels of the window before the first one of which something is said, and how many these are.
        step: of the network.
    """
    margin, count = said
    if length <= count:
        return -((side - length) // 2)
    last = -(-(length - count) // step)
    wanted = round((pixel - count // 2) / step)
    return min(max(wanted, 0), last) * step - margin


def _said(grid: ClassGrid, axis: int) -> tuple[int, int]:
    return grid.margin[axis], grid.cells[axis] * grid.stride[axis]
