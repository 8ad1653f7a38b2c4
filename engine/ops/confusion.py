"""What a classifier takes for what, and the ratios that follow for each class."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from engine.contract.predictions import ClassResult

Indices = npt.NDArray[np.int64]


def count_confusion(truths: Indices, predicted: Indices, *, classes: int) -> Indices:
    """Table whose entry (i, j) counts pictures of class i that were taken for class j."""
    return np.bincount(truths * classes + predicted, minlength=classes * classes).reshape(classes, classes)


def results_by_class(confusion: Indices, names: Sequence[str]) -> tuple[ClassResult, ...]:
    """Precision, recall and F1 of each class; None where nothing was predicted, or there was no picture."""
    hits, images, claims = np.diag(confusion), confusion.sum(axis=1), confusion.sum(axis=0)
    return tuple(
        ClassResult(
            name=name,
            images=int(images[i]),
            precision=_ratio(hits[i], claims[i]),
            recall=_ratio(hits[i], images[i]),
            f1=_ratio(2 * hits[i], images[i] + claims[i]),
        )
        for i, name in enumerate(names)
    )


def _ratio(part: int, whole: int) -> float | None:
    return float(part) / float(whole) if whole else None
