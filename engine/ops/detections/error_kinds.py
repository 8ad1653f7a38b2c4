"""What is wrong with each found object that is no hit, and which true objects nothing speaks of.

Bolya et al. 2020 (TIDE, 2008.08115, section 2.2), with the order in which their program decides. What counts and what
is left out is decided by COCO's matching, so that the mAP that is explained is the one that is told elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from engine.ops.detections.matching import NOBODY, ClassMatches, match_class
from engine.ops.detections.objects import ComparedObjects

FOREGROUND_IOU: Final = 0.5
BACKGROUND_IOU: Final = 0.1


class ErrorKind(StrEnum):
    """Six ways to be wrong.

    ``classification``: at the place of an object of another class. ``localisation``: near an object of its class, but
    not well enough. ``both``: near an object of another class. ``duplicate``: of an object that a better one has found.
    ``background``: where nothing is. ``missed``: an object that no found one would hit with its class or its place put
    right.
    """

    CLASSIFICATION = "classification"
    LOCALISATION = "localisation"
    BOTH = "both"
    DUPLICATE = "duplicate"
    BACKGROUND = "background"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class DetectionError:
    """One mistake.

    Attributes:
        kind: of it.
        picture: where.
        found: which found object of the picture; None for a missed one.
        true: the true object that it should have been, that was found already, or that was missed; None where there is
            none, or where it is not clear which.
    """

    kind: ErrorKind
    picture: int
    found: int | None
    true: int | None


@dataclass(frozen=True, slots=True)
class JudgedPicture:
    """What became of the objects of a picture.

    Attributes:
        hits: found object and the true one that it is.
        errors: of the others that count, class by class, best first, then what was missed.
        truths: true objects that count.
    """

    hits: tuple[tuple[int, int], ...]
    errors: tuple[DetectionError, ...]
    truths: tuple[int, ...]


def judge_pictures(
    pictures: Sequence[ComparedObjects],
    *,
    foreground: float = FOREGROUND_IOU,
    background: float = BACKGROUND_IOU,
) -> list[JudgedPicture]:
    """Tell hits and mistakes of all pictures.

    Args:
        pictures: all objects.
        foreground: IoU from which on a found object of the right class is a hit.
        background: IoU from which on, below ``foreground``, a found object means a true one.
    """
    return [_Judge(picture, number, foreground, background).judge() for number, picture in enumerate(pictures)]


class _Judge:
    """Decides about the objects of one picture."""

    def __init__(self, picture: ComparedObjects, number: int, foreground: float, background: float) -> None:
        self._picture, self._number = picture, number
        self._foreground, self._background = foreground, background
        classes = np.union1d(picture.true_classes, picture.found_classes).tolist()
        self._matched = [match_class(picture, one, thresholds=(foreground,)) for one in classes]
        self._hit_by = {true: found for each in self._matched for found, true in _hits(each)}
        self._overlaps = np.where(picture.is_crowd[None], 0.0, picture.overlaps)

    def judge(self) -> JudgedPicture:
        errors = [self._error(found) for each in self._matched for found in _false(each)]
        corrected = {error.true for error in errors if error.kind in (ErrorKind.CLASSIFICATION, ErrorKind.LOCALISATION)}
        truths = np.flatnonzero(~self._picture.is_crowd).tolist()
        missed = [
            DetectionError(ErrorKind.MISSED, self._number, None, true)
            for true in truths
            if true not in self._hit_by and true not in corrected
        ]
        hits = tuple(hit for each in self._matched for hit in _hits(each))
        return JudgedPicture(hits, (*errors, *missed), tuple(truths))

    def _error(self, found: int) -> DetectionError:
        is_same = self._picture.true_classes == self._picture.found_classes[found]
        same, of_same = _largest(np.where(is_same, self._overlaps[found], 0.0))
        other, of_other = _largest(np.where(is_same, 0.0, self._overlaps[found]))
        if self._background <= of_same < self._foreground:
            return self._made(ErrorKind.LOCALISATION, found, same)
        if of_other >= self._foreground:
            return self._made(ErrorKind.CLASSIFICATION, found, other)
        if of_same >= self._foreground:
            return self._made(ErrorKind.DUPLICATE, found, same)
        if max(of_same, of_other) <= self._background:
            return self._made(ErrorKind.BACKGROUND, found, None)
        return self._made(ErrorKind.BOTH, found, other)

    def _made(self, kind: ErrorKind, found: int, true: int | None) -> DetectionError:
        return DetectionError(kind, self._number, found, true)


def _largest(overlaps: np.ndarray) -> tuple[int | None, float]:
    if not overlaps.size:
        return None, 0.0
    place = int(overlaps.argmax())
    return place, float(overlaps[place])


def _hits(matched: ClassMatches) -> list[tuple[int, int]]:
    is_hit = (matched.matches[0, 0] != NOBODY) & ~matched.is_left_out[0, 0]
    return list(zip(matched.found[is_hit].tolist(), matched.matches[0, 0, is_hit].tolist(), strict=True))


def _false(matched: ClassMatches) -> list[int]:
    is_false = (matched.matches[0, 0] == NOBODY) & ~matched.is_left_out[0, 0]
    return matched.found[is_false].tolist()
