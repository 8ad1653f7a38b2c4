"""Says when it is time to look whether files changed on disk."""

from PySide6.QtCore import QElapsedTimer, QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication

SHORTEST_PAUSE_MS = 10_000


class FolderWatch(QObject):
    """Notices when the person comes back to the window, as after working on the files in another program.

    Asking the system to watch every folder of a large dataset would cost more than one look on return, and fails on
    network drives.

    Signals:
        due(): look again; at most once in ten seconds.
    """

    due = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._since_last = QElapsedTimer()
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.applicationStateChanged.connect(self._on_state_changed)

    @Slot(Qt.ApplicationState)
    def _on_state_changed(self, state: Qt.ApplicationState) -> None:
        if state is not Qt.ApplicationState.ApplicationActive:
            return
        if not self._since_last.isValid() or self._since_last.hasExpired(SHORTEST_PAUSE_MS):
            self._since_last.start()
            self.due.emit()
