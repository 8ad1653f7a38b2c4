"""Whether the outlines of classes lie where they should, which the overlap of large regions hardly tells.

Csurka et al. 2013, "What is a good evaluation measure for semantic segmentation?", section 3 (BMVC): for each class,
precision is the share of its predicted boundary that lies nearer than a tolerance to its true one, recall the share of
the true boundary that lies as near to the predicted one, and F1 their harmonic mean. It is computed for each picture.
"""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from engine.contract.annotations import NO_CLASS

ClassMask = npt.NDArray[np.uint8]
Points = npt.NDArray[np.int64]
Places = tuple[Points, ClassMask]
Window = tuple[slice, slice]

PUBLISHED_TOLERANCE = 0.0075


def boundary_tolerance(*, height: int, width: int) -> float:
    """The tolerance of the paper in pixels: 0.75 % of the diagonal of a picture."""
    return PUBLISHED_TOLERANCE * math.hypot(height, width)


class BoundaryTally:
    """Counts the boundaries of one picture part by part, in any order.

    What lies around a part decides about it as well, as far as ``margin_px``: the sums over all parts are the counts of
    the whole picture, so that the scores are the same numbers.
    """

    def __init__(self, *, classes: int, tolerance_px: float) -> None:
        """For one picture.

        Args:
            classes: their number.
            tolerance_px: a boundary pixel is found where one of the other mask lies nearer than this; up to 1, only
                the same pixel does.

        Raises:
            ValueError: the tolerance is not positive.
        """
        if tolerance_px <= 0:
            raise ValueError(f"A tolerance is positive. Received: tolerance_px={tolerance_px}.")
        self._tolerance_px = tolerance_px
        # For each class, boundary pixels of truth and prediction: those found, and all.
        self._found = np.zeros((classes, 2), np.int64)
        self._all = np.zeros((classes, 2), np.int64)

    @property
    def margin_px(self) -> int:
        """How many pixels around a part must be given with it."""
        return math.ceil(self._tolerance_px)

    def add(self, truth: ClassMask, predicted: ClassMask, *, inside: Window | None = None) -> None:
        """Count a part.

        Args:
            truth: (H, W) class indices of the part and its margin, as far as the picture goes, ``NO_CLASS`` where
                nothing is known.
            predicted: (H, W) class indices.
            inside: where the part itself lies in both; None for all of it.

        Raises:
            ValueError: the masks differ in size.
        """
        if truth.shape != predicted.shape:
            raise ValueError(f"Truth and prediction differ in size. Received: {truth.shape} and {predicted.shape}.")
        true, claimed = _boundary(truth), _boundary(np.where(truth == NO_CLASS, NO_CLASS, predicted))
        inside = inside or (slice(0, truth.shape[0]), slice(0, truth.shape[1]))
        for one in range(len(self._all)):
            sides = _of_class(true, one), _of_class(claimed, one)
            counted = [points[_is_inside(points, inside)] for points in sides]
            self._all[one] += [len(points) for points in counted]
            self._found[one] += [
                _count_near(points, others, self._tolerance_px)
                for points, others in zip(counted, sides[::-1], strict=True)
            ]

    def scores(self) -> tuple[float | None, ...]:
        """The boundary F1 of each class, in [0, 1].

        None where a class has a boundary neither in truth nor in prediction: because it does not occur, or because it
        fills all of the picture. The edge of the picture is no boundary. Pixels of which nothing is known belong to no
        class in either mask, so that a boundary runs around them.
        """
        return tuple(map(_f1, self._found.tolist(), self._all.tolist()))


def boundary_f1(
    truth: ClassMask, predicted: ClassMask, *, classes: int, tolerance_px: float
) -> tuple[float | None, ...]:
    """The boundary F1 of each class in one picture, as ``BoundaryTally`` has it.

    Args:
        truth: (H, W) class indices, ``NO_CLASS`` where nothing is known.
        predicted: (H, W) class indices.
        classes: their number.
        tolerance_px: as there.

    Raises:
        ValueError: the masks differ in size, or the tolerance is not positive.
    """
    tally = BoundaryTally(classes=classes, tolerance_px=tolerance_px)
    tally.add(truth, predicted)
    return tally.scores()


def _boundary(mask: ClassMask) -> Places:
    """Places (N, 2) and classes (N,) of all pixels with a neighbour, at one of their sides, of another class."""
    is_boundary = np.zeros(mask.shape, bool)
    across, down = mask[:, 1:] != mask[:, :-1], mask[1:] != mask[:-1]
    is_boundary[:, 1:] |= across
    is_boundary[:, :-1] |= across
    is_boundary[1:] |= down
    is_boundary[:-1] |= down
    return np.argwhere(is_boundary), mask[is_boundary]


def _of_class(boundary: Places, class_index: int) -> Points:
    places, classes = boundary
    return places[classes == class_index]


def _is_inside(points: Points, window: Window) -> npt.NDArray[np.bool_]:
    (top, bottom), (left, right) = ((one.start, one.stop) for one in window)
    rows, columns = points.T
    return (rows >= top) & (rows < bottom) & (columns >= left) & (columns < right)


def _f1(found: Sequence[int], whole: Sequence[int]) -> float | None:
    if not sum(whole):
        return None
    if not all(whole):
        return 0.0
    recall, precision = (part / count for part, count in zip(found, whole, strict=True))
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _count_near(points: Points, others: Points, tolerance_px: float) -> int:
    """How many of ``points`` have one of ``others`` nearer than the tolerance."""
    if not len(points) or not len(others):
        return 0
    # Two pixels of one cell are near each other, which settles most of them: a tree is slow where there are millions.
    side = math.ceil(tolerance_px / math.sqrt(2))
    size = np.maximum(points.max(axis=0), others.max(axis=0)) // side + 1
    is_occupied = np.zeros(size, bool)
    is_occupied[tuple((others // side).T)] = True
    open_ones = points[~is_occupied[tuple((points // side).T)]]
    sure = len(points) - len(open_ones)
    if not len(open_ones):
        return sure
    # A tree of pixels is even without balancing, which would cost more than all questions.
    tree = cKDTree(others, balanced_tree=False, compact_nodes=False)
    distances, _ = tree.query(open_ones, distance_upper_bound=tolerance_px)
    return sure + int(np.count_nonzero(distances < tolerance_px))
