"""Average precision as COCO computes it: how precise a detector stays while it finds more and more.

Of all found objects of a class in all pictures, best first, the precision at each of 101 recalls is the highest that is
reached there or beyond; their mean is the average precision, and its mean over classes and ten thresholds of the IoU
the mAP (Lin et al. 2014, 1405.0312; https://cocodataset.org/#detection-eval, equal to pycocotools). A class of which no
object is true has none, and does not count.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from engine.ops.detections.matching import (
    COCO_MOST,
    COCO_THRESHOLDS,
    EVERY_SIZE,
    LARGE,
    MEDIUM,
    NOBODY,
    SMALL,
    ClassMatches,
    match_class,
)
from engine.ops.detections.objects import ComparedObjects, Flags, Floats

RECALLS: Final = np.linspace(0.0, 1.0, 101)
RANGES: Final = (EVERY_SIZE, SMALL, MEDIUM, LARGE)
RECALL_MOST: Final = (1, 10, COCO_MOST)


@dataclass(frozen=True, slots=True, eq=False)
class DetectionScores:
    """Precision and recall of all classes, for all objects and for small, medium and large ones.

    Attributes:
        thresholds: t of the IoU.
        precisions: (classes, 4, t, 101) at ``RECALLS``, for the sizes of ``RANGES``; NaN where nothing is true.
        recalls: (classes, 4, t, 3) highest recall with so many objects of a picture as ``RECALL_MOST`` says.
    """

    thresholds: tuple[float, ...]
    precisions: Floats
    recalls: Floats

    @property
    def mean(self) -> float | None:
        """mAP: over all classes and thresholds; None where nothing is true."""
        return _mean(self.precisions[:, 0])

    def at(self, threshold: float) -> float | None:
        """The mAP at one of the thresholds, as 0.5 or 0.75."""
        return _mean(self.precisions[:, 0, int(np.argmin(np.abs(np.array(self.thresholds) - threshold)))])

    @property
    def small(self) -> float | None:
        """The mAP of objects below 32² pixels."""
        return _mean(self.precisions[:, 1])

    @property
    def medium(self) -> float | None:
        """The mAP of objects from 32² to 96² pixels."""
        return _mean(self.precisions[:, 2])

    @property
    def large(self) -> float | None:
        """The mAP of objects above 96² pixels."""
        return _mean(self.precisions[:, 3])

    @property
    def of_classes(self) -> tuple[float | None, ...]:
        """Average precision of each class, over all thresholds."""
        return tuple(_mean(each) for each in self.precisions[:, 0])

    def recall(self, most: int) -> float | None:
        """Mean recall with so many objects of a picture: one of ``RECALL_MOST``."""
        return _mean(self.recalls[:, 0, :, RECALL_MOST.index(most)])


def score_detections(
    pictures: Sequence[ComparedObjects], *, classes: int, thresholds: Sequence[float] = COCO_THRESHOLDS
) -> DetectionScores:
    """Score what was found in pictures.

    Args:
        pictures: in the order in which objects of equal scores count.
        classes: their number.
        thresholds: of the IoU.
    """
    precisions = np.full((classes, len(RANGES), len(thresholds), len(RECALLS)), np.nan)
    recalls = np.full((classes, len(RANGES), len(thresholds), len(RECALL_MOST)), np.nan)
    for one in range(classes):
        matched = [
            match_class(each, one, thresholds=thresholds, ranges=RANGES)
            for each in pictures
            if (each.true_classes == one).any() or (each.found_classes == one).any()
        ]
        truths = sum((each.truths for each in matched), np.zeros(len(RANGES), np.int64))
        for size in np.flatnonzero(truths):
            precisions[one, size], recalls[one, size] = _score_class(matched, int(size), int(truths[size]))
    return DetectionScores(tuple(thresholds), precisions, recalls)


def interpolated_precisions(is_hit: Flags, is_false: Flags, *, truths: int) -> Floats:
    """(101,) the highest precision at each of ``RECALLS`` or beyond, 0 where that is not reached.

    Args:
        is_hit: (m,) of found objects, best first.
        is_false: (m,) likewise; one that is neither counts nothing.
        truths: true objects, one or more.
    """
    hits, false = is_hit.cumsum(dtype=np.float64), is_false.cumsum(dtype=np.float64)
    precision = hits / (hits + false + np.spacing(1))
    highest = np.maximum.accumulate(precision[::-1])[::-1]
    places = np.searchsorted(hits / truths, RECALLS, side="left")
    return np.append(highest, 0.0)[places]


def _score_class(matched: Sequence[ClassMatches], size: int, truths: int) -> tuple[Floats, Floats]:
    """(t, 101) precisions and (t, 3) recalls of one class and one range of sizes."""
    scores = np.concatenate([each.scores for each in matched])
    order = np.argsort(-scores, kind="stable")
    is_left_out = np.concatenate([each.is_left_out[size] for each in matched], axis=1)[:, order]
    is_matched = np.concatenate([each.matches[size] != NOBODY for each in matched], axis=1)[:, order]
    rank = np.concatenate([np.arange(len(each.scores)) for each in matched])[order]
    is_hit, is_false = is_matched & ~is_left_out, ~is_matched & ~is_left_out
    rows = [interpolated_precisions(*each, truths=truths) for each in zip(is_hit, is_false, strict=True)]
    recalls = [(is_hit & (rank < most)).sum(axis=1) / truths for most in RECALL_MOST]
    return np.stack(rows), np.stack(recalls, axis=-1)


def _mean(values: npt.NDArray[np.float64]) -> float | None:
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else None
