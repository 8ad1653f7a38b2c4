"""How each task is measured."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from engine.contract.boxes import BoxEvaluation
from engine.contract.config import TaskName
from engine.contract.masks import MaskEvaluation
from engine.contract.predictions import Evaluation
from engine.evaluating.boxes import evaluate_boxes
from engine.evaluating.choosing import ChosenPictures, OnProgress
from engine.evaluating.classes import evaluate_classes
from engine.evaluating.located import evaluate_location
from engine.evaluating.masks import evaluate_masks
from engine.model_store import LoadedRun


class EvaluateTask(Protocol):
    """Measures a run on chosen pictures, and writes what was found into its folder."""

    def __call__(
        self, run: LoadedRun, chosen: ChosenPictures, /, *, on_progress: OnProgress, is_cancelled: Callable[[], bool]
    ) -> tuple[Evaluation | MaskEvaluation | BoxEvaluation, Path]: ...


EVALUATIONS: Mapping[TaskName, EvaluateTask] = {
    TaskName.CLASSIFICATION: evaluate_classes,
    TaskName.SEMANTIC: evaluate_masks,
    TaskName.DETECTION: evaluate_boxes,
    TaskName.INSTANCE: evaluate_boxes,
    TaskName.LOCALISATION: evaluate_location,
}
