"""What the comparison of two detectors comes down to: verdict, thresholds, who finds what, and the classes."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from engine.ops.detections.paired_f1 import F1Difference
from gui.background import Background
from gui.pages.runs.detectors.joining import FindKind, PairThresholds, Tally
from gui.pages.runs.detectors.reading import ComparedDetectors
from gui.pages.runs.detectors.tables import FindTables
from gui.pages.runs.detectors.thresholds import PairThresholdSliders
from gui.pages.runs.detectors.words import left_out, verdict_on_detectors
from gui.pages.runs.pictures.summary import WIDTH_PX
from gui.pages.runs.pictures.verdict import set_words
from gui.tokens import size
from gui.widgets.label import Label
from gui.widgets.scroll import ScrollColumn
from gui.widgets.value_rows import ValueRows
from gui.words import percent


class DetectorSummary(ScrollColumn):
    """The column at the left.

    Attributes:
        sliders: which boxes count.
        tables: who finds what.

    Signals:
        kind_chosen(FindKind): the pictures with something of a kind are wanted.
    """

    kind_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin_px=size("page_margin"), spacing_px=8, parent=parent)
        self._background = Background(self)
        self._looks = 0
        self._names = ("", "")
        self.headline = Label("", "section", is_wrapped=True)
        self.reasons = Label("", tone="secondary", is_wrapped=True)
        self.scores = ValueRows()
        self.sliders = PairThresholdSliders()
        self.tables = FindTables()
        self.pictures = Label("", "secondary", tone="secondary", is_wrapped=True)
        self.left_out = Label("", "secondary", tone="secondary", is_wrapped=True)
        self.setFixedWidth(WIDTH_PX)
        for part in (self.headline, self.reasons, self.scores, self.sliders, self.tables, self.pictures, self.left_out):
            self.column.addWidget(part)
        self.column.insertSpacing(self.column.indexOf(self.tables), 8)
        self.column.addStretch(1)
        self.tables.kind_chosen.connect(self.kind_chosen)
        self._background.done.connect(self._on_compared)

    def set_comparison(self, compared: ComparedDetectors) -> None:
        """Begin with other detectors."""
        self.sliders.set_best(PairThresholds(compared.first.threshold, compared.second.threshold))
        self.sliders.set_has_masks(has_masks=compared.joined.masks is not None)
        runs, names = compared.runs, (compared.first.name, compared.second.name)
        self.pictures.setText(set_words(runs.pictures, runs.split, names, with_trained=runs.with_trained))
        sentence = left_out(compared.joined)
        self.left_out.setText(sentence)
        self.left_out.setVisible(bool(sentence))

    def show_tally(self, tally: Tally, compared: ComparedDetectors) -> None:
        """Show the numbers at the thresholds that are chosen now; whether they may be chance follows."""
        classes = compared.joined.classes
        self._names = (compared.first.name, compared.second.name)
        self.scores.set_rows(
            [
                (f"F1 of {side}  {name}", percent(one))
                for side, name, one in zip("AB", self._names, tally.f1, strict=True)
            ]
        )
        self.tables.set_tally(tally, classes)
        self._looks += 1
        self._background.forget_all()
        self._background.ask(self._looks, tally.compare)

    @Slot(object, object)
    def _on_compared(self, look: int, f1: F1Difference) -> None:
        if look == self._looks:
            verdict = verdict_on_detectors(f1, *self._names)
            self.headline.setText(verdict.headline)
            self.reasons.setText(verdict.reasons)

    def show_choice(self, kind: FindKind | None) -> None:
        """Mark whose pictures are shown, without telling about it."""
        self.tables.show_choice(kind)
