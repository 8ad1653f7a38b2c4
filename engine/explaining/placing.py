"""Maps over a network's input brought onto the original picture."""

import numpy as np

from engine.data.fitting import Placement
from engine.inspect.probe import Floats
from engine.inspect.resampling import cut_map


def on_original(values: Floats, placement: Placement) -> Floats:
    """A map over the network's input as a map over the original picture, about as coarse as it was.

    Letterbox bars are cut away; what a crop hid from the network is zero.
    """
    x_min, y_min, x_max, y_max = original_in_input(placement)
    rows = max(1, round(values.shape[0] * (y_max - y_min)))
    columns = max(1, round(values.shape[1] * (x_max - x_min)))
    return cut_map(values, (x_min, y_min, x_max, y_max), height=rows, width=columns)


def cell_size(values: Floats, placement: Placement) -> tuple[float, float]:
    """Width and height of one cell of a map over the network's input, in pixels of the original picture."""
    width, height = placement.input_size
    return (width / values.shape[1] / placement.scale[0], height / values.shape[0] / placement.scale[1])


def is_cropped(placement: Placement) -> bool:
    """Whether the network sees only the middle of the picture."""
    x_min, y_min, x_max, y_max = original_in_input(placement)
    return min(x_min, y_min) < -1e-6 or max(x_max, y_max) > 1 + 1e-6


def original_in_input(placement: Placement) -> tuple[float, float, float, float]:
    """Where the original's edges lie, as shares of the input's width and height; beyond 0..1 for a crop."""
    corners = placement.to_input(np.array([[0.0, 0.0], placement.original_size])) / np.array(placement.input_size)
    (x_min, y_min), (x_max, y_max) = corners.tolist()
    return x_min, y_min, x_max, y_max
