"""New, open and save of networks, with their dialogs."""

from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog

from gui.builder.drawn_network import DrawnNetwork
from gui.builder.graph_files import write_network
from gui.notice import Notice
from gui.session import Session
from gui.settings import SettingsStore
from gui.window import MainWindow
from models.classifier import empty_network

_FILTER = "Networks (*.json)"
_OPEN_FILTER = "Networks (*.json *.keras)"
_PICTURE = (32, 32, 3)
"""What an empty network reads while no dataset is open."""


class NetworkFiles(QObject):
    """Carries out the actions that begin, open and save the drawn network."""

    def __init__(self, window: MainWindow, session: Session, settings: SettingsStore) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._settings = settings

    def new(self) -> None:
        """Begin with an input alone, of the size of the open pictures."""
        purpose = self._session.document.purpose
        picture = purpose.picture if purpose is not None else _PICTURE
        self._session.document.replace(DrawnNetwork(empty_network(picture)), "new network")
        self._window.show_page("network")
        self._window.page("network").show_tab("canvas")

    def open(self) -> None:
        """Ask for a file, and draw its network."""
        dialog = QFileDialog(self._window, "Open a network", self._settings.value.last_folder, _OPEN_FILTER)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_open_selected)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def edit_inspected(self) -> None:
        """Draw the network that is inspected; ask for a file where there is none."""
        run = self._session.inspection.run
        if run is None:
            self.open()
        else:
            self._session.open_network(run)

    def save(self) -> None:
        """Ask for a file, and write the drawn network into it."""
        dialog = QFileDialog(self._window, "Save the network", self._settings.value.last_folder, _FILTER)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("json")
        dialog.selectFile(f"{self._session.document.graph.name or 'network'}.json")
        dialog.fileSelected.connect(self._on_save_selected)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def _on_open_selected(self, name: str) -> None:
        self._settings.change(last_folder=str(Path(name).parent))
        self._session.open_network(Path(name))

    @Slot(str)
    def _on_save_selected(self, name: str) -> None:
        path = Path(name)
        self._settings.change(last_folder=str(path.parent))
        try:
            write_network(path, self._session.document.drawn)
        except OSError as error:
            text = f"The network was not saved. Received: {path}, {error.strerror}. Choose another folder."
            self._window.show_notice(Notice("error", text, page="network"))
            return
        self._window.show_notice(Notice("success", f"Saved as {path.name}.", page="network"))
