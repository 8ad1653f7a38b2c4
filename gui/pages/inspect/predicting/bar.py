"""The bar above predicted pictures: which pictures, how they are looked at, where results go, how far it is."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from gui.pages.inspect.looking import LookingChoice
from gui.picture_predictions import Pace
from gui.tokens import size
from gui.widgets.button import Button
from gui.widgets.combo import Combo
from gui.widgets.label import ElidedLabel
from gui.widgets.progress import ProgressBar
from gui.words import how_far, time_left

_FILES: Final = "Pictures (*.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff *.gif);;All files (*)"
_BAR_PX: Final = 120
_TITLES: Final = {
    "coco": "COCO, too", "yolo": "YOLO, too", "voc": "Pascal VOC, too", "labelme": "LabelMe, too",
    "geojson": "GeoJSON, too",
}  # fmt: skip


class PredictingBar(QWidget):
    """Buttons and words.

    Signals:
        paths_chosen(tuple): pictures, or folders of them.
        out_chosen(Path): results shall go below this folder.
        cancelled(): stop.
        folder_wanted(): show the results.
    """

    paths_chosen = Signal(object)
    out_chosen = Signal(object)
    cancelled = Signal()
    folder_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.folder = Button("Choose a folder", icon="folder")
        self.files = Button("Choose pictures", icon="picture")
        self.change = Button("Change", is_small=True)
        self.change.set_tip("Write results below another folder")
        self.formats = Combo("Format of files beside the pictures")
        self.formats.setToolTip("What else is written, for other programs")
        self.out = ElidedLabel("", "secondary", tone="secondary")
        self.words = ElidedLabel("")
        self.progress = ProgressBar("Predicted pictures", width_px=_BAR_PX)
        self.cancel = Button("Cancel")
        self.cancel.set_tip("Stop; what was predicted stays")
        self.open = Button("Open folder", icon="folder")
        self.looking = LookingChoice(is_row=True)
        self.start_folder = ""
        self._told = QWidget()
        self._lay_out()
        self._told.hide()
        self.looking.hide()
        self.folder.clicked.connect(self._on_folder)
        self.files.clicked.connect(self._on_files)
        self.change.clicked.connect(self._on_change)
        self.cancel.clicked.connect(self.cancelled)
        self.open.clicked.connect(self.folder_wanted)

    def set_formats(self, formats: Sequence[str]) -> None:
        """Offer the formats of a task; none of them is a choice, too."""
        self.formats.set_choices([(None, "No label files"), *((one, _TITLES[one]) for one in formats)])
        self.formats.setVisible(bool(formats))

    def set_available(self, *, is_available: bool, reason: str) -> None:
        """Whether pictures can be chosen."""
        for button in (self.folder, self.files):
            button.set_available(is_available, reason=reason)
        self.change.setEnabled(is_available)
        self.looking.setEnabled(is_available)
        self.formats.setEnabled(is_available)

    def set_busy(self, *, is_busy: bool) -> None:
        """Show what belongs to work that goes on, or that has ended."""
        self._told.show()
        self.progress.setVisible(is_busy)
        self.cancel.setVisible(is_busy)
        self.open.setVisible(not is_busy)

    def set_pace(self, pace: Pace) -> None:
        """Say how far it is."""
        words = [how_far("Predicting", pace.done, pace.total)]
        if pace.per_second:
            words += [f"{pace.per_second:.1f} pictures a second", f"{time_left(pace.seconds_left)} left"]
        self.words.set_text("  ·  ".join(words))
        self.progress.set_share(pace.share)

    def _lay_out(self) -> None:
        margin = size("page_margin")
        upper, lower = QHBoxLayout(), QHBoxLayout(self._told)
        for row, widgets in (
            (upper, (self.folder, self.files, self.out, self.change, self.formats)),
            (lower, (self.words, self.progress, self.cancel, self.open)),
        ):
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(8)
            for widget in widgets:
                row.addWidget(widget, 1 if isinstance(widget, ElidedLabel) else 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(margin, 8, margin, 8)
        column.setSpacing(8)
        column.addLayout(upper)
        column.addWidget(self.looking)
        column.addWidget(self._told)

    @Slot()
    def _on_folder(self) -> None:
        dialog = QFileDialog(self, "Predict all pictures of a folder", self.start_folder)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        self._open(dialog)

    @Slot()
    def _on_files(self) -> None:
        dialog = QFileDialog(self, "Predict pictures", self.start_folder, _FILES)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        self._open(dialog)

    def _open(self, dialog: QFileDialog) -> None:
        dialog.filesSelected.connect(self._on_selected)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(list)
    def _on_selected(self, names: list[str]) -> None:
        if names:
            self.paths_chosen.emit(tuple(Path(name) for name in names))

    @Slot()
    def _on_change(self) -> None:
        dialog = QFileDialog(self, "Write results below a folder", self.start_folder)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self._on_out_selected)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def _on_out_selected(self, name: str) -> None:
        self.out_chosen.emit(Path(name))
