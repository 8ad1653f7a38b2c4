"""The Prediction tab: every class with its score, and what is known of the picture."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.contract.predictions import ClassScores
from gui.widgets.class_bar import ClassBar, ClassBars
from gui.widgets.label import ElidedLabel
from gui.widgets.layouts import empty
from gui.widgets.note_card import NoteCard
from gui.widgets.scroll import ScrollColumn
from gui.widgets.section import SectionHeader
from gui.widgets.value_rows import ValueRows
from gui.words import percent


class PredictionDetails(ScrollColumn):
    """Scores of one picture.

    Signals:
        target_chosen: name of the class that was clicked.
    """

    target_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin_px=16, spacing_px=0, parent=parent)
        self._name = ElidedLabel("", "group")
        self._facts = ValueRows()
        self.bars = ClassBars("Scores of the classes")
        self.bars.chosen.connect(self.target_chosen)
        self._scores = SectionHeader("Scores", is_group=True)
        self._note = QVBoxLayout()
        column = self.column
        column.addWidget(self._name)
        column.addSpacing(8)
        column.addWidget(self._facts)
        column.addSpacing(24)
        column.addWidget(self._scores)
        column.addSpacing(8)
        column.addWidget(self.bars)
        column.addSpacing(16)
        column.addLayout(self._note)
        column.addStretch(1)

    def set_prediction(self, scores: ClassScores | None, rows: Sequence[ClassBar], *, truth: str | None) -> None:
        """Show another picture's scores; none while they are computed."""
        empty(self._note)
        self.bars.set_rows(rows)
        self._scores.set_note("best first" if rows else "computing")
        if scores is None or not scores.labels:
            self._facts.set_rows([])
            self._name.set_text("")
            return
        best = scores.labels[0]
        self._name.set_text(scores.image.replace("\\", "/").rpartition("/")[2])
        self.bars.set_chosen([best.label])
        facts = [
            ("Prediction", f"{best.label}, {percent(best.score)}"),
            ("Truth", truth or "unknown"),
            ("Size", f"{scores.width} × {scores.height} px"),
        ]
        self._facts.set_rows(facts)
        if truth is not None and truth != best.label:
            share = next((label.score for label in scores.labels if label.label == truth), 0.0)
            text = f"It is {truth}, which got {percent(share)}. Why shows where the network looked."
            self._note.addWidget(NoteCard("warning", "Wrong", text))

    def set_problem(self, sentence: str) -> None:
        """Say why there is no prediction."""
        self.set_prediction(None, (), truth=None)
        self._note.addWidget(NoteCard("error", "", sentence))


def rows_of(scores: ClassScores, classes: Sequence[str]) -> list[ClassBar]:
    """The classes of a prediction as bars, best first."""
    return [
        ClassBar(label.label, classes.index(label.label), label.score, percent(label.score))
        for label in scores.labels
        if label.label in classes
    ]
