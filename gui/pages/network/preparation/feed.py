"""Asks the engine what a preparation does: one question at a time, and always the newest one next."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from engine.contract.commands import MeasurePreparation
from engine.contract.events import Failed, PreparationMeasured
from gui.engine_client import EngineClient, Reply

_COLLECT_MS: Final = 60


@dataclass(frozen=True, slots=True)
class Histogram:
    """How often values occur: counts (C, bins) between edges (C, bins + 1)."""

    counts: NDArray[np.int64]
    edges: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class MeasuredValues:
    """The answer of the engine with its arrays by name.

    Attributes:
        event: statistics and what was measured.
        example: one picture as it is, (h, w, c).
        prepared: the same picture as the network gets it, (h, w, c).
        before: values before preparation.
        after: values after it.
    """

    event: PreparationMeasured
    example: NDArray[np.uint8]
    prepared: NDArray[np.float32]
    before: Histogram
    after: Histogram


class PreparationFeed(QObject):
    """Keeps at most one question on its way; a newer one cancels it.

    Args:
        client: its data engine measures.
        parent: owner.

    Signals:
        arrived(MeasuredValues): the answer to the newest question.
        failed(Failed): why there is none.
        progressed(Progress): how far the measuring is.
        stopped(): nothing is measured any more, and there is no answer.
    """

    arrived = Signal(object)
    failed = Signal(object)
    progressed = Signal(object)
    stopped = Signal()

    def __init__(self, client: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._wanted: MeasurePreparation | None = None
        self._reply: Reply | None = None
        self._collect = QTimer(self, interval=_COLLECT_MS, singleShot=True)
        self._collect.timeout.connect(self._on_collected)

    def ask(self, question: MeasurePreparation) -> None:
        """Want the answer to this question, and no longer to those before."""
        self._wanted = question
        if self._reply is not None:
            self._reply.cancel()
        else:
            self._collect.start()

    @Slot()
    def cancel(self) -> None:
        """Want nothing any more."""
        self._wanted = None
        self._collect.stop()
        if self._reply is not None:
            self._reply.cancel()

    @Slot()
    def _on_collected(self) -> None:
        if self._wanted is None:
            return
        self._reply = self._client.request(self._wanted)
        self._wanted = None
        self._reply.progressed.connect(self.progressed)
        self._reply.succeeded.connect(self._on_succeeded)
        self._reply.failed.connect(self._on_failed)

    @Slot(object, object)
    def _on_succeeded(self, event: PreparationMeasured, arrays: Sequence[NDArray[Any]]) -> None:
        if self._end():
            example, prepared, *histograms = arrays
            before, after = Histogram(*histograms[:2]), Histogram(*histograms[2:])
            self.arrived.emit(MeasuredValues(event, example, prepared, before, after))

    @Slot(object)
    def _on_failed(self, failure: Failed) -> None:
        if not self._end():
            return
        self.stopped.emit()
        if not failure.is_cancelled:
            self.failed.emit(failure)

    def _end(self) -> bool:
        """The question has come back; whether nobody wants something newer."""
        self._reply = None
        if self._wanted is not None:
            self._collect.start()
        return self._wanted is None
