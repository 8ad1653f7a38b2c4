"""The line above the panes that chooses runs and pictures."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from gui.pages.runs.microscope.reading import PictureSet, SeenRun
from gui.runs.differences import network_title
from gui.runs.group import MOST_RUNS
from gui.runs.library import RunSummary
from gui.tokens import size
from gui.widgets.button import Button
from gui.widgets.choices import Choice
from gui.widgets.combo import Combo
from gui.widgets.icon_button import IconButton
from gui.widgets.segmented import Segmented
from gui.words import count, plural

SETS: Final[dict[PictureSet, str]] = {"validation": "Validation", "test": "Test", "pinned": "Pinned"}
_NONE_OF_SET: Final = "There is no such picture that all runs know."


class SubjectBar(QWidget):
    """Chooses runs and pictures.

    Attributes:
        again: asks all networks anew.

    Signals:
        runs_chosen(tuple): folders of the runs that are wanted.
        set_chosen(str): other pictures are wanted: ``validation``, ``test`` or ``pinned``.
        stitched_chosen(Path): the run that should be asked by shift-and-stitch, too; None for none.
    """

    runs_chosen = Signal(object)
    set_chosen = Signal(str)
    stitched_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.runs = Button("Choose runs", icon="runs")
        self.stitched = Combo("Shift-and-stitch")
        self.sets = Segmented([Choice(name, text) for name, text in SETS.items()])
        self.again = IconButton("reset", "Ask all networks again")
        self._offered: tuple[RunSummary, ...] = ()
        self._chosen: tuple[Path, ...] = ()
        self._lay_out()
        self.runs.clicked.connect(self._on_runs_clicked)
        self.sets.chosen.connect(self.set_chosen)
        self.stitched.value_changed.connect(self.stitched_chosen)

    def set_runs(self, offered: Sequence[RunSummary], chosen: Sequence[Path]) -> None:
        """Offer runs, and say which of them are shown."""
        self._offered, self._chosen = tuple(offered), tuple(chosen)
        self.runs.set_text(plural(len(chosen), "run") if chosen else "Choose runs")
        self.runs.set_available(bool(offered), reason="No run that learned masks has a network yet.")

    def set_subject(self, runs: Sequence[SeenRun], counts: dict[PictureSet, int]) -> None:
        """Say what can be stitched, and how many pictures there are of each set; without runs there is no choice."""
        self.sets.setVisible(bool(runs))
        self.sets.set_choices(
            [
                Choice(name, text, note=count(counts[name]), reason="" if counts[name] else _NONE_OF_SET)
                for name, text in SETS.items()
            ]
        )
        coarse = [run for run in runs if run.passes]
        choices = [(run.path, f"Stitch {run.name}, {plural(run.passes, 'pass', many='passes')}") for run in coarse]
        self.stitched.set_choices([(None, "No shift-and-stitch"), *choices])
        self.stitched.setVisible(bool(coarse))

    @Slot()
    def _on_runs_clicked(self) -> None:
        menu = QMenu(self)
        for run in self._offered:
            action = menu.addAction(f"{run.name}, {network_title(run.config.network.name)}, {run.dataset_name}")
            action.setCheckable(True)
            action.setChecked(run.path in self._chosen)
            action.setEnabled(run.path in self._chosen or len(self._chosen) < MOST_RUNS)
            action.setData(run.path)
        menu.triggered.connect(self._on_run_triggered)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.runs.mapToGlobal(QPoint(0, self.runs.height() + 4)))

    @Slot(QAction)
    def _on_run_triggered(self, action: QAction) -> None:
        self.toggle(action.data())

    def toggle(self, path: Path) -> None:
        """Take a run in, or out; one of another dataset takes the place of all."""
        kept = tuple(known for known in self._chosen if known != path)
        if path not in self._chosen:
            kept = (*(known for known in kept if self._dataset(known) == self._dataset(path)), path)
        self.runs_chosen.emit(kept)

    def _dataset(self, path: Path) -> str:
        return next((run.config.dataset.path for run in self._offered if run.path == path), "")

    def _lay_out(self) -> None:
        self.runs.set_tip(f"Which runs are shown, at most {MOST_RUNS}")
        self.sets.setAccessibleName("Which pictures are shown")
        self.stitched.setToolTip(
            "One more pane: the coarse map of a network made fine by asking it with the picture moved by every pixel"
        )
        self.stitched.hide()
        self.sets.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(size("page_margin"), 8, size("page_margin"), 8)
        row.setSpacing(8)
        row.addWidget(self.runs)
        row.addWidget(self.sets)
        row.addStretch(1)
        row.addWidget(self.stitched)
        row.addWidget(self.again)
        self.setFixedHeight(size("filter_bar"))
