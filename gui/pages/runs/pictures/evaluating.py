"""Makes the evaluations that a comparison lacks, one after the other."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from engine.contract.commands import Evaluate
from engine.contract.dataset import Split
from engine.contract.events import Failed, Progress
from gui.engine_client import EngineClient
from gui.pages.inspect.studies.question import StudyQuestion
from gui.words import how_far


class PairEvaluation(QObject):
    """Asks for evaluations until all are there.

    Signals:
        progressed(str): how far they are, in words.
        finished(): all of them are there.
        failed(Failed): one could not be made, or was cancelled; no more are asked for.
    """

    progressed = Signal(str)
    finished = Signal()
    failed = Signal(object)

    def __init__(self, client: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._question = StudyQuestion(client, self)
        self._waiting: list[tuple[Path, Split]] = []
        self._question.progressed.connect(self._on_progressed)
        self._question.answered.connect(self._on_answered)
        self._question.failed.connect(self._on_failed)

    @property
    def is_running(self) -> bool:
        """Whether evaluations are being made."""
        return self._question.is_open

    def start(self, wanted: Sequence[tuple[Path, Split]]) -> None:
        """Make these evaluations, each of a run on a split, instead of those before."""
        self._waiting = list(wanted)
        self._ask()

    @Slot()
    def cancel(self) -> None:
        """Stop; ``failed`` follows."""
        self._question.cancel()

    def drop(self) -> None:
        """Stop, and hear no more of them."""
        self._waiting = []
        self._question.drop()

    def _ask(self) -> None:
        run, split = self._waiting[0]
        self.progressed.emit(f"Evaluating {run.name} on the {split.value} pictures")
        self._question.ask(Evaluate(run=str(run), split=split.value))

    @Slot(object)
    def _on_progressed(self, progress: Progress) -> None:
        run, split = self._waiting[0]
        words = how_far(progress.what, progress.done, progress.total)
        self.progressed.emit(f"Evaluating {run.name} on the {split.value} pictures: {words}")

    @Slot(object, object)
    def _on_answered(self, _event: object, _arrays: object) -> None:
        self._waiting.pop(0)
        if self._waiting:
            self._ask()
        else:
            self.finished.emit()

    @Slot(object)
    def _on_failed(self, failure: Failed) -> None:
        self._waiting = []
        self.failed.emit(failure)
