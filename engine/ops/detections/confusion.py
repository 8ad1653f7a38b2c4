"""Which class found objects are taken for, with the background as one more class: found nothing, and found in vain."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.ops.detections.matching import Indices
from engine.ops.detections.objects import ComparedObjects
from engine.ops.detections.pairing import ALONE, pair_objects


def confuse_objects(
    pictures: Sequence[ComparedObjects], *, classes: int, score_threshold: float, iou_threshold: float
) -> npt.NDArray[np.int64]:
    """(classes + 1, classes + 1), entry (i, j) counts true objects of class i that are found as class j.

    The last row counts what was found where nothing is true, the last column what was not found. Whatever their
    classes are, found and true objects become pairs by the highest IoU, of equal ones those of one class first. What
    has no partner and lies within a crowd does not count.

    Args:
        pictures: all objects.
        classes: their number.
        score_threshold: found objects of a lower score are no answers.
        iou_threshold: least IoU of a pair, and least share of a found object that lies within a crowd; above 0.
    """
    matrix = np.zeros((classes + 1, classes + 1), np.int64)
    for picture in pictures:
        paired = pair_picture(picture, score_threshold=score_threshold, iou_threshold=iou_threshold)
        np.add.at(matrix, (paired.true_classes, paired.found_classes), 1)
    return matrix


@dataclass(frozen=True, slots=True, eq=False)
class PairedObjects:
    """The k objects of a picture that count, as pairs: ``ALONE`` stands for the background.

    Attributes:
        true: (k,) places of true objects; ``ALONE`` for what was found in vain.
        found: (k,) places of found ones; ``ALONE`` for what was missed.
        true_classes: (k,) likewise.
        found_classes: (k,) likewise.
    """

    true: Indices
    found: Indices
    true_classes: npt.NDArray[np.int64]
    found_classes: npt.NDArray[np.int64]


def pair_picture(picture: ComparedObjects, *, score_threshold: float, iou_threshold: float) -> PairedObjects:
    """The pairs that one picture counts in the matrix, arguments as for ``confuse_objects``."""
    kept, true = np.flatnonzero(picture.scores >= score_threshold), np.flatnonzero(~picture.is_crowd)
    is_same = picture.found_classes[kept][:, None] == picture.true_classes[true][None]
    partners = pair_objects(picture.overlaps[np.ix_(kept, true)], is_same, least=iou_threshold)
    is_alone = partners == ALONE
    is_in_crowd = (picture.overlaps[kept][:, picture.is_crowd] >= iou_threshold).any(axis=1)
    missed = true[~np.isin(np.arange(len(true)), partners)]
    in_vain = kept[is_alone & ~is_in_crowd]
    of_true = np.concatenate([true[partners[~is_alone]], missed, np.full(len(in_vain), ALONE)]).astype(np.intp)
    of_found = np.concatenate([kept[~is_alone], np.full(len(missed), ALONE), in_vain]).astype(np.intp)
    return PairedObjects(
        of_true,
        of_found,
        _classes_at(picture.true_classes, of_true),
        _classes_at(picture.found_classes, of_found),
    )


def _classes_at(classes: npt.NDArray[np.int64], places: Indices) -> npt.NDArray[np.int64]:
    return np.append(classes, ALONE)[places]
