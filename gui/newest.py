"""Asks the network engine, and passes on only the answers that nobody has asked better since."""

from PySide6.QtCore import QObject, Signal, Slot

from engine.contract.base import Command
from engine.contract.events import Failed
from gui.engine_client import EngineClient, Reply


class NewestAnswers(QObject):
    """One question of each kind at a time: a newer one takes the place of the older.

    Signals:
        answered(event, arrays): an answer to the newest question of its kind.
        item_arrived(event, arrays): a part of the answer to the newest question of its kind.
        progressed(Progress): how far the newest question of its kind is.
        failed(Failed): why there is no answer; silent about those that were replaced.
    """

    answered = Signal(object, object)
    item_arrived = Signal(object, object)
    progressed = Signal(object)
    failed = Signal(object)

    def __init__(self, client: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._newest: dict[str, Reply] = {}

    def ask(self, command: Command) -> Reply:
        """Ask, and forget what was asked of this kind before."""
        kind = type(command).__name__
        if kind in self._newest:
            self._newest[kind].cancel()
        reply = self._client.request(command)
        reply.setObjectName(kind)
        reply.succeeded.connect(self._on_answered)
        reply.item_arrived.connect(self._on_item_arrived)
        reply.progressed.connect(self._on_progressed)
        reply.failed.connect(self._on_failed)
        self._newest[kind] = reply
        return reply

    def is_waiting(self, kind: type[Command]) -> bool:
        """Whether a question of this kind is open."""
        return kind.__name__ in self._newest

    def drop(self, kind: type[Command]) -> None:
        """Drop the question of this kind, where one is open."""
        reply = self._newest.pop(kind.__name__, None)
        if reply is not None:
            reply.cancel()

    def forget(self) -> None:
        """Drop all that was asked."""
        for reply in self._newest.values():
            reply.cancel()
        self._newest.clear()

    def _is_newest(self, reply: QObject | None) -> bool:
        return reply is not None and self._newest.get(reply.objectName()) is reply

    def _take(self, reply: QObject | None) -> bool:
        if reply is None or not self._is_newest(reply):
            return False
        del self._newest[reply.objectName()]
        return True

    @Slot(object, object)
    def _on_answered(self, event: object, arrays: object) -> None:
        if self._take(self.sender()):
            self.answered.emit(event, arrays)

    @Slot(object, object)
    def _on_item_arrived(self, event: object, arrays: object) -> None:
        if self._is_newest(self.sender()):
            self.item_arrived.emit(event, arrays)

    @Slot(object)
    def _on_progressed(self, progress: object) -> None:
        if self._is_newest(self.sender()):
            self.progressed.emit(progress)

    @Slot(object)
    def _on_failed(self, failure: Failed) -> None:
        if self._take(self.sender()) and not failure.is_cancelled:
            self.failed.emit(failure)
