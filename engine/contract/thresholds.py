"""What is kept and found when a score must reach a threshold: what an evaluation keeps of it."""

from typing import Final

from engine.contract.base import Value

THRESHOLDS_FILE: Final = "thresholds.json"
"""Its name in the folder of an evaluation."""


class ThresholdCounts(Value):
    """Pictures counted at the thresholds 0, 0.01, ..., 1, one entry each.

    A prediction is kept where its score reaches the threshold. For each class alone, a picture is claimed where its
    score for that class reaches the threshold, whatever its other scores are. Its size does not grow with the split:
    two numbers for each class and threshold.

    Attributes:
        images: of the split.
        kept: predictions that are kept.
        kept_right: those of them that are right.
        class_images: pictures of each class.
        claimed: for each class, the pictures that are claimed.
        claimed_right: those of them that are of the class.
    """

    images: int
    kept: tuple[int, ...]
    kept_right: tuple[int, ...]
    class_images: tuple[int, ...]
    claimed: tuple[tuple[int, ...], ...]
    claimed_right: tuple[tuple[int, ...], ...]
