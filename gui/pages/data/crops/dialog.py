"""The dialog that makes a dataset of crops from the boxes of a dataset, and shows some of them first."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError
from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QWidget

from engine.contract.crops import CropOptions, CropsPreviewed
from engine.contract.events import Failed, Progress
from gui.form_fields import form_fields
from gui.forms import SettingsForm
from gui.pages.data.crops.preview import CropsPreview
from gui.pages.data.new_folder import NewFolder
from gui.widgets.button import Button, ButtonKind
from gui.widgets.label import Label
from gui.widgets.section import SectionHeader
from gui.widgets.two_sides import lay_out_two_sides
from gui.widgets.writing_bar import WritingBar

_LEFT_PX: Final = 336
_PREVIEW_MS: Final = 200
_ABOUT: Final = (
    "Each box becomes crops of its class, and what holds no object becomes the class “background”. A classifier that "
    "has learned them can be asked about parts of pictures."
)


class CropsDialog(QDialog):
    """Options and folder at the left, some crops at the right.

    Args:
        name: of the dataset.
        place: folder in which a new one is proposed.
        options: what the form shows first.
        parent: owner.

    Signals:
        options_changed(CropOptions): the user wants other crops.
        preview_requested(CropOptions): show some crops.
        write_requested(CropOptions, Path): write all of them into this folder.
        cancel_requested: stop writing.
    """

    options_changed = Signal(object)
    preview_requested = Signal(object)
    write_requested = Signal(object, object)
    cancel_requested = Signal()

    def __init__(self, name: str, place: Path, options: CropOptions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._options = options
        self._is_writing = False
        self._failure = ""
        self.setWindowTitle("Make crops")
        self.resize(920, 620)
        self.form = SettingsForm(form_fields(CropOptions), has_groups=False)
        self.form.set_defaults(CropOptions().model_dump())
        self.form.set_values(options.model_dump())
        self.place = NewFolder(place)
        self.preview = CropsPreview()
        self.cancel = Button("Close")
        self.write = Button("Make crops", ButtonKind.PRIMARY)
        self.bar = WritingBar((self.cancel, self.write))
        self._asking = QTimer(self, interval=_PREVIEW_MS, singleShot=True)
        self._lay_out()
        self._connect()
        self.place.propose(f"{name}-crops")
        self._show_availability()
        self._asking.start()

    @property
    def options(self) -> CropOptions:
        """What the form says."""
        return self._options

    def set_crops(self, event: CropsPreviewed, arrays: Sequence[Any]) -> None:
        """Show some crops as they would be written."""
        self._failure = ""
        self.preview.set_crops(event, arrays[0])
        self._show_availability()

    @Slot(object)
    def set_progress(self, progress: Progress) -> None:
        """Show how far the writing is."""
        if self._is_writing:
            self.bar.set_progress(progress)

    @Slot(object)
    def set_failure(self, failure: Failed) -> None:
        """Say why there are no crops."""
        self._failure = f"{failure.message} {failure.hint}".strip()
        self._set_writing(is_writing=False)
        self.preview.set_failure(self._failure)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.cancel_requested.emit()
        super().closeEvent(event)

    def _set_writing(self, *, is_writing: bool) -> None:
        self._is_writing = is_writing
        self.bar.set_writing(is_writing=is_writing)
        self.cancel.set_text("Cancel" if is_writing else "Close")
        self.form.set_available(not is_writing, reason="The crops are being written.")
        self.place.setEnabled(not is_writing)
        self._show_availability()

    @Slot()
    def _show_availability(self) -> None:
        reason = self.place.refusal
        self.place.field.set_problem("" if self._is_writing else reason)
        if self._is_writing:
            reason = "The crops are being written."
        reason = reason or self._failure
        self.write.set_available(not reason, reason=reason)

    @Slot(str, object)
    def _on_changed(self, path: str, value: object) -> None:
        try:
            self._options = CropOptions.model_validate({**self._options.model_dump(), path: value})
        except ValidationError as error:
            self.form.set_problem(path, error.errors()[0]["msg"])
            return
        self._failure = ""
        self.bar.say("")
        self._show_availability()
        self.options_changed.emit(self._options)
        self._asking.start()

    @Slot()
    def _on_asking(self) -> None:
        self.preview.set_waiting()
        self.preview_requested.emit(self._options)

    @Slot()
    def _on_write(self) -> None:
        self._set_writing(is_writing=True)
        self.write_requested.emit(self._options, self.place.path)

    @Slot()
    def _on_cancel(self) -> None:
        if not self._is_writing:
            self.close()
            return
        self.cancel_requested.emit()
        self._set_writing(is_writing=False)
        self.bar.say("Stopped. What was written is gone.")

    def _connect(self) -> None:
        self.form.changed.connect(self._on_changed)
        self.place.changed.connect(self._show_availability)
        self.write.clicked.connect(self._on_write)
        self.cancel.clicked.connect(self._on_cancel)
        self._asking.timeout.connect(self._on_asking)

    def _lay_out(self) -> None:
        about = Label(_ABOUT, "secondary", tone="secondary", is_wrapped=True)
        crops, folder = SectionHeader("Crops", is_group=True), SectionHeader("New folder", is_group=True)
        choices = (about, crops, self.form, folder, self.place)
        lay_out_two_sides(self, choices, self.preview, self.bar, left_px=_LEFT_PX)
