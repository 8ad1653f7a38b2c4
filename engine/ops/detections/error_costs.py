"""How much mAP each kind of mistake costs: what it would be if only that kind were put right.

Bolya et al. 2020 (TIDE, 2008.08115, section 2.3): a wrong class or place is corrected, which makes a hit of the best
such object of each true one and takes the others away, as it does where the true one is found already. What is wrong in
both, a duplicate, or lies over the background is taken away. What was missed counts no longer as true. A class of which
nothing true is left then counts as found (where their program takes 0), and a cost is never below 0.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from engine.ops.detections.average_precision import interpolated_precisions
from engine.ops.detections.error_kinds import (
    BACKGROUND_IOU,
    FOREGROUND_IOU,
    ErrorKind,
    JudgedPicture,
    judge_pictures,
)
from engine.ops.detections.objects import ComparedObjects

_CORRECTED = (ErrorKind.CLASSIFICATION, ErrorKind.LOCALISATION)


@dataclass(frozen=True, slots=True)
class ErrorCosts:
    """What mistakes cost.

    Attributes:
        mean: mAP at the threshold of the IoU; None where nothing is true.
        counts: mistakes of each kind.
        costs: mAP that is missing for each kind, in [0, 1]; they need not add up.
    """

    mean: float | None
    counts: Mapping[ErrorKind, int]
    costs: Mapping[ErrorKind, float]


@dataclass(frozen=True, slots=True)
class _Answer:
    """A found object as the average precision sees it."""

    class_index: int
    score: float
    is_hit: bool


def cost_errors(
    pictures: Sequence[ComparedObjects],
    *,
    classes: int,
    foreground: float = FOREGROUND_IOU,
    background: float = BACKGROUND_IOU,
) -> ErrorCosts:
    """Tell what each kind of mistake costs.

    Args:
        pictures: all objects, in the order in which equal scores count.
        classes: their number.
        foreground: IoU from which on a found object of the right class is a hit.
        background: IoU from which on, below ``foreground``, a found object means a true one.
    """
    judged = judge_pictures(pictures, foreground=foreground, background=background)
    errors = [error for each in judged for error in each.errors]
    counts = {kind: sum(error.kind is kind for error in errors) for kind in ErrorKind}
    ledger = _Ledger(pictures, judged, classes)
    mean = ledger.mean_without(None)
    costs = {kind: max((ledger.mean_without(kind) or 0.0) - (mean or 0.0), 0.0) for kind in ErrorKind}
    return ErrorCosts(mean, counts, costs)


class _Ledger:
    """The answers of all pictures, and what becomes of them once mistakes of a kind are put right."""

    def __init__(self, pictures: Sequence[ComparedObjects], judged: Sequence[JudgedPicture], classes: int) -> None:
        self._pictures, self._judged = pictures, judged
        self._truths = np.zeros(classes, np.int64)
        for picture, each in zip(pictures, judged, strict=True):
            np.add.at(self._truths, picture.true_classes[list(each.truths)], 1)

    def mean_without(self, kind: ErrorKind | None) -> float | None:
        """The mAP with mistakes of a kind put right; None where nothing is true."""
        truths = self._truths.copy()
        answers: list[_Answer] = []
        for picture, judged in zip(self._pictures, self._judged, strict=True):
            answers += _answers(picture, judged, kind)
            if kind is ErrorKind.MISSED:
                np.subtract.at(truths, picture.true_classes[_missed(judged)], 1)
        known = [
            _average_precision([each for each in answers if each.class_index == one], int(truths[one]))
            for one in np.flatnonzero(self._truths)
        ]
        return float(np.mean(known)) if known else None


def _answers(picture: ComparedObjects, judged: JudgedPicture, kind: ErrorKind | None) -> list[_Answer]:
    """Found objects that count, best first; of equal scores, the first."""
    answers = {found: _answer(picture, found, is_hit=True) for found, _ in judged.hits}
    best = _best_corrections(picture, judged)
    for error in judged.errors:
        if error.found is None:
            continue
        answer = _answer(picture, error.found, is_hit=False)
        if error.kind is not kind:
            answers[error.found] = answer
        elif error.true is not None and best.get(error.true) == error.found:
            answers[error.found] = replace(answer, class_index=int(picture.true_classes[error.true]), is_hit=True)
    return sorted((answers[found] for found in sorted(answers)), key=_by_score)


def _missed(judged: JudgedPicture) -> list[int]:
    return [error.true for error in judged.errors if error.kind is ErrorKind.MISSED and error.true is not None]


def _best_corrections(picture: ComparedObjects, judged: JudgedPicture) -> dict[int, int]:
    """For each true object that is not found, the best of those that would be it if they were corrected."""
    hit = {true for _, true in judged.hits}
    best: dict[int, int] = {}
    for error in judged.errors:
        found, true = error.found, error.true
        if error.kind in _CORRECTED and found is not None and true is not None and true not in hit:
            rival = best.setdefault(true, found)
            best[true] = min(rival, found, key=lambda one: (-picture.scores[one], one))
    return best


def _answer(picture: ComparedObjects, found: int, *, is_hit: bool) -> _Answer:
    return _Answer(int(picture.found_classes[found]), float(picture.scores[found]), is_hit)


def _by_score(answer: _Answer) -> float:
    return -answer.score


def _average_precision(answers: Sequence[_Answer], truths: int) -> float:
    if not truths:
        return 1.0
    ranked = sorted(answers, key=_by_score)
    is_hit = np.array([each.is_hit for each in ranked], np.bool_)
    return float(interpolated_precisions(is_hit, ~is_hit, truths=truths).mean())
