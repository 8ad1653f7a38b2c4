"""The table of classes: how well each is told apart, and what it is confused with most. Free of Qt."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.contract.class_colours import ClassColour, ClassColours
from engine.contract.predictions import ClassResult, Evaluation, ImageResult


@dataclass(frozen=True, slots=True)
class ClassRow:
    """One class of an evaluation.

    Attributes:
        numbers: its pictures, precision, recall and F1.
        colour: of the class.
        loss: mean over its pictures; None where there are none.
        confused_with: the class that most of its missed pictures were taken for; empty where none was missed.
        confused: how many were taken for that one.
    """

    numbers: ClassResult
    colour: ClassColour | None
    loss: float | None
    confused_with: str
    confused: int


def class_rows(evaluation: Evaluation, results: Sequence[ImageResult]) -> tuple[ClassRow, ...]:
    """A row for each class, in the order of the classes.

    Args:
        evaluation: the numbers of the split.
        results: its pictures.
    """
    losses = defaultdict[str, list[float]](list)
    for result in results:
        losses[result.truth].append(result.loss)
    names = [each.name for each in evaluation.per_class]
    colours = ClassColours.of(names)
    return tuple(
        _row(each, colours.at(index), names, evaluation.confusion[index], losses[each.name])
        for index, each in enumerate(evaluation.per_class)
    )


def _row(
    numbers: ClassResult,
    colour: ClassColour | None,
    names: Sequence[str],
    taken_for: Sequence[int],
    losses: Sequence[float],
) -> ClassRow:
    missed = [0 if name == numbers.name else count for name, count in zip(names, taken_for, strict=True)]
    most = max(missed)
    return ClassRow(
        numbers,
        colour,
        loss=float(np.mean(losses)) if losses else None,
        confused_with=names[missed.index(most)] if most else "",
        confused=most,
    )
