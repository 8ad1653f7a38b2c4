"""The numbers that an evaluation of masks comes down to."""

from typing import Final

from PySide6.QtWidgets import QWidget

from gui.pages.inspect.errors.masks.evaluated import EvaluatedMasks
from gui.pages.inspect.errors.metrics import EvaluationNumbers
from gui.words import percent

_METRICS: Final = {
    "mIoU": "Mean IoU",
    "dice": "Mean Dice",
    "pixel_accuracy": "Pixels right",
    "boundary_f1": "Boundary F1",
}


class MaskMetricsRow(EvaluationNumbers[EvaluatedMasks]):
    """Those of all pixels and all classes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_METRICS, parent)

    def set_evaluated(self, evaluated: EvaluatedMasks) -> None:
        self.set_numbers({key: percent(evaluated.evaluation.metrics.get(key)) for key in _METRICS})
