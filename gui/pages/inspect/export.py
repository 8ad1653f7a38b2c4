"""Exports the inspected network to a file of the user's choice, and tells how the check of the file ended."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from engine.contract.events import Exported
from gui.inspection import Inspection
from gui.notice import Notice
from gui.words import byte_size, percent


class NetworkExport(QObject):
    """Asks for a file and has the network written to it.

    Signals:
        noticed: a Notice about a finished export.
    """

    noticed = Signal(object)

    def __init__(self, inspection: Inspection, parent: QWidget) -> None:
        super().__init__(parent)
        self._inspection = inspection
        self._window = parent
        inspection.exported.connect(self._on_exported)

    @Slot()
    def ask(self) -> None:
        """Let the user choose a file."""
        dialog = QFileDialog(self._window, "Export the network")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("Keras (*.keras)")
        dialog.setDefaultSuffix("keras")
        dialog.fileSelected.connect(self._on_file_selected)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def _on_file_selected(self, path: str) -> None:
        self._inspection.export(Path(path))

    @Slot(object)
    def _on_exported(self, event: Exported) -> None:
        self.noticed.emit(Notice("success", outcome(event), details=facts(event)))


def outcome(event: Exported) -> str:
    """What became of the file, in a sentence."""
    checked = f"checked on {event.checked_images} pictures" if event.checked_images else "loaded again"
    return f"Exported and {checked}: the largest difference is {event.max_abs_difference:.1e}."


def facts(event: Exported) -> str:
    """Where the file is and how well it agrees with the network, in lines."""
    return f"{event.path}\n{byte_size(event.bytes)}\nSame class: {percent(event.agreement)}"
