"""The dataset that is open in the window."""

from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QObject, Signal, Slot

from engine.contract.commands import OpenDataset
from engine.contract.errors import UserError
from engine.contract.events import DatasetListed, DatasetOpened, Failed, Progress
from engine.dataset.index.dataset_index import DatasetIndex
from gui.engine_client import EngineClient, Reply

REFRESH_MS = 1000


class OpenedDataset(QObject):
    """Opens a dataset in the data engine, and reads its index while and after it is written.

    Signals:
        changed(): another dataset is shown, or more of it is known; read ``index`` again.
        opened(): every picture has been checked.
        progressed(Progress): how far the check is.
        files_changed(DatasetOpened): pictures were added, removed or modified since the dataset was read last.
        failed(Failed): the dataset cannot be opened; the one before stays.

    Attributes:
        path: what was opened, a folder or a file.
        reading: key of the candidate that was asked for; None for the surest.
        index: what is known of it.
        is_complete: every picture has been checked.
        has_same_files: while ``changed`` is emitted: what is new stands in the index alone, as splits and labels do.
    """

    changed = Signal()
    opened = Signal()
    progressed = Signal(object)
    files_changed = Signal(object)
    failed = Signal(object)

    def __init__(self, client: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._reply: Reply | None = None
        self._since_refresh = QElapsedTimer()
        self._is_second_look = False
        self._asked_reading: str | None = None
        self.path: Path | None = None
        self.reading: str | None = None
        self.index: DatasetIndex | None = None
        self.is_complete = False
        self.has_same_files = False

    def open(self, path: Path, *, reading: str | None = None) -> None:
        """Open another dataset, or read the same one in another way; what was being opened before is cancelled."""
        if self._reply is not None:
            self._reply.cancel()
        self._ask(path, reading)
        self._is_second_look = False

    def look_again(self) -> None:
        """Find out whether files changed; nothing is shown anew unless some did."""
        if self._reply is None and self.path is not None:
            self._ask(self.path, self.reading)
            self._is_second_look = True

    def _ask(self, path: Path, reading: str | None) -> None:
        self._asked_reading = reading
        self._reply = self._client.request(OpenDataset(path=str(path), reading=reading))
        self._reply.item_arrived.connect(self._on_listed)
        self._reply.progressed.connect(self._on_progressed)
        self._reply.succeeded.connect(self._on_opened)
        self._reply.failed.connect(self._on_failed)

    def read_again(self, *, has_other_classes: bool = False) -> None:
        """Show what somebody else has written into the index: another split, other labels; the files are the same.

        Args:
            has_other_classes: whether plans that were made for the dataset do not fit it any more.
        """
        if self.index is None:
            return
        self.has_same_files = True
        self.changed.emit()
        if has_other_classes and self.is_complete:
            self.opened.emit()
        self.has_same_files = False

    def close(self) -> None:
        """Forget the dataset."""
        if self.index is not None:
            self.index.close()
        self.index, self.path, self.reading, self.is_complete = None, None, None, False

    @Slot(object, object)
    def _on_listed(self, event: DatasetListed, _arrays: object) -> None:
        if self._is_current() and not self._is_second_look:
            self._show(Path(event.path), Path(event.index), is_complete=False)

    @Slot(object, object)
    def _on_opened(self, event: DatasetOpened, _arrays: object) -> None:
        if not self._is_current():
            return
        self._reply = None
        is_changed = bool(event.added or event.removed or event.modified)
        if self._is_second_look and not is_changed:
            return
        self._show(Path(event.path), Path(event.index), is_complete=True)
        self.opened.emit()
        if is_changed:
            self.files_changed.emit(event)

    @Slot(object)
    def _on_progressed(self, progress: Progress) -> None:
        if not self._is_current() or self._is_second_look:
            return
        self.progressed.emit(progress)
        if self.index is not None and self._since_refresh.elapsed() > REFRESH_MS:
            self._since_refresh.restart()
            self.changed.emit()

    @Slot(object)
    def _on_failed(self, failure: Failed) -> None:
        if self._is_current():
            self._reply = None
            if not failure.is_cancelled and not self._is_second_look:
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
        self.path, self.reading, self.index = path, self._asked_reading, opened
        self.is_complete = is_complete
        self._since_refresh.start()
        self.changed.emit()
