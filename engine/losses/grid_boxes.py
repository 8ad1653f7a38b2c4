"""What the boxes of a grid cost, each with a shape to start from and a class of its own: the second YOLO."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from keras import ops

from engine.ops.boxes.crowds import points_in_crowd
from engine.ops.boxes.grid_cells import decode_anchored, decode_cells, encode_anchored, encode_cells
from engine.ops.boxes.places import first_in_place, grid_centres, rows_at
from engine.ops.boxes.threshold_matching import BACKGROUND, LEFT_OUT
from engine.ops.boxes.truth_rows import TruthRows
from models.boxes.overlaps import iou, pairwise
from models.nodes.grids import CELL_COLUMNS

Tensor = Any


class GridValues(NamedTuple):
    """What the boxes of a grid say, cell by cell, box by box.

    Attributes:
        codes: (B, n, 4) what is said of place and size (``engine.ops.boxes.grid_cells``, the second YOLO).
        objectness: (B, n) logits of how well a box fits an object.
        class_logits: (B, n, classes).
        boxes_xyxy: (B, n, 4) in pixels of the network's input.
    """

    codes: Tensor
    objectness: Tensor
    class_logits: Tensor
    boxes_xyxy: Tensor


def read_grid(outputs: Tensor, shapes: Tensor, *, picture_px: tuple[int, int]) -> GridValues:
    """Take apart what a network says.

    Args:
        outputs: (B, rows, columns, boxes, 5 + classes).
        shapes: (boxes, 2) width and height as shares of the picture.
        picture_px: height and width of the network's input.
    """
    outputs = ops.cast(outputs, "float32")
    rows, columns, boxes, channels = outputs.shape[1:]
    corners = decode_cells(decode_anchored(outputs[..., :4], shapes), picture_px=picture_px)
    flat = ops.reshape(outputs, (-1, rows * columns * boxes, channels))
    return GridValues(
        codes=flat[..., :4],
        objectness=flat[..., 4],
        class_logits=flat[..., CELL_COLUMNS:],
        boxes_xyxy=ops.reshape(corners, (-1, rows * columns * boxes, 4)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class GridBoxLoss:
    """The loss of the second YOLO (1612.08242), as the authors' program has it (darknet, region_layer.c).

    An object is learned in the cell of its centre by the box whose shape fits best; of several that want the same one,
    the first. Small objects count up to twice (``2 - w h``). How sure a box is learns its IoU, and 0 where it learns no
    object, unless it lies well on one all the same, or within a crowd.

    Attributes:
        coordinates: factor of places and sizes.
        is_object: factor of the objectness of boxes that learn an object.
        no_object: of all others.
        classes: factor of the cross-entropy of classes.
        spared_iou: boxes that learn nothing and lie on an object with a higher IoU are not told to say less.
    """

    coordinates: float = 1.0
    is_object: float = 5.0
    no_object: float = 1.0
    classes: float = 1.0
    spared_iou: float = 0.6

    def __call__(self, truth: TruthRows, outputs: Tensor, shapes: Tensor, *, picture_px: tuple[int, int]) -> Tensor:
        """(B,), one loss for each picture.

        Args:
            truth: of the pictures.
            outputs: (B, rows, columns, boxes, 5 + classes).
            shapes: (boxes, 2) width and height as shares of the picture.
            picture_px: height and width of the network's input.
        """
        rows, columns = outputs.shape[1:3]
        said = read_grid(outputs, shapes, picture_px=picture_px)
        code = encode_cells(truth.boxes_xyxy, rows=rows, columns=columns, picture_px=picture_px)
        matches = self.matches(truth, outputs, shapes, picture_px=picture_px)
        has_object, empty = (ops.cast(each, "float32") for each in (matches >= 0, matches == BACKGROUND))
        overlap = ops.stop_gradient(iou(said.boxes_xyxy, rows_at(truth.boxes_xyxy, matches)))
        fit = ops.square(ops.sigmoid(said.objectness) - overlap * has_object)
        weights = self.is_object * has_object + self.no_object * empty
        classes = ops.take_along_axis(truth.classes, ops.maximum(matches, 0), axis=1)
        costs = self.coordinates * _place_costs(
            said.codes, rows_at(code.values, matches), shapes, rows * columns
        ) + self.classes * _class_costs(said.class_logits, classes)
        return ops.sum(weights * fit + has_object * costs, axis=1)

    def matches(self, truth: TruthRows, outputs: Tensor, shapes: Tensor, *, picture_px: tuple[int, int]) -> Tensor:
        """(B, n) int32: the true box that a box of the grid learns, ``BACKGROUND``, or ``LEFT_OUT``: nothing."""
        rows, columns, boxes = outputs.shape[1:4]
        code = encode_cells(truth.boxes_xyxy, rows=rows, columns=columns, picture_px=picture_px)
        best = ops.cast(ops.argmax(shape_overlaps(code.values[..., 2:], shapes), axis=-1), "int32")
        chosen = (code.cells[..., 0] * columns + code.cells[..., 1]) * boxes + best
        found = first_in_place(chosen, truth.is_object, count=rows * columns * boxes)
        said = read_grid(outputs, shapes, picture_px=picture_px)
        centres = ops.repeat(grid_centres(rows, columns, picture_px), boxes, axis=0)
        is_free = self._is_spared(said.boxes_xyxy, truth) | points_in_crowd(centres, truth)
        return ops.stop_gradient(ops.where((found == BACKGROUND) & is_free, LEFT_OUT, found))

    def _is_spared(self, boxes_xyxy: Tensor, truth: TruthRows) -> Tensor:
        overlaps = ops.where(truth.is_object[:, None, :], pairwise(iou, boxes_xyxy, truth.boxes_xyxy), 0.0)
        return ops.max(overlaps, axis=2) > self.spared_iou


def shape_overlaps(sizes: Tensor, shapes: Tensor) -> Tensor:
    """(..., boxes) IoU of sizes (..., 2) with shapes (boxes, 2) as boxes on one centre; 0 for a size without area."""
    sizes, shapes = ops.cast(sizes, "float32")[..., None, :], ops.cast(shapes, "float32")
    common = ops.prod(ops.minimum(sizes, shapes), axis=-1)
    return common / (ops.prod(sizes, axis=-1) + ops.prod(shapes, axis=-1) - common)


def _place_costs(codes: Tensor, wanted: Tensor, shapes: Tensor, cells: int) -> Tensor:
    """(B, n) squares of differences: of the place within the cell, and of the logarithms of sizes."""
    target = encode_anchored(wanted, ops.tile(ops.cast(shapes, "float32"), (cells, 1)))
    places = ops.square(ops.sigmoid(codes[..., :2]) - wanted[..., :2])
    sizes = ops.square(codes[..., 2:] - target[..., 2:])
    return (2.0 - ops.prod(wanted[..., 2:], axis=-1)) * ops.sum(places + sizes, axis=-1)


def _class_costs(logits: Tensor, classes: Tensor) -> Tensor:
    """(B, n) cross-entropies."""
    known = ops.one_hot(classes, logits.shape[-1], dtype="float32")
    return -ops.sum(known * ops.log_softmax(logits), axis=-1)
