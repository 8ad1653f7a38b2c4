"""What all objects of an evaluated split come to at any score: computed in the background, kept for all views.

Free of Qt. Each function keeps its last answers, so that views that ask the same wait once.
"""

from functools import lru_cache
from typing import Final

import numpy as np

from engine.contract.class_thresholds import thresholds_of
from engine.ops.detections.confusion import PairedObjects, pair_picture
from engine.ops.detections.curves import DetectionCurve, detection_curve
from engine.ops.detections.mask_parts import FoundMasks, TrueMasks, compare_masks
from engine.ops.detections.object_rows import objects_of_rows
from engine.ops.detections.objects import ComparedObjects, PictureObjects
from engine.ops.detections.suspects import DOUBLE_IOU, BoxDoubt, BoxSuspect, suspect_boxes
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
    """Objects that are likely drawn wrongly, the likeliest first; of masks over each other only masks are doubles."""
    thresholds = thresholds_of(evaluated.evaluation)
    found = suspect_boxes(objects_of(evaluated), [thresholds[name] for name in evaluated.classes])
    return tuple(one for one in found if evaluated.masks is None or _is_still_doubtful(evaluated, one))


def _is_still_doubtful(evaluated: EvaluatedBoxes, suspect: BoxSuspect) -> bool:
    """Whether an object is not only drawn in the box of another one, but on its pixels."""
    masks, true = evaluated.masks, suspect.true
    if masks is None or true is None or suspect.doubt is not BoxDoubt.DOUBLE:
        return True
    drawn = [masks.true(suspect.picture, one) for one in range(masks.true_objects[suspect.picture])]
    own, others = drawn[true], [part for one, part in enumerate(drawn) if one != true and part is not None]
    if own is None or not others:
        return True
    classes = np.zeros(len(others), np.int64)
    truth, found = TrueMasks(others, classes, classes > 0), FoundMasks([own], classes[:1], np.ones(1))
    return bool(compare_masks(truth, found).overlaps.max() >= DOUBLE_IOU)


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
