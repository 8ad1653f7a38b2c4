"""Makes corrections part of the files: at once in tables and label files, after a question where pictures will move."""

from typing import Final

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from engine.contract.dataset import DatasetFormat, DatasetSummary
from engine.contract.errors import UserError
from engine.contract.labels import PicturesMoved
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.labels.relocation_plan import RelocationPlan
from gui.labels.editor import LabelEditor, LabelledDataset
from gui.notice import Notice, NoticeKind
from gui.pages.data.corrections import CorrectionsView, SavedInto
from gui.pages.data.index_reader import IndexReader
from gui.pages.data.saving.dialog import SavingDialog
from gui.pages.data.saving.rows import left_words, moved_words, plan_of

_SAVED: Final = "The labels are written into the table. Its first state is kept beside it, with .bak behind its name."

_DRAWN_SAVED: Final = (
    "What was drawn is written into the label files. The first state of each is kept beside it, with .bak behind its"
    " name."
)


class LabelSaving(QObject):
    """Listens to the button Save, and tells what came of it.

    Attributes:
        dialog: the question, while it stands; None: there is none.

    Signals:
        noticed(Notice): what came of it.
    """

    noticed = Signal(object)

    def __init__(self, view: CorrectionsView, editor: LabelEditor, window: QWidget) -> None:
        super().__init__(window)
        self._view = view
        self._editor = editor
        self._window = window
        self._format: DatasetFormat | None = None
        self._asked: LabelledDataset | None = None
        self._reader = IndexReader(self)
        self.dialog: SavingDialog | None = None
        view.save_requested.connect(self._on_save)
        editor.saved.connect(self._on_saved)
        editor.pictures_moved.connect(self._on_pictures_moved)
        self._reader.answered.connect(self._on_planned)

    def set_index(self, index: DatasetIndex | None) -> None:
        """Follow another dataset, or what is new in this one."""
        self._reader.set_index(None if index is None else index.path)

    def set_summary(self, summary: DatasetSummary) -> None:
        """Say how many corrections there are, and how they are saved."""
        self._format = summary.format
        self._view.set_counts(
            corrected=summary.corrected, stale=summary.stale_corrections, saves_into=_target_of(summary.format)
        )

    @Slot()
    def _on_save(self) -> None:
        dataset = self._editor.open_dataset
        if dataset is None or self.dialog is not None:
            return
        if self._format == "folders":
            self._asked = dataset
            self._reader.ask("plan", plan_of)
        else:
            self._editor.save(dataset)

    @Slot(object, object)
    def _on_planned(self, _key: object, plan: RelocationPlan | UserError) -> None:
        if self._asked is None or self._asked != self._editor.open_dataset or self.dialog is not None:
            return
        if isinstance(plan, UserError):
            self.noticed.emit(Notice("error", str(plan), page="data"))
        elif plan.relocations:
            self.dialog = SavingDialog(plan, self._window)
            self.dialog.finished.connect(self._on_answered)
            self.dialog.open()

    @Slot(int)
    def _on_answered(self, answer: int) -> None:
        dialog, dataset = self.dialog, self._asked
        self.dialog = self._asked = None
        if dialog is not None:
            dialog.deleteLater()
        if answer == SavingDialog.DialogCode.Accepted and dataset is not None and dataset == self._editor.open_dataset:
            self._editor.save(dataset)

    @Slot(object)
    def _on_saved(self, dataset: LabelledDataset) -> None:
        words = _SAVED if self._format == "csv" else _DRAWN_SAVED
        if dataset == self._editor.open_dataset and self._format != "folders":
            self.noticed.emit(Notice("success", words, page="data", action="undo"))

    @Slot(object, object)
    def _on_pictures_moved(self, dataset: LabelledDataset, moved: PicturesMoved) -> None:
        if dataset == self._editor.open_dataset:
            self.noticed.emit(_notice_of(moved))


def _notice_of(moved: PicturesMoved) -> Notice:
    kind: NoticeKind = "warning" if moved.left else "info" if moved.is_back else "success"
    action = None if moved.is_back else "undo"
    return Notice(kind, moved_words(moved), left_words(moved), page="data", action=action)


def _target_of(kind: DatasetFormat) -> SavedInto | None:
    match kind:
        case "csv":
            return "table"
        case "folders":
            return "folders"
        case "coco" | "labelme" | "voc" | "yolo":
            return "label files"
        case _:
            return None
