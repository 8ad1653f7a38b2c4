"""What all objects of an evaluated split come to at any score: computed in the background, kept for all views.

Free of Qt. Each function keeps its last answers, so that views that ask the same wait once.
"""

from functools import lru_cache
from typing import Final

import numpy as np

from engine.contract.class_thresholds import thresholds_of
from engine.ops.detections.confusion import PairedObjects, pair_picture
from engine.ops.detections.curves import DetectionCurve, detection_curve
from engine.ops.detections.object_rows import objects_of_rows
from engine.ops.detections.objects import ComparedObjects, PictureObjects
from engine.ops.detections.suspects import BoxSuspect, suspect_boxes
from gui.pages.inspect.errors.boxes.evaluated import EvaluatedBoxes

IOUS: Final = (0.5, 0.75)
_KEPT: Final = 2


@lru_cache(maxsize=_KEPT)
def objects_of(evaluated: EvaluatedBoxes) -> tuple[PictureObjects, ...]:
    """The objects of each picture; none for an older evaluation."""
    if evaluated.rows is None:
        return ()
    overlaps = None if evaluated.masks is None else evaluated.masks.overlaps
    return objects_of_rows(evaluated.rows, pictures=len(evaluated.results), mask_overlaps=overlaps)


@lru_cache(maxsize=_KEPT)
def compared_of(evaluated: EvaluatedBoxes) -> tuple[ComparedObjects, ...]:
    """Found objects laid over true ones, picture by picture."""
    return tuple(picture.compared() for picture in objects_of(evaluated))


@lru_cache(maxsize=_KEPT * len(IOUS))
def curves_of(evaluated: EvaluatedBoxes, iou: float) -> tuple[DetectionCurve, ...]:
    """The found objects of each class, best first.

    Args:
        evaluated: the split.
        iou: from which on a found object is a true one.
    """
    pictures = compared_of(evaluated)
    return tuple(detection_curve(pictures, one, iou_threshold=iou) for one in range(len(evaluated.classes)))


@lru_cache(maxsize=_KEPT)
def suspects_of(evaluated: EvaluatedBoxes) -> tuple[BoxSuspect, ...]:
    """Boxes that are likely drawn wrongly, the likeliest first."""
    thresholds = thresholds_of(evaluated.evaluation)
    return suspect_boxes(objects_of(evaluated), [thresholds[name] for name in evaluated.classes])


@lru_cache(maxsize=_KEPT)
def pairs_of(evaluated: EvaluatedBoxes, *, score: float, iou: float) -> tuple[PairedObjects, ...]:
    """What each picture counts in the matrix of confusion at a score and an IoU."""
    return tuple(pair_picture(each, score_threshold=score, iou_threshold=iou) for each in compared_of(evaluated))


def counts_of(pairs: tuple[PairedObjects, ...], classes: int) -> tuple[tuple[int, ...], ...]:
    """The matrix of confusion; its last row and column are the background."""
    matrix = np.zeros((classes + 1, classes + 1), np.int64)
    for each in pairs:
        np.add.at(matrix, (each.true_classes, each.found_classes), 1)
    return tuple(tuple(row) for row in matrix.tolist())
