"""What an evaluation tells of each picture: what the network said, and what is known of the picture itself."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from engine.contract.config import SplitConfig
from engine.contract.dataset import ImageRow
from engine.contract.predictions import ImageResult
from engine.dataset.index.appearance import Appearance, read_appearances
from engine.dataset.sources import sources_of

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """A picture without its prediction; ``image`` is its path relative to the dataset, None is what nobody knows."""

    image: str
    source: str | None = None
    appearance: Appearance | None = None


def picture_facts(index: Path, rows: Sequence[ImageRow], config: SplitConfig) -> list[PictureFacts]:
    """What the index of a dataset knows of some of its pictures.

    Args:
        index: path of the index.
        rows: the pictures.
        config: how they were divided, which says what groups them.
    """
    appearances = read_appearances(index, [row.id for row in rows])
    sources = sources_of(rows, config)
    return [PictureFacts(row.path, source, appearances.get(row.id)) for row, source in zip(rows, sources, strict=True)]


def image_results(
    classes: Sequence[str],
    facts: Sequence[PictureFacts],
    logs: Floats,
    truths: Indices,
    scaled_scores: Floats | None = None,
) -> tuple[ImageResult, ...]:
    """One line for each picture.

    Args:
        classes: names in the order of the scores.
        facts: the N pictures.
        logs: (N, classes), logarithms of the probabilities.
        truths: (N,), indices of the true classes.
        scaled_scores: (N,), of the predicted class with a temperature; None where there is none.
    """
    scaled = [None] * len(facts) if scaled_scores is None else scaled_scores.tolist()
    lines = zip(facts, logs, truths, margins(np.exp(logs), truths).tolist(), scaled, strict=True)
    return tuple(
        ImageResult(
            image=fact.image,
            truth=classes[truth],
            predicted=classes[int(row.argmax())],
            score=float(np.exp(row.max())),
            truth_score=float(np.exp(row[truth])),
            loss=float(-row[truth]),
            margin=margin,
            source=fact.source,
            scaled_score=scaled_score,
            **(asdict(fact.appearance) if fact.appearance else {}),
        )
        for fact, row, truth, margin, scaled_score in lines
    )


def margins(scores: Floats, truths: Indices) -> Floats:
    """How far the truth is ahead of the best other class: ``p_truth - max(p_other)``.

    In [-1, 1], and below 0 where the prediction is wrong (Schapire et al. 1998, "Boosting the margin", section 2).

    Args:
        scores: (N, classes), probabilities.
        truths: (N,), indices of the true classes.

    Returns:
        (N,) margins; of a single class, which has no other, its probability.
    """
    rows = np.arange(len(truths))
    others = scores.copy()
    others[rows, truths] = 0.0
    return scores[rows, truths] - others.max(axis=1)
