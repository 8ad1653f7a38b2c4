"""Questions that follow a slider: the newest waits while one is on its way."""

from PySide6.QtCore import QObject, Signal, Slot

from engine.contract.base import Command
from engine.contract.framing import Array
from gui.engine_client import EngineClient
from gui.newest import NewestAnswers


class LiveLook(QObject):
    """One look at a time: while one is on its way the newest waits, so that a slider shows what it can keep up with.

    Signals:
        seen(event, arrays): an answer.
        failed(Failed): why there is none.
    """

    seen = Signal(object, object)
    failed = Signal(object)

    def __init__(self, client: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._answers = NewestAnswers(client, self)
        self._waiting: Command | None = None
        self._answers.answered.connect(self._on_answered)
        self._answers.failed.connect(self._on_failed)

    def ask(self, command: Command) -> None:
        """Ask now, or as soon as the look before is answered; what waited is dropped."""
        if self._answers.is_waiting(type(command)):
            self._waiting = command
        else:
            self._answers.ask(command)

    def forget(self) -> None:
        """Drop all that was asked."""
        self._waiting = None
        self._answers.forget()

    @Slot(object, object)
    def _on_answered(self, event: object, arrays: tuple[Array, ...]) -> None:
        self._ask_waiting()
        self.seen.emit(event, arrays)

    @Slot(object)
    def _on_failed(self, failure: object) -> None:
        self._ask_waiting()
        self.failed.emit(failure)

    def _ask_waiting(self) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self._answers.ask(waiting)
