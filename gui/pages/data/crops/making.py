"""Opens the dialog of crops, asks the engine for what it wants, and opens what was written."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from engine.contract.crops import CropOptions, CropsPreviewed, CropsWritten, PreviewCrops, WriteCrops
from engine.contract.events import Event
from gui.newest import NewestAnswers
from gui.notice import Notice
from gui.pages.data.crops.dialog import CropsDialog
from gui.session import Session
from gui.settings import SettingsStore
from gui.words import plural


class CropMaking(QObject):
    """Makes a dataset of crops from the open dataset.

    Attributes:
        dialog: while it is open.

    Signals:
        noticed(Notice): what was written.
    """

    noticed = Signal(object)

    def __init__(self, session: Session, settings: SettingsStore, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._settings = settings
        self._window = window
        self._answers = NewestAnswers(session.client, self)
        self.dialog: CropsDialog | None = None
        self._answers.answered.connect(self._on_answered)

    @Slot()
    def open(self) -> None:
        """Let the user choose what is cut out."""
        index = self._session.dataset.index
        if index is None:
            return
        dialog = CropsDialog(index.root.name, index.root.parent, self._settings.value.crop_options, self._window)
        dialog.options_changed.connect(self._on_options_changed)
        dialog.preview_requested.connect(self._on_preview_requested)
        dialog.write_requested.connect(self._on_write_requested)
        dialog.cancel_requested.connect(self._answers.forget)
        dialog.finished.connect(self._on_closed)
        self._answers.progressed.connect(dialog.set_progress)
        self._answers.failed.connect(dialog.set_failure)
        self.dialog = dialog
        dialog.open()

    @Slot(object)
    def _on_options_changed(self, options: CropOptions) -> None:
        self._settings.change(crop_options=options)

    @Slot(object)
    def _on_preview_requested(self, options: CropOptions) -> None:
        dataset = self._session.dataset
        if dataset.path is not None and dataset.index is not None:
            self._answers.ask(
                PreviewCrops(
                    path=str(dataset.path), reading=dataset.reading, index=str(dataset.index.path), options=options
                )
            )

    @Slot(object, object)
    def _on_write_requested(self, options: CropOptions, out: Path) -> None:
        dataset = self._session.dataset
        self._settings.change(boxes_dataset=str(dataset.path))
        self._answers.drop(PreviewCrops)
        self._answers.ask(WriteCrops(path=str(dataset.path), reading=dataset.reading, out=str(out), options=options))

    @Slot(object, object)
    def _on_answered(self, event: Event, arrays: Sequence[Any]) -> None:
        if self.dialog is None:
            return
        match event:
            case CropsPreviewed():
                self.dialog.set_crops(event, arrays)
            case CropsWritten():
                self.dialog.accept()
                self._session.open_dataset(Path(event.out))
                self.noticed.emit(Notice("success", written_words(event), details=event.out, page="data"))

    @Slot()
    def _on_closed(self) -> None:
        if self.dialog is not None:
            self._answers.forget()
            self.dialog.deleteLater()
            self.dialog = None


def written_words(event: CropsWritten) -> str:
    """What was written, and what to do with it, in sentences."""
    crops = sum(one.count for one in event.classes)
    unread = f" {plural(event.unread, 'picture')} could not be read." if event.unread else ""
    return (
        f"{plural(crops, 'crop')} of {plural(event.images, 'picture')} are written, and open now.{unread}"
        " Train a network on them, then look on Inspect at what it finds in whole pictures."
    )
