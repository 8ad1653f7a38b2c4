"""Which true object each found one is, as COCO matches them.

Of one class in one picture, the object of the best score chooses first: the free true object that it overlaps most, if
that reaches the threshold. Objects that are left out (crowds, and those beyond the range of sizes that is asked about)
are chosen only where no other one can be, and whoever chose one is left out too. A crowd can be chosen by any number
(``evaluateImg`` in pycocotools, https://github.com/cocodataset/cocoapi).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from engine.ops.detections.objects import ComparedObjects, Flags, Floats

Indices = npt.NDArray[np.intp]
NOBODY: Final = -1
COCO_THRESHOLDS: Final = tuple(np.linspace(0.5, 0.95, 10).tolist())
COCO_MOST: Final = 100
"""Found objects of a class and picture that count, the best ones."""
_SURE: Final = 1 - 1e-10
"""The highest IoU that is asked for: a threshold of 1 would be lost to rounding."""


@dataclass(frozen=True, slots=True)
class AreaRange:
    """Sizes of objects that are asked about, both ends included, in square pixels."""

    least_px: float
    most_px: float


EVERY_SIZE: Final = AreaRange(0.0, 1e5**2)
SMALL: Final = AreaRange(0.0, 32.0**2)
MEDIUM: Final = AreaRange(32.0**2, 96.0**2)
LARGE: Final = AreaRange(96.0**2, 1e5**2)


@dataclass(frozen=True, slots=True, eq=False)
class ClassMatches:
    """The found objects of one class in one picture, best first, for a ranges of sizes and t thresholds.

    Attributes:
        found: (m,) their places among all found objects of the picture.
        true: (n,) the places of the true objects of the class.
        scores: (m,).
        matches: (a, t, m) which of all true objects each one is, ``NOBODY`` if none.
        is_left_out: (a, t, m), whether it counts neither as a hit nor as false.
        truths: (a,) how many true objects count.
    """

    found: Indices
    true: Indices
    scores: Floats
    matches: Indices
    is_left_out: Flags
    truths: npt.NDArray[np.int64]


def match_class(
    picture: ComparedObjects,
    one: int,
    *,
    thresholds: Sequence[float],
    ranges: Sequence[AreaRange] = (EVERY_SIZE,),
    most: int = COCO_MOST,
) -> ClassMatches:
    """Match the objects of one class.

    Args:
        picture: all objects.
        one: the class.
        thresholds: of the IoU, in (0, 1].
        ranges: of sizes.
        most: found objects that count, the best ones; of equal scores, the first.
    """
    of_class = np.flatnonzero(picture.found_classes == one)
    found = of_class[np.argsort(-picture.scores[of_class], kind="stable")[:most]]
    true = np.flatnonzero(picture.true_classes == one)
    is_crowd = picture.is_crowd[true]
    true_left_out = is_crowd | _beyond(picture.true_areas_px[true], ranges)
    overlaps = picture.overlaps[np.ix_(found, true)]
    chosen = _choose(overlaps, true_left_out, is_crowd, np.minimum(thresholds, _SURE))
    is_nobody = chosen == NOBODY
    is_left_out = is_nobody & _beyond(picture.found_areas_px[found], ranges)[:, None]
    if len(true):
        is_left_out |= ~is_nobody & np.take_along_axis(true_left_out[:, None], np.maximum(chosen, 0), axis=2)
        chosen = np.where(is_nobody, NOBODY, true[chosen])
    return ClassMatches(found, true, picture.scores[found], chosen, is_left_out, (~true_left_out).sum(axis=1))


def _beyond(areas_px: Floats, ranges: Sequence[AreaRange]) -> Flags:
    """(a, n), whether objects lie beyond a range of sizes."""
    least, most = (np.array([getattr(each, end) for each in ranges])[:, None] for end in ("least_px", "most_px"))
    return (areas_px < least) | (areas_px > most)


def _choose(overlaps: Floats, is_left_out: Flags, is_crowd: Flags, thresholds: Floats) -> Indices:
    """(a, t, m) which of the n true objects each found one chooses, one after the other."""
    count, number = overlaps.shape
    chosen = np.full((len(is_left_out), len(thresholds), count), NOBODY, np.intp)
    is_free = np.ones((len(is_left_out), len(thresholds), number), np.bool_)
    for place in np.flatnonzero((overlaps >= thresholds.min()).any(axis=1)):
        fits = (overlaps[place] >= thresholds[:, None]) & is_free
        counted = fits & ~is_left_out[:, None]
        fits = np.where(counted.any(axis=2, keepdims=True), counted, fits)
        # Of equal overlaps COCO takes the last one.
        best = number - 1 - np.where(fits, overlaps[place], -1.0)[..., ::-1].argmax(axis=2)
        has_one = fits.any(axis=2)
        chosen[..., place] = np.where(has_one, best, NOBODY)
        is_free &= ~(has_one[..., None] & (np.arange(number) == best[..., None])) | is_crowd
    return chosen
