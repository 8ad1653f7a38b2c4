"""What the boxes of the first YOLO cost: squares of differences, with one predictor of a cell for each object."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from keras import ops

from engine.ops.boxes.crowds import points_in_crowd
from engine.ops.boxes.grid_cells import decode_cells, encode_cells
from engine.ops.boxes.places import first_in_place, grid_centres, rows_at
from engine.ops.boxes.threshold_matching import BACKGROUND, LEFT_OUT
from engine.ops.boxes.truth_rows import TruthRows
from models.boxes.overlaps import iou
from models.nodes.grids import CELL_COLUMNS

Tensor = Any
PUBLISHED_COORDINATES = 5.0
PUBLISHED_NO_OBJECT = 0.5


class CellValues(NamedTuple):
    """What the cells of a grid say, cell by cell.

    Attributes:
        places: (B, cells, b, 4) x and y as shares of the cell, square roots of width and height as shares of the
            picture.
        confidences: (B, cells, b), how sure each box is that there is an object and that it fits.
        class_scores: (B, cells, classes), if there is an object.
        boxes_xyxy: (B, cells, b, 4) in pixels of the network's input.
    """

    places: Tensor
    confidences: Tensor
    class_scores: Tensor
    boxes_xyxy: Tensor


def read_cells(outputs: Tensor, *, boxes: int, picture_px: tuple[int, int]) -> CellValues:
    """Take apart what a network says.

    Args:
        outputs: (B, rows, columns, 5 boxes + classes).
        boxes: of each cell.
        picture_px: height and width of the network's input.
    """
    outputs = ops.cast(outputs, "float32")
    rows, columns, channels = outputs.shape[1:]
    count = CELL_COLUMNS * boxes
    values = ops.reshape(outputs[..., :count], (-1, rows, columns, boxes, CELL_COLUMNS))
    # As the authors' program does (darknet, detection_layer.c): the square roots are what is said.
    in_cells = ops.concatenate([values[..., :2], ops.square(values[..., 2:4])], axis=-1)
    corners = decode_cells(in_cells, picture_px=picture_px)
    cells = rows * columns
    return CellValues(
        places=ops.reshape(values[..., :4], (-1, cells, boxes, 4)),
        confidences=ops.reshape(values[..., 4], (-1, cells, boxes)),
        class_scores=ops.reshape(outputs[..., count:], (-1, cells, channels - count)),
        boxes_xyxy=ops.reshape(corners, (-1, cells, boxes, 4)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CellBoxLoss:
    """The loss of the first YOLO (Redmon et al. 2016, 1506.02640, equation 3).

    The predictor of a cell that is responsible is the one with the highest IoU; where none meets the object, the one
    whose numbers are nearest (as the authors' program does). Its confidence learns that IoU. Of several objects whose
    centres lie in one cell, the first is learned. What lies in a crowd may be said without cost.

    Attributes:
        coordinates: lambda_coord, the factor of places and sizes.
        no_object: lambda_noobj, the factor of confidences where no object is to be said.
    """

    coordinates: float = PUBLISHED_COORDINATES
    no_object: float = PUBLISHED_NO_OBJECT

    def __call__(self, truth: TruthRows, outputs: Tensor, *, boxes: int, picture_px: tuple[int, int]) -> Tensor:
        """(B,), one loss for each picture.

        Args:
            truth: of the pictures.
            outputs: (B, rows, columns, 5 boxes + classes).
            boxes: of each cell.
            picture_px: height and width of the network's input.
        """
        rows, columns = outputs.shape[1:3]
        said = read_cells(outputs, boxes=boxes, picture_px=picture_px)
        code = encode_cells(truth.boxes_xyxy, rows=rows, columns=columns, picture_px=picture_px)
        learned = self.matches(truth, outputs, boxes=boxes, picture_px=picture_px)
        responsible, empty = (ops.cast(each, "float32") for each in (learned >= 0, learned == BACKGROUND))
        matches = ops.max(learned, axis=2)
        has_object = ops.cast(matches >= 0, "float32")
        wanted = rows_at(code.values, matches)[:, :, None]
        overlap = ops.stop_gradient(iou(said.boxes_xyxy, rows_at(truth.boxes_xyxy, matches)[:, :, None]))
        numbers = ops.concatenate([wanted[..., :2], ops.sqrt(wanted[..., 2:])], axis=-1)
        classes = ops.take_along_axis(truth.classes, ops.maximum(matches, 0), axis=1)
        known = ops.one_hot(classes, said.class_scores.shape[-1], dtype="float32")
        return (
            self.coordinates * _sum(responsible[..., None] * ops.square(said.places - numbers))
            + _sum(responsible * ops.square(said.confidences - overlap))
            + self.no_object * _sum(empty * ops.square(said.confidences))
            + _sum(has_object[..., None] * ops.square(said.class_scores - known))
        )

    def matches(self, truth: TruthRows, outputs: Tensor, *, boxes: int, picture_px: tuple[int, int]) -> Tensor:
        """(B, cells, b) int32: the true box that a box of a cell learns, ``BACKGROUND``, or ``LEFT_OUT``: nothing."""
        rows, columns = outputs.shape[1:3]
        said = read_cells(outputs, boxes=boxes, picture_px=picture_px)
        code = encode_cells(truth.boxes_xyxy, rows=rows, columns=columns, picture_px=picture_px)
        chosen = code.cells[..., 0] * columns + code.cells[..., 1]
        found = first_in_place(chosen, truth.is_object, count=rows * columns)
        overlap = iou(said.boxes_xyxy, rows_at(truth.boxes_xyxy, found)[:, :, None])
        away = _distances(said.places, rows_at(code.values, found)[:, :, None], rows=rows, columns=columns)
        is_responsible = _responsible(overlap, away)[..., None] == ops.arange(boxes)
        is_told = (found != BACKGROUND) | ~points_in_crowd(grid_centres(rows, columns, picture_px), truth)
        others = ops.where(is_told, BACKGROUND, LEFT_OUT)[..., None]
        return ops.stop_gradient(ops.where(is_responsible & (found >= 0)[..., None], found[..., None], others))


def _responsible(overlap: Tensor, away: Tensor) -> Tensor:
    """(B, cells) which predictor learns the object of its cell."""
    is_met = ops.max(overlap, axis=-1) > 0
    nearest = ops.where(is_met, ops.argmax(overlap, axis=-1), ops.argmin(away, axis=-1))
    return ops.cast(nearest, "int32")


def _distances(places: Tensor, wanted: Tensor, *, rows: int, columns: int) -> Tensor:
    """(B, cells, b) squares of how far centre and size are from what is wanted, as shares of the picture."""
    units = ops.convert_to_tensor([1.0 / columns, 1.0 / rows], dtype="float32")
    moved = ops.square((places[..., :2] - wanted[..., :2]) * units)
    grown = ops.square(ops.square(places[..., 2:]) - wanted[..., 2:])
    return ops.sum(moved + grown, axis=-1)


def _sum(costs: Tensor) -> Tensor:
    return ops.sum(costs, axis=tuple(range(1, len(costs.shape))))
