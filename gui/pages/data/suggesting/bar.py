"""The bar below that of the large preview: which run suggests labels, from which score on, and what becomes of them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.remembered import RememberedSlider
from gui.settings import SettingsStore
from gui.tokens import size
from gui.widgets.button import Button
from gui.widgets.combo import Combo
from gui.widgets.icon_button import IconButton
from gui.widgets.label import ElidedLabel, Label
from gui.widgets.slider import Slider

NO_RUN: Final = "Train a detector first: then what it finds is suggested here, and you accept it one by one."
_LOWEST, _HIGHEST = 5, 99
_VALUE_PX: Final = 32


class SuggestionBar(QWidget):
    """Controls of suggestions.

    Attributes:
        run: whose objects are suggested.
        score: from which score on, in percent.
        accept: makes the current suggestion a label.
        refuse: takes it away.
        accept_all: makes all of them labels.
        again: suggests again what was refused on the picture.

    Signals:
        run_chosen(): another run was chosen; read ``run``.
        score_changed(): another score counts.
    """

    run_chosen = Signal()
    score_changed = Signal()

    def __init__(self, settings: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.run = Combo("Run that suggests labels")
        self.score = Slider("Least score of suggestions", lowest=_LOWEST, highest=_HIGHEST)
        self.accept = Button("Accept", icon="check", is_small=True)
        self.refuse = Button("Refuse", icon="close", is_small=True)
        self.accept_all = Button("Accept all", is_small=True)
        self.again = IconButton("reset", "Suggest again what was refused on this picture", is_small=True)
        self._words = ElidedLabel("", "secondary", tone="secondary")
        self._value = Label("", "secondary")
        self._lay_out()
        RememberedSlider(self.score, settings, "suggested_score")
        self._show_value()
        self.run.value_changed.connect(self._on_run_chosen)
        self.score.valueChanged.connect(self._on_score_changed)

    @property
    def words(self) -> str:
        """What is said of the suggestions."""
        return self._words.text()

    def set_runs(self, runs: Sequence[tuple[Path, str]], chosen: Path | None) -> None:
        """Offer runs; without any, say what to do."""
        self.run.set_choices(runs)
        self.run.set_value(chosen)
        for part in (self.run, self.score, self._value):
            part.setVisible(bool(runs))
        if not runs:
            self.set_count(None, refused=0, words=NO_RUN)

    def set_count(self, count: int | None, *, refused: int, words: str) -> None:
        """Say how many suggestions there are; None where none can be made, and ``words`` say why."""
        self._words.set_text(words)
        reason = words if count is None else "Nothing is suggested on this picture."
        for button in (self.accept, self.refuse, self.accept_all):
            button.set_available(bool(count), reason=reason)
        self.again.set_available(bool(refused), reason="Nothing was refused on this picture.")

    @Slot(object)
    def _on_run_chosen(self, _run: object) -> None:
        self.run_chosen.emit()

    @Slot()
    def _on_score_changed(self) -> None:
        self._show_value()
        self.score_changed.emit()

    def _show_value(self) -> None:
        self._value.setText(f"{self.score.value() / 100:.2f}")

    def _lay_out(self) -> None:
        self.setFixedHeight(size("filter_bar"))
        self.score.setMaximumWidth(72)
        self.score.setToolTip("What has a lower score is not suggested, in percent")
        self._value.setFixedWidth(_VALUE_PX)
        self._value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.run.setMinimumContentsLength(12)
        self.accept.set_tip("Make the suggestion with the ring a label (A or Return)")
        self.refuse.set_tip("Take the suggestion with the ring away (X or Delete)")
        self.accept_all.set_tip("Make all suggestions of this picture labels (Shift+A)")
        row = QHBoxLayout(self)
        row.setContentsMargins(size("page_margin"), 0, size("page_margin"), 0)
        row.setSpacing(8)
        for part in (self.run, self.score, self._value):
            row.addWidget(part)
        row.addWidget(self._words, 1)
        for control in (self.accept, self.refuse, self.accept_all, self.again):
            row.addWidget(control)
