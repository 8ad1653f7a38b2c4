"""Which class found objects are taken for, with the background as one more class: found nothing, and found in vain."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from engine.ops.detections.objects import ComparedObjects


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
        true, found = _pair(picture, score_threshold=score_threshold, iou_threshold=iou_threshold)
        np.add.at(matrix, (true, found), 1)
    return matrix


def _pair(
    picture: ComparedObjects, *, score_threshold: float, iou_threshold: float
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """True and found classes of pairs, of what was missed, and of what was found in vain; -1 is the background."""
    kept, true = np.flatnonzero(picture.scores >= score_threshold), np.flatnonzero(~picture.is_crowd)
    overlaps = picture.overlaps[np.ix_(kept, true)]
    is_same = picture.found_classes[kept][:, None] == picture.true_classes[true][None]
    partners = _partners(overlaps, is_same, iou_threshold)
    is_alone = partners == -1
    is_in_crowd = (picture.overlaps[kept][:, picture.is_crowd] >= iou_threshold).any(axis=1)
    is_missed = ~np.isin(np.arange(len(true)), partners)
    true_classes, found_classes = picture.true_classes[true], picture.found_classes[kept]
    in_vain = found_classes[is_alone & ~is_in_crowd]
    missed = true_classes[is_missed]
    return (
        np.concatenate([true_classes[partners[~is_alone]], missed, np.full(len(in_vain), -1)]),
        np.concatenate([found_classes[~is_alone], np.full(len(missed), -1), in_vain]),
    )


def _partners(overlaps: npt.NDArray[np.float64], is_same: npt.NDArray[np.bool_], least: float) -> npt.NDArray[np.intp]:
    """(m,) which true object each found one is, -1 if none: pairs of the highest overlap first."""
    partners = np.full(len(overlaps), -1, np.intp)
    found, true = np.nonzero(overlaps >= least)
    order = np.lexsort((~is_same[found, true], -overlaps[found, true]))
    taken: set[int] = set()
    for one, other in zip(found[order].tolist(), true[order].tolist(), strict=True):
        if partners[one] == -1 and other not in taken:
            partners[one] = other
            taken.add(other)
    return partners
