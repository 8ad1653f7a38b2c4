"""Which true objects a detector finds, at any score: so that two detectors can be laid beside each other at once.

A found object of a better score chooses first (``matching.py``), so what one is matched with does not depend on those
of lower scores. One matching of all found objects therefore serves every threshold of the score.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from engine.ops.detections.matching import NOBODY, match_class
from engine.ops.detections.objects import Flags, Floats, Numbers, PictureObjects

NEVER: Final = -1.0
"""The score of what finds an object that nothing finds: below every threshold."""


@dataclass(frozen=True, slots=True, eq=False)
class Finds:
    """What one detector finds, at one IoU, in a row of pictures.

    Attributes:
        found_at: (t,) score of what hits each true object that counts, picture by picture; ``NEVER`` if nothing does.
        false_pictures: (f,) the picture of each found object that counts and hits none.
        false_classes: (f,) its class.
        false_scores: (f,) its score.
    """

    found_at: Floats
    false_pictures: Numbers
    false_classes: Numbers
    false_scores: Floats

    def is_found(self, score: float) -> Flags:
        """(t,), whether each true object is found with at least this score."""
        return self.found_at >= score

    def is_false(self, score: float) -> Flags:
        """(f,), whether each false object has at least this score."""
        return self.false_scores >= score


def find_objects(pictures: Sequence[PictureObjects], *, iou: float) -> Finds:
    """Match all found objects of pictures.

    Args:
        pictures: with everything that was found, whatever its score.
        iou: from which on a found object of the right class is a hit, in (0, 1].
    """
    found_at, places, classes, scores = [], [], [], []
    for number, picture in enumerate(pictures):
        compared = picture.compared()
        at = np.full(len(picture.true.classes), NEVER)
        for one in np.union1d(compared.true_classes, compared.found_classes).tolist():
            matched = match_class(compared, one, thresholds=(iou,))
            chosen, is_counted = matched.matches[0, 0], ~matched.is_left_out[0, 0]
            is_hit = (chosen != NOBODY) & is_counted
            at[chosen[is_hit]] = matched.scores[is_hit]
            wrong = matched.scores[(chosen == NOBODY) & is_counted]
            scores.append(wrong)
            classes.append(np.full(len(wrong), one, np.int64))
            places.append(np.full(len(wrong), number, np.int64))
        found_at.append(at[~picture.true.is_crowd])
    return Finds(
        np.concatenate([np.zeros(0), *found_at]),
        np.concatenate([np.zeros(0, np.int64), *places]),
        np.concatenate([np.zeros(0, np.int64), *classes]),
        np.concatenate([np.zeros(0), *scores]),
    )
