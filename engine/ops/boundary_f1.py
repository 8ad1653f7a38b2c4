"""Whether the outlines of classes lie where they should, which the overlap of large regions hardly tells.

Csurka et al. 2013, "What is a good evaluation measure for semantic segmentation?", section 3 (BMVC): for each class,
precision is the share of its predicted boundary that lies nearer than a tolerance to its true one, recall the share of
the true boundary that lies as near to the predicted one, and F1 their harmonic mean. It is computed for each picture.
"""

import math

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from engine.contract.annotations import NO_CLASS

ClassMask = npt.NDArray[np.uint8]
Points = npt.NDArray[np.int64]
Places = tuple[Points, ClassMask]

PUBLISHED_TOLERANCE = 0.0075


def boundary_tolerance(*, height: int, width: int) -> float:
    """The tolerance of the paper in pixels: 0.75 % of the diagonal of a picture."""
    return PUBLISHED_TOLERANCE * math.hypot(height, width)


def boundary_f1(
    truth: ClassMask, predicted: ClassMask, *, classes: int, tolerance_px: float
) -> tuple[float | None, ...]:
    """The boundary F1 of each class in one picture, in [0, 1].

    None where a class has a boundary neither in truth nor in prediction: because it does not occur, or because it
    fills all of the picture. The edge of the picture is no boundary. Pixels of which nothing is known belong to no
    class in either mask, so that a boundary runs around them.

    Args:
        truth: (H, W) class indices, ``NO_CLASS`` where nothing is known.
        predicted: (H, W) class indices.
        classes: their number.
        tolerance_px: a boundary pixel is found where one of the other mask lies nearer than this; up to 1, only
            the same pixel does.

    Raises:
        ValueError: the masks differ in size, or the tolerance is not positive.
    """
    if truth.shape != predicted.shape:
        raise ValueError(f"Truth and prediction differ in size. Received: {truth.shape} and {predicted.shape}.")
    if tolerance_px <= 0:
        raise ValueError(f"A tolerance is positive. Received: tolerance_px={tolerance_px}.")
    true, claimed = _boundary(truth), _boundary(np.where(truth == NO_CLASS, NO_CLASS, predicted))
    return tuple(_f1(_of_class(true, one), _of_class(claimed, one), tolerance_px) for one in range(classes))


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


def _f1(true: Points, claimed: Points, tolerance_px: float) -> float | None:
    if not len(true) + len(claimed):
        return None
    if not len(true) or not len(claimed):
        return 0.0
    precision, recall = _share_near(claimed, true, tolerance_px), _share_near(true, claimed, tolerance_px)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _share_near(points: Points, others: Points, tolerance_px: float) -> float:
    """The share of ``points`` that have one of ``others`` nearer than the tolerance."""
    # A tree of pixels is even without balancing, which would cost more than all questions.
    tree = cKDTree(others, balanced_tree=False, compact_nodes=False)
    distances, _ = tree.query(points, distance_upper_bound=tolerance_px)
    return np.count_nonzero(distances < tolerance_px) / len(points)
