"""The line above the table of runs: search and filter chips."""

from collections.abc import Mapping

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from gui.pages.runs.filter import RunFilter
from gui.tokens import size
from gui.widgets.chip import FilterChip
from gui.widgets.fields import SearchField

_CHIPS = {"task": "Task", "dataset": "Dataset", "state": "State"}


class RunsBar(QWidget):
    """Says which runs should be listed.

    Signals:
        changed(RunFilter): another filter.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kept = RunFilter()
        self._choices: Mapping[str, tuple[str, ...]] = {}
        self.search = SearchField("Name, network, dataset")
        self.search.setFixedWidth(240)
        self.search.textChanged.connect(self._on_text_changed)
        self.chips = {name: FilterChip(title) for name, title in _CHIPS.items()}
        row = QHBoxLayout(self)
        row.setContentsMargins(size("page_margin"), 8, size("page_margin"), 8)
        row.setSpacing(8)
        row.addWidget(self.search)
        for chip in self.chips.values():
            chip.opened.connect(self._on_opened)
            chip.removed.connect(self._on_removed)
            row.addWidget(chip)
        row.addStretch(1)
        self.setFixedHeight(size("filter_bar"))

    def set_choices(self, choices: Mapping[str, tuple[str, ...]]) -> None:
        """What the chips offer."""
        self._choices = choices
        for name, chip in self.chips.items():
            is_useful = len(choices.get(name, ())) > 1 or bool(chip.kept)
            chip.set_available(is_useful, reason="All runs are the same in this.")

    @Slot(str)
    def _on_text_changed(self, text: str) -> None:
        self._keep(text=text)

    @Slot()
    def _on_opened(self) -> None:
        chip = self.sender()
        name = next(name for name, known in self.chips.items() if known is chip)
        menu = QMenu(self)
        for choice in self._choices.get(name, ()):
            action = menu.addAction(choice)
            action.setData((name, choice))
        menu.triggered.connect(self._on_chosen)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.chips[name].mapToGlobal(QPoint(0, self.chips[name].height() + 4)))

    @Slot(QAction)
    def _on_chosen(self, action: QAction) -> None:
        name, choice = action.data()
        self._keep(**{name: choice})

    @Slot()
    def _on_removed(self) -> None:
        name = next(name for name, known in self.chips.items() if known is self.sender())
        self._keep(**{name: ""})

    def _keep(self, **parts: str) -> None:
        values = {name: getattr(self.kept, name) for name in ("text", *_CHIPS)} | parts
        self.kept = RunFilter(**values)
        for name, chip in self.chips.items():
            chip.set_kept(values[name])
        self.changed.emit(self.kept)
