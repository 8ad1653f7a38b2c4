"""Which of the candidates of a picture are objects, and which of them a better one has suppressed, without a network.

The greedy suppression of ``models/boxes/suppression.py`` in NumPy, for views whose thresholds move: the overlaps
are computed once, a choice takes about a millisecond.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.ops.detections.matching import NOBODY, Indices
from engine.ops.detections.objects import Flags, Floats, FoundBoxes, overlaps_of


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """What becomes of each candidate.

    Attributes:
        is_kept: (m,), whether it is an object.
        suppressor: (m,) the candidate that is kept and lies over it; ``NOBODY`` where it is kept, or has too low a
            score to be looked at.
    """

    is_kept: Flags
    suppressor: Indices


def overlaps_within(found: FoundBoxes) -> Floats:
    """(m, m) the IoU of candidates with each other; 0 between classes."""
    is_same = found.classes[:, None] == found.classes[None]
    return np.where(is_same, overlaps_of(found.boxes_xyxy, found.boxes_xyxy), 0.0)


def choose_objects(
    found: FoundBoxes, overlaps: Floats, *, score_threshold: float, iou_threshold: float, most: int | None = None
) -> Chosen:
    """Keep the best candidates of each class that do not lie over each other.

    Args:
        found: candidates, best first.
        overlaps: ``overlaps_within`` of them.
        score_threshold: those of a lower score are left out beforehand.
        iou_threshold: of two whose IoU is above it, only the better one is kept.
        most: objects that are kept at most; None for all.
    """
    count = int(np.count_nonzero(found.scores >= score_threshold))
    suppressor = np.full(len(found.scores), NOBODY, np.intp)
    is_kept = found.scores >= score_threshold
    lies_over = overlaps[:count, :count] > iou_threshold
    for place in range(count):
        if is_kept[place]:
            goes = np.flatnonzero(lies_over[place, place + 1 :] & is_kept[place + 1 : count]) + place + 1
            is_kept[goes] = False
            suppressor[goes] = place
    if most is not None:
        is_kept[np.flatnonzero(is_kept)[most:]] = False
    return Chosen(is_kept, suppressor)


def candidates_among(
    boxes_xyxy: npt.NDArray[np.floating], scores: npt.NDArray[np.floating], *, least: float, most: int
) -> tuple[FoundBoxes, Indices]:
    """All that can be an object at some threshold, best first, as a network chooses them, and the place of each.

    A place can mean several classes: each of its scores is a candidate of its own. Of equal scores, the first is first.

    Args:
        boxes_xyxy: (p, 1, 4), or (p, classes, 4) where each class of a place has its own box.
        scores: (p, classes).
        least: candidates of a lower score are left out.
        most: candidates at most.
    """
    classes = scores.shape[1]
    flat = scores.reshape(-1)
    likely = np.flatnonzero(flat >= least)
    best = likely[np.argsort(-flat[likely], kind="stable")[:most]]
    places, of_class = best // classes, best % classes
    boxes = boxes_xyxy[places, np.minimum(of_class, boxes_xyxy.shape[1] - 1)]
    return FoundBoxes(boxes.astype(np.float64), of_class, flat[best].astype(np.float64)), places
