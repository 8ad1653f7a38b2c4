"""Default boxes of SSD: anchors on several maps, small ones on the fine maps and large ones on the coarse.

Liu et al. 2016 (1512.02325, section 2.2): a map of scale s has boxes of the area ``s^2`` with the ratios 1, 2, 1/2 and
perhaps 3, 1/3, and one more square of scale ``sqrt(s s')``, s' being the scale of the next map.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from models.boxes.anchors import anchor_shapes, cell_centres

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class DefaultMap:
    """One map of SSD.

    Attributes:
        cells: its rows, and its columns.
        scale: of its boxes, as a share of the picture.
        next_scale: of those of the next map.
        ratios: larger than 1; each stands for itself and its inverse.
    """

    cells: int
    scale: float
    next_scale: float
    ratios: tuple[float, ...]

    @property
    def boxes_per_cell(self) -> int:
        return 2 + 2 * len(self.ratios)

    @property
    def shapes(self) -> Floats:
        """(k, 2) widths and heights as shares of the picture: two squares, then the ratios."""
        wide = [ratio for each in self.ratios for ratio in (1 / each, each)]
        return np.concatenate(
            [
                anchor_shapes((self.scale,), (1.0,)),
                anchor_shapes((np.sqrt(self.scale * self.next_scale),), (1.0,)),
                anchor_shapes((self.scale,), wide) if wide else np.zeros((0, 2), np.float32),
            ]
        )


def maps_of_scales(
    cells: Sequence[int], scales: Sequence[float], ratios: Sequence[tuple[float, ...]]
) -> list[DefaultMap]:
    """Maps from fine to coarse; ``scales`` has one more, that of the map which would come next."""
    return [DefaultMap(*each) for each in zip(cells, scales[:-1], scales[1:], ratios, strict=True)]


SSD300: Final = tuple(
    maps_of_scales(
        (38, 19, 10, 5, 3, 1),
        # 0.1 for the first map (section 3.1); the others by equation 4 from 0.2 to 0.9.
        (0.1, 0.2, 0.375, 0.55, 0.725, 0.9, 1.075),
        ((2.0,), (2.0, 3.0), (2.0, 3.0), (2.0, 3.0), (2.0,), (2.0,)),
    )
)
"""8,732 boxes for a picture of 300 px."""


def default_boxes(maps: Sequence[DefaultMap], *, side_px: float) -> Floats:
    """(n, 4) corners in pixels of a square picture: map by map, row by row, cell by cell.

    Boxes may reach beyond the picture.
    """
    return np.concatenate([_of_map(each, side_px) for each in maps])


def _of_map(one: DefaultMap, side_px: float) -> Floats:
    shapes = one.shapes * side_px
    centres = cell_centres(rows=one.cells, columns=one.cells, stride_px=side_px / one.cells)[:, None]
    return np.concatenate([centres - shapes / 2, centres + shapes / 2], axis=-1).reshape(-1, 4)
