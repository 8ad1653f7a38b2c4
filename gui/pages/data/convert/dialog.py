"""The dialog that saves a dataset in another format, and says first what that format cannot hold."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QWidget

from engine.contract.dataset import WriterFormat
from engine.contract.events import DatasetConverted, Failed, Progress
from gui.dataset_conversion import ConversionChoice, PictureCopies
from gui.pages.data.convert.plan import PlanView
from gui.pages.data.new_folder import NewFolder
from gui.widgets.button import Button, ButtonKind
from gui.widgets.choice_list import ChoiceList
from gui.widgets.choices import Choice
from gui.widgets.label import Label
from gui.widgets.section import SectionHeader
from gui.widgets.segmented import Segmented
from gui.widgets.two_sides import lay_out_two_sides
from gui.widgets.writing_bar import WritingBar

FORMATS: Final[dict[WriterFormat, tuple[str, str]]] = {
    "coco": ("COCO", "One JSON file for boxes, outlines and masks; most programs read it."),
    "voc": ("Pascal VOC", "One XML file for each picture with its boxes; masks as pictures beside them."),
    "yolo": ("YOLO", "One text file for each picture with boxes or outlines, and data.yaml."),
    "masks": ("Masks", "One picture of class codes for each picture."),
    "labelme": ("LabelMe", "One JSON file for each picture with outlines that people can edit."),
    "folders": ("Folders", "Pictures in one folder for each class, below one for each split."),
    "csv": ("CSV", "One table of pictures, classes and boxes."),
}
_LEFT_PX: Final = 304
_PLAN_MS: Final = 200


class ConvertDialog(QDialog):
    """Format, folder and pictures at the left; what would be lost at the right.

    Signals:
        plan_requested(ConversionChoice): find out what would be lost.
        write_requested(ConversionChoice): write the files.
        cancel_requested: stop writing.
        folder_opened(Path): show the written folder in the file manager.
        dataset_opened(Path): open the written dataset.
    """

    plan_requested = Signal(object)
    write_requested = Signal(object)
    cancel_requested = Signal()
    folder_opened = Signal(object)
    dataset_opened = Signal(object)

    def __init__(self, name: str, parent_folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._is_writing = False
        self._written: Path | None = None
        self.setWindowTitle("Save as another format")
        self.resize(880, 600)
        self.formats = ChoiceList([Choice(key, title) for key, (title, _) in FORMATS.items()])
        self._about = Label("", "secondary", tone="secondary", is_wrapped=True)
        self.place = NewFolder(parent_folder)
        self.folder, self.choose = self.place.field, self.place.choose
        self.pictures = Segmented([Choice("copy", "Copy"), Choice("link", "Hard links")])
        self._about_pictures = Label("", "secondary", tone="secondary", is_wrapped=True)
        self.plan = PlanView()
        self.open_folder = Button("Open folder")
        self.open_dataset = Button("Open it in Fovea")
        self.cancel = Button("Close")
        self.write = Button("Save", ButtonKind.PRIMARY)
        self._bar = WritingBar((self.open_folder, self.open_dataset, self.cancel, self.write))
        self._planning = QTimer(self, interval=_PLAN_MS, singleShot=True)
        self._lay_out()
        self._connect()
        self._show_format()

    @property
    def choice(self) -> ConversionChoice:
        """What the dialog says."""
        pictures: PictureCopies = "link" if self.pictures.current == "link" else "copy"
        chosen = next(key for key in FORMATS if key == self.formats.current)
        return ConversionChoice(chosen, self.place.path, pictures)

    def ask_for_plan(self) -> None:
        """Ask what would be lost now."""
        self.plan.set_waiting()
        self.plan_requested.emit(self.choice)

    @Slot(object)
    def set_plan(self, planned: DatasetConverted) -> None:
        """Show what would be written and lost."""
        self.plan.set_plan(planned, FORMATS[self.choice.format][0])

    @Slot(object)
    def set_progress(self, progress: Progress) -> None:
        """Show how far the writing is."""
        self._bar.set_progress(progress)

    @Slot(object)
    def set_written(self, written: DatasetConverted) -> None:
        """Say that all is there."""
        self._written = Path(written.out)
        self._set_writing(is_writing=False)
        self._bar.say(f"Saved: {written.images:,} pictures, {written.annotations:,} annotations.")
        self.plan.set_plan(written, FORMATS[self.choice.format][0], is_done=True)
        for button in (self.open_folder, self.open_dataset):
            button.show()

    @Slot(object)
    def set_failure(self, failure: Failed) -> None:
        """Say why it cannot be; a cancelled writing leaves the dialog as it was."""
        was_writing = self._is_writing
        self._set_writing(is_writing=False)
        if not failure.is_cancelled:
            self.plan.set_failure(f"{failure.message} {failure.hint}".strip())
        elif was_writing:
            self._bar.say("Stopped. What was written is gone.")

    def closeEvent(self, event: QCloseEvent) -> None:
        self.cancel_requested.emit()
        super().closeEvent(event)

    def _set_writing(self, *, is_writing: bool) -> None:
        self._is_writing = is_writing
        self._bar.set_writing(is_writing=is_writing)
        self.cancel.set_text("Cancel" if is_writing else "Close")
        for control in (self.formats, self.folder, self.choose, self.pictures):
            control.setEnabled(not is_writing)
        self._show_availability()

    def _show_availability(self) -> None:
        reason = self.place.refusal
        self.folder.set_problem("" if self._written is not None or self._is_writing else reason)
        if self._is_writing:
            reason = "The files are being written."
        self.write.set_available(not reason, reason=reason)

    def _show_format(self) -> None:
        """The chosen format, a free folder for it, and its plan a moment later."""
        key = self.formats.current
        self._about.setText(FORMATS[self.choice.format][1])
        self.place.propose(f"{self._name}-{key}")
        self._show_pictures()
        self._planning.start()

    @Slot()
    def _show_pictures(self) -> None:
        is_link = self.pictures.current == "link"
        self._about_pictures.setText(
            "The same files under a second name: no room on the disk, and a change of one is a change of both."
            if is_link
            else "Files of their own, which take as much room again."
        )
        self._show_availability()

    @Slot()
    def _on_format_chosen(self) -> None:
        self._forget_written()
        self._show_format()

    @Slot()
    def _on_folder_changed(self) -> None:
        self._forget_written()
        self._show_availability()

    @Slot()
    def _on_write(self) -> None:
        self._forget_written()
        self._set_writing(is_writing=True)
        self.write_requested.emit(self.choice)

    @Slot()
    def _on_cancel(self) -> None:
        if self._is_writing:
            self.cancel_requested.emit()
        else:
            self.close()

    @Slot()
    def _on_open_folder(self) -> None:
        self.folder_opened.emit(self._written)

    @Slot()
    def _on_open_dataset(self) -> None:
        self.dataset_opened.emit(self._written)
        self.close()

    def _forget_written(self) -> None:
        self._written = None
        self._bar.say("")
        for button in (self.open_folder, self.open_dataset):
            button.hide()

    def _connect(self) -> None:
        self.formats.chosen.connect(self._on_format_chosen)
        self.place.changed.connect(self._on_folder_changed)
        self.pictures.chosen.connect(self._show_pictures)
        self.write.clicked.connect(self._on_write)
        self.cancel.clicked.connect(self._on_cancel)
        self.open_folder.clicked.connect(self._on_open_folder)
        self.open_dataset.clicked.connect(self._on_open_dataset)
        self._planning.timeout.connect(self.ask_for_plan)

    def _lay_out(self) -> None:
        choices = (
            SectionHeader("Format", is_group=True), self.formats, self._about,
            SectionHeader("New folder", is_group=True), self.place,
            SectionHeader("Pictures", is_group=True), self.pictures, self._about_pictures,
        )  # fmt: skip
        lay_out_two_sides(self, choices, self.plan, self._bar, left_px=_LEFT_PX)
        for button in (self.open_folder, self.open_dataset):
            button.hide()
