"""What is known of the selected pictures, and putting them into another split."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from engine.contract.dataset import Split
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.index.selection import SelectionSummary, picture_paths, summarise_selection
from gui.pages.data.index_reader import IndexReader
from gui.pages.data.pictures import PicturesView
from gui.split_editor import SplitEditor

_SUMMARY = "summary"


class SelectionMoves(QObject):
    """Listens to the gallery's selection; reads what it needs in a thread, for a selection may hold everything.

    Signals:
        summarised(SelectionSummary): several pictures are selected; None: one or none.
    """

    summarised = Signal(object)

    def __init__(self, pictures: PicturesView, split: SplitEditor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._split = split
        self._reader = IndexReader(self)
        self._reader.answered.connect(self._on_answered)
        pictures.selection_changed.connect(self.look)
        pictures.move_requested.connect(self.move)

    def set_index(self, index: DatasetIndex | None) -> None:
        """Follow another dataset, or what is new in this one."""
        self._reader.set_index(None if index is None else index.path)
        self.look()

    @Slot()
    def look(self) -> None:
        """Summarise what is selected now."""
        ids = self._pictures.selected_ids()
        if len(ids) > 1:
            self._reader.ask(_SUMMARY, partial(_summary, ids))
        else:
            self._reader.forget(_SUMMARY)
            self.summarised.emit(None)

    @Slot(object)
    def move(self, split: Split | None) -> None:
        """Put the selected pictures into a split; None takes them back."""
        self._reader.ask(("move", split), partial(_paths, self._pictures.selected_ids()))

    @Slot(object, object)
    def _on_answered(self, key: object, answer: object) -> None:
        match key, answer:
            case str(), SelectionSummary():
                if len(self._pictures.selected_ids()) > 1:
                    self.summarised.emit(answer)
            case ("move", Split() | None as split), tuple():
                self._split.move(answer, split)


def _summary(ids: Sequence[int], index: DatasetIndex) -> SelectionSummary:
    return summarise_selection(index.path, ids)


def _paths(ids: Sequence[int], index: DatasetIndex) -> tuple[str, ...]:
    return picture_paths(index.path, ids)
