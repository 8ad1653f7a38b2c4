"""What precision, recall and coverage are when a score must reach a threshold."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from engine.contract.thresholds import ThresholdCounts

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]
STEPS: Final = 100
THRESHOLDS: Final[Floats] = np.arange(STEPS + 1) / STEPS
"""(101,), from 0 to 1."""


@dataclass(frozen=True, slots=True)
class ThresholdCurves:
    """Ratios in [0, 1] at each threshold, (101,) each; NaN where nothing is counted.

    Attributes:
        coverage: predictions that are kept, of all.
        accuracy: right ones, of the predictions that are kept.
        precision: pictures of the class, of those that are claimed for it.
        recall: pictures that are claimed for the class, of those that are of it.
        f1: their harmonic mean.
    """

    coverage: Floats
    accuracy: Floats
    precision: Floats
    recall: Floats
    f1: Floats


def count_at_thresholds(scores: Floats, truths: Indices) -> ThresholdCounts:
    """Count what is kept and claimed at each threshold.

    Args:
        scores: (N, classes), probabilities.
        truths: (N,), class indices.
    """
    predicted = scores.argmax(axis=1)
    best = scores[np.arange(len(truths)), predicted]
    claimed, claimed_right = [], []
    for number in range(scores.shape[1]):
        claimed.append(_reaching(scores[:, number]))
        claimed_right.append(_reaching(scores[truths == number, number]))
    return ThresholdCounts(
        images=len(truths),
        kept=_reaching(best),
        kept_right=_reaching(best[predicted == truths]),
        class_images=tuple(np.bincount(truths, minlength=scores.shape[1]).tolist()),
        claimed=tuple(claimed),
        claimed_right=tuple(claimed_right),
    )


def curves_of(counts: ThresholdCounts, class_index: int | None) -> ThresholdCurves:
    """The ratios of one class against the rest, or of all.

    Of all classes, precision, recall and F1 are the plain means over those for which they are defined ("macro").
    Precision is undefined where nothing is claimed, recall and F1 for a class without pictures.

    Args:
        counts: what was counted.
        class_index: the class; None for all.
    """
    chosen = range(len(counts.class_images)) if class_index is None else (class_index,)
    ratios = [_ratios(counts, number) for number in chosen]
    precision, recall, f1 = (_mean(np.stack(parts)) for parts in zip(*ratios, strict=True))
    kept = np.array(counts.kept, np.float64)
    return ThresholdCurves(
        coverage=_ratio(kept, np.full_like(kept, counts.images)),
        accuracy=_ratio(np.array(counts.kept_right, np.float64), kept),
        precision=precision,
        recall=recall,
        f1=f1,
    )


def _ratios(counts: ThresholdCounts, number: int) -> tuple[Floats, Floats, Floats]:
    claimed = np.array(counts.claimed[number], np.float64)
    right = np.array(counts.claimed_right[number], np.float64)
    images = np.full_like(claimed, counts.class_images[number])
    f1 = _ratio(2 * right, np.where(images > 0, claimed + images, 0))
    return _ratio(right, claimed), _ratio(right, images), f1


def _ratio(parts: Floats, wholes: Floats) -> Floats:
    return np.divide(parts, wholes, out=np.full_like(parts, np.nan), where=wholes > 0)


def _mean(rows: Floats) -> Floats:
    """The mean of each column over the values that are defined."""
    is_defined = np.isfinite(rows)
    return _ratio(np.where(is_defined, rows, 0.0).sum(axis=0), is_defined.sum(axis=0).astype(np.float64))


def _reaching(scores: Floats) -> tuple[int, ...]:
    """How many scores are at or above each threshold."""
    ranks = np.searchsorted(THRESHOLDS, scores, side="right")
    counts = np.bincount(ranks, minlength=STEPS + 2)
    return tuple(np.cumsum(counts[::-1])[::-1][1:].tolist())
