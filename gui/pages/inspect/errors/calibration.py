"""The Calibration view: how far scores can be taken as probabilities, and what one temperature does about it."""

from pathlib import Path
from typing import ClassVar, Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from engine.contract.calibration import Calibration, Reliability
from gui.charts.chart_card import ChartCard
from gui.charts.reliability import ReliabilityChart, part_of
from gui.notice import Notice
from gui.pages.inspect.errors.before_after import BeforeAfter
from gui.pages.inspect.errors.calibration_words import HEADINGS, numbers_of, pictures_of_bin, table_of, verdict
from gui.pages.inspect.errors.evaluated import EvaluatedSplit, ShownPictures, all_mistakes
from gui.pages.inspect.errors.view import ErrorsContext, ErrorsView
from gui.pages.inspect.results import read_calibration
from gui.tokens import size
from gui.widgets.button import Button
from gui.widgets.choices import Choice
from gui.widgets.empty_state import EmptyState
from gui.widgets.label import Label
from gui.widgets.section import SectionHeader
from gui.widgets.segmented import Segmented

_NAMES: Final = (
    ("Mean gap (ECE)", "Expected calibration error: the mean gap between score and accuracy, over all pictures"),
    ("Largest gap (MCE)", "Maximum calibration error: the largest gap of a bar"),
    ("Loss", "Mean negative log-likelihood of the truth, in nats; the temperature makes it as small as it can be"),
)
_OLD: Final = "This evaluation does not tell how often scores are right."
_NOTE: Final = "accuracy, hatched: its gap to the score"
_SIDE_PX: Final = 256
_VALIDATION: Final = "validation"


class CalibrationView(ErrorsView):
    """The reliability diagram, its errors, and both with the temperature; a click on a bar shows its pictures."""

    KEY: ClassVar[str] = "calibration"
    TITLE: ClassVar[str] = "Calibration"
    TIP: ClassVar[str] = "How far scores can be taken as probabilities"

    def __init__(self, context: ErrorsContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._evaluated: EvaluatedSplit | None = None
        self._calibration: Calibration | None = None
        self.scores = Segmented()
        self.chart = ReliabilityChart("Reliability diagram")
        self.card = ChartCard("Reliability", self.chart)
        self.numbers = BeforeAfter(_NAMES)
        self.evaluate_again = Button("Evaluate again", icon="play")
        self._header = SectionHeader("", is_group=True)
        self._words = Label("", "secondary", tone="secondary", is_wrapped=True)
        self._old = EmptyState("inspect", _OLD, self.evaluate_again)
        self._stack = QStackedWidget()
        self._fill()
        self._connect()

    @property
    def is_scaled(self) -> bool:
        """Whether the scores with the temperature are shown."""
        return self.scores.current == "scaled"

    def controls(self) -> QWidget:
        return self.scores

    def set_evaluation(self, evaluated: EvaluatedSplit) -> None:
        calibration = read_calibration(evaluated.folder)
        self._evaluated, self._calibration = evaluated, calibration
        self._stack.setCurrentIndex(0 if calibration is None else 1)
        self.scores.setEnabled(calibration is not None)
        reason = "There is no temperature." if calibration is None or calibration.after is None else ""
        if reason:
            self.scores.set_current("given")
        self.scores.set_choices(_choices(reason))
        if calibration is not None:
            self._show_numbers(evaluated, calibration)
        self._show_bins()

    def show_all(self) -> None:
        self.chart.set_marked(None)
        self._show(all_mistakes(self._evaluated))

    @Slot(int)
    def _on_bin_chosen(self, number: int) -> None:
        if self._evaluated is None or self._calibration is None:
            return
        self.chart.set_marked(number)
        found = pictures_of_bin(self._evaluated.results, number, is_scaled=self.is_scaled)
        title = part_of(self._reliability(self._calibration).bins[number]).title
        title += " with temperature" if self.is_scaled else ""
        self._show(ShownPictures(title, found, is_choice=True))

    @Slot()
    def _show_bins(self) -> None:
        if self._calibration is not None:
            bins = self._reliability(self._calibration).bins
            self.chart.set_bins(bins)
            self.card.set_numbers(HEADINGS, table_of(bins))
        self.show_all()

    @Slot(str)
    def _on_save_failed(self, sentence: str) -> None:
        self.noticed.emit(Notice("error", sentence))

    @Slot(object)
    def _on_saved(self, path: Path) -> None:
        self.noticed.emit(Notice("success", f"The chart is in {path}."))

    def _reliability(self, calibration: Calibration) -> Reliability:
        after = calibration.after
        return after if self.is_scaled and after is not None else calibration.before

    def _show_numbers(self, evaluated: EvaluatedSplit, calibration: Calibration) -> None:
        temperature = calibration.temperature
        newest = read_calibration(evaluated.run.evaluation_folder(_VALIDATION))
        self._header.set_title("Temperature")
        self._header.set_note("none" if temperature is None else f"T = {temperature.value:.2f}")
        self._words.setText(verdict(calibration, split=evaluated.split, newest=newest))
        self.numbers.set_column(0, "as it is", numbers_of(calibration.before))
        self.numbers.set_column(1, "with T", numbers_of(calibration.after))

    def _connect(self) -> None:
        self.chart.chosen.connect(self._on_bin_chosen)
        self.scores.chosen.connect(self._show_bins)
        self.card.saved.connect(self._on_saved)
        self.card.save_failed.connect(self._on_save_failed)
        self.evaluate_again.clicked.connect(self.evaluation_requested)

    def _fill(self) -> None:
        self.scores.setAccessibleName("Which scores are shown")
        self.scores.set_choices(_choices(""))
        self.card.set_note(_NOTE)
        self.evaluate_again.set_tip("Let the network look at every picture of this split again")
        side = QWidget()
        side.setFixedWidth(_SIDE_PX)
        words = QVBoxLayout(side)
        words.setContentsMargins(0, 8, 0, 0)
        words.setSpacing(8)
        words.addWidget(self._header)
        words.addWidget(self.numbers)
        words.addWidget(self._words)
        words.addStretch(1)
        full = QWidget()
        row = QHBoxLayout(full)
        row.setContentsMargins(size("page_margin"), 0, size("page_margin"), 0)
        row.setSpacing(24)
        row.addWidget(self.card, 1)
        row.addWidget(side)
        self._stack.addWidget(self._old)
        self._stack.addWidget(full)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)


def _choices(reason: str) -> list[Choice]:
    """Both kinds of scores; ``reason`` says why there is no temperature."""
    scaled = Choice("scaled", "With temperature", reason=reason, tip="Scores after division of the logits by T")
    return [Choice("given", "As it is", tip="Scores as the network gives them"), scaled]
