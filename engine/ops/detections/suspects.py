"""Boxes that are likely drawn wrongly, told by what a detector is sure of on the same pictures.

After ObjectLab (Tkachenko, Thyagarajan and Mueller 2023, 2309.00832, section 3), which tells objects that nobody drew,
boxes of a wrong class and badly placed ones by how a label compares to confident answers near it. Two things are
otherwise. Confident is no fixed score (0.95 there), but a score that few of the detector's hits of that class reach, as
scores of detectors trained on few pictures stay low. And a box is badly placed when it lies worse than the boxes of its
class usually do for this detector, not than a perfect one would. Objects drawn twice are a fourth kind.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from engine.ops.detections.error_kinds import FOREGROUND_IOU
from engine.ops.detections.matching import Indices
from engine.ops.detections.objects import Flags, Floats, PictureObjects, overlaps_of
from engine.ops.detections.pairing import ALONE, pair_objects

NEAR_IOU: Final = 0.2
"""From which on a found object means a true one."""
LIKELY: Final = 0.5
"""A score above which a label is likelier wrong than right."""
LEAST: Final = 0.05
DOUBLE_IOU: Final = 0.6
"""From which on two true boxes may be one object."""
_SURELY_DOUBLE_IOU: Final = 0.9
_FEW: Final = 5
"""Fewer hits of a class say little of how well it is found usually: those of all classes do then."""


class BoxDoubt(StrEnum):
    """What speaks against the boxes of a picture.

    ``missed``: an object is found where nothing is drawn. ``class``: what is drawn is found as another class.
    ``place``: it is found, but lies elsewhere than the box. ``double``: two boxes lie over each other.
    """

    MISSED = "missed"
    CLASS = "class"
    PLACE = "place"
    DOUBLE = "double"


@dataclass(frozen=True, slots=True)
class BoxSuspect:
    """One likely error.

    Attributes:
        doubt: its kind.
        picture: where.
        true: the box that is likely wrong, by its place among the true objects of the picture; None for a missed one.
        found: the found object that speaks against it, likewise; None where a box is drawn twice.
        score: how likely it is an error, in [0, 1].
        overlap: IoU of both; of a missed one with the nearest true box, of a double one that of the two boxes.
    """

    doubt: BoxDoubt
    picture: int
    true: int | None
    found: int | None
    score: float
    overlap: float


@dataclass(frozen=True, slots=True)
class _Paired:
    """A picture whose m found objects have their true ones.

    Attributes:
        objects: of the picture.
        overlaps: (m, n) IoU of found and true ones.
        is_sure: (m,), whether the score counts as found.
        partners: (m,) the true object of each; ``ALONE`` where there is none, or where it does not count.
    """

    objects: PictureObjects
    overlaps: Floats
    is_sure: Flags
    partners: Indices


@dataclass(frozen=True, slots=True)
class _Usual:
    """How a class is found usually: the sorted scores of its hits, and the median of their IoU."""

    scores: Floats
    overlap: float

    def sureness(self, score: float) -> float:
        """The share of hits of which the detector is not surer, in [0, 1]."""
        if not len(self.scores):
            return score
        return float(np.searchsorted(self.scores, score, side="right") / len(self.scores))


def suspect_boxes(pictures: Sequence[PictureObjects], thresholds: Sequence[float]) -> tuple[BoxSuspect, ...]:
    """Likely errors of all pictures, the likeliest first.

    Args:
        pictures: true and found objects; found ones should not be learned from these very pictures.
        thresholds: for each class the score from which on an object counts as found.
    """
    paired = [_pair(picture, np.asarray(thresholds, np.float64)) for picture in pictures]
    usual = _usual_of_classes(paired, len(thresholds))
    found = [suspect for number, each in enumerate(paired) for suspect in _Look(number, each, usual).suspects()]
    return tuple(sorted((one for one in found if one.score >= LEAST), key=_by_score))


def _pair(picture: PictureObjects, thresholds: Floats) -> _Paired:
    found = picture.found
    overlaps = picture.compared().overlaps
    partners = np.full(len(found.scores), ALONE, np.intp)
    is_sure = found.scores >= thresholds[found.classes]
    kept = np.flatnonzero(is_sure)
    true = np.flatnonzero(~picture.true.is_crowd)
    is_same = found.classes[kept][:, None] == picture.true.classes[true][None]
    pairs = pair_objects(overlaps[np.ix_(kept, true)], is_same, least=NEAR_IOU)
    has_one = pairs != ALONE
    partners[kept[has_one]] = true[pairs[has_one]]
    return _Paired(picture, overlaps, is_sure, partners)


def _usual_of_classes(paired: Sequence[_Paired], classes: int) -> list[_Usual]:
    hits: list[tuple[int, float, float]] = []
    for each in paired:
        for one in np.flatnonzero(each.partners != ALONE):
            true = each.partners[one]
            overlap = float(each.overlaps[one, true])
            if each.objects.true.classes[true] == each.objects.found.classes[one] and overlap >= FOREGROUND_IOU:
                hits.append((int(each.objects.found.classes[one]), float(each.objects.found.scores[one]), overlap))
    rows = np.array(hits, np.float64).reshape(-1, 3)
    return [_usual(rows[rows[:, 0] == one] if (rows[:, 0] == one).sum() >= _FEW else rows) for one in range(classes)]


def _usual(rows: Floats) -> _Usual:
    return _Usual(np.sort(rows[:, 1]), float(np.median(rows[:, 2])) if len(rows) else 1.0)


class _Look:
    """Looks for the errors of one picture."""

    def __init__(self, number: int, paired: _Paired, usual: Sequence[_Usual]) -> None:
        self._number = number
        self._usual = usual
        self._overlaps = paired.overlaps
        self._partners = paired.partners
        self._true, self._found = paired.objects.true, paired.objects.found
        self._is_open = paired.is_sure & (paired.partners == ALONE)

    def suspects(self) -> list[BoxSuspect]:
        """All that is doubtful at all."""
        of_pairs = [
            self._of_pair(found, int(self._partners[found]))
            for found in np.flatnonzero(self._partners != ALONE).tolist()
        ]
        return [*self._missed(), *(one for one in of_pairs if one is not None), *self._doubles()]

    def _of_pair(self, found: int, true: int) -> BoxSuspect | None:
        overlap = float(self._overlaps[found, true])
        if self._found.classes[found] == self._true.classes[true]:
            return self._placed(found, true, overlap)
        if overlap < FOREGROUND_IOU:
            return None
        given = self._sureness_of(true, int(self._true.classes[true]))
        usual = self._usual[int(self._found.classes[found])].overlap
        score = self._sureness(found) * (1 - given) * min(overlap / usual, 1.0)
        return BoxSuspect(BoxDoubt.CLASS, self._number, true, found, score, overlap)

    def _placed(self, found: int, true: int, overlap: float) -> BoxSuspect | None:
        usual = self._usual[int(self._found.classes[found])].overlap
        if overlap >= usual:
            return None
        far = min((usual - overlap) / max(usual - FOREGROUND_IOU, 1e-9), 1.0)
        return BoxSuspect(BoxDoubt.PLACE, self._number, true, found, self._sureness(found) * far, overlap)

    def _missed(self) -> list[BoxSuspect]:
        """Of found objects over each other, whatever their classes, only the surest is an object that was missed."""
        is_open = self._is_open & ~self._is_in_crowd()
        taken: list[int] = []
        boxes = self._found.boxes_xyxy
        for found in sorted(np.flatnonzero(is_open).tolist(), key=self._sureness, reverse=True):
            if not taken or overlaps_of(boxes[[found]], boxes[taken]).max() < FOREGROUND_IOU:
                taken.append(found)
        suspects = []
        for found in taken:
            nearest = float(self._overlaps[found][~self._true.is_crowd].max(initial=0.0))
            score = self._sureness(found) * max(1 - nearest / FOREGROUND_IOU, 0.0)
            suspects.append(BoxSuspect(BoxDoubt.MISSED, self._number, None, found, score, nearest))
        return suspects

    def _doubles(self) -> list[BoxSuspect]:
        """Of two boxes over each other, the one that no found object means, or that lies worse, is the double."""
        true = np.flatnonzero(~self._true.is_crowd)
        boxes = self._true.boxes_xyxy[true]
        overlaps = np.triu(overlaps_of(boxes, boxes), 1)
        suspects = []
        for first, second in np.argwhere(overlaps >= DOUBLE_IOU).tolist():
            overlap = float(overlaps[first, second])
            one = min(int(true[first]), int(true[second]), key=self._support)
            both_found = self._support(one) > 0
            near = min((overlap - FOREGROUND_IOU) / (_SURELY_DOUBLE_IOU - FOREGROUND_IOU), 1.0)
            score = near * (0.5 if both_found and overlap < _SURELY_DOUBLE_IOU else 1.0)
            suspects.append(BoxSuspect(BoxDoubt.DOUBLE, self._number, one, None, score, overlap))
        return suspects

    def _support(self, true: int) -> float:
        """The IoU of a true box with the found object that it is, 0 without any."""
        found = np.flatnonzero(self._partners == true)
        return float(self._overlaps[found[0], true]) if len(found) else 0.0

    def _sureness(self, found: int) -> float:
        return self._usual[int(self._found.classes[found])].sureness(float(self._found.scores[found]))

    def _sureness_of(self, true: int, one: int) -> float:
        """How sure the detector is of a class at a true box, in [0, 1]."""
        is_there = (self._found.classes == one) & (self._overlaps[:, true] >= FOREGROUND_IOU)
        score = self._found.scores[is_there].max(initial=0.0)
        return self._usual[one].sureness(float(score)) if score > 0 else 0.0

    def _is_in_crowd(self) -> Flags:
        return np.asarray((self._overlaps[:, self._true.is_crowd] >= FOREGROUND_IOU).any(axis=1))


def _by_score(suspect: BoxSuspect) -> float:
    return -suspect.score
