"""The row of numbers that an evaluation comes down to."""

from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.contract.predictions import Evaluation
from gui.widgets.label import ElidedLabel
from gui.words import number, percent

_METRICS: Final = (
    ("accuracy", "Accuracy"),
    ("top5_accuracy", "Top 5"),
    ("loss", "Loss"),
    ("expected_calibration_error", "Calibration error"),
)


class MetricsRow(QWidget):
    """The numbers of an evaluation, each under its name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values = {key: ElidedLabel("", "group") for key, _ in _METRICS}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        for key, name in _METRICS:
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addWidget(ElidedLabel(name, "secondary", tone="secondary"))
            column.addWidget(self._values[key])
            row.addLayout(column)

    def set_metrics(self, evaluation: Evaluation) -> None:
        """Show other numbers."""
        for key, label in self._values.items():
            value = evaluation.metrics.get(key)
            label.set_text(number(round(value, 3)) if key == "loss" and value is not None else percent(value))
