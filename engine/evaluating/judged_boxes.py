"""What became of every single object of an evaluation at one score: hit, wrong in some way, or missed."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.contract.boxes import HIT, JUDGED_COLUMNS, MISSED, OUTCOMES
from engine.ops.detections.error_kinds import judge_pictures
from engine.ops.detections.objects import ComparedObjects, FoundBoxes, PictureObjects, TrueBoxes


def judge_boxes(pictures: Sequence[PictureObjects], *, score_threshold: float) -> NDArray[np.float32]:
    """(n, ``JUDGED_COLUMNS``) the objects that count, picture by picture: found ones best first, then missed ones.

    Args:
        pictures: in the order of their rows.
        score_threshold: found objects of a lower score are no answers.
    """
    above = [picture.above(score_threshold) for picture in pictures]
    compared = [picture.compared() for picture in above]
    rows = []
    for number, (picture, verdict) in enumerate(zip(above, judge_pictures(compared), strict=True)):
        overlaps = _overlaps_of_class(compared[number])
        outcomes = {found: HIT for found, _ in verdict.hits}
        outcomes |= {error.found: OUTCOMES.index(error.kind) for error in verdict.errors if error.found is not None}
        hit = {true for _, true in verdict.hits}
        rows += [
            _found_row(number, picture.found, place, outcomes[place], overlaps[place]) for place in sorted(outcomes)
        ]
        rows += [_missed_row(number, picture.true, place) for place in verdict.truths if place not in hit]
    return np.array(rows, np.float32).reshape(-1, JUDGED_COLUMNS)


def _overlaps_of_class(picture: ComparedObjects) -> NDArray[np.float64]:
    """(m,) the largest IoU of each found object with a true one of its class."""
    is_same = (picture.found_classes[:, None] == picture.true_classes[None]) & ~picture.is_crowd[None]
    return np.where(is_same, picture.overlaps, 0.0).max(axis=1, initial=0.0)


def _found_row(number: int, found: FoundBoxes, place: int, outcome: int, overlap: float) -> list[float]:
    one, score = float(found.classes[place]), float(found.scores[place])
    return [number, *found.boxes_xyxy[place], one, score, outcome, overlap]


def _missed_row(number: int, true: TrueBoxes, place: int) -> list[float]:
    return [number, *true.boxes_xyxy[place], float(true.classes[place]), float("nan"), MISSED, 0.0]
