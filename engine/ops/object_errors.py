"""Objects that are merged into one, and objects that are split into several.

Caicedo et al. 2019, "Evaluation of Deep Learning Strategies for Nucleus Segmentation in Fluorescence Images" (Cytometry
A 95, 952) count them besides objects that are found and missed. Here an object belongs to another one that covers more
than half of it, of which there is one at most.
"""

from typing import Final, NamedTuple

import numpy as np

from engine.ops.instance_scores import Areas, Instances, overlaps_of

_HALF: Final = 0.5


class ObjectErrors(NamedTuple):
    """Counts of one picture: said objects that merge several true ones, and true ones that are split into several."""

    merged: int
    split: int


NO_ERRORS: Final = ObjectErrors(0, 0)


def count_object_errors(truth: Instances, predicted: Instances) -> ObjectErrors:
    """Count which objects of a picture are merged and split.

    Args:
        truth: (H, W), 0 for the background and a number for each object.
        predicted: (H, W), likewise.
    """
    overlaps = overlaps_of(truth, predicted)
    is_covered = overlaps.pixels > _HALF * overlaps.true_areas
    is_within = overlaps.pixels > _HALF * overlaps.predicted_areas
    return ObjectErrors(
        merged=_repeated(overlaps.predicted[is_covered]),
        split=_repeated(overlaps.true[is_within]),
    )


def _repeated(numbers: Areas) -> int:
    """How many numbers occur more than once."""
    return int(np.count_nonzero(np.bincount(numbers) > 1)) if len(numbers) else 0
