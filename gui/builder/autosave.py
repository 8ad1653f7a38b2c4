"""Keeps an edited network in Fovea's home, so that neither closing nor a crash loses it."""

import logging
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot

from engine.contract.errors import UserError
from engine.contract.folders import home_folder
from gui.builder.document import GraphDocument
from gui.builder.drawn_network import DrawnNetwork
from gui.builder.graph_files import read_network, write_network

_LOGGER = logging.getLogger(__name__)
_SAVE_AFTER_MS = 400


class Autosave(QObject):
    """Writes the document shortly after each change while it is edited; removes the file when it no longer is.

    Args:
        document: what is kept.
        path: the file; None for the one in Fovea's home.
        parent: owner.
    """

    def __init__(self, document: GraphDocument, path: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._path = path or home_folder() / "network.json"
        self._saved: DrawnNetwork | None = None
        self._timer = QTimer(self, interval=_SAVE_AFTER_MS, singleShot=True)
        self._timer.timeout.connect(self.save)
        document.changed.connect(self._on_changed)

    def restore(self) -> bool:
        """Show the network that was kept, if there is one; returns whether there was."""
        if not self._path.is_file():
            return False
        try:
            drawn = read_network(self._path)
        except UserError:
            _LOGGER.exception("The edited network cannot be read; it is kept beside the new one.")
            self._set_aside()
            return False
        self._saved = drawn
        self._document.show(drawn)
        return True

    @Slot()
    def save(self) -> None:
        """Write the file now, or remove it."""
        self._timer.stop()
        drawn = self._document.drawn
        if drawn == self._saved:
            return
        try:
            if drawn.is_edited:
                write_network(self._path, drawn)
                self._saved = drawn
            else:
                self._path.unlink(missing_ok=True)
                self._saved = None
        except OSError:
            _LOGGER.exception("The edited network was not saved.")

    @Slot()
    def _on_changed(self) -> None:
        self._timer.start()

    def _set_aside(self) -> None:
        try:
            self._path.replace(self._path.with_suffix(".unreadable.json"))
        except OSError:
            _LOGGER.exception("The unreadable network cannot be moved.")
