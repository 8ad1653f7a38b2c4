"""The score from which on objects of each class are kept for its best F1, as the evaluation of a run has found it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from engine.contract.boxes import BoxEvaluation
from engine.contract.run_folder import RunFolder

FAIR_SPLITS: Final = ("validation", "test")
"""Splits whose evaluation tells thresholds, the first one that has any; training pictures would tell too high ones."""
EVALUATION_FILE: Final = "metrics.json"


@dataclass(frozen=True, slots=True)
class ClassThresholds:
    """Thresholds of a run's classes.

    Attributes:
        split: whose pictures tell them.
        scores: least score of each class, in [0, 1], one for every class of the run. A class of which nothing was
            found has that of all classes together.
    """

    split: str
    scores: Mapping[str, float]


def read_class_thresholds(run: Path) -> ClassThresholds | None:
    """What the evaluation of a run found; None where no split but that of training was evaluated.

    Args:
        run: its folder, or a ``.keras`` file, whose evaluation lies beside it.
    """
    folder = RunFolder(run).evaluation if run.is_dir() else run.with_suffix(".evaluation")
    for split in FAIR_SPLITS:
        evaluation = _read(folder / split / EVALUATION_FILE)
        if evaluation is not None:
            return ClassThresholds(split, thresholds_of(evaluation))
    return None


def thresholds_of(evaluation: BoxEvaluation) -> Mapping[str, float]:
    """The best threshold of each class by its name."""
    usual = evaluation.score_threshold
    return {one.name: usual if one.best_threshold is None else one.best_threshold for one in evaluation.per_class}


def _read(path: Path) -> BoxEvaluation | None:
    try:
        return BoxEvaluation.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None
