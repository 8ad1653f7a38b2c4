"""Whether the maps of a layer move with the picture, as those of convolutions do.

A map f is equivariant to a shift s when ``f(s(x)) = s(f(x))``. A convolution is, for shifts by multiples of its stride
and away from the borders; pooling and strides make it so for multiples of their product only.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.receptive_field import AxisField

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class MapDistance:
    """How far shifted maps are from those of the shifted picture.

    Attributes:
        distance: norm of the difference over the root mean square of both norms; 0 for equal maps, also where both are
            zero.
        cells: how many rows, or columns, were compared.
        is_inner: whether they see nothing of the borders; otherwise all that stayed in the map were compared.
    """

    distance: float
    cells: int
    is_inner: bool


def map_distance(
    original: Floats, shifted: Floats, field: AxisField, *, shift_px: int, side_px: int, axis: int
) -> MapDistance | None:
    """Compare the maps of a shifted picture with the shifted maps of the picture.

    Args:
        original: (h, w, K) the maps of the picture.
        shifted: (h, w, K) those of the shifted picture.
        field: what the cells along the axis see.
        shift_px: the shift in pixels of the input, a multiple of ``field.stride``.
        side_px: of the input along the axis.
        axis: 0 for a shift down, 1 for one to the right.

    Returns:
        None where the shift leaves no cell in the map.
    """
    cells = shift_px // int(field.stride)
    length = original.shape[axis]
    stayed = np.arange(max(cells, 0), length + min(cells, 0))
    if not len(stayed):
        return None
    low, high = max(shift_px, 0), side_px + min(shift_px, 0)
    inner = np.array([cell for cell in stayed if _sees_only(field, int(cell), low=low, high=high)], np.int64)
    compared = inner if len(inner) else stayed
    moved = original.take(compared - cells, axis=axis).astype(np.float64)
    found = shifted.take(compared, axis=axis).astype(np.float64)
    size = np.sqrt(((moved**2).sum() + (found**2).sum()) / 2)
    distance = np.sqrt(((found - moved) ** 2).sum()) / size if size else 0.0
    return MapDistance(float(distance), len(compared), is_inner=bool(len(inner)))


def _sees_only(field: AxisField, cell: int, *, low: int, high: int) -> bool:
    """Whether the window of a cell lies between two pixels."""
    span = field.span(cell)
    return span is not None and low <= span[0] and span[1] <= high
