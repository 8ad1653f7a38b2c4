"""One long question to an engine: asked, followed, cancelled; an answer to an older one is dropped."""

from PySide6.QtCore import QObject, Signal, Slot

from engine.contract.base import Command
from engine.contract.events import Failed, Progress
from engine.contract.framing import Array
from gui.engine_client import EngineClient, Reply
from gui.pages.inspect.studies.pace import Pace


class StudyQuestion(QObject):
    """At most one question at a time.

    Signals:
        progressed(Progress): how far the engine is.
        answered(Event, arrays): the answer.
        failed(Failed): why there is none, also after cancelling.
    """

    progressed = Signal(object)
    answered = Signal(object, object)
    failed = Signal(object)

    def __init__(self, client: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._reply: Reply | None = None
        self._pace = Pace()

    @property
    def is_open(self) -> bool:
        """Whether an answer is awaited."""
        return self._reply is not None

    def ask(self, command: Command) -> None:
        """Ask, and no longer await the answer to what was asked before."""
        self.drop()
        self._pace = Pace()
        self._reply = self._client.request(command)
        self._reply.progressed.connect(self._on_progressed)
        self._reply.succeeded.connect(self._on_succeeded)
        self._reply.failed.connect(self._on_failed)

    def words(self, progress: Progress) -> str:
        """``Testing Grad-CAM, 12 of 40, 2 min left``; call it with every progress of this question, in order."""
        return self._pace.words(progress)

    @Slot()
    def cancel(self) -> None:
        """Ask the engine to stop; ``failed`` follows."""
        if self._reply is not None:
            self._reply.cancel()

    def drop(self) -> None:
        """Stop the engine, and hear no more of the question."""
        if self._reply is not None:
            self._reply.cancel()
            self._reply = None

    @Slot(object)
    def _on_progressed(self, progress: Progress) -> None:
        if self.sender() is self._reply:
            self.progressed.emit(progress)

    @Slot(object, object)
    def _on_succeeded(self, event: object, arrays: tuple[Array, ...]) -> None:
        if self.sender() is self._reply:
            self._reply = None
            self.answered.emit(event, arrays)

    @Slot(object)
    def _on_failed(self, failure: Failed) -> None:
        if self.sender() is self._reply:
            self._reply = None
            self.failed.emit(failure)
