"""What a threshold keeps of an evaluation, and the words for it. Free of Qt."""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from engine.contract.predictions import ImageResult
from engine.ops.thresholds import STEPS, ThresholdCurves
from gui.pages.inspect.errors.evaluated import ShownPictures
from gui.words import percent

Side = Literal["kept", "abstained"]


def numbers_at(curves: ThresholdCurves, step: int) -> dict[str, str]:
    """The ratios at a threshold of ``step`` hundredths, in words, by the names of their curves."""
    values = {
        name: float(getattr(curves, name)[step]) for name in ("coverage", "accuracy", "precision", "recall", "f1")
    }
    return {name: percent(value if np.isfinite(value) else None) for name, value in values.items()}


def pictures_at(results: Sequence[ImageResult], *, step: int, side: Side, class_name: str | None) -> ShownPictures:
    """The mistakes that a threshold keeps, or all pictures on which it makes the network abstain.

    Args:
        results: all pictures of the evaluation.
        step: the threshold in hundredths.
        side: which of both.
        class_name: only pictures of this class or taken for it; None for all.
    """
    threshold = step / STEPS
    of_class = [one for one in results if class_name is None or class_name in (one.truth, one.predicted)]
    addition = "" if class_name is None else f", {class_name}"
    if side == "kept":
        found = tuple(one for one in of_class if one.score >= threshold and one.truth != one.predicted)
        title, nothing = f"Mistakes kept at {threshold:.2f}", "No mistake reaches this threshold."
    else:
        found = tuple(one for one in of_class if one.score < threshold)
        title, nothing = f"Abstained at {threshold:.2f}", "Every prediction reaches this threshold."
    return ShownPictures(title + addition, found, nothing=nothing)
