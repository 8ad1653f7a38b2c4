"""How many objects are found: the score of the Data Science Bowl 2018.

At a threshold t, a true object is found by a predicted one if their IoU is above t; for t of 0.5 and more there can be
one at most. The precision at t is ``TP / (TP + FP + FN)``, the score of a picture its mean over t = 0.5, 0.55, ...
0.95, and that of a dataset the mean over its pictures (rules of the competition,
https://www.kaggle.com/c/data-science-bowl-2018/overview/evaluation; Caicedo et al. 2019, Nature Methods 16, 1247).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import sparse

from engine.ops.means import mean_of_given

Instances = npt.NDArray[np.integer]
Areas = npt.NDArray[np.int64]

# As quotients, which are the same numbers as the IoU of whole pixels that equals them.
BOWL_THRESHOLDS: Final = tuple(percent / 100 for percent in range(50, 100, 5))


@dataclass(frozen=True, slots=True)
class InstanceMatches:
    """Objects of one picture, found and missed.

    Attributes:
        thresholds: of the IoU, each in [0.5, 1).
        hits: true objects found, for each threshold.
        truths: true objects.
        predictions: predicted objects.
    """

    thresholds: tuple[float, ...]
    hits: tuple[int, ...]
    truths: int
    predictions: int

    @property
    def precisions(self) -> tuple[float | None, ...]:
        """``TP / (TP + FP + FN)`` for each threshold, in [0, 1]; None where there is no object at all."""
        wholes = [self.truths + self.predictions - hit for hit in self.hits]
        return tuple(hit / whole if whole else None for hit, whole in zip(self.hits, wholes, strict=True))

    @property
    def score(self) -> float | None:
        """The mean over thresholds."""
        return mean_of_given(self.precisions)


def match_instances(
    truth: Instances, predicted: Instances, *, thresholds: Sequence[float] = BOWL_THRESHOLDS
) -> InstanceMatches:
    """Count which objects of a picture are found.

    Args:
        truth: (H, W), 0 for the background and a number for each object.
        predicted: (H, W), likewise; its numbers need not be the same.
        thresholds: of the IoU, each in [0.5, 1).

    Raises:
        ValueError: the pictures differ in size, or a threshold allows several matches.
    """
    if truth.shape != predicted.shape:
        raise ValueError(f"Truth and prediction differ in size. Received: {truth.shape} and {predicted.shape}.")
    if not all(0.5 <= threshold < 1 for threshold in thresholds):
        raise ValueError(f"Thresholds are in [0.5, 1). Received: {tuple(thresholds)}.")
    overlaps = overlaps_of(truth, predicted)
    ious = overlaps.pixels / (overlaps.true_areas + overlaps.predicted_areas - overlaps.pixels)
    hits = tuple(int(np.count_nonzero(ious > threshold)) for threshold in thresholds)
    truths, predictions = (int(np.count_nonzero(np.bincount(one.ravel())[1:])) for one in (truth, predicted))
    return InstanceMatches(tuple(thresholds), hits, truths, predictions)


class Overlaps(NamedTuple):
    """Pairs of a true and a predicted object that have pixels in common; all arrays (pairs,).

    Attributes:
        true: number of the true object.
        predicted: number of the predicted one.
        pixels: that both have in common.
        true_areas: pixels of the true object.
        predicted_areas: pixels of the predicted one.
    """

    true: Areas
    predicted: Areas
    pixels: Areas
    true_areas: Areas
    predicted_areas: Areas


def overlaps_of(truth: Instances, predicted: Instances) -> Overlaps:
    """The pairs of objects that overlap, of two pictures (H, W) as in ``match_instances``."""
    true_areas, claimed_areas = np.bincount(truth.ravel()), np.bincount(predicted.ravel())
    is_common = (truth != 0) & (predicted != 0)
    places = truth[is_common], predicted[is_common]
    # A sparse table adds up equal places in linear time.
    common = sparse.coo_array((np.ones(len(places[0])), places), shape=(len(true_areas), len(claimed_areas))).tocsr()
    ones, others = common.nonzero()
    return Overlaps(ones, others, common.data.astype(np.int64), true_areas[ones], claimed_areas[others])
