"""The numbers that an evaluation of boxes comes down to."""

from typing import Final

from PySide6.QtWidgets import QWidget

from gui.pages.inspect.errors.boxes.evaluated import EvaluatedBoxes
from gui.pages.inspect.errors.metrics import EvaluationNumbers
from gui.words import percent

_METRICS: Final = {"mAP": "mAP", "mAP50": "mAP50", "mAP75": "mAP75", "recall": "Recall"}


class BoxMetricsRow(EvaluationNumbers[EvaluatedBoxes]):
    """Those of all classes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_METRICS, parent)

    def set_evaluated(self, evaluated: EvaluatedBoxes) -> None:
        self.set_numbers({key: percent(evaluated.evaluation.metrics.get(key)) for key in _METRICS})
