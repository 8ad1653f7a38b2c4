"""The dataset that is open in the window."""

from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QObject, Signal, Slot

from engine.contract.commands import OpenDataset
from engine.contract.errors import UserError
from engine.contract.events import DatasetListed, DatasetOpened, Failed, Progress
from engine.dataset.index import DatasetIndex
from gui.engine_client import EngineClient, Reply

REFRESH_MS = 1000


class OpenedDataset(QObject):
    """Opens a dataset in the data engine, and reads its index while and after it is written.

    Signals:
        changed(): another dataset is shown, or more of it is known; read ``index`` again.
        opened(): every picture has been checked.
        progressed(Progress): how far the check is.
        failed(Failed): the dataset cannot be opened; the one before stays.
    """

    changed = Signal()
    opened = Signal()
    progressed = Signal(object)
    failed = Signal(object)

    def __init__(self, client: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._reply: Reply | None = None
        self._since_refresh = QElapsedTimer()
        self.path: Path | None = None
        self.index: DatasetIndex | None = None
        self.is_complete = False

    def open(self, path: Path) -> None:
        """Open another dataset; what was being opened before is cancelled."""
        if self._reply is not None:
            self._reply.cancel()
        self._reply = self._client.request(OpenDataset(path=str(path)))
        self._reply.item_arrived.connect(self._on_listed)
        self._reply.progressed.connect(self._on_progressed)
        self._reply.succeeded.connect(self._on_opened)
        self._reply.failed.connect(self._on_failed)

    def close(self) -> None:
        """Forget the dataset."""
        if self.index is not None:
            self.index.close()
        self.index, self.path, self.is_complete = None, None, False

    @Slot(object, object)
    def _on_listed(self, event: DatasetListed, _arrays: object) -> None:
        if self._is_current():
            self._show(Path(event.path), Path(event.index), is_complete=False)

    @Slot(object, object)
    def _on_opened(self, event: DatasetOpened, _arrays: object) -> None:
        if self._is_current():
            self._reply = None
            self._show(Path(event.path), Path(event.index), is_complete=True)
            self.opened.emit()

    @Slot(object)
    def _on_progressed(self, progress: Progress) -> None:
        if not self._is_current():
            return
        self.progressed.emit(progress)
        if self.index is not None and self._since_refresh.elapsed() > REFRESH_MS:
            self._since_refresh.restart()
            self.changed.emit()

    @Slot(object)
    def _on_failed(self, failure: Failed) -> None:
        if self._is_current():
            self._reply = None
            if not failure.is_cancelled:
                self.failed.emit(failure)

    def _is_current(self) -> bool:
        return self.sender() is self._reply

    def _show(self, path: Path, index: Path, *, is_complete: bool) -> None:
        try:
            opened = DatasetIndex(index)
        except UserError as error:
            self.failed.emit(Failed(message=error.message, hint=error.hint))
            return
        self.close()
        self.path, self.index, self.is_complete = path, opened, is_complete
        self._since_refresh.start()
        self.changed.emit()
