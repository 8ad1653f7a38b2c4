"""From scored parts of a picture to its objects: the best of each class that do not lie over each other."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.classifier_detectors.crops import Floats
from engine.contract.classifier_detectors import AskedClassifier
from engine.ops.boxes.finding import Choice
from engine.ops.detections.objects import FoundBoxes, found_boxes
from models.boxes.suppression import suppress

MOST_CANDIDATES = 1000
"""So many boxes are compared with each other, the best ones."""


def keep_best(
    boxes_xyxy: Floats, scores: Floats, asked: AskedClassifier, choice: Choice, *, size_px: tuple[int, int]
) -> FoundBoxes:
    """The objects of a picture, best first.

    Args:
        boxes_xyxy: (n, classes, 4) the box of each part, which may be another one for each class.
        scores: (n, classes) in [0, 1].
        asked: how boxes are suppressed: that is part of these detectors, since many parts show the same object.
        choice: least score, and how many objects.
        size_px: rows and columns of the picture, beyond which no box reaches.
    """
    clipped = np.clip(boxes_xyxy, 0, np.array([size_px[1], size_px[0]] * 2))
    has_area = (clipped[..., 2:] > clipped[..., :2]).all(axis=-1)
    parts, classes = np.nonzero((scores >= choice.score) & has_area)
    of_parts = scores[parts, classes]
    best = np.argsort(-of_parts, kind="stable")[:MOST_CANDIDATES]
    boxes, numbers, ranked = clipped[parts[best], classes[best]], classes[best], of_parts[best]
    kept = _kept(boxes, ranked, numbers, iou=min(asked.iou, choice.iou), most=choice.most)
    return found_boxes(boxes[kept], numbers[kept], ranked[kept])


def class_columns(classes: Sequence[str], outputs: Sequence[str]) -> list[int]:
    """Which output of the classifier stands for each class."""
    return [outputs.index(name) for name in classes]


def _kept(boxes: Floats, scores: Floats, classes: NDArray[np.intp], *, iou: float, most: int) -> NDArray[np.int64]:
    # Of one size whatever was found: another one would be compiled anew.
    padding = MOST_CANDIDATES - len(boxes)
    kept = suppress(
        np.pad(boxes, ((0, padding), (0, 0)))[None].astype(np.float32),
        np.pad(scores, (0, padding), constant_values=-1.0)[None].astype(np.float32),
        np.pad(classes, (0, padding))[None].astype(np.int32),
        iou_threshold=iou,
        score_threshold=0.0,
        candidates=MOST_CANDIDATES,
        most=most,
    )
    indices = np.asarray(kept.indices[0], np.int64)
    return indices[np.asarray(kept.is_kept[0])]
