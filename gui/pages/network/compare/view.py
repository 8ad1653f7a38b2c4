"""The Compare tab of the Network page: two networks side by side, in sums, layer by layer, and against depth."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from engine.contract.errors import UserError
from engine.contract.run_folder import write_atomically
from gui.background import Background
from gui.notice import Notice
from gui.pages.network.compare.bar import ComparisonBar
from gui.pages.network.compare.charts import DepthCharts
from gui.pages.network.compare.lines import as_table, lines_of, totals_of
from gui.pages.network.compare.networks import (
    DRAWN,
    ComparedNetwork,
    NetworkChoice,
    network_choices,
    read_graph,
)
from gui.pages.network.compare.table import ComparisonTable
from gui.pages.network.compare.totals import TotalsComparison
from gui.session import Session
from gui.tokens import size
from gui.widgets.empty_state import EmptyState

_FIRST: Final = (DRAWN, "resnet50")
_NOTHING: Final = "Choose two networks above, and they stand here side by side."


class ComparisonView(QWidget):
    """Compares any two of: the drawn network, the catalogue, runs, graphs from files.

    It follows the session by itself, and computes only while it is shown.

    Args:
        session: what it draws and its runs can be compared.
        parent: owner.

    Signals:
        noticed(Notice): something to tell the user.
    """

    noticed = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._opened: tuple[NetworkChoice, ...] = ()
        self._choices: dict[str, NetworkChoice] = {}
        self._keys: list[str] = list(_FIRST)
        self._networks: list[ComparedNetwork | None] = [None, None]
        self._background = Background(self)
        self.bar = ComparisonBar()
        self.totals = TotalsComparison()
        self.table = ComparisonTable()
        self.charts = DepthCharts()
        self._empty = EmptyState("network", _NOTHING)
        self._lay_out()
        self._connect()

    def compare(self, left: str, right: str) -> None:
        """Compare two of the networks by their keys: names of the catalogue, ``drawn``, ``run:`` and its path."""
        self._keys = [left, right]
        self._load()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._on_networks_changed()

    def _lay_out(self) -> None:
        self._parts = QStackedWidget()
        self._parts.addWidget(self.table)
        chart_place = QWidget()
        inner = QVBoxLayout(chart_place)
        inner.setContentsMargins(size("page_margin"), 8, size("page_margin"), 8)
        inner.addWidget(self.charts)
        self._parts.addWidget(chart_place)
        totals = QWidget()
        margins = QVBoxLayout(totals)
        margins.setContentsMargins(size("page_margin"), 0, size("page_margin"), 8)
        margins.addWidget(self.totals)
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(totals)
        column.addWidget(self._parts, 1)
        self._shown = shown
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(shown)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.bar)
        whole.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._session.document.changed.connect(self._on_networks_changed)
        self._session.library.changed.connect(self._on_networks_changed)
        self._background.done.connect(self._on_loaded)
        self._background.failed.connect(self._on_load_failed)
        self.bar.chosen.connect(self._on_chosen)
        self.bar.swapped.connect(self._on_swapped)
        self.bar.part_chosen.connect(self._on_part_chosen)
        self.bar.copy_wanted.connect(self.copy_table)
        self.bar.save_wanted.connect(self._on_save_wanted)
        self.bar.open_wanted.connect(self._on_open_wanted)
        self.table.copy_wanted.connect(self.copy_table)
        self.charts.saved.connect(self._on_saved)
        self.charts.save_failed.connect(self._on_save_failed)

    @Slot()
    def copy_table(self) -> None:
        """Copy both layer tables, for a spreadsheet."""
        left, right = self._networks
        if left is not None and right is not None:
            QGuiApplication.clipboard().setText(as_table(left, right, delimiter="\t"))
            self.noticed.emit(Notice("success", "The layers of both networks are copied."))

    @Slot(str)
    def save_table(self, path: str) -> None:
        """Write both layer tables as CSV."""
        left, right = self._networks
        if left is None or right is None:
            return
        place = Path(path)
        try:
            write_atomically(place, as_table(left, right))
        except OSError as error:
            self._on_save_failed(f"Cannot write the table. Received: {place}: {error}. Choose another folder.")
        else:
            self._on_saved(place)

    @Slot(str)
    def open_graph(self, path: str) -> None:
        """Compare with a graph that was saved as JSON; it takes the second place."""
        try:
            choice = read_graph(Path(path))
        except UserError as error:
            self.noticed.emit(Notice("error", str(error)))
            return
        self._opened = (*(one for one in self._opened if one.key != choice.key), choice)
        self._on_networks_changed()
        self.compare(self._keys[0], choice.key)

    @Slot()
    def _on_networks_changed(self) -> None:
        if not self.isVisible():
            return
        choices = network_choices(self._session.document.drawn, self._session.library.runs, self._opened)
        known = {choice.key: choice for choice in choices}
        if known == self._choices:
            return
        self._choices = known
        self.bar.set_choices([(choice.key, choice.title) for choice in choices])
        self._keys = [key if key in known else first for key, first in zip(self._keys, _FIRST, strict=True)]
        self._load()

    @Slot(int, str)
    def _on_chosen(self, side: int, key: str) -> None:
        self._keys[side] = key
        self._load()

    @Slot()
    def _on_swapped(self) -> None:
        self._keys.reverse()
        self._load()

    @Slot(str)
    def _on_part_chosen(self, name: str) -> None:
        self._parts.setCurrentIndex(("layers", "charts").index(name))

    def _load(self) -> None:
        """Have both networks computed, in the background."""
        self.bar.set_keys(*self._keys)
        if not self.isVisible():
            return
        for key in set(self._keys):
            if key in self._choices:
                self._background.ask(key, self._choices[key].load)

    @Slot(object, object)
    def _on_loaded(self, key: str, network: ComparedNetwork) -> None:
        for side, wanted in enumerate(self._keys):
            if wanted == key:
                self._networks[side] = network
        self._show()

    @Slot(object, str)
    def _on_load_failed(self, key: str, sentence: str) -> None:
        self._networks = [
            None if wanted == key else network for wanted, network in zip(self._keys, self._networks, strict=True)
        ]
        self._empty.set_sentence(sentence)
        self._show()

    def _show(self) -> None:
        left, right = self._networks
        is_complete = left is not None and right is not None
        self._stack.setCurrentWidget(self._shown if is_complete else self._empty)
        self.bar.set_complete(is_complete=is_complete)
        if left is None or right is None:
            return
        self.totals.set_totals(totals_of(left.analysis, right.analysis), (left.title, right.title))
        self.table.set_titles(left.title, right.title)
        self.table.set_rows(lines_of(left, right))
        self.charts.set_networks(left, right)

    @Slot()
    def _on_save_wanted(self) -> None:
        dialog = QFileDialog(self, "Save the table", "", "CSV numbers (*.csv)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.fileSelected.connect(self.save_table)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot()
    def _on_open_wanted(self) -> None:
        dialog = QFileDialog(self, "Open a graph", "", "Graphs (*.json)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.open_graph)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(object)
    def _on_saved(self, path: Path) -> None:
        self.noticed.emit(Notice("success", f"Saved to {path}."))

    @Slot(str)
    def _on_save_failed(self, sentence: str) -> None:
        self.noticed.emit(Notice("error", sentence))
