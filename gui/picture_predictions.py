"""Has many pictures predicted into a folder: what comes, how fast, and how it ended."""

import time
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from engine.contract.events import Failed, Progress
from engine.contract.predicting import PredictPictures
from gui.engine_client import EngineClient, Reply


@dataclass(frozen=True, slots=True)
class Pace:
    """How far it is.

    Attributes:
        done: pictures that were looked at, or could not be read.
        total: all of them; 0 while nobody knows.
        per_second: pictures a second; None before anything can be said.
    """

    done: int = 0
    total: int = 0
    per_second: float | None = None

    @property
    def share(self) -> float:
        """What is done, from 0 to 1."""
        return self.done / max(self.total, 1)

    @property
    def seconds_left(self) -> float | None:
        """What is left at this pace."""
        return None if not self.per_second else (self.total - self.done) / self.per_second


class PicturePredictions(QObject):
    """One folder at a time.

    Attributes:
        name: of the folder with the results.
        pace: how far it is.

    Signals:
        arrived(PicturesPredicted): some more pictures.
        paced(Pace): how far it is.
        written(PicturesWritten): all is done.
        failed(Failed): it ended before; what had arrived is written. ``is_cancelled`` when the user stopped it.
    """

    arrived = Signal(object)
    paced = Signal(object)
    written = Signal(object)
    failed = Signal(object)

    def __init__(self, client: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._reply: Reply | None = None
        self._first: tuple[float, int] | None = None
        self.name = ""
        self.pace = Pace()

    @property
    def is_busy(self) -> bool:
        """Whether pictures are being predicted."""
        return self._reply is not None

    def start(self, command: PredictPictures) -> None:
        """Begin; what is going on must have ended."""
        self._first = None
        self.name, self.pace = Path(command.out).name, Pace()
        self._reply = self._client.request(command)
        self._reply.item_arrived.connect(self._on_arrived)
        self._reply.progressed.connect(self._on_progressed)
        self._reply.succeeded.connect(self._on_written)
        self._reply.failed.connect(self._on_failed)

    @Slot()
    def cancel(self) -> None:
        """Stop after the present pictures."""
        if self._reply is not None:
            self._reply.cancel()

    @Slot(object, object)
    def _on_arrived(self, event: object, _arrays: object) -> None:
        self.arrived.emit(event)

    @Slot(object)
    def _on_progressed(self, progress: Progress) -> None:
        now = time.monotonic()
        if self._first is None and progress.done:  # Before it, the network was loaded and compiled.
            self._first = now, progress.done
        rate = None
        if self._first is not None and progress.done > self._first[1]:
            rate = (progress.done - self._first[1]) / max(now - self._first[0], 1e-3)
        self.pace = Pace(progress.done, progress.total, rate)
        self.paced.emit(self.pace)

    @Slot(object, object)
    def _on_written(self, event: object, _arrays: object) -> None:
        self._reply = None
        self.written.emit(event)

    @Slot(object)
    def _on_failed(self, failure: Failed) -> None:
        self._reply = None
        self.failed.emit(failure)
