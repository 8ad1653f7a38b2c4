"""Answers questions in a thread, so that the window goes on while a large index is read."""

import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from engine.contract.errors import UserError

Question = Callable[[], object]


@dataclass(slots=True)
class _Outcome:
    """What came of a question: an answer, or why there is none."""

    answer: object = None
    failure: str = "It ended unexpectedly."


class Background(QObject):
    """Answers one question at a time; of those that come meanwhile only the newest is kept.

    A question runs in a thread: it must not touch widgets, and opens what it reads by itself.

    Signals:
        answered(object): the answer to the newest question.
        failed(str): why there is none: the index was closed, a file cannot be written.
    """

    answered = Signal(object)
    failed = Signal(str)
    _ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._next: Question | None = None
        self._is_busy = False
        self._ended.connect(self._on_ended)

    @property
    def is_busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._is_busy

    def ask(self, question: Question) -> None:
        """Answer a question as soon as the one before is answered; that one is not told any more."""
        if self._is_busy:
            self._next = question
        else:
            self._start(question)

    def _start(self, question: Question) -> None:
        self._is_busy = True
        threading.Thread(target=_answer, args=(question, self._ended.emit), daemon=True).start()

    @Slot(object)
    def _on_ended(self, outcome: _Outcome) -> None:
        self._is_busy = False
        question, self._next = self._next, None
        if question is not None:
            self._start(question)
        elif outcome.failure:
            self.failed.emit(outcome.failure)
        else:
            self.answered.emit(outcome.answer)


def _answer(question: Question, tell: Callable[[_Outcome], None]) -> None:
    outcome = _Outcome()
    try:
        outcome.answer, outcome.failure = question(), ""
    except (sqlite3.Error, OSError, UserError) as error:
        outcome.failure = str(error)
    finally:
        with suppress(RuntimeError):  # the window was closed meanwhile
            tell(outcome)
