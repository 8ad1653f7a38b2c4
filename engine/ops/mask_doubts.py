"""How far the mask of a picture can be trusted, in the eyes of a network, and where it speaks against it.

Lad & Mueller 2023, "Estimating label quality and errors in semantic segmentation data via any model"
(arXiv:2307.05080): the network's probability p_i of the class that the mask gives a pixel is how well that pixel is
labelled, and the softmin of all of them, ``sum_i p_i softmax_i((1 - p_i) / T)`` with T = 0.1, how well the picture is.
The network must not have learned from these masks. The areas are ours: what is sure and large enough to be looked at.
Both are counted part by part, so that the scores of a picture are never in memory together.
"""

import math
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from engine.contract.annotations import NO_CLASS

ClassMask = npt.NDArray[np.uint8]
Scores = npt.NDArray[np.float16]
Doubts = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]

TEMPERATURE: Final = 0.1
CONFIDENT: Final = np.float16(0.9)
"""What the probability of another class must reach for a pixel to be contradicted."""

_KINDS: Final = 1 << 16
# From 0.5 to 1, half precision has whole multiples of this: those from 0.9 on fit into a byte, with room for none.
_STEP: Final = 2.0**-11
_BELOW: Final = int(float(CONFIDENT) / _STEP) - 1


class TrustTally:
    """Counts how probable the network finds the mask, over the pixels of one picture."""

    def __init__(self) -> None:
        self._pixels = np.zeros(_KINDS, np.int64)

    def add(self, true: ClassMask, scores: Scores) -> None:
        """Count a part.

        Args:
            true: (H, W) class indices, ``NO_CLASS`` where nothing is known.
            scores: (H, W, classes) probabilities.
        """
        is_known = true != NO_CLASS
        given = np.where(is_known, true, 0)[..., np.newaxis].astype(np.intp)
        confidences = np.take_along_axis(scores, given, axis=-1)[..., 0][is_known]
        # There are few numbers of half precision: how often each occurs says all.
        self._pixels += np.bincount(confidences.view(np.uint16), minlength=_KINDS)

    def trust(self) -> float | None:
        """The softmin of the probabilities of the true classes, in [0, 1]; None where the mask says nothing."""
        kinds = np.flatnonzero(self._pixels)
        if not len(kinds):
            return None
        confidences = kinds.astype(np.uint16).view(np.float16).astype(np.float64)
        weights = np.exp((confidences.min() - confidences) / TEMPERATURE) * self._pixels[kinds]
        return float(np.average(confidences, weights=weights))


def doubts_of(true: ClassMask, predicted: ClassMask, confidences: Scores) -> Doubts:
    """(H, W), where the network is sure of another class than the mask, and how sure; 0 elsewhere.

    Args:
        true: (H, W) class indices, ``NO_CLASS`` where nothing is known.
        predicted: (H, W) class indices.
        confidences: (H, W) their probabilities.

    Returns:
        Numbers that ``confidence_of`` takes back without a loss.
    """
    is_contradicted = (true != NO_CLASS) & (predicted != true) & (confidences >= CONFIDENT)
    doubts = np.zeros(true.shape, np.uint8)
    doubts[is_contradicted] = confidences[is_contradicted].astype(np.float32) / _STEP - _BELOW
    return doubts


def confidence_of(doubt: int, *, pixels: int = 1) -> float:
    """The mean probability that the sum of the doubts of some pixels stands for; none of them is 0."""
    return (doubt + _BELOW * pixels) * _STEP / pixels


def margin_of(radius_px: float) -> int:
    """How many pixels around a part decide about ``holds_disc`` in it."""
    return math.ceil(radius_px)


def holds_disc(region: Flags, *, radius_px: float) -> Flags:
    """(H, W), true on pixels around which a disc lies within a region; beyond the edge everything is within.

    Args:
        region: (H, W).
        radius_px: of the disc; all pixels that are not farther away are in it.
    """
    # A disc holds a square, which is tried first: it takes a fraction of the time, and mostly there is none.
    half = int(radius_px / math.sqrt(2))
    if not ndimage.minimum_filter(region.view(np.uint8), 2 * half + 1, mode="constant", cval=1).any():
        return np.zeros(region.shape, bool)
    if region.all():
        return np.ones(region.shape, bool)
    return np.asarray(ndimage.distance_transform_edt(region) > radius_px)
