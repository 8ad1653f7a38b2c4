"""The questions of the bench about whole curves."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from engine.contract.events import Failed, Progress
from engine.contract.framing import Array
from engine.contract.invariance import InvarianceMeasured, InvariancePart, MeasureInvariance
from gui.engine_client import EngineClient
from gui.newest import NewestAnswers


class CurveQuestions(QObject):
    """A curve for each of some runs.

    Signals:
        progressed(Path, Progress): how far the curve of a run is.
        part_came(Path, arrays): the curve of a run so far.
        measured(Path, InvarianceMeasured, arrays): a whole curve.
        failed(Path, Failed): why there is none.
    """

    progressed = Signal(object, object)
    part_came = Signal(object, object)
    measured = Signal(object, object, object)
    failed = Signal(object, object)

    def __init__(self, client: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._answers: dict[Path, NewestAnswers] = {}
        self._asked: dict[Path, MeasureInvariance] = {}

    @property
    def is_busy(self) -> bool:
        """Whether a curve is on its way."""
        return any(answers.is_waiting(MeasureInvariance) for answers in self._answers.values())

    def ask(self, commands: Mapping[Path, MeasureInvariance]) -> tuple[Path, ...]:
        """Ask for these curves and no others; gives the runs whose curve has not been asked for already."""
        new = tuple(path for path, command in commands.items() if self._asked.get(path) != command)
        for path in tuple(self._asked):
            if path not in commands:
                self._forget(path)
        for path in new:
            self._asked[path] = commands[path]
            self._answers_of(path).ask(commands[path])
        return new

    @Slot()
    def forget(self) -> None:
        """Drop all that was asked."""
        for path in tuple(self._asked):
            self._forget(path)

    def _forget(self, path: Path) -> None:
        self._asked.pop(path)
        self._answers[path].forget()

    def _answers_of(self, path: Path) -> NewestAnswers:
        if path not in self._answers:
            answers = self._answers[path] = NewestAnswers(self._client, self)
            answers.answered.connect(self._on_answered)
            answers.item_arrived.connect(self._on_item_arrived)
            answers.progressed.connect(self._on_progressed)
            answers.failed.connect(self._on_failed)
        return self._answers[path]

    def _sender_path(self) -> Path:
        return next(path for path, answers in self._answers.items() if answers is self.sender())

    @Slot(object, object)
    def _on_answered(self, event: object, arrays: tuple[Array, ...]) -> None:
        if isinstance(event, InvarianceMeasured):
            self.measured.emit(self._sender_path(), event, arrays)

    @Slot(object, object)
    def _on_item_arrived(self, event: object, arrays: tuple[Array, ...]) -> None:
        if isinstance(event, InvariancePart):
            self.part_came.emit(self._sender_path(), arrays)

    @Slot(object)
    def _on_progressed(self, progress: Progress) -> None:
        self.progressed.emit(self._sender_path(), progress)

    @Slot(object)
    def _on_failed(self, failure: Failed) -> None:
        path = self._sender_path()
        self._asked.pop(path, None)
        self.failed.emit(path, failure)
