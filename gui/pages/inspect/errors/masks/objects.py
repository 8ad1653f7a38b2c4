"""The single objects of an evaluated split: found, missed, false, merged and split. Free of Qt."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from engine.contract.masks import ObjectEvaluation, ObjectResult
from engine.ops.means import mean_of_given
from gui.pages.inspect.errors.masks.evaluated import EvaluatedMasks, ShownMasks
from gui.pages.inspect.errors.ranking import Ranking
from gui.words import count, percent

ObjectError = Literal["missed", "false", "merged", "split", "score"]
_TITLES: Final = {
    "missed": "Pictures with missed objects",
    "false": "Pictures with false objects",
    "merged": "Pictures with merged objects",
    "split": "Pictures with split objects",
    "score": "Pictures with objects, worst score first",
}


@dataclass(frozen=True, slots=True)
class ObjectCounts:
    """Objects of all pictures at one threshold of the IoU.

    Attributes:
        truths: that are drawn.
        found: true ones with a said one above the threshold.
        missed: the other true ones.
        false: said ones without a true one.
        merged: said ones that cover most of several true ones, at whatever threshold.
        split: true ones within which most of several said ones lie.
        precision: mean over pictures of found / (found + missed + false), in [0, 1]; None without any object.
    """

    truths: int
    found: int
    missed: int
    false: int
    merged: int
    split: int
    precision: float | None


def counts_at(objects: ObjectEvaluation, step: int) -> ObjectCounts:
    """What is found at the threshold of this place."""
    pictures = objects.pictures
    return ObjectCounts(
        truths=sum(one.truths for one in pictures),
        found=sum(one.hits[step] for one in pictures),
        missed=sum(_missed(one, step) for one in pictures),
        false=sum(_false(one, step) for one in pictures),
        merged=sum(one.merged for one in pictures),
        split=sum(one.split for one in pictures),
        precision=mean_of_given(_precision(one, step) for one in pictures),
    )


def words_of(counts: ObjectCounts) -> dict[str, str]:
    """The counts in words, by their names."""
    return {
        "precision": percent(counts.precision),
        "truths": count(counts.truths),
        "found": count(counts.found),
        "missed": count(counts.missed),
        "false": count(counts.false),
        "merged": count(counts.merged),
        "split": count(counts.split),
    }


def pictures_with(evaluated: EvaluatedMasks, error: ObjectError, *, step: int) -> ShownMasks:
    """The pictures with an error of objects, most of them first; of the score all pictures, the worst first."""
    values = np.full(len(evaluated.results), np.nan)
    for one in () if evaluated.objects is None else evaluated.objects.pictures:
        values[one.row] = _value(one, error, step)
    is_score = error == "score"
    ranking = Ranking(values, is_descending=not is_score, words=_score_words if is_score else _WORDS[error])
    return ShownMasks(_TITLES[error], ranking=ranking, nothing="There is no such object on any picture.")


def _value(one: ObjectResult, error: ObjectError, step: int) -> float:
    """NaN where there is none."""
    match error:
        case "score":
            found = mean_of_given(_precision(one, place) for place in range(len(one.hits)))
            return float("nan") if found is None else found
        case "missed":
            return _missed(one, step) or float("nan")
        case "false":
            return _false(one, step) or float("nan")
        case "merged":
            return one.merged or float("nan")
        case "split":
            return one.split or float("nan")


def _missed(one: ObjectResult, step: int) -> int:
    return one.truths - one.hits[step]


def _false(one: ObjectResult, step: int) -> int:
    return one.predictions - one.hits[step]


def _precision(one: ObjectResult, step: int) -> float | None:
    whole = one.truths + one.predictions - one.hits[step]
    return one.hits[step] / whole if whole else None


def _score_words(value: float) -> str:
    return f"Score {percent(value)}"


def _missed_words(value: float) -> str:
    return f"{count(int(value))} missed"


def _false_words(value: float) -> str:
    return f"{count(int(value))} false"


def _merged_words(value: float) -> str:
    return f"{count(int(value))} merged"


def _split_words(value: float) -> str:
    return f"{count(int(value))} split"


_WORDS: Final = {"missed": _missed_words, "false": _false_words, "merged": _merged_words, "split": _split_words}
