"""Asks the index of a dataset in a thread of its own, so that no slow answer stops the window."""

import logging
import sqlite3
import threading
from collections.abc import Callable, Hashable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from engine.contract.errors import UserError
from engine.dataset.index.dataset_index import DatasetIndex
from gui.threads import start_thread

Question = Callable[[DatasetIndex], object]
_IDLE_SECONDS = 1.0
_log = logging.getLogger(__name__)


class IndexReader(QObject):
    """Answers questions about one index, the newest first: it is about what is on screen now.

    Of two waiting questions with the same key only the newer one is asked. The thread ends soon after nothing waits any
    more, so that nothing has to be ended when the window closes. A question that fails has no answer.

    Signals:
        answered(key, answer): to a question about the present index.
    """

    answered = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = _Desk(None)
        self._desk.told.connect(self._on_told)

    def set_index(self, path: Path | None) -> None:
        """Ask another index from now on; what waits for the last one is forgotten."""
        if path == self._desk.path:
            return
        self._desk.close()
        self._desk = _Desk(path)
        self._desk.told.connect(self._on_told)

    def ask(self, key: Hashable, question: Question) -> None:
        """Have a question answered; nothing happens without an index.

        Args:
            key: given back with the answer.
            question: called in the other thread; it must not touch widgets.
        """
        self._desk.put(key, question)

    def forget(self, key: Hashable) -> None:
        """Ask a waiting question no more; one that is being answered is interrupted."""
        self._desk.take_back(key)

    @Slot(object, object, object)
    def _on_told(self, desk: object, key: Hashable, answer: object) -> None:
        if desk is self._desk:
            self.answered.emit(key, answer)


class _Desk(QObject):
    """The questions about one index. It outlives its reader for as long as its thread works."""

    told = Signal(object, object, object)

    def __init__(self, path: Path | None) -> None:
        super().__init__()
        self.path = path
        self._lock = threading.Lock()
        self._news = threading.Condition(self._lock)
        self._waiting: dict[Hashable, Question] = {}
        self._asked: Hashable | None = None
        self._index: DatasetIndex | None = None
        self._is_working = False
        self._is_closed = False

    def put(self, key: Hashable, question: Question) -> None:
        with self._lock:
            if self.path is None or self._is_closed:
                return
            self._waiting.pop(key, None)
            self._waiting[key] = question
            if self._is_working:
                self._news.notify()
                return
            self._is_working = True
        start_thread(self._work, name="index reader")

    def take_back(self, key: Hashable) -> None:
        with self._lock:
            self._waiting.pop(key, None)
            if self._asked == key and self._index is not None:
                self._index.interrupt()

    def close(self) -> None:
        with self._lock:
            self._is_closed = True
            self._waiting.clear()
            self._news.notify()
            if self._asked is not None and self._index is not None:
                self._index.interrupt()
            elif self._index is not None and not self._is_working:
                self._index.close()

    def _work(self) -> None:
        try:
            while (taken := self._next()) is not None:
                self._answer(*taken)
        except BaseException:
            with self._lock:
                self._stop_working()  # the next question starts a new thread
            raise

    def _next(self) -> tuple[Hashable, Question] | None:
        with self._lock:
            self._asked = None
            if not self._waiting and not self._is_closed:
                self._news.wait(_IDLE_SECONDS)
            if not self._waiting:
                self._stop_working()
                return None
            self._asked = next(reversed(self._waiting))
            return self._asked, self._waiting.pop(self._asked)

    def _stop_working(self) -> None:
        self._is_working, self._asked = False, None
        if self._is_closed and self._index is not None:
            self._index.close()

    def _answer(self, key: Hashable, question: Question) -> None:
        try:
            answer = question(self._opened())
        except (sqlite3.Error, UserError) as error:  # interrupted, or the index was made anew meanwhile
            _log.info("A question about the dataset has no answer: %s", error)
        else:
            self.told.emit(self, key, answer)

    def _opened(self) -> DatasetIndex:
        if self._index is None:
            assert self.path is not None
            self._index = DatasetIndex(self.path)
        return self._index
