"""Opens the dialogs of the Data page and carries out what they ask for."""

from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from engine.contract.dataset import DatasetSummary, Split
from engine.contract.events import Failed
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.index.distributions import ClassTotals, read_class_totals
from gui.dataset_conversion import DatasetConversion
from gui.notice import Notice
from gui.pages.data.convert.dialog import ConvertDialog
from gui.pages.data.crops.making import CropMaking
from gui.pages.data.index_reader import IndexReader
from gui.pages.data.problems.repairs import Repair
from gui.pages.data.split.dialog import SplitDialog
from gui.session import Session
from gui.settings import SettingsStore
from gui.split_editor import SplitEditor


class DataDialogs(QObject):
    """Divides the pictures and saves the dataset in other formats.

    Attributes:
        split: changes the split; every change can be undone.
        crops: makes a dataset of crops.

    Signals:
        noticed(Notice): what came of it.
    """

    noticed = Signal(object)

    def __init__(self, session: Session, settings: SettingsStore, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self.split = SplitEditor(session.client, session.undo_stack, session.dataset, session.plan, parent=self)
        self.crops = CropMaking(session, settings, window)
        self.crops.noticed.connect(self.noticed)
        self._conversion = DatasetConversion(session.client, session.dataset, self)
        self._reader = IndexReader(self)
        self.division: SplitDialog | None = None
        self.conversion: ConvertDialog | None = None
        self.split.failed.connect(self._on_failed)
        self.split.saved.connect(self._on_split_saved)
        self.split.busy_changed.connect(self._on_busy_changed)
        self._reader.answered.connect(self._on_counted)
        session.dataset.changed.connect(self._on_dataset_changed)

    @Slot()
    def open_division(self) -> None:
        """Let the user divide the pictures."""
        if self._session.dataset.index is None:
            return
        dialog = SplitDialog(self._window)
        dialog.set_config(self.split.config)
        dialog.division_requested.connect(self.split.divide)
        dialog.save_requested.connect(self.split.save)
        dialog.file_chosen.connect(self.split.follow)
        dialog.finished.connect(self._on_division_closed)
        self.division = dialog
        self._on_dataset_changed()
        dialog.open()

    @Slot()
    def open_conversion(self) -> None:
        """Let the user save the dataset in another format."""
        index = self._session.dataset.index
        if index is None:
            return
        dialog = ConvertDialog(index.root.name, index.root.parent, self._window)
        conversion = self._conversion
        dialog.plan_requested.connect(conversion.plan)
        dialog.write_requested.connect(conversion.write)
        dialog.cancel_requested.connect(conversion.cancel)
        dialog.folder_opened.connect(self._on_folder_opened)
        dialog.dataset_opened.connect(self._on_dataset_opened)
        dialog.finished.connect(self._on_conversion_closed)
        conversion.planned.connect(dialog.set_plan)
        conversion.progressed.connect(dialog.set_progress)
        conversion.written.connect(dialog.set_written)
        conversion.failed.connect(dialog.set_failure)
        self.conversion = dialog
        dialog.open()

    @Slot(object)
    def repair(self, repair: Repair) -> None:
        """Carry out the repair of a problem."""
        if repair.moved:
            self.split.move_each(dict(repair.moved), repair.text[:1].lower() + repair.text[1:])
        else:
            self.open_division()

    def move(self, paths: tuple[str, ...], split: Split | None) -> None:
        """Put pictures into a split by hand; None takes them back."""
        self.split.move(paths, split)

    @Slot()
    def _on_dataset_changed(self) -> None:
        index = self._session.dataset.index
        if self.division is not None and index is not None:
            self._reader.set_index(index.path)
            self._reader.ask("classes", _class_totals)

    @Slot(object, object)
    def _on_counted(self, _key: object, counted: tuple[tuple[ClassTotals, ...], DatasetSummary]) -> None:
        if self.division is None:
            return
        classes, summary = counted
        self.division.set_counts(classes, summary.training_splits, given=[Split(name) for name in summary.splits])

    @Slot(bool)
    def _on_busy_changed(self, is_busy: bool) -> None:
        if self.division is not None:
            self.division.set_busy(is_busy=is_busy)

    @Slot()
    def _on_division_closed(self) -> None:
        if self.division is not None:
            self.division.deleteLater()
            self.division = None

    @Slot()
    def _on_conversion_closed(self) -> None:
        if self.conversion is not None:
            self._conversion.cancel()
            self.conversion.deleteLater()
            self.conversion = None

    @Slot(object)
    def _on_split_saved(self, path: Path) -> None:
        self.noticed.emit(Notice("success", f"The split is saved as {path.name}.", details=str(path), page="data"))

    @Slot(object)
    def _on_failed(self, failure: Failed) -> None:
        if not failure.is_cancelled:
            text = f"{failure.message} {failure.hint}".strip()
            self.noticed.emit(Notice("error", text, details=failure.details, page="data"))

    @Slot(object)
    def _on_folder_opened(self, path: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    @Slot(object)
    def _on_dataset_opened(self, path: Path) -> None:
        self._session.open_dataset(path)


def _class_totals(index: DatasetIndex) -> tuple[tuple[ClassTotals, ...], DatasetSummary]:
    return read_class_totals(index.path), index.summary()
