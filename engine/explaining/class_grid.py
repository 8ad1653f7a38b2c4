"""Where the cells of a class map lie: from pixels of a picture to cells of the network's answer, and back.

A network says of every pixel of its input what it is; or of fewer, where it steps by more than a pixel, or where
unpadded convolutions lose a margin at each side (Ronneberger 2015, 1505.04597, figure 1). The picture itself lies
somewhere in that input: shrunk between bars, cut, or a window of it.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from PIL import Image

from engine.data.fitting import Placement
from engine.explaining.run_graph import graph_of_run
from engine.inspect.heads import says_boxes
from engine.inspect.probe import Floats
from engine.model_store import LoadedRun
from models.arithmetic import receptive_fields

Bools = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.uint8]
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Rectangle:
    """Whole pixels of the original picture: from ``left`` and ``top`` up to, but without, ``right`` and ``bottom``."""

    left: int
    top: int
    right: int
    bottom: int

    def holds(self, x: int, y: int) -> bool:
        """Whether a pixel lies in it."""
        return self.left <= x < self.right and self.top <= y < self.bottom


@dataclass(frozen=True, slots=True)
class ClassGrid:
    """The cells of a class map over the network's input; axes go down, then right.

    Attributes:
        cells: rows and columns.
        stride: pixels of the input from one cell to the next.
        margin: pixels of the input before the first cell.
    """

    cells: Pair
    stride: Pair
    margin: Pair

    def covered(self, placement: Placement) -> Rectangle:
        """The pixels of the original of which something is said."""
        top, left = self.margin
        bottom, right = (m + s * n for m, s, n in zip(self.margin, self.stride, self.cells, strict=True))
        box = placement.boxes_to_original(np.array([left, top, right, bottom], float))
        return Rectangle(*(round(float(edge)) for edge in box))

    def classes_on_original(self, scores: Floats, placement: Placement) -> Codes:
        """The classes (height, width) of the covered pixels of the original, from scores (rows, columns, classes).

        Scores are enlarged half-pixel bilinear (``Placement.map_on_original``) and kept as float16, as in predictions,
        so that both say the same.
        """
        shown = self.covered(placement)
        x_min, y_min, x_max, y_max = placement.visible_in_input()
        (rows, columns), (down, right), (top, left) = self.cells, self.stride, self.margin
        box = (
            max((x_min - left) / right, 0.0),
            max((y_min - top) / down, 0.0),
            min((x_max - left) / right, columns),
            min((y_max - top) / down, rows),
        )
        size = (max(1, shown.right - shown.left), max(1, shown.bottom - shown.top))
        best = np.full(size[::-1], -1, np.float16)
        classes = np.zeros(size[::-1], np.uint8)
        for number in range(scores.shape[-1]):
            one = Image.fromarray(np.ascontiguousarray(scores[..., number], np.float32))
            enlarged = np.asarray(one.resize(size, Image.Resampling.BILINEAR, box=box), np.float16)
            classes[enlarged > best] = number
            np.maximum(best, enlarged, out=best)
        return classes

    def weights(self, inside: Bools, corner: Pair, placement: Placement) -> Floats:
        """(rows, columns): 1 for the cells whose centre lies in chosen pixels of the original, 0 for the others.

        Where the picture was shrunk so far that no centre does, the cells that hold the centres of the pixels.

        Args:
            inside: (h, w) the chosen ones among some pixels of the original.
            corner: x and y of the first of these.
            placement: where the original lies in the input.
        """
        x, y = (_lookup(self._centres(axis, placement) - corner[axis], inside.shape[1 - axis]) for axis in (0, 1))
        padded = np.pad(inside, ((0, 1), (0, 1)))
        weights = padded[np.ix_(y, x)].astype(np.float32)
        return weights if weights.any() else self._holding(inside, corner, placement)

    def _centres(self, axis: int, placement: Placement) -> npt.NDArray[np.float64]:
        """Where the centres of columns (axis 0) or rows lie in the original."""
        down = 1 - axis
        places = self.margin[down] + (np.arange(self.cells[down]) + 0.5) * self.stride[down]
        return np.asarray((places - placement.offset[axis]) / placement.scale[axis])

    def _holding(self, inside: Bools, corner: Pair, placement: Placement) -> Floats:
        rows, columns = np.nonzero(inside)
        points = placement.to_input(np.stack([columns + corner[0], rows + corner[1]], axis=-1) + 0.5)
        cells = np.floor((points[:, ::-1] - self.margin) / self.stride).astype(np.int64)
        known = cells[((cells >= 0) & (cells < self.cells)).all(axis=1)]
        weights = np.zeros(self.cells, np.float32)
        weights[known[:, 0], known[:, 1]] = 1.0
        return weights


@lru_cache(maxsize=4)
def class_grid(run: LoadedRun) -> ClassGrid | None:
    """The cells of the class map of a run; None where it speaks of whole pictures, or of boxes."""
    shape = run.model.outputs[0].shape[1:]
    if says_boxes(run.model) or len(shape) != 3 or None in shape or tuple(shape[:2]) == (1, 1):
        return None
    size, cells = (run.input.height, run.input.width), (int(shape[0]), int(shape[1]))
    graph = graph_of_run(run)
    field = receptive_fields(graph)[graph.outputs[0]]
    steps = (1, 1) if field.effective == "whole input" else (int(field.stride[0]), int(field.stride[1]))
    stride = (max(steps[0], 1), max(steps[1], 1))
    margin = ((size[0] - cells[0] * stride[0]) // 2, (size[1] - cells[1] * stride[1]) // 2)
    return ClassGrid(cells, stride, margin)


def _lookup(places: npt.NDArray[np.float64], length: int) -> npt.NDArray[np.int64]:
    """The pixels at places along an axis; ``length``, which stands for no pixel, beside it."""
    pixels = np.floor(places).astype(np.int64)
    return np.where((pixels >= 0) & (pixels < length), pixels, length)
