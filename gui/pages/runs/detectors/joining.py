"""Two detectors on the same pictures: who finds what, at any score. Free of Qt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.contract.boxes import BoxResult
from engine.ops.detections.finds import Finds, find_objects
from engine.ops.detections.objects import Flags, FoundBoxes, Numbers, PictureObjects, TrueBoxes
from engine.ops.detections.paired_f1 import F1Difference, compare_f1, f1_of
from gui.pages.inspect.errors.boxes.object_masks import PictureMasks

_SAME_PX: Final = 0.5
"""True boxes of two evaluations that differ by less are the same: they come from one file through float32."""


class FindKind(IntEnum):
    """What can be counted on a picture: a column of ``Tally``."""

    BOTH = 0
    ONLY_FIRST = 1
    ONLY_SECOND = 2
    NEITHER = 3
    FALSE_FIRST = 4
    FALSE_SECOND = 5


@dataclass(frozen=True, slots=True)
class PairThresholds:
    """From which score on boxes of each detector are answers."""

    first: float
    second: float


@dataclass(frozen=True, slots=True, eq=False)
class BoxAnswers:
    """What one run found, picture by picture.

    Attributes:
        name: of the run.
        classes: of its network, by which its objects are numbered.
        threshold: the score of its best F1.
        found: by the path of the picture, with what was true then.
        masks: likewise, where objects have some.
    """

    name: str
    classes: tuple[str, ...]
    threshold: float
    found: Mapping[str, tuple[BoxResult, PictureObjects]]
    masks: Mapping[str, PictureMasks] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """Numbers of objects at two thresholds; columns are those of ``FindKind``.

    Attributes:
        of_pictures: (n, 6).
        of_classes: (c, 6).
    """

    of_pictures: Numbers
    of_classes: Numbers

    @property
    def totals(self) -> Numbers:
        """(6,) of all pictures together."""
        return np.asarray(self.of_pictures.sum(axis=0), np.int64)

    @property
    def differences(self) -> Numbers:
        """(n,) how many errors more than the second detector the first one makes on each picture.

        Errors are objects that are not found, and boxes that are false.
        """
        one, other = (self._errors(self.of_pictures, is_first=is_first) for is_first in (True, False))
        return np.asarray(one - other, np.int64)

    @property
    def f1(self) -> tuple[float, float]:
        """Of both detectors, all pictures together."""
        return f1_of(self._judged(is_first=True)), f1_of(self._judged(is_first=False))

    def compare(self) -> F1Difference:
        """Whether the second detector is better, by pictures drawn again and again: it takes a moment."""
        return compare_f1(self._judged(is_first=True), self._judged(is_first=False))

    def _judged(self, *, is_first: bool) -> Numbers:
        """(n, 3) hits, false and missed objects."""
        alone, other, false = _columns(is_first=is_first)
        counts = self.of_pictures
        return np.stack(
            [
                counts[:, FindKind.BOTH] + counts[:, alone],
                counts[:, false],
                counts[:, FindKind.NEITHER] + counts[:, other],
            ],
            axis=1,
        )

    def _errors(self, counts: Numbers, *, is_first: bool) -> Numbers:
        _alone, other, false = _columns(is_first=is_first)
        return np.asarray(counts[:, FindKind.NEITHER] + counts[:, other] + counts[:, false], np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class JoinedDetectors:
    """Two detectors, joined picture by picture.

    Attributes:
        classes: of both; objects are numbered by them.
        pictures: in the order of their paths.
        first: objects of each picture with what the first detector found.
        second: likewise.
        relabelled: pictures that were left out, because what is true of them changed between the evaluations.
        unanswered: pictures that were left out, because a run could not read them.
        masks: of the objects of each picture, those of the first and of the second detector; None where boxes are
            compared, since one of the two says no masks.
    """

    classes: tuple[str, ...]
    pictures: tuple[BoxResult, ...]
    first: tuple[PictureObjects, ...]
    second: tuple[PictureObjects, ...]
    relabelled: int = 0
    unanswered: int = 0
    masks: tuple[tuple[PictureMasks, PictureMasks], ...] | None = None

    def match(self, *, iou: float) -> "MatchedDetectors":
        """Find out who hits what at an IoU, for all scores at once."""
        true = [picture.true.classes[~picture.true.is_crowd] for picture in self.first]
        return MatchedDetectors(
            self,
            iou,
            np.repeat(np.arange(len(true)), [len(each) for each in true]),
            np.concatenate([np.zeros(0, np.int64), *true]),
            find_objects(self.first, iou=iou),
            find_objects(self.second, iou=iou),
        )


@dataclass(frozen=True, slots=True, eq=False)
class MatchedDetectors:
    """Two detectors whose boxes were matched with what is true.

    Attributes:
        joined: what was matched.
        iou: from which on a box hits.
        object_pictures: (t,) the picture of each true object that counts.
        object_classes: (t,) its class.
        first: what the first detector finds.
        second: likewise.
    """

    joined: JoinedDetectors
    iou: float
    object_pictures: Numbers
    object_classes: Numbers
    first: Finds
    second: Finds

    def tally(self, at: PairThresholds) -> Tally:
        """Count at two thresholds."""
        one, other = self.first.is_found(at.first), self.second.is_found(at.second)
        flags = {
            FindKind.BOTH: one & other,
            FindKind.ONLY_FIRST: one & ~other,
            FindKind.ONLY_SECOND: other & ~one,
            FindKind.NEITHER: ~one & ~other,
        }
        of_pictures = np.zeros((len(self.joined.pictures), len(FindKind)), np.int64)
        of_classes = np.zeros((len(self.joined.classes), len(FindKind)), np.int64)
        for kind, is_there in flags.items():
            _count(of_pictures[:, kind], self.object_pictures, is_there)
            _count(of_classes[:, kind], self.object_classes, is_there)
        false = (
            (FindKind.FALSE_FIRST, self.first, self.first.is_false(at.first)),
            (FindKind.FALSE_SECOND, self.second, self.second.is_false(at.second)),
        )
        for kind, finds, is_there in false:
            _count(of_pictures[:, kind], finds.false_pictures, is_there)
            _count(of_classes[:, kind], finds.false_classes, is_there)
        return Tally(of_pictures, of_classes)


def join_detectors(first: BoxAnswers, second: BoxAnswers, paths: Sequence[str]) -> JoinedDetectors:
    """What both runs found on some pictures; classes are matched by name."""
    classes = tuple(dict.fromkeys((*first.classes, *second.classes)))
    pictures, one, other = [], [], []
    relabelled = unanswered = 0
    for path in sorted(paths):
        if path not in first.found or path not in second.found:
            unanswered += 1
            continue
        (result, found), (_, others) = first.found[path], second.found[path]
        found, others = _renumbered(found, first.classes, classes), _renumbered(others, second.classes, classes)
        if not _is_same_truth(found.true, others.true):
            relabelled += 1
            continue
        pictures.append(result)
        one.append(found)
        other.append(others)
    masks = _masks_of(first, second, pictures)
    if masks is None:
        one, other = ([replace(each, mask_overlaps=None) for each in side] for side in (one, other))
    return JoinedDetectors(classes, tuple(pictures), tuple(one), tuple(other), relabelled, unanswered, masks)


def _masks_of(
    first: BoxAnswers, second: BoxAnswers, pictures: Sequence[BoxResult]
) -> tuple[tuple[PictureMasks, PictureMasks], ...] | None:
    """The masks of all pictures; None where any is without: what is compared must be of one kind."""
    paths = [picture.image for picture in pictures]
    if not paths or any(path not in run.masks for run in (first, second) for path in paths):
        return None
    return tuple((first.masks[path], second.masks[path]) for path in paths)


def _columns(*, is_first: bool) -> tuple[FindKind, FindKind, FindKind]:
    """What only one detector finds, what only the other one finds, and what the one finds where nothing is."""
    if is_first:
        return FindKind.ONLY_FIRST, FindKind.ONLY_SECOND, FindKind.FALSE_FIRST
    return FindKind.ONLY_SECOND, FindKind.ONLY_FIRST, FindKind.FALSE_SECOND


def _count(into: Numbers, places: Numbers, is_there: Flags) -> None:
    into += np.bincount(places[is_there], minlength=len(into))


def _renumbered(picture: PictureObjects, own: Sequence[str], classes: Sequence[str]) -> PictureObjects:
    if tuple(own) == tuple(classes):
        return picture
    numbers: NDArray[np.int64] = np.array([classes.index(name) for name in own], np.int64)
    true, found = picture.true, picture.found
    return PictureObjects(
        TrueBoxes(true.boxes_xyxy, numbers[true.classes], true.is_crowd, true.areas_px),
        FoundBoxes(found.boxes_xyxy, numbers[found.classes], found.scores),
        picture.mask_overlaps,
    )


def _is_same_truth(one: TrueBoxes, other: TrueBoxes) -> bool:
    return (
        len(one.classes) == len(other.classes)
        and bool((one.classes == other.classes).all())
        and bool((one.is_crowd == other.is_crowd).all())
        and bool((np.abs(one.boxes_xyxy - other.boxes_xyxy) < _SAME_PX).all())
    )
