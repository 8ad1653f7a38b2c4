"""What the microscope has to know of a stage of a detector, so that it does not know which family it looks at."""

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from keras import ops
from numpy.typing import NDArray

from engine.ops.boxes.threshold_matching import BACKGROUND
from engine.ops.boxes.truth_rows import TruthRows
from models.boxes.anchors import cell_centres
from models.boxes.overlaps import iou, pairwise

Tensor = Any
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentRule:
    """Why a place learns an object.

    Attributes:
        words: the rule in sentences.
        measure: what says how well place and object suit each other.
        least: from there on a place learns an object; one below it was the best for its object. None where objects
            choose their places, so that no number decides alone.
    """

    words: str
    measure: str
    least: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BoxStage:
    """One stage of a detector on one picture, in pixels of the network's input; a place is where a box starts from.

    Attributes:
        place: what a place is called.
        maps: rows, columns and places of a cell of each map; none where places do not lie on maps.
        places_xyxy: (p, 4), map after map, row by row, cell by cell. One without area is a missing one.
        boxes_xyxy: (p, k, 4) the boxes that are said: one of each place, or one of each class.
        scores: (p, classes) in [0, 1]; one column where the stage does not tell classes apart.
        objectness: (p,) how sure it is that there is an object; None where that is not said apart from classes.
        rule: why places learn objects.
        matches: (p,) int32: the true box that a place learns, ``BACKGROUND``, or ``LEFT_OUT``: it learns nothing; None
            where nothing is known of the picture.
        values: (p,) the measure of the rule, with the object that is learned, else with the one that suits best.
    """

    place: str
    maps: tuple[tuple[int, int, int], ...]
    places_xyxy: Floats
    boxes_xyxy: Floats
    scores: Floats
    rule: AssignmentRule
    objectness: Floats | None = None
    matches: NDArray[np.int32] | None = None
    values: Floats | None = None


class SeenInStages(Protocol):
    """A stage of one family."""

    def look(self, truth: TruthRows | None, outputs: Tensor) -> BoxStage:
        """What the stage says of a picture, and what it would learn from it now.

        Args:
            truth: of one picture, in pixels of the network's input; None where nothing is known.
            outputs: (1, ...), of the node of the stage, float32.
        """


def overlaps_of_matches(boxes_xyxy: Tensor, matches: Tensor, truth: TruthRows) -> Tensor:
    """(1, p) the IoU of boxes (1, p, 4) with the true ones that they learn, else with those that they meet most."""
    overlaps = ops.where(truth.is_object[:, None, :], pairwise(iou, boxes_xyxy, truth.boxes_xyxy), 0.0)
    learned = ops.take_along_axis(overlaps, ops.maximum(matches, 0)[..., None], axis=2)[..., 0]
    return ops.where(matches > BACKGROUND, learned, ops.max(overlaps, axis=2))


def first(values: Tensor) -> Any:
    """The values of the only picture, as NumPy."""
    return ops.convert_to_numpy(values)[0]


def cell_boxes(rows: int, columns: int, picture_px: tuple[int, int], *, each: int) -> Floats:
    """(rows x columns x each, 4) corners of the cells of a grid over a picture (height, width), one for each box."""
    unit = np.array([picture_px[1] / columns, picture_px[0] / rows], np.float32)
    middle = cell_centres(rows=rows, columns=columns, stride_px=1.0) * unit
    return np.repeat(np.concatenate([middle - unit / 2, middle + unit / 2], axis=-1), each, axis=0)
