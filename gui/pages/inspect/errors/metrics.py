"""Rows of numbers: those that an evaluation comes down to, and others that stand like them."""

from collections.abc import Container, Mapping
from typing import Final, Generic

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.pages.inspect.errors.evaluated import EvaluatedSplit
from gui.pages.inspect.errors.view import Evaluated
from gui.widgets.label import ElidedLabel
from gui.words import number, percent

_METRICS: Final = {
    "accuracy": "Accuracy",
    "top5_accuracy": "Top 5",
    "loss": "Loss",
    "expected_calibration_error": "Calibration error",
}
_GAP_PX: Final = 24


class NumbersRow(QWidget):
    """Numbers, each under its name.

    Args:
        names: the names by their keys.
        parent: owner.
    """

    def __init__(self, names: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values = {key: ElidedLabel("", "group") for key in names}
        self._names = {key: ElidedLabel(name, "secondary", tone="secondary") for key, name in names.items()}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP_PX)
        for key in names:
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addWidget(self._names[key])
            column.addWidget(self._values[key])
            row.addLayout(column)

    def show_only(self, keys: Container[str]) -> None:
        """Show the numbers of some keys, and hide all others."""
        for key, value in self._values.items():
            for label in (self._names[key], value):
                label.setVisible(key in keys)

    def words(self, key: str) -> str:
        """What stands under a name."""
        return self._values[key].full_text()

    def set_numbers(self, words: Mapping[str, str]) -> None:
        """Show other numbers, in words, by their keys."""
        for key, text in words.items():
            self._values[key].set_text(text)


class EvaluationNumbers(NumbersRow, Generic[Evaluated]):
    """The numbers that an evaluation of some kind comes down to."""

    def set_evaluated(self, evaluated: Evaluated) -> None:
        """Show the numbers of another one."""
        raise NotImplementedError


class MetricsRow(EvaluationNumbers[EvaluatedSplit]):
    """The numbers of an evaluation that tells whole pictures apart."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_METRICS, parent)

    def set_evaluated(self, evaluated: EvaluatedSplit) -> None:
        values = {key: evaluated.evaluation.metrics.get(key) for key in _METRICS}
        words = {key: percent(value) for key, value in values.items()}
        loss = values["loss"]
        self.set_numbers(words | {"loss": number(None if loss is None else round(loss, 3))})
