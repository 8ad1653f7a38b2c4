"""Ends a process that no longer listens: asked first, killed after three seconds."""

import os
import signal
import sys

from PySide6.QtCore import QObject, QTimer, Slot

from engine.contract.run_liveness import is_process_there

GRACE_MS = 3000


class ForceStop(QObject):
    """The last two steps of the ladder: terminate, then kill. Deletes itself when it is done."""

    def __init__(self, pid: int, parent: QObject) -> None:
        super().__init__(parent)
        self._pid = pid
        self._grace = QTimer(self, interval=GRACE_MS, singleShot=True)
        self._grace.timeout.connect(self._on_grace_over)

    def start(self) -> None:
        """Ask the process to end."""
        self._send(signal.SIGTERM)
        self._grace.start()

    @Slot()
    def _on_grace_over(self) -> None:
        if sys.platform != "win32" and is_process_there(self._pid):
            self._send(signal.SIGKILL)
        self.deleteLater()

    def _send(self, number: signal.Signals) -> None:
        try:
            os.kill(self._pid, number)
        except ProcessLookupError:
            return
