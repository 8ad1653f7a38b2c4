"""A new folder that something is written into: a free one is proposed until somebody names one."""

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from engine.contract.folders import free_folder
from gui.widgets.button import Button
from gui.widgets.fields import TextField


class NewFolder(QWidget):
    """A field with the path, and a button that chooses the place for it.

    Args:
        place: folder in which a new one is proposed.
        parent: owner.

    Signals:
        changed: the user wants another folder.
    """

    changed = Signal()

    def __init__(self, place: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._name = ""
        self._is_own = False
        self.field = TextField("Folder")
        self.choose = Button("Choose …")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self.choose)
        self.field.textEdited.connect(self._on_edited)
        self.choose.clicked.connect(self._on_choose)

    @property
    def path(self) -> Path:
        """The folder."""
        return Path(self.field.text().strip())

    @property
    def refusal(self) -> str:
        """Why nothing can be written there; empty where it can."""
        if not self.path.is_absolute():
            return "Enter the whole path of a new folder."
        try:
            if self.path.exists() and (not self.path.is_dir() or any(self.path.iterdir())):
                return "There is something already. Choose a new folder."
        except OSError as error:
            return f"The folder cannot be used: {error.strerror}."
        return ""

    def propose(self, name: str) -> None:
        """Propose a free folder of about this name, unless the user has named one."""
        self._name = name
        if not self._is_own:
            self.field.setText(str(free_folder(self._place / name)))

    @Slot()
    def _on_edited(self) -> None:
        self._is_own = True
        self.changed.emit()

    @Slot()
    def _on_choose(self) -> None:
        dialog = QFileDialog(self, "Choose a place", str(self._place))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self._on_place_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def _on_place_chosen(self, place: str) -> None:
        self._is_own = False
        self._place = Path(place)
        self.propose(self._name)
        self.changed.emit()
