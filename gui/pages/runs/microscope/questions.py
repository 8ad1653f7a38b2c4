"""Asks about one picture, one question after the other, so that the first pane is filled soon."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot

from engine.contract.base import Command
from engine.contract.events import Failed, Progress
from gui.engine_client import EngineClient
from gui.pages.inspect.studies.question import StudyQuestion
from gui.pages.runs.microscope.pane_masks import PaneKey

Wanted = tuple[PaneKey, Command]


class PaneQuestions(QObject):
    """The newest questions; older ones are no longer waited for.

    Signals:
        asked(PaneKey): it is the turn of this pane.
        progressed(PaneKey, Progress): how far the engine is.
        answered(PaneKey, event, arrays): an answer.
        failed(PaneKey, Failed): why there is none; the next question is asked all the same.
        ended(): nothing is waited for any more.
    """

    asked = Signal(object)
    progressed = Signal(object, object)
    answered = Signal(object, object, object)
    failed = Signal(object, object)
    ended = Signal()

    def __init__(self, client: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._question = StudyQuestion(client, self)
        self._waiting: list[Wanted] = []
        self._question.progressed.connect(self._on_progressed)
        self._question.answered.connect(self._on_answered)
        self._question.failed.connect(self._on_failed)

    @property
    def is_open(self) -> bool:
        """Whether an answer is awaited."""
        return bool(self._waiting)

    @property
    def waiting(self) -> tuple[PaneKey, ...]:
        """The panes that wait, the one whose turn it is first."""
        return tuple(key for key, _ in self._waiting)

    def ask(self, wanted: Sequence[Wanted]) -> None:
        """Ask these questions instead of those before, in their order."""
        self.drop()
        self._waiting = list(wanted)
        self._ask_next()

    def drop(self) -> None:
        """Stop the engine, and hear no more of what was asked."""
        self._waiting = []
        self._question.drop()

    def _ask_next(self) -> None:
        if not self._waiting:
            self.ended.emit()
            return
        key, command = self._waiting[0]
        self.asked.emit(key)
        self._question.ask(command)

    @Slot(object)
    def _on_progressed(self, progress: Progress) -> None:
        if self._waiting:
            self.progressed.emit(self._waiting[0][0], progress)

    @Slot(object, object)
    def _on_answered(self, event: object, arrays: object) -> None:
        if self._waiting:
            key, _ = self._waiting.pop(0)
            self.answered.emit(key, event, arrays)
            self._ask_next()

    @Slot(object)
    def _on_failed(self, failure: Failed) -> None:
        if self._waiting:
            key, _ = self._waiting.pop(0)
            self.failed.emit(key, failure)
            self._ask_next()
