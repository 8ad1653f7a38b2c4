"""How far the mask of a picture can be trusted, in the eyes of a network, and where it speaks against it.

Lad & Mueller 2023, "Estimating label quality and errors in semantic segmentation data via any model"
(arXiv:2307.05080): the network's probability p_i of the class that the mask gives a pixel is how well that pixel is
labelled, and the softmin of all of them, ``sum_i p_i softmax_i((1 - p_i) / T)`` with T = 0.1, how well the picture is.
The network must not have learned from these masks. The areas are ours: what is sure and large enough to be looked at.
"""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from engine.contract.annotations import NO_CLASS
from engine.ops.components import label_components

ClassMask = npt.NDArray[np.uint8]
Scores = npt.NDArray[np.float16]

TEMPERATURE: Final = 0.1
CONFIDENT: Final = 0.9
"""What the probability of another class must reach for a pixel to be contradicted."""


class Contradiction(NamedTuple):
    """Pixels that hang together and are taken for one class, though the mask says something else.

    Attributes:
        given: the class that most of them have in the mask.
        suggested: the class that they are taken for.
        confidence: mean probability of that class.
        corner: row and column of the first row and column with a pixel.
        pixels: (h, w) which they are, from the corner on.
    """

    given: int
    suggested: int
    confidence: float
    corner: tuple[int, int]
    pixels: npt.NDArray[np.bool_]


def mask_trust(true: ClassMask, scores: Scores) -> float | None:
    """The softmin of the probabilities of the true classes, in [0, 1]; None where the mask says nothing.

    Args:
        true: (H, W) class indices, ``NO_CLASS`` where nothing is known.
        scores: (H, W, classes) probabilities.
    """
    is_known = true != NO_CLASS
    if not is_known.any():
        return None
    given = np.where(is_known, true, 0)[..., np.newaxis].astype(np.intp)
    confidences = np.take_along_axis(scores, given, axis=-1)[..., 0][is_known].astype(np.float64)
    weights = np.exp((confidences.min() - confidences) / TEMPERATURE)
    return float(np.average(confidences, weights=weights))


def contradictions(true: ClassMask, scores: Scores, *, radius_px: float, most: int) -> list[Contradiction]:
    """The largest areas of which the network is sure that they are of another class.

    Along outlines network and mask differ everywhere: an area counts where a disc fits into it.

    Args:
        true: (H, W) class indices, ``NO_CLASS`` where nothing is known.
        scores: (H, W, classes) probabilities.
        radius_px: of the disc.
        most: how many at most, the largest first.
    """
    predicted, confidences = scores.argmax(axis=-1).astype(np.uint8), scores.max(axis=-1)
    is_contradicted = (true != NO_CLASS) & (predicted != true) & (confidences >= CONFIDENT)
    if not is_contradicted.any():
        return []
    pieces = label_components(np.where(is_contradicted, predicted, np.uint8(NO_CLASS)), background=None)
    numbers = np.unique(pieces[ndimage.distance_transform_edt(is_contradicted) > radius_px])
    areas = np.bincount(pieces.ravel())
    largest = sorted((int(number) for number in numbers if number), key=areas.__getitem__, reverse=True)[:most]
    windows = ndimage.find_objects(pieces)
    return [_contradiction(true, scores, pieces, number, windows[number - 1]) for number in largest]


def _contradiction(
    true: ClassMask, scores: Scores, pieces: npt.NDArray[np.int32], number: int, window: tuple[slice, slice]
) -> Contradiction:
    pixels = pieces[window] == number
    inside = scores[window][pixels]
    suggested = int(inside[0].argmax())
    return Contradiction(
        given=int(np.bincount(true[window][pixels]).argmax()),
        suggested=suggested,
        confidence=float(inside[:, suggested].astype(np.float64).mean()),
        corner=(window[0].start, window[1].start),
        pixels=pixels,
    )
