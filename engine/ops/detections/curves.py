"""Precision and recall of one class while the threshold of scores falls: every point is one found object."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.ops.detections.average_precision import interpolated_precisions
from engine.ops.detections.matching import NOBODY, match_class
from engine.ops.detections.objects import ComparedObjects, Flags, Floats


@dataclass(frozen=True, slots=True, eq=False)
class DetectionCurve:
    """The found objects of one class in all pictures, best first, without those that are left out.

    Attributes:
        pictures: (m,) which picture each one lies in.
        places: (m,) which of the found objects there it is.
        scores: (m,); at a threshold of each, that object and all before it are kept.
        is_hit: (m,), whether it is a true object.
        truths: true objects of the class.
    """

    pictures: npt.NDArray[np.intp]
    places: npt.NDArray[np.intp]
    scores: Floats
    is_hit: Flags
    truths: int

    @property
    def precisions(self) -> Floats:
        """(m,) the share of kept objects that are true, in [0, 1]."""
        return self.is_hit.cumsum() / np.arange(1, len(self.is_hit) + 1)

    @property
    def recalls(self) -> Floats:
        """(m,) the share of true objects that are found, in [0, 1]; 0 where nothing is true."""
        return self.is_hit.cumsum() / max(self.truths, 1)

    def f1(self, thresholds: npt.ArrayLike) -> Floats:
        """``2 TP / (2 TP + FP + FN)`` where all objects that reach a threshold are kept, in [0, 1]."""
        kept, hits = self._kept(thresholds)
        whole = kept + self.truths
        return np.divide(2.0 * hits, whole, out=np.zeros(np.shape(hits)), where=whole > 0)

    def precision_at(self, thresholds: npt.ArrayLike) -> Floats:
        """The share of the objects that reach a threshold that are true, in [0, 1]; NaN where none reaches it."""
        kept, hits = self._kept(thresholds)
        return np.divide(hits, kept, out=np.full(np.shape(hits), np.nan), where=kept > 0)

    def recall_at(self, thresholds: npt.ArrayLike) -> Floats:
        """The share of true objects that reach a threshold, in [0, 1]; 0 where nothing is true."""
        return np.asarray(self._kept(thresholds)[1] / max(self.truths, 1))

    def interpolated(self) -> Floats:
        """(101,) the precision at each of COCO's recalls; its mean is the average precision."""
        return interpolated_precisions(self.is_hit, ~self.is_hit, truths=max(self.truths, 1))

    def place_at(self, threshold: float) -> int | None:
        """The place of the last object that reaches a threshold; None where none does."""
        kept = int(np.searchsorted(-self.scores, -threshold, side="right"))
        return kept - 1 if kept else None

    def _kept(self, thresholds: npt.ArrayLike) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """How many objects reach thresholds, and how many of them are true."""
        kept = np.searchsorted(-self.scores, -np.asarray(thresholds, np.float64), side="right")
        return kept, np.append(0, self.is_hit.cumsum())[kept]

    @property
    def best_threshold(self) -> float | None:
        """The score from which on keeping gives the highest F1, the highest of several; None without any hit."""
        if not self.is_hit.any():
            return None
        return float(self.scores[np.argmax(self.f1(self.scores))])


def detection_curve(pictures: Sequence[ComparedObjects], one: int, *, iou_threshold: float) -> DetectionCurve:
    """The curve of one class.

    Args:
        pictures: all objects, in the order in which equal scores count.
        one: the class.
        iou_threshold: from which on a found object is a true one.
    """
    numbered = [
        (number, match_class(each, one, thresholds=(iou_threshold,)))
        for number, each in enumerate(pictures)
        if (each.found_classes == one).any() or (each.true_classes == one).any()
    ]
    matched = [each for _, each in numbered]
    counted = [~each.is_left_out[0, 0] for each in matched]
    pairs = list(zip(matched, counted, strict=True))
    scores = _joined([each.scores[keep] for each, keep in pairs], np.float64)
    order = np.argsort(-scores, kind="stable")
    numbers = [np.full(int(keep.sum()), number) for (number, _), keep in zip(numbered, counted, strict=True)]
    return DetectionCurve(
        pictures=_joined(numbers, np.intp)[order],
        places=_joined([each.found[keep] for each, keep in pairs], np.intp)[order],
        scores=scores[order],
        is_hit=_joined([each.matches[0, 0, keep] != NOBODY for each, keep in pairs], np.bool_)[order],
        truths=sum(int(each.truths[0]) for each in matched),
    )


def _joined(parts: Sequence[npt.NDArray], kind: npt.DTypeLike) -> npt.NDArray:
    return np.concatenate([np.zeros(0, kind), *parts]).astype(kind)
