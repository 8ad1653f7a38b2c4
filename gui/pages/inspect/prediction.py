"""The Prediction tab: every class with its score, its area or its boxes, and what is known of the picture."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.contract.boxes import AskingEffort, PictureBoxes
from engine.contract.class_colours import ClassColours
from engine.contract.masks import ClassMask
from engine.contract.predictions import ClassScores
from gui.pages.inspect.areas import AreaRow, AreaSection
from gui.pages.inspect.boxes import BoxSection
from gui.remembered import RememberedSlider
from gui.settings import SettingsStore
from gui.widgets.class_bar import ClassBar, ClassBars
from gui.widgets.label import ElidedLabel
from gui.widgets.layouts import empty
from gui.widgets.note_card import NoteCard
from gui.widgets.scroll import ScrollColumn
from gui.widgets.section import SectionHeader
from gui.widgets.value_rows import ValueRows
from gui.words import count, percent

_MARGIN_PX: Final = 16


class PredictionDetails(ScrollColumn):
    """Scores of one picture, or the areas or boxes of what is seen on it.

    Signals:
        target_chosen: name of the class that was clicked.
    """

    target_chosen = Signal(str)

    def __init__(self, settings: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(margin_px=_MARGIN_PX, spacing_px=0, parent=parent)
        self.column.setContentsMargins(0, _MARGIN_PX, 0, _MARGIN_PX)
        self._name = ElidedLabel("", "group")
        self._facts = ValueRows()
        self.bars = ClassBars("Scores of the classes")
        self.bars.chosen.connect(self.target_chosen)
        self._scores = SectionHeader("Scores", is_group=True)
        self.areas = AreaSection()
        self.areas.hide()
        RememberedSlider(self.areas.opacity, settings, "mask_opacity")
        self.areas.class_chosen.connect(self.target_chosen)
        self.boxes = BoxSection(settings)
        self.boxes.hide()
        self.boxes.class_chosen.connect(self.target_chosen)
        self._note = QVBoxLayout()
        column = self.column
        for layout, gap_px in ((_column_of(self._name, self._facts), 24), (_column_of(self._scores, self.bars), 0)):
            column.addLayout(layout)
            column.addSpacing(gap_px)
        column.addWidget(self.areas)
        column.addWidget(self.boxes)
        column.addSpacing(16)
        self._note.setContentsMargins(_MARGIN_PX, 0, _MARGIN_PX, 0)
        column.addLayout(self._note)
        column.addStretch(1)

    def set_prediction(self, scores: ClassScores | None, rows: Sequence[ClassBar], *, truth: str | None) -> None:
        """Show another picture's scores; none while they are computed."""
        empty(self._note)
        self._show_parts(self._scores, self.bars)
        self.bars.set_rows(rows)
        self._scores.set_note("best first" if rows else "computing")
        if scores is None or not scores.labels:
            self._facts.set_rows([])
            self._name.set_text("")
            return
        best = scores.labels[0]
        self._name.set_text(_file_name(scores.image))
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

    def set_areas(self, said: ClassMask, areas: Sequence[AreaRow], difference: Sequence[AreaRow]) -> None:
        """Show what is seen on another picture, pixel by pixel."""
        empty(self._note)
        self._show_parts(self.areas)
        self._name.set_text(_file_name(said.image))
        facts = [("Size", f"{said.width} × {said.height} px")]
        if said.objects is not None:
            facts.append(("Objects", count(said.objects)))
        self._facts.set_rows(facts)
        self.areas.set_rows(areas, difference)

    def set_boxes(self, said: PictureBoxes) -> None:
        """Show what is found on another picture; the boxes come by themselves, whenever a threshold moves."""
        empty(self._note)
        self._show_parts(self.boxes)
        self._name.set_text(_file_name(said.image))
        self._facts.set_rows([("Size", f"{said.width} × {said.height} px"), *effort_rows(said.effort)])

    def set_problem(self, sentence: str) -> None:
        """Say why there is no prediction."""
        self.set_prediction(None, (), truth=None)
        self._note.addWidget(NoteCard("error", "", sentence))

    def _show_parts(self, *shown: QWidget) -> None:
        """Of what one network says and another one does not, only these parts."""
        for part in (self._scores, self.bars, self.areas, self.boxes):
            part.setVisible(part in shown)


def effort_rows(effort: AskingEffort | None) -> list[tuple[str, str]]:
    """What it took to ask a classifier about the parts of a picture; nothing for a network that says boxes itself."""
    if effort is None:
        return []
    rows = [("Parts asked about", count(effort.parts)), ("Multiply-adds", f"{effort.multiply_adds / 1e9:,.3g} billion")]
    if effort.alone != effort.multiply_adds:
        rows.append(("Crop by crop", f"{effort.alone / 1e9:,.3g} billion"))
    return [*rows, ("Took", f"{effort.seconds * 1000:,.0f} ms")]


def _column_of(*parts: QWidget) -> QVBoxLayout:
    """Parts with the margin of the panel at both sides."""
    column = QVBoxLayout()
    column.setContentsMargins(_MARGIN_PX, 0, _MARGIN_PX, 0)
    column.setSpacing(8)
    for part in parts:
        column.addWidget(part)
    return column


def _file_name(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2]


def rows_of(scores: ClassScores, classes: Sequence[str]) -> list[ClassBar]:
    """The classes of a prediction as bars, best first."""
    colours = ClassColours.of(classes)
    return [
        ClassBar(label.label, colours.named(label.label), label.score, percent(label.score))
        for label in scores.labels
        if label.label in classes
    ]
