"""The download of pretrained weights beside the backbone: what is missing, how far it is, what to do offline."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.contract.events import Failed, Progress
from engine.pretrained.files import WeightsFile
from gui.widgets.button import Button
from gui.widgets.label import Label
from gui.widgets.layouts import empty
from gui.widgets.note_card import NoteCard
from gui.widgets.progress import ProgressBar

MEGABYTE = 1 << 20


class DownloadRow(QWidget):
    """One line with its buttons; hidden where nothing has to be downloaded.

    Signals:
        download_wanted(): the user wants the file now.
        cancel_wanted(): the user no longer wants it.
        local_file_wanted(): the user has the file already.
    """

    download_wanted = Signal()
    cancel_wanted = Signal()
    local_file_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = Label("", "secondary", tone="secondary", is_wrapped=True)
        self.bar = ProgressBar("Download of pretrained weights")
        self.download = Button("Download", icon="download", is_small=True)
        self.local = Button("Local file", icon="folder", is_small=True)
        self.cancel = Button("Cancel", is_small=True)
        self.note: NoteCard | None = None
        self._note_place = QVBoxLayout()
        self.download.set_tip("Download the weights now; otherwise the training does it when it starts")
        self.local.set_tip("Choose a weights file (.h5) of keras.applications that is on this computer already")
        self.cancel.set_tip("Stop; what has arrived is kept for the next time")
        self._lay_out()
        self.download.clicked.connect(self.download_wanted)
        self.local.clicked.connect(self.local_file_wanted)
        self.cancel.clicked.connect(self.cancel_wanted)

    def show_file(self, file: WeightsFile | None) -> None:
        """Say whether a file has to be downloaded; None hides everything."""
        self.setVisible(file is not None)
        if file is not None:
            is_there = file.place.exists()
            text = (
                "Downloaded."
                if is_there
                else f"Not downloaded yet: {file.megabytes} MB. The training does it otherwise, at its start."
            )
            self._show_state(text, is_running=False, is_there=is_there)

    def show_progress(self, progress: Progress) -> None:
        """Say how far the download is."""
        done = progress.done / MEGABYTE
        if progress.total:
            self.bar.set_share(progress.done / progress.total)
            text = f"{done:.1f} of {progress.total / MEGABYTE:.1f} MB"
        else:
            text = f"{done:.1f} MB"
        self._show_state(text, is_running=True, is_there=False)

    def show_failure(self, failure: Failed) -> None:
        """Say why there is no file, and what to do."""
        self._show_state("", is_running=False, is_there=False)
        self.note = NoteCard("error", "", f"{failure.message} {failure.hint}")
        self._note_place.addWidget(self.note)

    def _show_state(self, text: str, *, is_running: bool, is_there: bool) -> None:
        empty(self._note_place)
        self.note = None
        self.state.setText(text)
        self.state.setVisible(bool(text))
        self.bar.setVisible(is_running)
        self.cancel.setVisible(is_running)
        self.download.setVisible(not is_running and not is_there)
        self.local.setVisible(not is_running and not is_there)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.download, self.local, self.cancel):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.state)
        column.addWidget(self.bar)
        column.addLayout(self._note_place)
        column.addLayout(buttons)
