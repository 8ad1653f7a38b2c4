"""The numbers that an evaluation of boxes comes down to."""

from typing import Final

from PySide6.QtWidgets import QWidget

from gui.pages.inspect.errors.boxes.evaluated import EvaluatedBoxes
from gui.pages.inspect.errors.metrics import EvaluationNumbers
from gui.words import percent

_METRICS: Final = {"mAP": "mAP", "mAP50": "mAP50", "mAP75": "mAP75", "recall": "Recall"}
_OF_MASKS: Final = {
    "mask_mAP": "Mask mAP",
    "mask_mAP50": "Mask mAP50",
    "mask_mAP75": "Mask mAP75",
    "object_score": "Object score",
}
_OF_ONE_BOX: Final = {
    "localisation_accuracy": "Class and box right",
    "accuracy": "Class right",
    "box_iou": "Box IoU",
    "cam_iou": "Activation map IoU",
}


class BoxMetricsRow(EvaluationNumbers[EvaluatedBoxes]):
    """Those of all classes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_METRICS | _OF_MASKS | _OF_ONE_BOX, parent)
        self.show_only(_METRICS)

    def set_evaluated(self, evaluated: EvaluatedBoxes) -> None:
        metrics = evaluated.evaluation.metrics
        shown = next((names for names in (_OF_ONE_BOX, _OF_MASKS) if next(iter(names)) in metrics), _METRICS)
        self.show_only(shown)
        self.set_numbers({key: percent(metrics.get(key)) for key in shown})
