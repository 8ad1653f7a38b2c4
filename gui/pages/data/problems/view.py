"""The Problems tab: everything that is wrong with a dataset, found, sorted, copied and saved."""

import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from engine.contract.events import Progress
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.index.problem_pages import ProblemChoice, ProblemListing, ProblemPages, list_problems
from gui.notice import Notice
from gui.pages.data.index_reader import IndexReader
from gui.pages.data.problems.export import problems_text, write_problems
from gui.pages.data.problems.filter import ProblemFilterBar
from gui.pages.data.problems.table import ProblemTable
from gui.tokens import size
from gui.widgets.button import Button
from gui.widgets.empty_state import EmptyState
from gui.widgets.label import Label
from gui.widgets.progress import ProgressBar
from gui.words import plural

_TYPING_MS: Final = 150
Item = TypeVar("Item")


class ProblemsView(QWidget):
    """Filter bar and table, or a sentence that nothing is wrong.

    Signals:
        counted(int): so many problems the dataset has.
        listed(ProblemListing): what the table shows now.
        chosen(ProblemRow): another problem was chosen, None for none.
        opened(ProblemRow): show the picture of this problem.
        noticed(Notice): what came of copying and saving.
    """

    counted = Signal(int)
    listed = Signal(object)
    chosen = Signal(object)
    opened = Signal(object)
    noticed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._index: DatasetIndex | None = None
        self._pages: ProblemPages | None = None
        self._listing = ProblemListing()
        self._pictures = 0
        self._progress: Progress | None = None
        self._reader = IndexReader(self)
        self.filter = ProblemFilterBar()
        self._working = Label("", "secondary", tone="secondary")
        self._bar = ProgressBar("Progress of the check", width_px=160)
        self.table = ProblemTable()
        self._lay_out()
        self._connect()
        self.set_index(None)

    def set_index(self, index: DatasetIndex | None) -> None:
        """Show another dataset, or what is new in this one."""
        before = self._index
        if index is not before:
            self._open_pages(index)
        if index is None or before is None or index.path != before.path:
            self.filter.show_all()
            self._show_listing(ProblemListing())
        self._list()

    def set_pictures(self, pictures: int) -> None:
        """Say how many pictures the dataset has."""
        self._pictures = pictures
        self._show_empty()

    @property
    def sentence(self) -> str:
        """What stands in the place of the table while no problem was found."""
        if self._progress is not None:
            return "No problem found so far."
        return f"No problems found in {plural(self._pictures, 'picture')}."

    def set_progress(self, progress: Progress | None) -> None:
        """Say how far the check is; None when it is over."""
        self._progress = progress if progress is not None and progress.total else None
        self._work.setVisible(self._progress is not None)
        if self._progress is not None:
            self._working.setText(progress_words(self._progress))
            self._bar.set_share(self._progress.done / self._progress.total)
        self._show_empty()

    @Slot()
    def _list(self) -> None:
        self._reader.ask("problems", partial(_listed, self.filter.choice))

    def _open_pages(self, index: DatasetIndex | None) -> None:
        """Read rows from another index from now on."""
        before, self._pages, self._index = self._pages, None, index
        self._reader.set_index(index.path if index is not None else None)
        with suppress(sqlite3.Error):  # the index is being made anew; the next change brings it
            self._pages = ProblemPages(index.path) if index is not None else None
        self.table.show_problems(self._pages, self._listing.ids, keeps_place=True)
        if before is not None:
            before.close()

    @Slot(object, object)
    def _on_answered(self, key: object, answer: object) -> None:
        match key, answer:
            case "problems", ProblemListing():
                self._show_listing(answer)
            case "copy", str():
                QGuiApplication.clipboard().setText(answer)
                self.noticed.emit(
                    Notice("success", f"{plural(len(self._listing.ids), 'problem')} copied.", page="data")
                )
            case ("save", str()), str():
                self._tell_saved(Path(key[1]), answer)

    def _show_listing(self, listing: ProblemListing) -> None:
        keeps_place = self._listing.choice == listing.choice
        self._listing = listing
        self.table.show_problems(self._pages, listing.ids, keeps_place=keeps_place)
        self.filter.set_listing(listing)
        self._show_empty()
        self.counted.emit(listing.total)
        self.listed.emit(listing)

    def _show_empty(self) -> None:
        """The table, or a sentence in its place."""
        if self._listing.ids:
            self._stack.setCurrentWidget(self.table)
        elif self._listing.total:
            self._stack.setCurrentWidget(self._nothing_left)
        else:
            place = self._sound if self._progress is None else self._searching
            place.set_sentence(self.sentence)
            self._stack.setCurrentWidget(place)
        self.filter.setVisible(bool(self._listing.total))

    def _tell_saved(self, path: Path, failure: str) -> None:
        if failure:
            self.noticed.emit(Notice("error", failure, page="data"))
        else:
            words = f"{plural(len(self._listing.ids), 'problem')} saved as {path.name}."
            self.noticed.emit(Notice("success", words, details=str(path), page="data"))

    # what the user does

    @Slot()
    def _on_copy(self) -> None:
        self._reader.ask("copy", partial(_text, self._listing.ids))

    @Slot()
    def _on_save(self) -> None:
        dialog = QFileDialog(self, "Save the problems", "problems.csv", "CSV table (*.csv)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.fileSelected.connect(self.save)
        dialog.open()

    @Slot(str)
    def save(self, path: str) -> None:
        """Write what the table lists as CSV; ``noticed`` says what came of it."""
        self._reader.ask(("save", path), partial(_written, self._listing.ids, Path(path)))

    def _connect(self) -> None:
        self._reader.answered.connect(self._on_answered)
        self.filter.choice_changed.connect(self._list)
        self.filter.copy_requested.connect(self._on_copy)
        self.filter.save_requested.connect(self._on_save)
        self.table.chosen.connect(self.chosen)
        self.table.opened.connect(self.opened)
        self.table.order_chosen.connect(self.filter.sort)

    def _lay_out(self) -> None:
        show_all = Button("Show all")
        show_all.set_tip("Take all filters away")
        show_all.clicked.connect(self.filter.show_all)
        self._sound = EmptyState(
            "success", "", note="Every picture was decoded and compared with its labels.", tint="success"
        )
        self._searching = EmptyState("search", "", note="Problems come as they are found.")
        self._nothing_left = EmptyState("filter", "No problem fits the filter.", show_all)
        self._stack = QStackedWidget()
        for widget in (self._sound, self._searching, self._nothing_left, self.table):
            self._stack.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.filter)
        column.addWidget(self._make_work())
        column.addWidget(self._stack, 1)

    def _make_work(self) -> QWidget:
        """The line that says how far the check is."""
        self._work = QWidget()
        row = QHBoxLayout(self._work)
        row.setContentsMargins(size("page_margin"), 12, size("page_margin"), 12)
        row.setSpacing(12)
        row.addWidget(self._bar)
        row.addWidget(self._working)
        row.addStretch(1)
        self._work.hide()
        return self._work


def progress_words(progress: Progress) -> str:
    """How far the check is: ``Checking pictures, 120 of 740``."""
    return f"{progress.what}, {progress.done:,} of {progress.total:,}"


def _listed(choice: ProblemChoice, index: DatasetIndex) -> ProblemListing:
    return list_problems(index.path, choice)


def _text(ids: Sequence[int], index: DatasetIndex) -> str:
    return problems_text(index.path, ids)


def _written(ids: Sequence[int], out: Path, index: DatasetIndex) -> str:
    return write_problems(index.path, ids, out)
