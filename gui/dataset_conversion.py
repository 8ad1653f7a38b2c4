"""Saves the open dataset in another format: first what would be lost, then the files."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Signal, Slot

from engine.contract.commands import ConvertDataset
from engine.contract.dataset import WriterFormat
from engine.contract.events import Failed
from gui.engine_client import EngineClient, Reply
from gui.opened_dataset import OpenedDataset

PictureCopies = Literal["copy", "link"]


@dataclass(frozen=True, slots=True)
class ConversionChoice:
    """What to write: format, new folder, and whether pictures are copied or hard-linked."""

    format: WriterFormat
    out: Path
    pictures: PictureCopies = "copy"


class DatasetConversion(QObject):
    """Asks the engine to plan and to write; one at a time, the newest plan counts.

    Signals:
        planned(DatasetConverted): what would be written and lost.
        progressed(Progress): how far the writing is.
        written(DatasetConverted): what was written and lost.
        failed(Failed): why it could not be planned or written; ``is_cancelled`` when it was stopped.
    """

    planned = Signal(object)
    progressed = Signal(object)
    written = Signal(object)
    failed = Signal(object)

    def __init__(self, client: EngineClient, dataset: OpenedDataset, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._dataset = dataset
        self._reply: Reply | None = None
        self._is_plan = True

    def plan(self, choice: ConversionChoice) -> None:
        """Find out what would be lost."""
        self._ask(choice, is_plan=True)

    def write(self, choice: ConversionChoice) -> None:
        """Write the files."""
        self._ask(choice, is_plan=False)

    @Slot()
    def cancel(self) -> None:
        """Stop what is going on."""
        if self._reply is not None:
            self._reply.cancel()

    def _ask(self, choice: ConversionChoice, *, is_plan: bool) -> None:
        self.cancel()
        self._is_plan = is_plan
        command = ConvertDataset(
            path=str(self._dataset.path),
            reading=self._dataset.reading,
            out=str(choice.out),
            format=choice.format,
            pictures=choice.pictures,
            is_plan=is_plan,
        )
        self._reply = self._client.request(command)
        self._reply.progressed.connect(self._on_progressed)
        self._reply.succeeded.connect(self._on_succeeded)
        self._reply.failed.connect(self._on_failed)

    @Slot(object)
    def _on_progressed(self, progress: object) -> None:
        if self.sender() is self._reply and not self._is_plan:
            self.progressed.emit(progress)

    @Slot(object, object)
    def _on_succeeded(self, event: object, _arrays: object) -> None:
        if self.sender() is self._reply:
            self._reply = None
            (self.planned if self._is_plan else self.written).emit(event)

    @Slot(object)
    def _on_failed(self, failure: Failed) -> None:
        if self.sender() is self._reply:
            self._reply = None
            self.failed.emit(failure)
