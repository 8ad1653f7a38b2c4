"""The line above the comparison: run A, run B, and the pictures they are compared on."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from engine.contract.dataset import Split
from gui.runs.differences import network_title
from gui.runs.library import RunSummary
from gui.runs.words import metric_words
from gui.settings import SettingsStore
from gui.tokens import size
from gui.widgets.choices import Choice
from gui.widgets.combo import Combo
from gui.widgets.icon_button import IconButton
from gui.widgets.label import Label
from gui.widgets.segmented import Segmented
from gui.widgets.switch import CheckBox

SPLITS: Final = (Split.VALIDATION, Split.TEST)


class PairBar(QWidget):
    """Chooses what is compared.

    Attributes:
        first: run A.
        second: run B.
        swap: changes both over.
        again: evaluates both runs anew.

    Signals:
        runs_chosen(): another run was chosen; read ``runs``.
        pictures_chosen(): other pictures were chosen; read ``split`` and ``with_trained``.
    """

    runs_chosen = Signal()
    pictures_chosen = Signal()

    def __init__(self, settings: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._shown: tuple[list[tuple[object, str]], Path | None, Path | None] | None = None
        self.first, self.second = Combo("Run A"), Combo("Run B")
        self.swap = IconButton("swap", "Swap A and B")
        self.splits = Segmented([Choice(split.value, split.value.capitalize()) for split in SPLITS])
        self.trained = CheckBox("Trained on, too")
        self.again = IconButton("reset", "Evaluate both runs again")
        self._fill()
        for combo in (self.first, self.second):
            combo.value_changed.connect(self._on_run_chosen)
        self.splits.chosen.connect(self._on_pictures_chosen)
        self.trained.clicked.connect(self._on_pictures_chosen)

    @property
    def runs(self) -> tuple[Path | None, Path | None]:
        """Run A and run B."""
        first, second = self.first.value, self.second.value
        return (first if isinstance(first, Path) else None), (second if isinstance(second, Path) else None)

    @property
    def split(self) -> Split:
        """Which pictures."""
        return Split(self.splits.current)

    @property
    def with_trained(self) -> bool:
        """Whether pictures count that one of the runs has trained on."""
        return self.trained.isChecked()

    def set_runs(self, runs: Sequence[RunSummary], first: Path | None, second: Path | None) -> None:
        """Offer runs, and show the two that are compared, also those that are gone."""
        offered: list[tuple[object, str]] = [(run.path, _words(run)) for run in runs]
        if (offered, first, second) == self._shown:
            return  # a list that somebody has open stays as it is
        self._shown = (offered, first, second)
        known = {run.path for run in runs}
        for combo, chosen in ((self.first, first), (self.second, second)):
            gone = [] if chosen is None or chosen in known else [(chosen, f"{chosen.name}, not available")]
            nothing = [(None, "Choose a run")] if chosen is None else []
            combo.set_choices([*nothing, *gone, *offered])
            combo.set_value(chosen)
        self.swap.set_available(first is not None or second is not None, reason="Choose a run first.")

    def set_has_trained(self, *, has_trained: bool) -> None:
        """Say whether one of the runs has trained on some of the pictures."""
        self.trained.setVisible(has_trained)

    @Slot(object)
    def _on_run_chosen(self, _value: object) -> None:
        self.runs_chosen.emit()

    @Slot()
    def _on_pictures_chosen(self) -> None:
        self._settings.change(compared_split=self.split.value, compared_with_trained=self.with_trained)
        self.pictures_chosen.emit()

    def _fill(self) -> None:
        remembered = self._settings.value
        self.splits.set_current(remembered.compared_split)
        self.splits.setAccessibleName("Pictures that are compared")
        self.trained.setChecked(remembered.compared_with_trained)
        self.trained.set_tip(
            "Count also the pictures that one of the two runs has trained on: it has an advantage there"
        )
        self.trained.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(size("page_margin"), 8, size("page_margin"), 8)
        row.setSpacing(8)
        row.addWidget(Label("A", "group"))
        row.addWidget(self.first, 1)
        row.addWidget(self.swap)
        row.addWidget(Label("B", "group"))
        row.addWidget(self.second, 1)
        row.addSpacing(8)
        row.addWidget(self.splits)
        row.addWidget(self.trained)
        row.addStretch(1)
        row.addWidget(self.again)
        self.setFixedHeight(size("filter_bar"))


def _words(run: RunSummary) -> str:
    best = metric_words(run.state.monitor, run.state.best_value)
    return f"{run.name}, {network_title(run.config.network.name)}, {best}"
